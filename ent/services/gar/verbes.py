"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {"envoyer": _("a fait les fichiers du GAR")}
