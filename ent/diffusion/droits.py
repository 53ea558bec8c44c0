"""Who may read what they were told, and choose how. No model is imported."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import compte_ouvert
from ent.socle.preparees import gardee

from .registres import nouvelles_de_depart
from .sortes import natures_des_modules


def notifications_visibles_par(personne) -> Q:
    """One's own notifications, once quiet hours are over, but those of a module that their school closed; those of a child, while one still follows that child, since they came to the
    class where they are, and those of before that this left; those of nobody, while one still belongs to the school: whoever left a
    school or a class reads no name of it any more, and is still told that what is kept of them goes. The operator belongs to all of them.
    """
    portee = personne.portee
    siennes = Q(destinataire=personne, visible_le__lte=timezone.now()) & _des_modules_ouverts(portee)
    if portee.est_operateur:
        return siennes
    d_ici = {*portee.etablissements_de_travail, *(suivi.etablissement_id for suivi in portee.suivis)}
    de_personne = Q(eleve=None, etablissement__in=sorted(d_ici))
    if portee.communes:
        de_personne |= Q(eleve=None, etablissement__commune__in=sorted(portee.communes))
    lues = de_personne | _des_eleves(portee.suivis)
    return siennes & (lues | _de_depart(portee) if portee.partis or not d_ici else lues)


def _de_depart(portee) -> Q:
    """Of who is nowhere any more, their own; of children who left and for whom they answer still, theirs. On the site alone: the e-mail of an erasure is a letter."""
    return Q(nature__in=nouvelles_de_depart()) & (Q(eleve=None) | Q(eleve__in=sorted(portee.partis)))


def _des_modules_ouverts(portee) -> Q:
    """All of them while no school closed one. What a closed one had told is kept, and comes back with it."""
    ouvertes = Q()
    for module, fermees in portee.modules_fermes.items():
        if natures := natures_des_modules().get(module):
            ouvertes &= ~Q(nature__in=natures, etablissement__in=sorted(fermees))
    return ouvertes


def _des_eleves(suivis: Iterable) -> Q:
    """Of a child in two classes, since the first of them. One clause for all who came the same day."""
    arrivees: dict[int, dt.date] = {}
    for suivi in suivis:
        debut = suivi.inscription.debut
        arrivees[suivi.eleve.pk] = min(debut, arrivees.get(suivi.eleve.pk, debut))
    return _des_arrives(tuple(arrivees.items()))


@lru_cache(maxsize=4096)
def _des_arrives(arrivees: tuple[tuple[int, dt.date], ...]) -> Q:
    """Written once for a household, which asks it on each page."""
    ensemble: dict[dt.date, list[int]] = defaultdict(list)
    for eleve, jour in arrivees:
        ensemble[jour].append(eleve)
    siennes = Q(eleve__in=[])
    for jour, eleves in ensemble.items():
        depuis = Q(visible_le__gte=timezone.make_aware(dt.datetime.combine(jour, dt.time()))) | Q(gardee_le__gte=jour)
        siennes |= Q(eleve__in=eleves) & depuis
    return gardee(siennes)


def a_soi(personne) -> Q:
    """Choices, quiet slots and devices are one's own: nobody else reads them, a direction neither."""
    return Q(personne=personne)


def joignable(prefixe: str = "") -> Q:
    """An account that somebody opened and nobody closed: whoever has none is told by paper."""
    p = prefixe
    return compte_ouvert(p) & ~Q(**{f"{p}password": ""}) & ~Q(**{f"{p}password__startswith": "!"})
