"""For the other rooms: the classes that a strike, a closure or an outing takes away from school."""

import datetime as dt

from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement
from ent.annuaire.registres.enfants import Ailleurs
from ent.socle.dates import time_format

from ..demi_journees import Moment, demi_journees
from ..models import DemandeConsentement
from .collectives import collectives

HEURE = "G\u00a0\\h\u00a0i"


def ailleurs(ecole: int, jour: dt.date) -> list[Ailleurs]:
    """Of half a day, noon is in it: who has no class in the morning may eat all the same, and may not. A fixed number of queries."""
    trouves = []
    for une, classes in collectives(ecole, jour, jour):
        debut, fin = _heures(ecole, jour, une.moment) if une.moment else (None, None)
        trouves.append(Ailleurs(une.get_raison_display(), None if classes is None else frozenset(classes), debut, fin))
    sorties = DemandeConsentement.objects.filter(
        etablissement=ecole, genre=DemandeConsentement.Genre.SORTIE, annulee_le=None, debut__lte=jour, fin__gte=jour
    )
    for sortie in sorties.prefetch_related("classes").order_by("depart_a", "pk"):
        classes = None if sortie.toute_l_ecole else frozenset(c.pk for c in sortie.classes.all())
        de = sortie.depart_a if sortie.debut == jour else None
        a = sortie.retour_a if sortie.fin == jour else None
        trouves.append(Ailleurs(_en_sortie(de, a), classes, de, a))
    return trouves


def _heures(ecole: int, jour: dt.date, moment: str) -> tuple[dt.time | None, dt.time | None]:
    demis = {demi.moment: demi for demi in demi_journees(Etablissement.objects.get(pk=ecole), jour)}
    matin, apres = demis.get(Moment.MATIN), demis.get(Moment.APRES_MIDI)
    if moment == Moment.MATIN:
        return None, apres.debut if apres else None
    return matin.fin if matin else None, None


def _en_sortie(de: dt.time | None, a: dt.time | None) -> str:
    if de and a:
        return _("En sortie, de %(de)s à %(a)s") % {"de": time_format(de, HEURE), "a": time_format(a, HEURE)}
    return _("En sortie")
