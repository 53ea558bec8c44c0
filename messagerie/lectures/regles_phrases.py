"""The rules of a school as its people read them: a table to choose in, and sentences to print.

The sentences ask `peut_ecrire` itself, kind of thread by kind of thread: they cannot say anything but what sending checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire import etages
from ent.annuaire.lectures.reglages import Ici

from ..droits.regles import ADMIS, RAISONS, Droit, Nature, Qualite, Situation, Table, adresses_a, code, peut_ecrire

# How one is named at the head of a row, and of a column.
LES = {
    Qualite.DIRECTION: gettext_lazy("La direction"),
    Qualite.ENSEIGNANT: gettext_lazy("Les enseignants"),
    Qualite.PERSONNEL: gettext_lazy("Le personnel"),
    Qualite.RESPONSABLE: gettext_lazy("Les familles"),
    Qualite.ELEVE: gettext_lazy("Les élèves"),
}
AUX = {
    Qualite.DIRECTION: gettext_lazy("à la direction"),
    Qualite.ENSEIGNANT: gettext_lazy("aux enseignants"),
    Qualite.PERSONNEL: gettext_lazy("au personnel"),
    Qualite.RESPONSABLE: gettext_lazy("aux familles"),
    Qualite.ELEVE: gettext_lazy("aux élèves"),
}
# « Parents of a class see each other » is a sentence of its own, not a cell among others.
ENTRE_PARENTS = (Qualite.RESPONSABLE, Qualite.RESPONSABLE)


@dataclass
class Case:
    """One cell: what it says, what it would say without the school and from where, what it may say; or why it is not a choice."""

    auteur: str
    cible: str
    droit: str
    defaut: str
    raison: Any = ""
    d_ou: Any = ""
    permis: tuple[str, ...] = ()

    @property
    def nom(self) -> str:
        return f"{self.auteur}-{self.cible}"

    @property
    def est_changee(self) -> bool:
        return self.droit != self.defaut

    @property
    def dit(self) -> str:
        return str(Droit(self.droit).label)

    @property
    def defaut_dit(self) -> str:
        return str(Droit(self.defaut).label)

    @property
    def choix(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen). The empty value follows the level above: nothing is kept for it."""
        return [("" if d == self.defaut else str(d), str(Droit(d).label), d == self.droit) for d in self.permis]

    @property
    def question(self) -> str:
        return _("%(qui)s peuvent-ils écrire %(a_qui)s ?") % {
            "qui": LES[Qualite(self.auteur)],
            "a_qui": AUX[Qualite(self.cible)],
        }


@dataclass
class Grille:
    """The table, row by row; `entre_parents` apart."""

    rangs: list[tuple[Promise | str, list[Case]]]
    entre_parents: Case

    @property
    def cases(self) -> list[Case]:
        return [case for _qui, cases in self.rangs for case in cases]

    @property
    def changees(self) -> int:
        return sum(case.est_changee for case in self.cases)


D_OU = {
    etages.Etage.TERRITOIRE: gettext_lazy("territoire"),
    etages.Etage.COMMUNE: gettext_lazy("commune"),
}


def grille(reglages: Mapping[str, Ici], tapees: Mapping[str, str | None] | None = None) -> Grille:
    """The table of a school, beside what it would be without what the school says. `tapees`, by code, are choices that a refused form shows again
    (None: to follow).
    """

    def case(auteur: str, cible: str, *, dite_plus_haut: bool = False) -> Case:
        ici = reglages.get(code(auteur, cible))
        if ici is None:
            return Case(auteur, cible, Droit.NON, Droit.NON, RAISONS[auteur, cible])
        defaut = ici.au_dessus.valeur
        voulu = (tapees or {}).get(ici.declaration.code, ici.valeur)
        raison = _("Réglé plus haut, en une phrase.") if dite_plus_haut else ("" if ici.est_libre else ici.par_qui)
        origine = ici.au_dessus.origine
        return Case(
            auteur,
            cible,
            defaut if voulu is None else voulu,
            defaut,
            raison,
            D_OU[origine.etage] if origine else _("au départ"),
            tuple(droit for droit in ADMIS[auteur, cible] if not ici.refus(droit)),
        )

    rangs = [
        (LES[a], [case(a, cible, dite_plus_haut=(a, cible) == ENTRE_PARENTS) for cible in Qualite]) for a in Qualite
    ]
    return Grille(rangs, case(*ENTRE_PARENTS))


