"""How many people came to a service, by school, month and kind. Never who.

Somebody who goes there leaves a mark in the shared cache: a digest whose key is drawn for the month and stands nowhere else, so that coming
again is counted once. Marks and key are gone once the month is over, no backup holds them, and no row ever tied a person to a service. A reading
(GET, by every protocol) writes no row either: counts stand in that cache too, and workers bring them to the table each hour. Not journalled.
"""

import datetime as dt
import hmac
import secrets
from collections.abc import Iterator

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ent.annuaire.models import Personne

from ..attributs import Public
from ..lectures.services import Acces
from ..models import OuvertureTiers, VisitesTiers

GARDE = 13  # months
RETARD = dt.timedelta(days=3)  # counts wait in the cache for workers that were away


def _premier(jour: dt.date) -> dt.date:
    return jour.replace(day=1)


def _reste(jour: dt.date) -> int:
    """Seconds until the month is over for everybody."""
    suivant = (_premier(jour) + dt.timedelta(days=32)).replace(day=1)
    return int((suivant - jour).total_seconds())


def _sel(mois: dt.date, reste: int) -> str | None:
    cle = f"tiers:sel:{mois:%Y-%m}"
    if sel := cache.get(cle):
        return sel
    cache.add(cle, secrets.token_hex(32), reste)
    return cache.get(cle)


def _compte(ouverture: int, profil: str, mois: dt.date) -> str:
    return f"tiers:venus:{mois:%Y-%m}:{ouverture}:{profil}"


def compter(*, acces: Acces, personne: Personne) -> None:
    """This person goes there: once a month, in each school that opens it to them."""
    jour = timezone.localdate()
    mois, reste = _premier(jour), _reste(jour)
    sel = _sel(mois, reste)
    if sel is None:  # no cache: nobody is counted
        return
    for ouverture, profil in acces.entrees:
        marque = hmac.digest(sel.encode(), f"{ouverture.pk} {personne.uuid}".encode(), "sha256").hex()
        if cache.add(f"tiers:venu:{marque}", 1, reste):
            cle = _compte(ouverture.pk, profil, mois)
            cache.add(cle, 0, reste + int(RETARD.total_seconds()))
            cache.incr(cle)


def _cles(mois: dt.date) -> Iterator[tuple[str, int, str]]:
    for ouverture in OuvertureTiers.objects.order_by().values_list("pk", flat=True):
        for profil in Public.values:
            yield _compte(ouverture, profil, mois), ouverture, profil


@transaction.atomic
def relever_les_visites() -> None:
    """Bring to the table what was counted, and forget what is more than a year old. Every hour, so not journalled."""
    ce_mois = _premier(timezone.localdate())
    for mois in (ce_mois, _premier(ce_mois - dt.timedelta(days=1))):
        cles = list(_cles(mois))
        comptes = cache.get_many([cle for cle, _ouverture, _profil in cles])
        for cle, ouverture, profil in cles:
            if venus := comptes.get(cle):
                ajouter_des_visites(ouverture=ouverture, mois=mois, profil=profil, personnes=venus)
                cache.decr(cle, venus)
    VisitesTiers.objects.filter(mois__lt=ce_mois - dt.timedelta(days=GARDE * 31)).delete()


def ajouter_des_visites(*, ouverture: int, mois: dt.date, profil: str, personnes: int) -> None:
    """To the count of a month. Not journalled: who came is known to nobody."""
    visites, _cree = VisitesTiers.objects.get_or_create(ouverture_id=ouverture, mois=mois, profil=profil)
    VisitesTiers.objects.filter(pk=visites.pk).update(personnes=F("personnes") + personnes)
