"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "publier_travail": _("a donné un travail"),
    "corriger_travail": _("a corrigé un travail"),
    "retirer_travail": _("a retiré un travail"),
    "remettre_travail": _("a remis un travail"),
    "garder_brouillon": _("a gardé un brouillon"),
    "ecrire_seance": _("a écrit une séance"),
    "corriger_seance": _("a corrigé une séance"),
    "retirer_seance": _("a retiré une séance"),
    "remettre_seance": _("a remis une séance"),
    "annuler_geste": _("a annulé un geste sur le cahier de textes"),
    "apposer_visa": _("a visé une semaine du cahier de textes"),
    "retirer_visa": _("a retiré un visa"),
    "ecrire_emploi": _("a écrit l’emploi du temps d’une classe"),
    "annuler_emploi": _("a repris l’emploi du temps d’avant"),
    "partager": _("a partagé un travail ou une séance avec l’école"),
    "ne_plus_partager": _("ne partage plus un travail ou une séance"),
    "ouvrir_agenda": _("a ouvert une adresse d’agenda privée"),
    "revoquer_agenda": _("a fermé une adresse d’agenda privée"),
    "relancer": _("a relancé des familles pour un travail"),
    "remettre": _("a rendu un travail"),
    "reprendre_remise": _("a repris un travail rendu"),
    "repondre": _("a répondu à un travail rendu"),
    "retirer_retour": _("a retiré une réponse à un travail rendu"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "publier_travail": ("retirer_travail", "remettre_travail"),
    "ecrire_seance": ("retirer_seance", "remettre_seance"),
    "repondre": ("retirer_retour", ""),
    "apposer_visa": ("retirer_visa", ""),
    "ouvrir_agenda": ("revoquer_agenda", ""),
    "repeter": ("annuler_geste", ""),
    "dupliquer": ("annuler_geste", ""),
    "decaler": ("annuler_geste", ""),
}
