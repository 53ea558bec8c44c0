"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

from .droits import MODULE, POUVOIR

POUVOIRS = [
    Pouvoir(
        POUVOIR,
        _("Espaces entre écoles"),
        _("Ouvrir un espace avec d’autres écoles, répondre à leurs invitations, dire qui vient."),
        _(
            "N’y amène que les adultes et les classes de votre école. L’archive, qui tient ce que les adultes se sont dit, reste à la direction."
        ),
        (PageDePouvoir(_("Espaces entre écoles"), "groupe", "espaces", cle=""),),
        verbes={
            "espaces.ouvrir",
            "espaces.corriger",
            "espaces.clore",
            "espaces.rouvrir",
            "espaces.inviter",
            "espaces.retirer_invitation",
            "espaces.accepter",
            "espaces.refuser",
            "espaces.quitter",
            "espaces.revenir",
        },
        ordre=65,
        module=MODULE,
    ),
]
