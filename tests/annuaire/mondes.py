"""Worlds that Hypothesis draws: two schools with classes, groups, pupils, those who answer for them and those who teach them.

What they hold is said a second time by `lit` and `tient`, as a person would say it, from what was drawn and not from the
database: every room holds its rights and its recipients to these words.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from ent.annuaire.models import (
    Affectation,
    AnneeScolaire,
    Classe,
    Etablissement,
    Groupe,
    Inscription,
    Personne,
    Responsabilite,
    Role,
)
from tests.conftest import MARDI_10H

ECOLES = ("elementaire", "maternelle")
ELEVES = ("e0", "e1", "e2")
ADULTES = ("a0", "a1", "a2")  # any of them may be a parent, a teacher, or both
NIVEAUX = ("CP", "CE1", "")
PRESENT, PASSE, A_VENIR = "present", "passe", "a venir"
quand = st.sampled_from([PRESENT] * 5 + [PASSE, A_VENIR])


@dataclass(frozen=True)
class UneClasse:
    ecole: str
    fermee: bool


@dataclass(frozen=True)
class UnGroupe:
    """Of a school; or the named pupils of one class (`de`), which alone say who they are."""

    ecole: str
    fini: bool
    eleves: frozenset[str]
    enseignants: frozenset[str]
    de: int | None = None


@dataclass(frozen=True)
class Cible:
    """Whom one thing is for, as a person says it."""

    ecole: str
    classe: int | None = None
    groupe: int | None = None
    niveaux: tuple[str, ...] = ()
    eleve: str = ""


@dataclass
class Monde:
    classes: list[UneClasse]
    groupes: list[UnGroupe]
    inscriptions: dict[tuple[str, int], tuple[str, str]]  # (pupil, class) → level, when
    liens: dict[tuple[str, str, str], tuple[str, str]]  # (adult, pupil, school) → authority, when
    roles: dict[tuple[str, str], tuple[str, str]]  # (adult, school) → nature, when
    affectations: dict[tuple[str, int], str]  # (adult, class) → when
    cibles: list[Cible]

    # --- As a person would say it -------------------------------------------------------------------------------------
    def classes_de(self, eleve: str) -> list[tuple[int, str]]:
        """The classes where the pupil is today, with their level there. A class that was closed holds nobody."""
        return [
            (classe, niveau)
            for (qui, classe), (niveau, moment) in self.inscriptions.items()
            if qui == eleve and moment == PRESENT and not self.classes[classe].fermee
        ]

    def est_pour(self, cible: Cible, eleve: str) -> bool:
        """The thing is for this pupil today."""
        ici = [(c, n) for c, n in self.classes_de(eleve) if self.classes[c].ecole == cible.ecole]
        if cible.eleve:
            return cible.eleve == eleve and bool(ici)
        if cible.groupe is not None:
            groupe = self.groupes[cible.groupe]
            est_membre = not groupe.fini and eleve in groupe.eleves
            return est_membre and any(cible.classe in (None, c) for c, _n in ici)
        if cible.classe is not None:
            return any(c == cible.classe and (not cible.niveaux or n in cible.niveaux) for c, n in ici)
        return bool(ici)

    def enfants_de(self, adulte: str, ecole: str) -> set[str]:
        """For whom this adult answers in that school: what another school declared opens nothing there."""
        return {
            enfant
            for (qui, enfant, ou), (autorite, moment) in self.liens.items()
            if qui == adulte and ou == ecole and moment == PRESENT and autorite != "sans"
        }

    def lit(self, cible: Cible, personne: str, *, eleves: bool = True) -> bool:
        """The pupil themself (where pupils read), and those who answer for them in the school of the thing."""
        if personne in ELEVES:
            return eleves and self.est_pour(cible, personne)
        return any(self.est_pour(cible, enfant) for enfant in self.enfants_de(personne, cible.ecole))

    def travaille(self, personne: str, ecole: str) -> bool:
        return self.roles.get((personne, ecole), ("", ""))[1] == PRESENT

    def tient(self, cible: Cible, personne: str) -> bool:
        """Teaches the class, or else the group, today, and still works in the school."""
        if cible.classe is not None:
            affecte = self.affectations.get((personne, cible.classe)) == PRESENT
            return affecte and not self.classes[cible.classe].fermee and self.travaille(personne, cible.ecole)
        if cible.groupe is None:
            return False
        groupe = self.groupes[cible.groupe]
        return personne in groupe.enseignants and not groupe.fini and self.travaille(personne, cible.ecole)


@st.composite
def groupe(draw, classes: list[UneClasse]) -> UnGroupe:
    de = draw(st.sampled_from([None, *range(len(classes))]))
    return UnGroupe(
        ecole=draw(st.sampled_from(ECOLES)) if de is None else classes[de].ecole,
        fini=draw(st.sampled_from([False] * 4 + [True])),
        eleves=frozenset(draw(st.sets(st.sampled_from(ELEVES)))),
        enseignants=frozenset() if de is not None else frozenset(draw(st.sets(st.sampled_from(ADULTES)))),
        de=de,
    )


def _cible(classes: list[UneClasse], groupes: list[UnGroupe], rang: int) -> list[Cible]:
    """All that can be said in such a world: each class, its levels, each group, each pupil, the school."""
    classe, ecole = classes[rang], classes[rang].ecole
    dites = [
        Cible(ecole, classe=rang),
        *(Cible(ecole, classe=rang, niveaux=n) for n in [("CP",), ("CE1", "CP"), ("CE1",)]),
    ]
    dites += [Cible(g.ecole, classe=g.de, groupe=n) for n, g in enumerate(groupes)]
    return dites + [Cible(classe.ecole)] + [Cible(ecole, eleve=e) for e in ELEVES]


@st.composite
def mondes(draw) -> Monde:
    classes = draw(
        st.lists(
            st.builds(UneClasse, st.sampled_from(ECOLES), st.sampled_from([False] * 3 + [True])), min_size=1, max_size=3
        )
    )
    groupes = draw(st.lists(groupe(classes), max_size=3))
    rangs = st.sampled_from(range(len(classes)))
    dites = _tout_dit(classes, groupes)
    return Monde(
        classes=classes,
        groupes=groupes,
        inscriptions=draw(
            st.dictionaries(
                st.tuples(st.sampled_from(ELEVES), rangs),
                st.tuples(st.sampled_from(NIVEAUX), quand),
                min_size=1,
                max_size=4,
            )
        ),
        liens=draw(
            st.dictionaries(
                st.tuples(st.sampled_from(ADULTES), st.sampled_from(ELEVES), st.sampled_from(ECOLES)),
                st.tuples(st.sampled_from(["confirmee"] * 2 + ["a_confirmer", "sans"]), quand),
                max_size=6,
            ).map(_une_seule_ecole)
        ),
        roles=draw(
            st.dictionaries(
                st.tuples(st.sampled_from(ADULTES), st.sampled_from(ECOLES)),
                st.tuples(st.sampled_from(["enseignant"] * 3 + ["directeur", "personnel"]), quand),
                max_size=4,
            )
        ),
        affectations=draw(st.dictionaries(st.tuples(st.sampled_from(ADULTES), rangs), quand, max_size=4)),
        cibles=draw(st.lists(st.sampled_from(dites), min_size=1, max_size=5, unique=True)),
    )


def _une_seule_ecole(liens: dict) -> dict:
    """One school at a time declares that this adult answers for this child."""
    gardes: dict = {}
    for (adulte, enfant, ecole), lien in liens.items():
        if not any((a, e) == (adulte, enfant) for a, e, _o in gardes):
            gardes[adulte, enfant, ecole] = lien
    return gardes


def _tout_dit(classes: list[UneClasse], groupes: list[UnGroupe]) -> list[Cible]:
    return list(dict.fromkeys(c for rang in range(len(classes)) for c in _cible(classes, groupes, rang)))


# Two schools of every day, where each rule is met: who left, who is not there yet, who teaches or answers no more, a closed class,
# a group of last year, a pupil of two schools, named pupils of whom one is in another class since.
_CLASSES = [UneClasse("elementaire", fermee) for fermee in (False, False, True)] + [UneClasse("maternelle", False)]
_GROUPES = [
    UnGroupe("elementaire", False, frozenset({"e0", "e2"}), frozenset({"a0", "a1"})),
    UnGroupe("elementaire", True, frozenset({"e0", "e1"}), frozenset({"a1"})),
    UnGroupe("elementaire", False, frozenset({"e0", "e2"}), frozenset(), de=0),
    UnGroupe("elementaire", False, frozenset({"e2"}), frozenset({"a1"}), de=1),  # its class alone says who teaches it
    UnGroupe("maternelle", False, frozenset({"e1", "e2"}), frozenset({"a2"})),
]  # fmt: skip
_INSCRIPTIONS = {
    ("e0", 0): ("CP", PRESENT), ("e0", 1): ("CE1", PASSE), ("e0", 2): ("CE1", PRESENT), ("e0", 3): ("CP", A_VENIR),
    ("e1", 0): ("CE1", PRESENT), ("e1", 3): ("", PASSE),
    ("e2", 0): ("CP", PASSE), ("e2", 1): ("CP", PRESENT), ("e2", 3): ("", PRESENT),
}  # fmt: skip
_LIENS = {
    ("a0", "e0", "elementaire"): ("confirmee", PRESENT), ("a0", "e1", "elementaire"): ("confirmee", PASSE),
    ("a0", "e2", "elementaire"): ("a_confirmer", PRESENT), ("a1", "e1", "elementaire"): ("a_confirmer", PRESENT),
    ("a1", "e2", "maternelle"): ("confirmee", A_VENIR), ("a2", "e1", "elementaire"): ("sans", PRESENT),
    ("a2", "e2", "maternelle"): ("confirmee", PRESENT),
}  # fmt: skip
_ROLES = {
    ("a0", "elementaire"): ("enseignant", PASSE), ("a1", "elementaire"): ("enseignant", PRESENT),
    ("a2", "maternelle"): ("directeur", PRESENT), ("a2", "elementaire"): ("directeur", A_VENIR),
}  # fmt: skip
_AFFECTATIONS = {
    ("a0", 0): PRESENT, ("a1", 0): PRESENT, ("a1", 1): PASSE, ("a1", 2): PRESENT, ("a2", 0): A_VENIR, ("a2", 3): PRESENT,
}  # fmt: skip
ORDINAIRE = Monde(
    _CLASSES, _GROUPES, _INSCRIPTIONS, _LIENS, _ROLES, _AFFECTATIONS, cibles=_tout_dit(_CLASSES, _GROUPES)
)


# --- In the database --------------------------------------------------------------------------------------------------
@dataclass
class Ecrit:
    """The world in the database: people, classes and groups of their keys."""

    gens: dict[str, Personne]
    ecoles: dict[str, Etablissement]
    classes: list[Classe]
    groupes: list[Groupe]
    auteur: Personne
    _relus: dict[str, Personne] = field(default_factory=dict)

    def lieux(self, cible: Cible) -> dict[str, Any]:
        """Its columns."""
        return {
            "etablissement": self.ecoles[cible.ecole],
            "classe": None if cible.classe is None else self.classes[cible.classe],
            "groupe": None if cible.groupe is None else self.groupes[cible.groupe],
        }

    def relu(self, cle: str) -> Personne:
        """The person as a request finds them: nothing is known yet of what they reach."""
        if cle not in self._relus:
            self._relus[cle] = Personne.objects.get(pk=self.gens[cle].pk)
        return self._relus[cle]

    def cles(self, ids) -> set[str]:
        """Those of these people who are of this world."""
        return {cle for cle, personne in self.gens.items() if personne.pk in ids}


def _dates(moment: str) -> dict[str, dt.date | None]:
    aujourd_hui = MARDI_10H.date()
    jour = dt.timedelta(days=1)
    return {
        PRESENT: {"debut": aujourd_hui, "fin": aujourd_hui},  # the first day and the last count, both
        PASSE: {"debut": aujourd_hui - 9 * jour, "fin": aujourd_hui - jour},
        A_VENIR: {"debut": aujourd_hui + jour, "fin": None},
    }[moment]


def ecrire(d, monde: Monde) -> Ecrit:
    """The world that was drawn, beside the cast."""
    annee = AnneeScolaire.objects.pour(MARDI_10H.date())
    passee = AnneeScolaire.objects.pour(MARDI_10H.date() - dt.timedelta(days=365))
    ecoles = {nom: getattr(d, nom) for nom in ECOLES}
    gens = {cle: Personne.objects.create(prenom=cle, nom="Tirage", is_active=True) for cle in (*ELEVES, *ADULTES)}
    classes = [
        Classe.objects.create(
            etablissement=ecoles[c.ecole],
            annee=annee,
            nom=f"Tirée {rang}",
            fermee_le=timezone.now() if c.fermee else None,
        )
        for rang, c in enumerate(monde.classes)
    ]
    groupes = []
    for rang, g in enumerate(monde.groupes):
        groupes.append(
            Groupe.objects.create(
                etablissement=ecoles[g.ecole],
                annee=passee if g.fini else annee,
                nom=f"Tiré {rang}",
                ponctuel_de=None if g.de is None else classes[g.de],
            )
        )
        groupes[-1].eleves.set([gens[e] for e in g.eleves])
        groupes[-1].enseignants.set([gens[a] for a in g.enseignants])
    for (eleve, classe), (niveau, moment) in monde.inscriptions.items():
        Inscription.objects.create(eleve=gens[eleve], classe=classes[classe], niveau=niveau, **_dates(moment))
    for (adulte, enfant, ecole), (autorite, moment) in monde.liens.items():
        Responsabilite.objects.create(
            adulte=gens[adulte], enfant=gens[enfant], etablissement=ecoles[ecole], autorite=autorite, **_dates(moment)
        )
    for (adulte, ecole), (nature, moment) in monde.roles.items():
        Role.objects.create(personne=gens[adulte], etablissement=ecoles[ecole], nature=nature, **_dates(moment))
    for (adulte, classe), moment in monde.affectations.items():
        Affectation.objects.create(enseignant=gens[adulte], classe=classes[classe], **_dates(moment))
    return Ecrit(gens, ecoles, classes, groupes, auteur=d.enseignant)


def essayer(comparer: Callable[[Monde, Counter], None], *, fois: int = 40) -> None:
    """`comparer(monde, vus)` on the ordinary world and on drawn ones, each written and taken back. `vus` counts what was compared: both answers must be."""
    vus: Counter = Counter()

    phases, fois = [Phase.explicit, Phase.generate], min(fois, settings().max_examples)

    @settings(max_examples=fois, deadline=None, phases=phases, suppress_health_check=[HealthCheck.too_slow])
    @given(monde=mondes())
    @example(monde=ORDINAIRE)
    def un(monde: Monde) -> None:
        with transaction.atomic():
            comparer(monde, vus)
            transaction.set_rollback(True)

    un()
    assert min(vus[True], vus[False]) > 0, "both were drawn: « no » is not compared with « no »"
