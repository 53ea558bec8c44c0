"""Incidents that last: what every page asks, with the count of its news."""

from dataclasses import dataclass

from django.db.models import Q

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.connexion.collegiens import places_au_college
from ent.socle.preparees import Preparee

from ..models import Incident

# Where, which, and its reach: two numbers and a word, for `ent.portail.registres.Veille`.
SIGNES = Preparee(lambda: Incident.objects.order_by().values_list("etablissement_id", "pk", "portee"))
EN_COURS = Preparee(
    lambda: Incident.objects.order_by("declare_le", "pk").values_list(
        "etablissement__nom", "portee", "motif", "etablissement_id"
    )
)


@dataclass(frozen=True)
class EnCours:
    """An incident that lasts, as pages say it. Of the territory when it has no school's name."""

    nom: str | None
    portee: str
    motif: str
    ecole: int | None


def question() -> tuple[Preparee, Q]:
    return SIGNES, Q(fini_le=None)


def qui_concernent(personne: Personne, signes: list[tuple]) -> list[EnCours]:
    """Of these, those of the schools where this person works, follows a child or learns; and the territory's. One query if any."""
    portee = personne.portee
    ecoles = {None} | portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    siens = [pk for ecole, pk, _portee in signes if ecole in ecoles]
    return [EnCours(*ligne) for ligne in EN_COURS.lire(Q(pk__in=siens))]


def eleves_touches(etablissement: Etablissement | None) -> int:
    """How many pupils will get another secret: those of a collège have an account. One query."""
    inscrits = Inscription.objects.filter(en_cours(), classe__fermee_le=None).order_by()
    inscrits = inscrits.exclude(eleve__in=places_au_college().values("eleve"))
    if etablissement is not None:
        inscrits = inscrits.filter(classe__etablissement=etablissement)
    return inscrits.values("eleve").distinct().count()