# --- Sentences --------------------------------------------------------------------------------------------------------
# (kind, in a class, who) → what one reads when they may write, when they only answer, when they may not.
_PHRASES: dict[tuple[str, bool, str], tuple[Promise, Promise, Promise]] = {
    (Nature.FOYER, True, Qualite.RESPONSABLE): (
        gettext_lazy("Vous écrivez aux enseignants de la classe de votre enfant."),
        gettext_lazy("Vous répondez aux enseignants de la classe de votre enfant ; ils écrivent les premiers."),
        gettext_lazy("Vous lisez les enseignants de la classe de votre enfant, sans leur écrire ici."),
    ),
    (Nature.FOYER, False, Qualite.RESPONSABLE): (
        gettext_lazy("Vous écrivez à la direction de l’école."),
        gettext_lazy("Vous répondez à la direction de l’école ; elle écrit la première."),
        gettext_lazy("Vous lisez la direction de l’école, sans lui écrire ici."),
    ),
    (Nature.PARENTS, True, Qualite.RESPONSABLE): (
        gettext_lazy("Les parents d’une classe se voient et s’écrivent dans un fil que leurs enseignants lisent."),
        gettext_lazy("Les parents d’une classe se répondent dans un fil que leurs enseignants lisent."),
        gettext_lazy("Les parents d’une classe ne se voient pas : aucune famille ne lit une autre famille."),
    ),
    (Nature.FOYER, True, Qualite.ENSEIGNANT): (
        gettext_lazy("Les enseignants écrivent aux familles de leur classe, foyer par foyer."),
        gettext_lazy("Les enseignants répondent aux familles de leur classe, sans écrire les premiers."),
        gettext_lazy("Les enseignants n’écrivent pas aux familles, foyer par foyer."),
    ),
    (Nature.ANNONCE, True, Qualite.ENSEIGNANT): (
        gettext_lazy("Ils font des annonces à toutes les familles de leur classe."),
        gettext_lazy("Ils ne font pas d’annonces à leur classe."),
        gettext_lazy("Ils ne font pas d’annonces à leur classe."),
    ),
    (Nature.EQUIPE, False, Qualite.ENSEIGNANT): (
        gettext_lazy("Ils écrivent à toute l’équipe de l’école."),
        gettext_lazy("Ils répondent dans le fil de l’équipe, sans commencer."),
        gettext_lazy("Ils lisent le fil de l’équipe, sans y écrire."),
    ),
    (Nature.ELEVES, True, Qualite.ENSEIGNANT): (
        gettext_lazy("Ils ouvrent et ferment le fil de leurs élèves, que les familles et la direction lisent."),
        gettext_lazy("Ils n’écrivent pas aux élèves."),
        gettext_lazy("Ils n’écrivent pas aux élèves."),
    ),
    (Nature.FOYER, False, Qualite.DIRECTION): (
        gettext_lazy("La direction écrit aux familles de l’école."),
        gettext_lazy("La direction répond aux familles, sans écrire la première."),
        gettext_lazy("La direction n’écrit pas aux familles, foyer par foyer."),
    ),
    (Nature.ECOLE, False, Qualite.DIRECTION): (
        gettext_lazy("Elle fait des annonces à toutes les familles de l’école."),
        gettext_lazy("Elle ne fait pas d’annonces à l’école."),
        gettext_lazy("Elle ne fait pas d’annonces à l’école."),
    ),
    (Nature.EQUIPE, False, Qualite.DIRECTION): (
        gettext_lazy("Elle écrit à toute l’équipe de l’école."),
        gettext_lazy("Elle répond dans le fil de l’équipe, sans commencer."),
        gettext_lazy("Elle lit le fil de l’équipe, sans y écrire."),
    ),
    (Nature.EQUIPE, False, Qualite.PERSONNEL): (
        gettext_lazy("Le personnel écrit à l’équipe de l’école."),
        gettext_lazy("Le personnel répond dans le fil de l’équipe, sans commencer."),
        gettext_lazy("Le personnel lit le fil de l’équipe, sans y écrire."),
    ),
    (Nature.ELEVES, True, Qualite.ELEVE): (
        gettext_lazy("Les élèves écrivent dans le fil de leur classe, quand leur enseignant l’ouvre."),
        gettext_lazy("Les élèves écrivent dans le fil de leur classe, quand leur enseignant l’ouvre."),
        gettext_lazy("Les élèves lisent le fil de leur classe, sans y écrire."),
    ),
}  # fmt: skip
_CHAPITRES: list[tuple[Promise, str]] = [
    (gettext_lazy("Les familles"), Qualite.RESPONSABLE),
    (gettext_lazy("Les élèves"), Qualite.ELEVE),
    (gettext_lazy("Les enseignants"), Qualite.ENSEIGNANT),
    (gettext_lazy("La direction"), Qualite.DIRECTION),
    (gettext_lazy("Le personnel"), Qualite.PERSONNEL),
]
_TOUJOURS: dict[str, tuple[Promise, ...]] = {
    Qualite.RESPONSABLE: (
        gettext_lazy("Deux adultes d’un même foyer partagent un fil ; des parents séparés ont chacun le leur."),
        gettext_lazy("Une famille n’écrit jamais à un élève."),
    ),
    Qualite.ELEVE: (
        gettext_lazy(
            "Aucun adulte n’est jamais seul avec un élève : les familles de la classe et la direction lisent aussi."
        ),
    ),
    Qualite.DIRECTION: (
        gettext_lazy(
            "Elle ne lit pas les fils des autres : seulement un message qu’on lui signale, et ce qui l’entoure."
        ),
        gettext_lazy(
            "Elle peut empêcher quelqu’un d’écrire jusqu’à une date, en lui disant pourquoi ; il continue de lire."
        ),
    ),
}


