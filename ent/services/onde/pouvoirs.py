"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

from .droits import SANS_ONDE

POUVOIRS = [
    Pouvoir(
        "import",
        _("Imports"),
        _(
            "Déposer les fichiers d’ONDE, relire ce qui changera, et appliquer ce qui ne touche que les élèves et leurs classes."
        ),
        _("Ne dit ni qui travaille ici, ni qui répond d’un enfant : un plan qui le dit attend la direction, prêt."),
        (PageDePouvoir(_("Importer depuis ONDE"), "fichier", "annuaire_import"),),
        verbes={
            "annuaire.deposer_import",
            "annuaire.dire_annee_import",
            "annuaire.abandonner_import",
            "annuaire.importer_onde",
        },
        pour_aider=True,
        sauf=SANS_ONDE,
        ordre=10,
    ),
]
