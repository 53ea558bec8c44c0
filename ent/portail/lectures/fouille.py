"""What was found of some words, in every room."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from ent.annuaire.recherche import correspond, mots
from ent.coquille.aide import chercher as chercher_une_aide

from ..registres.fouille import Fouille, Trouvaille, fouilles
from . import navigation_de, univers_de

AIDES = 5  # questions beside what people wrote
PROCHES = 60  # looked through: the nearest


@dataclass
class Recolte:
    """By room, what was found; `lettres` as they were typed."""

    lettres: str
    cherche: bool = False
    rayons: list[tuple[Fouille, list[Trouvaille]]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(trouvees) for _fouille, trouvees in self.rayons)


def fouiller(request: HttpRequest, lettres: str) -> Recolte:
    """The queries of each room, none of which grows with what is found; none without a letter."""
    voulus = mots(lettres)
    recolte = Recolte(lettres.strip(), bool(voulus))
    for fouille in fouilles() if voulus else ():
        if trouvees := fouille.chercher(request, voulus):
            recolte.rayons.append((fouille, trouvees))
    return recolte


def des_pages(request: HttpRequest, voulus: list[str]) -> list[Trouvaille]:
    """Places and rows of « Plus »: « cantine » leads to it."""
    siennes = navigation_de(request.user)
    return [Trouvaille(str(e.libelle), e.adresse) for e in siennes if correspond(voulus, [str(e.libelle)])]


def des_aides(request: HttpRequest, voulus: list[str]) -> list[Trouvaille]:
    """What helps say to who reads, in their language: each leads to the page that it is about. No query."""
    proches = chercher_une_aide(" ".join(voulus), univers_de(request.user), PROCHES)
    trouvees = [
        t for t in proches if t.adresse and correspond(voulus, [str(t.reponse.question), *map(str, t.reponse.etapes)])
    ]
    return [Trouvaille(str(t.reponse.question), t.adresse) for t in trouvees[:AIDES]]
