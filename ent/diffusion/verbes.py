"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "abandonner_envoi": _("n’a pas pu faire partir un courriel"),
    "abonner_appareil": _("a ouvert les notifications d’un appareil"),
    "retirer_appareil": _("a fermé les notifications d’un appareil"),
    "ajouter_creneau": _("a choisi un moment de calme"),
    "retirer_creneau": _("a retiré un moment de calme"),
    "preparer_poussees": _("a préparé des notifications"),
    "preparer_resumes": _("a préparé les courriels du jour"),
    "reprendre_envois": _("a repris des courriels en attente"),
    "refuser_adresse": _("a noté une adresse qui refuse les courriels"),
    "reessayer_adresse": _("a fait réessayer une adresse"),
    "refuser_les_courriels": _("ne veut plus de courriels"),
    "regler_prevenance": _("a choisi comment être prévenu"),
}
