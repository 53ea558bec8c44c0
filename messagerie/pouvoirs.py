"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

POUVOIRS = [
    Pouvoir(
        "moderation",
        _("Messages signalés"),
        _("Lire les messages qui ont été signalés, décider de la suite, laisser quelqu’un écrire à nouveau."),
        _(
            "N’ouvre aucune autre conversation. Ce qui est dit de cette personne ou de sa famille, ou écrit par la direction, vous reste."
        ),
        (
            PageDePouvoir(_("Messages signalés"), "alerte", "messagerie_moderation"),
            PageDePouvoir(_("Ne peuvent plus écrire"), "message", "messagerie_suspensions"),
        ),
        verbes={"messagerie.traiter_signalement", "messagerie.suspendre", "messagerie.lever_suspension"},
        ordre=40,
    ),
    Pouvoir(
        "carnet",
        _("Mots aux familles"),
        _(
            "Écrire un mot à une classe, à un groupe ou à toute l’école, suivre qui a signé, rappeler, saisir le papier."
        ),
        _("Ne signe pas à la place de la direction : le mot porte le nom de qui l’écrit."),
        (PageDePouvoir(_("Carnet de liaison"), "stylo", "carnet_enseignant", cle=""),),
        verbes_partages={
            "messagerie.envoyer_mot",
            "messagerie.corriger_mot",
            "messagerie.retirer_mot",
            "messagerie.remettre_mot",
            "messagerie.relancer_mot",
            "messagerie.imprimer_coupons",
            "messagerie.saisir_papiers",
            "messagerie.trancher",
        },
        ordre=35,
    ),
]
