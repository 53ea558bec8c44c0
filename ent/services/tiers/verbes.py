"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

from .attributs import en_mots

# What a holder of authority says of their child: another, who directs the school, does not read that they did.
ENTRE_EUX = dict.fromkeys(("s_opposer", "lever"), "opposition")
VERBES = {
    "ouvrir": lambda details: _("a ouvert un service à l’école : %(nom)s") % {"nom": details.get("nom", "")},
    "fermer": lambda details: _("a fermé un service à l’école : %(nom)s") % {"nom": details.get("nom", "")},
    "rouvrir": lambda details: _("a rouvert un service à l’école : %(nom)s") % {"nom": details.get("nom", "")},
    "accorder": lambda details: (
        _("a accepté qu’un service reçoive plus : %(nom)s (%(choses)s)")
        % {"nom": details.get("nom", ""), "choses": en_mots(details.get("choses", "").split())}
    ),
    "reprendre_un_accord": lambda details: (
        _("a repris l’accord donné à un service de recevoir plus : %(nom)s (%(choses)s)")
        % {"nom": details.get("nom", ""), "choses": en_mots(details.get("choses", "").split())}
    ),
    "refuser": lambda details: (
        _("a refusé qu’un service reçoive plus : %(nom)s (%(choses)s)")
        % {"nom": details.get("nom", ""), "choses": en_mots(details.get("choses", "").split())}
    ),
    "reprendre_un_refus": lambda details: (
        _("a repris le refus dit à un service de recevoir plus : %(nom)s (%(choses)s)")
        % {"nom": details.get("nom", ""), "choses": en_mots(details.get("choses", "").split())}
    ),
    "s_opposer": lambda details: _("a retiré un enfant d’un service : %(nom)s") % {"nom": details.get("nom", "")},
    "lever": lambda details: _("a remis un enfant dans un service : %(nom)s") % {"nom": details.get("nom", "")},
    "enregistrer": lambda details: _("a mis un service au registre : %(nom)s") % {"nom": details.get("nom", "")},
    "corriger": lambda details: _("a corrigé un service du registre : %(nom)s") % {"nom": details.get("nom", "")},
    "nouveau_secret": lambda details: (
        _("a tiré un nouveau secret pour un service : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "retirer": lambda details: _("a retiré un service du registre : %(nom)s") % {"nom": details.get("nom", "")},
    "remettre": lambda details: _("a remis un service au registre : %(nom)s") % {"nom": details.get("nom", "")},
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {"enregistrer": ("retirer", "remettre")}
