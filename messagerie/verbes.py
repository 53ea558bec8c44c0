"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase

# By what `actions.messages.a_qui` wrote; lines of before say nothing of it.
VERS = {
    "annonce": _("a écrit aux familles d’une classe ou d’un groupe"),
    "ecole": _("a écrit à toutes les familles de l’école"),
    "foyer": _("a écrit à une famille"),
    "classe": _("a écrit à qui enseigne à son enfant"),
    "direction": _("a écrit à la direction"),
    "equipe": _("a écrit à toute l’équipe"),
    "projet": _("a écrit à quelques collègues"),
    "eleves": _("a écrit aux élèves de la classe"),
    "parents": _("a écrit aux parents de la classe"),
    "commune": _("a écrit entre la direction et la commune"),
    "collectif": _("a écrit aux collègues d’un projet entre écoles"),
}


def _envoyer(details: dict) -> str:
    return str(VERS.get(details.get("vers", ""), _("a envoyé un message")))


VERBES: dict[str, Phrase] = {
    "signaler": _("a signalé un message à la direction"),
    "traiter_signalement": _("a traité un message signalé"),
    "suspendre": _("a empêché quelqu’un d’écrire jusqu’à une date"),
    "lever_suspension": _("a laissé quelqu’un écrire à nouveau"),
    "declarer_incident": _("a coupé les messages : incident"),
    "corriger_incident": _("a corrigé ce qui est dit d’un incident"),
    "finir_incident": _("a rétabli les messages"),
    "exporter_preuves": _("a emporté les messages d’un incident"),
    "sceller_preuves": _("a reçu en entier l’archive d’un incident"),
    "rendre": _("a retrouvé un message qui n’est pas parti"),
    "jeter": _("a jeté un message qui n’était pas parti"),
    "remettre": _("a repris un message jeté"),
    "traduire": _("a fait traduire un message"),
    "declarer_absence": _("a annoncé une absence"),
    "retirer_absence": _("a retiré une absence"),
    "envoyer": _envoyer,
    "modifier": _("a corrigé un message"),
    "rappeler": _("a retiré un message"),
    "ouvrir_projet": _("a ouvert une conversation de projet"),
    "ouvrir_collectif": _("a ouvert la conversation d’un projet entre écoles"),
    "clore_collectif": _("a terminé la conversation d’un projet entre écoles"),
    "envoyer_mot": _("a envoyé un mot dans le carnet"),
    "corriger_mot": _("a corrigé un mot du carnet"),
    "retirer_mot": _("a retiré un mot du carnet"),
    "remettre_mot": _("a remis un mot du carnet"),
    "relancer_mot": _("a relancé des familles pour un mot"),
    "imprimer_coupons": _("a imprimé les coupons d’un mot"),
    "saisir_papiers": _("a saisi des réponses rendues sur papier"),
    "repondre_au_mot": _("a signé un mot du carnet"),
    "reprendre_reponse": _("a repris sa réponse à un mot"),
    "trancher": _("a tranché entre deux réponses à un mot"),
}
# Lines of before, that the journal keeps: each is said by another verb today.
ANCIENS = {"regler": _("a changé qui peut écrire à qui")}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "envoyer_mot": ("retirer_mot", "remettre_mot"),
    "suspendre": ("lever_suspension", ""),
    "declarer_absence": ("retirer_absence", ""),
}
