"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "demander_consentement": _("a demandé une autorisation aux familles"),
    "dire_accords": _("a noté ce que des enfants ont dit de leur image"),
    "saisir_papiers": _("a saisi des autorisations rendues sur papier"),
    "fermer_demande": _("a fermé une demande d’autorisation"),
    "imprimer_feuilles": _("a imprimé des feuilles d’autorisation"),
    "repondre_consentement": _("a répondu à une demande d’autorisation"),
}
