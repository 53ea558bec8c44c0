"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "demander": _("a demandé l’album souvenir de son enfant"),
    "refaire": _("a refait un album souvenir : ce qui peut être montré a changé"),
}
