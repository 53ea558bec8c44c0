"""Incidents that last: what every page asks, without asking the database."""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.annuaire.preparees import Preparee

from ..models import Incident

journal = logging.getLogger(__name__)

CLE = "messagerie.incidents"
DUREE = 60  # seconds; the act itself renews it at once (`retenir`)
EN_COURS = Preparee(
    lambda: Incident.objects.order_by("declare_le", "pk").values_list(
        "etablissement_id", "etablissement__nom", "portee", "motif"
    )
)


@dataclass(frozen=True)
class EnCours:
    """An incident that lasts, as pages say it. Of the territory when it has no school."""

    etablissement: int | None
    nom: str | None
    portee: str
    motif: str


def _lire() -> list[EnCours]:
    return [EnCours(*ligne) for ligne in EN_COURS.lire(Q(fini_le=None))]


def en_cours_partout() -> list[EnCours]:
    """The incidents that last, from the shared cache; one prepared query when it is cold, or away.

    Only words are drawn from it: sending and correcting ask the database (`lectures.regles`), under the thread's lock.
    """
    try:
        connus = cache.get(CLE)
    except Exception:  # Redis is away: the database is the truth
        journal.warning("Le cache ne répond pas : les incidents sont lus dans la base.", exc_info=True)
        return _lire()
    if connus is None:
        connus = _lire()
        cache.add(CLE, connus, DUREE)  # not set: an incident declared meanwhile has written the newer one
    return connus


def retenir() -> None:
    """After commit of a declaration or of an end: every process knows at its next page."""
    cache.set(CLE, _lire(), DUREE)


def qui_concernent(personne: Personne) -> list[EnCours]:
    """Those of the schools where this person works, follows a child or learns; and the territory's."""
    tous = en_cours_partout()
    if not tous:
        return []
    ecoles = personne.portee.etablissements_de_travail | {s.etablissement_id for s in personne.portee.suivis}
    return [i for i in tous if i.etablissement is None or i.etablissement in ecoles]


def eleves_touches(etablissement: Etablissement | None) -> int:
    """How many pupils will get another secret. One query."""
    inscrits = Inscription.objects.filter(en_cours(), classe__fermee_le=None).order_by()
    if etablissement is not None:
        inscrits = inscrits.filter(classe__etablissement=etablissement)
    return inscrits.values("eleve").distinct().count()
