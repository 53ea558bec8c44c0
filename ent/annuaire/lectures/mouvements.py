"""Movements of a pupil as the journal holds them: the one that stands, and what undoes it."""

from dataclasses import astuple, dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from ..droits import pas_fini
from ..models import EntreeJournal, Etablissement, Inscription, Personne

SORTIE, ANNULE = "annuaire.noter_la_sortie", "annuaire.annuler_un_mouvement"
MOUVEMENTS = ("annuaire.changer_de_classe", SORTIE, ANNULE)


@dataclass(frozen=True)
class Trace:
    """What undoes one movement: the line that says it, each enrolment as it was (id, class, level, first and last days), those that it left
    (ids), the one that it made, the sticker of before, whether the account was closed, and the places that other schools held open (ids).
    """

    geste: int
    avant: list[list]
    laissees: list[int]
    faite: int | None = None
    gommette: list[str] | None = None
    a_ferme: bool = False
    ailleurs: list[int] | None = None

    @property
    def en_liste(self) -> list:
        return list(astuple(self))


def mouvement_debout(eleve: Personne, etablissement: Etablissement) -> EntreeJournal | None:
    """The last one: what was undone, and the line that undid it, count no more. One query."""
    siennes = EntreeJournal.objects.filter(etablissement=etablissement, objet=f"personne {eleve.pk}")
    defaits: set[int] = set()
    for ligne in siennes.filter(verbe__in=MOUVEMENTS).order_by("-pk"):
        if ligne.verbe == ANNULE and (defait := ligne.details.get("defait")):
            defaits.add(defait)
        elif ligne.pk not in defaits:
            return ligne
    return None


def trace_de_ce_soir(ligne: EntreeJournal) -> Trace | None:
    """What undoes a departure until it happens, from any session."""
    prevu = ligne.verbe == SORTIE and ligne.details.get("dernier_jour") == timezone.localdate().isoformat()
    return Trace(ligne.pk, *ligne.details["trace"]) if prevu and "trace" in ligne.details else None


def part_ce_soir() -> ExpressionWrapper:
    """Of enrolments: today is the pupil's last day in that school."""
    ici = {"eleve": OuterRef("eleve"), "classe__etablissement": OuterRef("classe__etablissement")}
    encore = Inscription.objects.filter(pas_fini(), **ici).exclude(fin=timezone.localdate())
    return ExpressionWrapper(Q(fin=timezone.localdate()) & ~Exists(encore), BooleanField())
