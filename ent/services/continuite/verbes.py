"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "ouvrir": lambda details: _("a ouvert le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "corriger": lambda details: _("a corrigé le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "tirer_un_secret": lambda details: (
        _("a tiré un nouveau secret pour le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "fermer": lambda details: _("a fermé le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "rouvrir": lambda details: _("a rouvert le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
}
