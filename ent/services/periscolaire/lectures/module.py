"""What a school holds of this module, in words: what turning it off would hide."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import JourDeclare, Menu, ServicePeriscolaire


def tenu(ecoles: Collection[int]) -> list[str]:
    """Services that are open, menus and days to come. Three queries."""
    aujourd_hui = timezone.localdate()
    services = ServicePeriscolaire.objects.filter(etablissement__in=ecoles, ferme_le=None).count()
    menus = Menu.objects.filter(etablissement__in=ecoles, jour__gte=aujourd_hui).exclude(publie_le=None).count()
    a_venir = JourDeclare.objects.en_vigueur().filter(
        service__etablissement__in=ecoles, etat=JourDeclare.Etat.OUI, jour__gte=aujourd_hui
    )
    jours, enfants = a_venir.count(), a_venir.order_by().values("eleve").distinct().count()
    dits = []
    if services:
        dits.append(ngettext("%(n)s service ouvert", "%(n)s services ouverts", services) % {"n": services})
    if menus:
        dits.append(ngettext("%(n)s menu publié à venir", "%(n)s menus publiés à venir", menus) % {"n": menus})
    if jours:
        dit = ngettext("%(n)s jour réservé à venir", "%(n)s jours réservés à venir", jours) % {"n": jours}
        pour = ngettext("%(n)s enfant", "%(n)s enfants", enfants) % {"n": enfants}
        dits.append(_("%(jours)s pour %(enfants)s") % {"jours": dit, "enfants": pour})
    return dits
