"""What was told, in lines: a thing of several children is one, and so are several things of one kind that one school told on one day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.diffusion.sortes import Sorte, natures_en_lot, sorte_de
from ent.socle.tri import cle

PLUSIEURS = 3  # news of one kind, from which they are one line: « 3 nouvelles »
MARQUES = "\u200e\u200f\u2066\u2067\u2068\u2069"  # around a name, from right to left


@dataclass
class Nouvelle:
    """One line of the feed: a thing told, of one child or several; or several things of one kind, which open under it."""

    dites: list[Notification]
    recit: str = ""
    en_lot: bool = False  # several things of one kind

    @property
    def premiere(self) -> Notification:
        return self.dites[0]

    @property
    def eleves(self) -> list[Personne]:
        return _eleves(self.dites)

    @property
    def ecole(self) -> str:
        """Its name; none over several."""
        noms = {n.etablissement.nom for n in self.dites}
        return noms.pop() if len(noms) == 1 else ""

    @property
    def est_non_lue(self) -> bool:
        return any(n.lue_le is None for n in self.dites)

    @property
    def visible_le(self) -> dt.datetime:
        return self.premiere.visible_le

    @property
    def sorte(self) -> Sorte:
        return sorte_de(self.premiere.nature)

    @property
    def choses(self) -> list[tuple[Notification, str]]:
        """Each thing once, newest first, with its sentence; without the children who stand in the margin, with those of one among them."""
        uniques: dict[tuple, list[Notification]] = defaultdict(list)
        for dite in self.dites:
            uniques[dite.nature, dite.objet_id if self.en_lot else 0].append(dite)
        tous = {eleve.pk for eleve in self.eleves}
        siennes = sorted(uniques.values(), key=lambda dites: (dites[0].visible_le, dites[0].pk), reverse=True)
        return [(dites[0], _dire(dites, tous)) for dites in siennes]

    @property
    def vus(self) -> str:
        """What following this line reads (« salle.nature.12 », one or several)."""
        return " ".join(sorted({f"{n.nature}.{n.objet_id}" for n in self.dites if n.lue_le is None}))


def _eleves(dites: Iterable[Notification]) -> list[Personne]:
    siens = {n.eleve.pk: n.eleve for n in dites if n.eleve is not None}
    return sorted(siens.values(), key=lambda eleve: cle(eleve.prenom))


def _dire(dites: list[Notification], tous: set[int]) -> str:
    """Of all the children of the line, their sentence; of some of them, after their names."""
    eleves = _eleves(dites)
    phrase = sans_prenom(dites[0])
    if not eleves or {eleve.pk for eleve in eleves} == tous or phrase == dites[0].texte:
        return phrase
    return f"\u2068{', '.join(eleve.prenom for eleve in eleves)}\u2069 · {phrase}"


def sans_prenom(dite: Notification) -> str:
    """« Inès · À lire pour lundi » → « À lire pour lundi »: the margin says who. From right to left, marks surround the name."""
    avant, point, reste = dite.texte.partition(" · ")
    est_dit = dite.eleve is not None and avant.strip(MARQUES) == dite.eleve.prenom
    return reste if point and est_dit else dite.texte


def grouper(dites: Iterable[Notification]) -> list[Nouvelle]:
    """The lines of these, in their order."""
    lots = natures_en_lot()
    choses: dict[tuple, Nouvelle] = {}
    for dite in dites:
        en_lot, jour = dite.nature in lots, timezone.localdate(dite.visible_le)
        ensemble = (jour, dite.nature) if en_lot else (jour, dite.nature, dite.objet_id)
        choses.setdefault(ensemble, Nouvelle([], en_lot=en_lot)).dites.append(dite)
    return _par_sorte(_par_phrase(choses.values()))


def _par_phrase(choses: Iterable[Nouvelle]) -> list[Nouvelle]:
    """What says the same of another child and leads to the same page is the same line: « L’école a inscrit : Cantine, vendredi »."""
    lignes: list[Nouvelle] = []
    deja: dict[tuple, Nouvelle] = {}
    for chose in choses:
        une = chose.premiere
        phrase = (timezone.localdate(une.visible_le), une.nature, une.etablissement_id, une.adresse, sans_prenom(une))
        autre = deja.get(phrase)
        if autre and not chose.en_lot and chose.eleves and not {*autre.eleves} & {*chose.eleves}:
            autre.dites += chose.dites
        else:
            deja[phrase] = chose
            lignes.append(chose)
    return lignes


def _par_sorte(choses: Iterable[Nouvelle]) -> list[Nouvelle]:
    """From `PLUSIEURS` on, those of one kind, school and day are one line, where the newest stood: of what is told alone, never."""
    groupes: dict[tuple, list[Nouvelle]] = defaultdict(list)
    for rang, chose in enumerate(choses):
        sorte, jour = chose.sorte, timezone.localdate(chose.visible_le)
        ensemble = (jour, sorte.nom, chose.premiere.etablissement_id)
        groupes[ensemble if sorte.se_groupe and not chose.en_lot else (rang,)].append(chose)
    lignes = []
    for siennes in groupes.values():
        if len(siennes) >= PLUSIEURS:
            lignes.append(Nouvelle([dite for chose in siennes for dite in chose.dites], en_lot=True))
        else:
            lignes += siennes
    return sorted(lignes, key=lambda n: (n.visible_le, n.premiere.pk), reverse=True)
