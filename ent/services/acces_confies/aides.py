"""The help of confided accesses."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "acces_confies acces_confies_confier acces_confies_un",
        "famille",
        (
            _("Confier un accès à la nounou, à un grand-parent."),
            _(
                "« Confier un accès » : qui, quels enfants, ce qu’il lit, jusqu’à quand. Un code apparaît : donnez-le à cette personne seule."
            ),
        ),
        (
            _("Mettre fin à un accès."),
            _(
                "« Terminer », d’un geste : dès cet instant la personne ne lit plus rien. « Annuler » le rend pendant une heure."
            ),
        ),
        (
            _("Que sait l’autre parent ?"),
            _(
                "Qu’un accès existe, pour quel enfant et jusqu’à quand. Jamais le nom, l’adresse ni le téléphone de la personne."
            ),
        ),
        (
            _("Je ne suis pas d’accord avec un accès confié par l’autre parent."),
            _(
                "Dites-le d’un geste sur cette page : la direction le lit et vous répond. L’accès n’est pas coupé par lui-même."
            ),
        ),
    ),
    aide(
        "acces_confies_ecole",
        PERSONNEL,
        (
            _("Qui peut avoir un accès confié ?"),
            _(
                "Une personne choisie par un responsable légal, pour quelques rubriques et jusqu’à une date. Elle ne reçoit rien d’autre."
            ),
        ),
        (
            _("Un parent n’est pas d’accord."),
            _(
                "Répondez-lui, puis « J’ai répondu au parent ». « Terminer » coupe l’accès : qui l’avait confié est prévenu."
            ),
        ),
    ),
]
