"""The help of meetings."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "rdv rdv_prendre",
        "famille",
        (
            _("Comment prendre rendez-vous ?"),
            _("Touchez un créneau : il est à vous. L’école le sait aussitôt."),
            _("Plusieurs enfants ? Nous mettons leurs rendez-vous côte à côte : choisissez une venue."),
        ),
        (
            _("Je ne peux plus venir."),
            _("Ouvrez le rendez-vous : touchez un autre créneau pour le déplacer, ou « Annuler ce rendez-vous »."),
            _("C’est possible jusqu’au moment écrit sur la page. Ensuite, prévenez l’école."),
        ),
        (
            _("Qui voit mon rendez-vous ?"),
            _(
                "Ceux qui vous reçoivent, et les adultes de votre foyer. Personne d’autre, pas même l’autre parent s’il vit ailleurs."
            ),
        ),
        (
            _("Une grand-mère peut-elle y aller à ma place ?"),
            _("Confiez-lui « Rendez-vous » dans « Accès confiés » : elle lit l’heure, ou la choisit aussi."),
            _("Elle ne lit ni votre téléphone, ni vos mots, ni rien de l’autre parent."),
        ),
        (
            _("Le mettre dans mon téléphone."),
            _("Touchez « Dans mon agenda ». Si l’heure change, touchez-le à nouveau : il se met à jour."),
        ),
    ),
    aide(
        "rdv_equipe rdv_rencontre",
        "enseignant",
        (
            _("Comment recevoir mes familles ?"),
            _("Choisissez la classe, dites vos soirées : les créneaux se coupent tout seuls."),
            _("Rien n’est envoyé avant « Ouvrir »."),
        ),
        (
            _("Une famille n’a pas de compte."),
            _(
                "« Imprimer les papiers » : trois créneaux à cocher. Quand il revient, touchez « donner » sur le créneau choisi."
            ),
        ),
        (
            _("Je ne peux plus recevoir une famille."),
            _("Touchez son nom : déplacez ou annulez avec un mot. Elle est prévenue, son agenda suit."),
        ),
        (
            _("Qui lit ma note ?"),
            _("Vous, et personne d’autre."),
        ),
    ),
    aide(
        "rdv_equipe",
        "direction",
        (
            _("Que voit la direction ?"),
            _("Combien de familles ont pris rendez-vous, et les interprètes demandés. Ni leurs mots, ni vos notes."),
        ),
    ),
    aide(
        "rdv_equipe",
        PERSONNEL,
        (
            _("Qui devait recevoir a quitté l’école."),
            _(
                "Qui tient la classe, ou la direction, touche « Recevoir ces familles » : leurs rendez-vous restent pris."
            ),
        ),
    ),
    aide(
        "rdv_preparer rdv_reglages",
        PERSONNEL,
        (
            _("Recevoir avec un collègue."),
            _("Cochez son nom : il suit les mêmes créneaux, à la même table."),
        ),
        (
            _("Jusqu’à quand une famille peut-elle changer ?"),
            _("Jusqu’à la veille, 20 h, si vous ne dites rien d’autre. Vous, à tout moment."),
        ),
    ),
    aide(
        "rdv_donner rdv_prise",
        PERSONNEL,
        (
            _("Que reçoit la famille ?"),
            _("Quand vous déplacez ou annulez, elle lit votre mot, dans sa langue pour le reste."),
        ),
    ),
]
