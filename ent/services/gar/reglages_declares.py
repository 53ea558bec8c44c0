"""The setting that this room declares: whether a school opens GAR."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import COLLEGE, Declaration, OuiNon

RESSOURCES = "ressources"

REGLAGES = [
    Declaration(
        "gar.ouvert",
        _("Ressources du ministère (GAR)"),
        _(
            "Élèves et enseignants ouvrent manuels et ressources ; le GAR reçoit chaque nuit leur nom, classe et niveau."
        ),
        OuiNon(),
        defaut=False,
        rubrique=RESSOURCES,
        sauf=frozenset({COLLEGE}),  # its nightly files are those of the first degree
    ),
]