def droit_de(table: Table, nature: str, qualite: str, *, a_une_classe: bool) -> str:
    """What the table gives in a thread of this kind, as `peut_ecrire` judges it: yes, once the others wrote, or no."""

    def permet(*, ont_ecrit: tuple[str, ...]) -> bool:
        return peut_ecrire(
            Situation(table), {qualite}, nature=nature, a_une_classe=a_une_classe, est_ouvert=True, ont_ecrit=ont_ecrit
        )

    if permet(ont_ecrit=()):
        return Droit.OUI
    return Droit.REPONSE if permet(ont_ecrit=tuple(Qualite)) else Droit.NON


def chapitres(table: Table) -> list[tuple[Promise, list[str]]]:
    """The rules in plain words, by who reads them."""
    rang = {Droit.OUI: 0, Droit.REPONSE: 1, Droit.NON: 2}
    rendus = []
    for titre, qui in _CHAPITRES:
        phrases = [
            str(dites[rang[Droit(droit_de(table, nature, qualite, a_une_classe=a_une_classe))]])
            for (nature, a_une_classe, qualite), dites in _PHRASES.items()
            if qualite == qui
        ]
        rendus.append((titre, [*phrases, *(str(phrase) for phrase in _TOUJOURS.get(qui, ()))]))
    return rendus


# --- While an incident lasts --------------------------------------------------------------------------------------------
def a_qui_on_ecrit_encore(table: Table, qualite: str, incident: str) -> list[str]:
    """To whom somebody of this capacity still writes, first or in reply, while writing is cut; in the order of `AUX`."""
    cibles: set[str] = set()
    for nature in Nature:
        for a_une_classe in (True, False):
            vises = adresses_a(nature, qualite, a_une_classe=a_une_classe)
            if vises and peut_ecrire(
                Situation(table, incident=incident),
                {qualite},
                nature=nature,
                a_une_classe=a_une_classe,
                est_ouvert=True,
                ont_ecrit=tuple(Qualite),
            ):
                cibles |= set(vises) - {Qualite.DIRECTION if qualite == Qualite.DIRECTION else ""}
    return [cible for cible in AUX if cible in cibles]


def a_qui(cibles: list[str]) -> str:
    """« aux familles, aux enseignants et au personnel »."""
    *premiers, dernier = [str(AUX[Qualite(cible)]) for cible in cibles]
    if not premiers:
        return dernier
    return _("%(premiers)s et %(dernier)s") % {"premiers": ", ".join(premiers), "dernier": dernier}


def ce_qui_reste(table: Table, incident: str, lue_par: Qualite | None = None) -> str:
    """What an incident leaves, in a sentence without its subject: who still writes to whom, as sending checks it; to a reader of one kind,
    what is left to them, when something is."""
    restent = [(qualite, cibles) for qualite in LES if (cibles := a_qui_on_ecrit_encore(table, qualite, incident))]
    match restent:
        case []:
            return _("plus personne ne peut écrire pour le moment.")
        case [(Qualite.DIRECTION, cibles)]:
            return _("seule la direction peut écrire pour le moment, %(a_qui)s.") % {"a_qui": a_qui(cibles)}
    restent = [(qualite, cibles) for qualite, cibles in restent if qualite == lue_par] or restent
    encore = " ; ".join(f"{_minuscule(str(LES[Qualite(qualite)]))} {a_qui(cibles)}" for qualite, cibles in restent)
    return _("les élèves ne peuvent plus écrire pour le moment. Écrivent encore : %(encore)s.") % {"encore": encore}


def _minuscule(mots: str) -> str:
    return mots[:1].lower() + mots[1:]
