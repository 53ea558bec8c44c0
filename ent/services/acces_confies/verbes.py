"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "confier": _("a confié un accès à un enfant"),
    "changer": _("a changé un accès confié"),
    "finir": _("a mis fin à un accès confié"),
    "rendre": _("a rétabli un accès confié"),
    "fermer": _("n’a plus de lien avec l’enfant : l’accès confié est fermé"),
    "rouvrir": _("a de nouveau le lien avec l’enfant : l’accès confié est rétabli"),
    "s_opposer": _("n’est pas d’accord avec un accès confié"),
    "ne_plus_s_opposer": _("a repris son désaccord sur un accès confié"),
    "lire_un_desaccord": _("a lu un désaccord sur un accès confié"),
    "nouveau_code": _("a fait un nouveau code pour un accès confié"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {"confier": ("finir", "rendre")}
