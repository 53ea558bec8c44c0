"""What was told, in lines: a thing of several children is one, and so are several things of one kind that one school told on one day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from ent.diffusion.models import Notification
from ent.diffusion.sortes import Sorte, natures_en_lot, sorte_de
from ent.socle.dates import time_format
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

PLUSIEURS = 3  # news of one kind, from which they are one line: « 3 nouvelles »
MARQUES = "\u200e\u200f\u2066\u2067\u2068\u2069"  # around a name, from right to left


class EleveDit(NamedTuple):
    """The child of whom something was told, as their sticker and their name show them."""

    pk: int
    prenom: str
    nom: str
    nom_usage: str
    gommette_image: str
    gommette_couleur: str
    gommette_forme: str


class Dite(NamedTuple):
    """A notification, as a page says it."""

    pk: int
    nature: str
    objet_id: int
    texte: str
    adresse: str
    lue_le: dt.datetime | None
    etablissement_id: int
    ecole: str
    visible_le: dt.datetime  # on the clock of schools
    eleve: EleveDit | None

    @property
    def vue(self) -> str:
        """What following it reads, « salle.nature.12 »; nothing once it is read."""
        return f"{self.nature}.{self.objet_id}" if self.lue_le is None else ""


DE_LA_DITE = ("pk", *Dite._fields[1:7], "etablissement__nom", "visible_le")
DITES = Preparee(lambda: Notification.objects.values_list(*DE_LA_DITE, *(f"eleve__{nom}" for nom in EleveDit._fields)))


def dites_de(lignes: Iterable[tuple]) -> list[Dite]:
    """The rows of `DITES`, in their order."""
    eleves: dict[int, EleveDit] = {}
    lues = []
    for *siens, visible_le, eleve_id, prenom, nom, usage, image, couleur, forme in lignes:
        if eleve_id is not None and eleve_id not in eleves:
            eleves[eleve_id] = EleveDit(eleve_id, prenom, nom, usage, image, couleur, forme)
        lues.append(Dite(*siens, timezone.localtime(visible_le), eleves.get(eleve_id)))
    return lues


@dataclass
class Nouvelle:
    """One line of the feed: a thing told, of one child or several; or several things of one kind, which open under it."""

    dites: list[Dite]
    recit: str = ""
    en_lot: bool = False  # several things of one kind

    @property
    def premiere(self) -> Dite:
        return self.dites[0]

    # --- Once its line is made, which nothing joins any more.
    @cached_property
    def eleves(self) -> list[EleveDit]:
        return _eleves(self.dites)

    @cached_property
    def ecole(self) -> str:
        """Its name; none over several."""
        noms = {dite.ecole for dite in self.dites}
        return noms.pop() if len(noms) == 1 else ""

    @cached_property
    def est_non_lue(self) -> bool:
        return any(dite.lue_le is None for dite in self.dites)

    @property
    def visible_le(self) -> dt.datetime:
        return self.dites[0].visible_le

    @property
    def jour(self) -> dt.date:
        return self.dites[0].visible_le.date()

    @property
    def heure(self) -> str:
        return time_format(self.dites[0].visible_le.time().replace(second=0, microsecond=0), "G \\h i")

    @property
    def sorte(self) -> Sorte:
        return sorte_de(self.premiere.nature)

    @property
    def choses(self) -> list[tuple[Dite, str]]:
        """Each thing once, newest first, with its sentence; without the children who stand in the margin, with those of one among them."""
        uniques: dict[tuple, list[Dite]] = defaultdict(list)
        for dite in self.dites:
            uniques[dite.nature, dite.objet_id if self.en_lot else 0].append(dite)
        tous = {eleve.pk for eleve in self.eleves}
        siennes = sorted(uniques.values(), key=lambda dites: (dites[0].visible_le, dites[0].pk), reverse=True)
        return [(dites[0], _dire(dites, tous)) for dites in siennes]

    @property
    def vus(self) -> str:
        """What following this line reads: of one thing, or of several."""
        return " ".join(sorted({dite.vue for dite in self.dites} - {""}))


def _eleves(dites: Iterable[Dite]) -> list[EleveDit]:
    siens = {dite.eleve.pk: dite.eleve for dite in dites if dite.eleve is not None}
    return sorted(siens.values(), key=lambda eleve: cle(eleve.prenom)) if len(siens) > 1 else list(siens.values())


def _dire(dites: list[Dite], tous: set[int]) -> str:
    """Of all the children of the line, their sentence; of some of them, after their names."""
    phrase = sans_prenom(dites[0])
    eleves = _eleves(dites)
    if not eleves or len(eleves) == len(tous) or phrase == dites[0].texte:
        return phrase
    return f"\u2068{', '.join(eleve.prenom for eleve in eleves)}\u2069 · {phrase}"


def sans_prenom(dite: Dite) -> str:
    """« Inès · À lire pour lundi » → « À lire pour lundi »: the margin says who. From right to left, marks surround the name."""
    avant, point, reste = dite.texte.partition(" · ")
    est_dit = dite.eleve is not None and avant.strip(MARQUES) == dite.eleve.prenom
    return reste if point and est_dit else dite.texte


def grouper(dites: Iterable[Dite]) -> list[Nouvelle]:
    """The lines of these, in their order."""
    lots = natures_en_lot()
    choses: dict[tuple, Nouvelle] = {}
    for dite in dites:
        en_lot, jour = dite.nature in lots, dite.visible_le.date()
        ensemble = (jour, dite.nature) if en_lot else (jour, dite.nature, dite.objet_id)
        choses.setdefault(ensemble, Nouvelle([], en_lot=en_lot)).dites.append(dite)
    return _par_sorte(_par_phrase(choses.values()))


def _par_phrase(choses: Iterable[Nouvelle]) -> list[Nouvelle]:
    """What says the same of another child and leads to the same page is the same line: « L’école a inscrit : Cantine, vendredi »."""
    lignes: list[Nouvelle] = []
    deja: dict[tuple, Nouvelle] = {}
    for chose in choses:
        une = chose.premiere
        phrase = (chose.jour, une.nature, une.etablissement_id, une.adresse, sans_prenom(une))
        autre = deja.get(phrase)
        if autre and not chose.en_lot and (siens := _eleves(chose.dites)) and not {*_eleves(autre.dites)} & {*siens}:
            autre.dites += chose.dites
        else:
            deja[phrase] = chose
            lignes.append(chose)
    return lignes


def _par_sorte(choses: Iterable[Nouvelle]) -> list[Nouvelle]:
    """From `PLUSIEURS` on, those of one kind, school and day are one line, where the newest stood: of what is told alone, never."""
    groupes: dict[tuple, list[Nouvelle]] = defaultdict(list)
    for rang, chose in enumerate(choses):
        sorte = chose.sorte
        ensemble = (chose.jour, sorte.nom, chose.premiere.etablissement_id)
        groupes[ensemble if sorte.se_groupe and not chose.en_lot else (rang,)].append(chose)
    lignes = []
    for siennes in groupes.values():
        if len(siennes) >= PLUSIEURS:
            lignes.append(Nouvelle([dite for chose in siennes for dite in chose.dites], en_lot=True))
        else:
            lignes += siennes
    return sorted(lignes, key=lambda n: (n.visible_le, n.premiere.pk), reverse=True)
