"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {"envoyer": _("les fichiers du GAR ont été faits")}
