"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "choisir_confort": _("a changé la taille ou la police des textes"),
    "choisir_langue": _("a changé de langue"),
    "relire_langue": _("a déposé une traduction relue"),
}
