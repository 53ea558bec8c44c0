"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

from .droits import MODULE

POUVOIRS = [
    Pouvoir(
        "agenda",
        _("Agenda de l’école"),
        _("Écrire dans l’agenda de toute l’école : réunions, fêtes, fermetures, et les corriger."),
        _("N’écrit rien dans l’agenda d’une classe."),
        (PageDePouvoir(_("Agenda"), "agenda", "agenda", cle=""),),
        verbes_partages={
            "agenda_ecole.publier",
            "agenda_ecole.corriger",
            "agenda_ecole.annuler",
            "agenda_ecole.retablir",
        },
        ordre=60,
        module=MODULE,
    ),
]
