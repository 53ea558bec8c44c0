"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "ajouter_agenda": _("a essayé l’adresse d’un agenda du collège"),
    "garder_agenda": _("a ajouté un agenda du collège pour son enfant"),
    "renommer_agenda": _("a renommé un agenda du collège"),
    "retirer_agenda": _("a retiré un agenda du collège"),
    "fermer_agenda": _("a effacé un agenda du collège : le lien avec l’enfant est fini"),
    "relier_compte": lambda details: (
        _("a relié son compte de %(site)s, le site d’un collège") % {"site": details.get("nom", "")}
    ),
    "delier_compte": lambda details: (
        _("ne lit plus ici son compte de %(site)s, le site d’un collège") % {"site": details.get("nom", "")}
    ),
    "fermer_compte": lambda details: (
        _("un compte relié à %(nom)s a été effacé : le lien avec l’enfant est fini") % {"nom": details.get("nom", "")}
    ),
    "declarer_plateforme": lambda details: (
        _("a déclaré la plateforme d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "corriger_plateforme": lambda details: (
        _("a corrigé la plateforme d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "fermer_plateforme": lambda details: (
        _("a fermé la plateforme d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "rouvrir_plateforme": lambda details: (
        _("a rouvert la plateforme d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "ouvrir": lambda details: _("a ouvert le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "corriger": lambda details: _("a corrigé le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "tirer_un_secret": lambda details: (
        _("a tiré un nouveau secret pour le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")}
    ),
    "autoriser": lambda details: (
        _("a laissé %(nom)s montrer ce que dit l’école de ses enfants") % {"nom": details.get("nom", "")}
    ),
    "ne_plus_autoriser": lambda details: (
        _("ne laisse plus %(nom)s montrer ce que dit l’école de ses enfants") % {"nom": details.get("nom", "")}
    ),
    "couper": lambda details: (
        _("L’accord d’une famille pour %(nom)s est coupé : son code est venu deux fois")
        % {"nom": details.get("nom", "")}
    ),
    "fermer": lambda details: _("a fermé le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
    "rouvrir": lambda details: _("a rouvert le flux d’un collège : %(nom)s") % {"nom": details.get("nom", "")},
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "ouvrir": ("fermer", "rouvrir"),
    "declarer_plateforme": ("fermer_plateforme", "rouvrir_plateforme"),
    "garder_agenda": ("retirer_agenda", ""),
    "ajouter_agenda": ("retirer_agenda", ""),
}
