"""A correction of an outing, before it is written: whether families must answer again, and how many (docs/decisions/0148).

A family agreed to a day, hours, a place. What is compared is what it agreed to, and not what the last correction left: four quarters of an hour,
one by one, are an hour.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy

from ent.annuaire.lectures.historique import gestes_faits
from ent.socle.dates import aujourd_hui
from ent.socle.textes import autres_mots

from ..models import Consentement, DemandeConsentement, VersionSortie
from .phrases import Sortie, ce_qui_change

MINUTES = 15  # an hour that moves by no more is a detail
RECENT = dt.timedelta(days=3)  # corrections of a week-end of quiet hours are one: the last line told holds them all


def copie(demande: DemandeConsentement, champs: Mapping[str, Any] | None = None) -> VersionSortie:
    """The outing as it is, or as it would be; not saved."""
    actuels = {nom: getattr(demande, nom) for nom in VersionSortie.CHAMPS}
    return VersionSortie(demande=demande, tour=demande.tour, **actuels | dict(champs or {}))


def change(demande: DemandeConsentement, champs: Mapping[str, Any]) -> bool:
    return any(getattr(demande, nom) != champs.get(nom, getattr(demande, nom)) for nom in VersionSortie.CHAMPS)


def accordee(demande: DemandeConsentement) -> Sortie:
    """What the answers that stand were given to. One query where it was corrected."""
    premiere = demande.versions.filter(tour=demande.tour).order_by("pk").first() if demande.sequence else None
    return premiere or copie(demande)


def ce_qui_redemande(avant: Sortie, apres: Sortie, demande: DemandeConsentement) -> list[str]:
    """« jour », « heures », « lieu », « titre »: what is no longer what families agreed to. What was not said and now is, is a precision."""
    raisons = []
    if (avant.debut, avant.fin) != (apres.debut, apres.fin):
        raisons.append("jour")
    bouge = any(_bouge(getattr(avant, nom), getattr(apres, nom)) for nom in ("depart_a", "retour_a"))
    if bouge or (_deborde(apres, demande) and not _deborde(avant, demande)):
        raisons.append("heures")
    raisons += [nom for nom in ("lieu", "titre") if autres_mots(getattr(avant, nom), getattr(apres, nom))]
    return raisons


def _bouge(avant: dt.time | None, apres: dt.time | None) -> bool:
    if avant is None:
        return False
    return apres is None or abs(_minutes(apres) - _minutes(avant)) > MINUTES


def _minutes(heure: dt.time) -> int:
    return heure.hour * 60 + heure.minute


def _deborde(sortie: Sortie, demande: DemandeConsentement) -> bool:
    """It leaves before the class of its day, or comes back after."""
    classe = demande.etablissement.jours_de_classe()
    premier, dernier = classe.get(sortie.debut.weekday()), classe.get(sortie.fin.weekday())
    avant = bool(sortie.depart_a and premier and sortie.depart_a < min(debut for debut, _fin in premier))
    return avant or bool(sortie.retour_a and dernier and sortie.retour_a > max(fin for _debut, fin in dernier))


@dataclass(frozen=True)
class Effet:
    """What a correction does. `redemande`: why answers are asked again; `reponses`: of how many children somebody answered; `sur_papier`: of how
    many on paper."""

    avant: VersionSortie
    apres: VersionSortie
    redemande: tuple[str, ...]
    reponses: int
    sur_papier: int = 0

    @property
    def a_redemander(self) -> int:
        return self.reponses if self.redemande else 0


def effet_de(demande: DemandeConsentement, champs: Mapping[str, Any]) -> Effet:
    """One query, one more where it was corrected before."""
    apres = copie(demande, champs)
    raisons = ce_qui_redemande(accordee(demande), apres, demande)
    if demande.est_verrouillee and apres.debut <= aujourd_hui():
        raisons = [raison for raison in raisons if raison != "heures"]  # nobody may answer any more: it is told
    comptes = demande.consentements.en_vigueur().aggregate(
        tous=Count("eleve", distinct=True),
        papier=Count("eleve", distinct=True, filter=Q(origine=Consentement.Origine.PAPIER)),
    )
    return Effet(copie(demande), apres, tuple(raisons), comptes["tous"], comptes["papier"])


@dataclass(frozen=True)
class Changement:
    """What became of an outing since somebody read it."""

    le: dt.datetime
    quoi: str


def preparer_les_changements(demandes: Iterable[DemandeConsentement]) -> None:
    """So that `change_depuis` asks nothing more of each. No query while none was corrected, one otherwise."""
    prefetch_related_objects([demande for demande in demandes if demande.sequence], "versions")


def change_depuis(demande: DemandeConsentement, quand: dt.datetime) -> Changement | None:
    """All that was corrected since then, as one. No query while nothing was, one otherwise."""
    versions = list(demande.versions.all()) if demande.sequence else []
    depuis = version_lue(versions, demande, quand)
    quoi = ce_qui_change(depuis, copie(demande)) if depuis else ""
    return Changement(versions[-1].corrigee_le, quoi) if quoi else None


def version_lue(
    versions: Sequence[VersionSortie], demande: DemandeConsentement, quand: dt.datetime
) -> VersionSortie | None:
    """What it was for who read it then; where it is again as they read it, what it was meanwhile. None where nothing changed since.

    `versions`: all of them, the first first.
    """
    depuis = [version for version in versions if version.corrigee_le >= quand]
    return next((version for version in depuis if ce_qui_change(version, copie(demande))), None)


@dataclass(frozen=True)
class Etape:
    """A correction, a cancellation or its undoing: when, by whom, what; whether answers were asked again."""

    le: dt.datetime
    par: str
    quoi: str
    redemande: bool = False


ANNULATIONS = {
    "vie_scolaire.annuler_sortie": gettext_lazy("Annulée"),
    "vie_scolaire.retablir_sortie": gettext_lazy("Rétablie : elle a bien lieu"),
}


def histoire(demande: DemandeConsentement) -> list[Etape]:
    """The last first. No query while nothing was done to it, three otherwise."""
    if not demande.sequence:
        return []
    versions = list(demande.versions.select_related("auteur").order_by("pk"))
    suites = [*versions, copie(demande)][1:]
    etapes = [
        Etape(
            version.corrigee_le,
            version.auteur.nom_affiche if version.auteur else "",
            ce_qui_change(version, suite),
            suite.tour > version.tour,
        )
        for version, suite in zip(versions, suites, strict=True)
    ]
    gestes = gestes_faits(etablissement=demande.etablissement, objet=f"demande {demande.pk}", verbes=ANNULATIONS)
    etapes += [Etape(le, par, str(ANNULATIONS[verbe])) for verbe, par, le in gestes]
    return sorted(etapes, key=lambda etape: etape.le, reverse=True)
