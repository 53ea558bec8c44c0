"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "ouvrir": _("a ouvert un espace entre écoles"),
    "corriger": _("a corrigé un espace entre écoles"),
    "clore": _("a clos un espace entre écoles"),
    "rouvrir": _("a rouvert un espace entre écoles"),
    "inviter": _("a invité une école dans un espace"),
    "retirer_invitation": _("a retiré l’invitation d’une école dans un espace"),
    "accepter": _("a fait entrer l’école dans un espace"),
    "refuser": _("a refusé que l’école entre dans un espace"),
    "quitter": _("a fait quitter un espace à l’école"),
    "revenir": _("a fait revenir l’école dans un espace"),
    "apporter": _("a changé qui vient de l’école dans un espace"),
    "ajouter_date": _("a ajouté une date à un espace"),
    "corriger_date": _("a corrigé une date d’un espace"),
    "annuler_date": _("a annulé une date d’un espace"),
    "retablir_date": _("a rétabli une date d’un espace"),
    "repondre": _("a répondu pour un enfant à la visite d’un espace"),
    "repondre_classe": _("a répondu pour une classe à la visite d’un espace"),
    "accrocher": _("a accroché une œuvre au tableau d’un espace"),
    "corriger_oeuvre": _("a corrigé une œuvre du tableau d’un espace"),
    "decrocher": _("a décroché une œuvre du tableau d’un espace"),
    "raccrocher": _("a accroché de nouveau une œuvre au tableau d’un espace"),
    "monter": _("a mis une œuvre en haut du tableau d’un espace"),
    "archiver": _("a laissé l’archive d’un espace"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "accrocher": ("decrocher", "raccrocher"),
}
