"""When a person may be disturbed: their own quiet slots, on top of the school's quiet hours."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement, Personne

from .models import CreneauCalme

RECHERCHE = dt.timedelta(days=8)  # a week and a day: past it, slots and quiet hours leave no moment at all
UN_JOUR = dt.timedelta(days=1)


def fin_du_creneau(creneau: CreneauCalme, instant: dt.datetime) -> dt.datetime | None:
    """When this slot ends, or None if the instant is not in it."""
    local = timezone.localtime(instant)
    jour, heure = local.weekday(), local.time()
    if creneau.debut < creneau.fin:
        dedans, reste = jour in creneau.liste_jours and creneau.debut <= heure < creneau.fin, 0
    elif jour in creneau.liste_jours and heure >= creneau.debut:
        dedans, reste = True, 1
    else:  # the morning after a slot that began the evening before
        dedans, reste = (jour - 1) % 7 in creneau.liste_jours and heure < creneau.fin, 0
    if not dedans:
        return None
    naive = dt.datetime.combine(local.date() + reste * UN_JOUR, creneau.fin).replace(fold=local.fold)
    # The hour that comes twice in October must not send time backwards.
    return max(timezone.make_aware(naive), instant + dt.timedelta(minutes=1))


def sortir(
    creneaux: Iterable[CreneauCalme], instant: dt.datetime, etablissement: Etablissement | None = None
) -> dt.datetime | None:
    """The first instant, from this one on, that is in no slot (nor in the school's quiet hours). None: there is none."""
    creneaux = list(creneaux)
    # In UTC: two instants of the hour that comes twice compare badly in local time.
    moment = instant.astimezone(dt.UTC)
    while moment - instant < RECHERCHE:
        suivant = calendrier.ouverture(etablissement, moment) if etablissement else moment
        for creneau in creneaux:
            suivant = fin_du_creneau(creneau, suivant) or suivant
        suivant = suivant.astimezone(dt.UTC)
        if suivant == moment:
            return moment
        moment = suivant
    return None


def creneaux_de(personnes: Collection[int]) -> dict[int, list[CreneauCalme]]:
    """Quiet slots by person (ids). One query."""
    par_personne: dict[int, list[CreneauCalme]] = defaultdict(list)
    for creneau in CreneauCalme.objects.filter(personne__in=personnes):
        par_personne[creneau.personne_id].append(creneau)
    return par_personne


def prochains_moments(
    personnes: Collection[int], instant: dt.datetime, etablissement: Etablissement | None = None
) -> dict[int, dt.datetime | None]:
    """When each of these people (ids) may be disturbed, from `instant` on. One query, whatever their number.

    With a school, its quiet hours count too. None for a person whose slots leave no moment that the school leaves.
    """
    creneaux = creneaux_de(personnes)
    # Most people have no slot: the school's own answer is worked out once.
    sans = sortir([], instant, etablissement)
    return {p: sortir(creneaux[p], instant, etablissement) if p in creneaux else sans for p in personnes}


def prochain_moment(
    personne: Personne, instant: dt.datetime, etablissement: Etablissement | None = None
) -> dt.datetime | None:
    """When this person may be disturbed, from `instant` on: see `prochains_moments`."""
    return prochains_moments([personne.pk], instant, etablissement)[personne.pk]
