"""The positions of a class, typed in one table: a row a pupil, a column a component. Each row bears what its page had read."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ent.socle.nombres import entier

from ..models import Campagne, Dossier
from ..parties import MAITRISES, REUSSITES, Composante, Domaine

Positions = dict[str, int]


def codes_de(campagne: Campagne) -> list[tuple[str, str]]:
    """(code, label) of its columns."""
    return list((Domaine if campagne.est_de_maternelle else Composante).choices)


def degres_de(campagne: Campagne) -> dict[int, object]:
    return REUSSITES if campagne.est_de_maternelle else MAITRISES


def marque(positions: Mapping[str, int]) -> str:
    """Of what a page read of a pupil."""
    return hashlib.sha256(json.dumps(positions, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Rangee:
    """One pupil: what is kept, what was typed; `ecart` says what somebody else wrote meanwhile."""

    dossier: Dossier
    lue: str
    dites: Positions
    ecart: str = ""


@dataclass
class PositionsForm:
    """`envoi` is None for a page that is read."""

    campagne: Campagne
    dossiers: Collection[Dossier]
    envoi: Mapping[str, str] | None = None
    rangees: list[Rangee] = field(init=False)
    est_faux: bool = field(init=False, default=False)  # something is no degree

    def __post_init__(self) -> None:
        self.codes, self.degres = codes_de(self.campagne), degres_de(self.campagne)
        self.rangees = [self._rangee(dossier) for dossier in self.dossiers]

    def recopier(self, code: str) -> None:
        """The first answer of a column, in the empty cells under it: shown, not saved."""
        premiere = next((n for n, rangee in enumerate(self.rangees) if rangee.dites.get(code)), None)
        if premiere is None or code not in dict(self.codes):
            return
        for rangee in self.rangees[premiere + 1 :]:
            rangee.dites.setdefault(code, self.rangees[premiere].dites[code])

    @property
    def errors(self) -> bool:
        return self.est_faux or any(rangee.ecart for rangee in self.rangees)

    @property
    def changees(self) -> dict[int, dict[str, Positions]]:
        """As the action takes them: what this page changed, and nothing that it only showed."""
        return {r.dossier.pk: {"positions": r.dites} for r in self.rangees if r.lue != marque(r.dites)}

    def _rangee(self, dossier: Dossier) -> Rangee:
        gardee = marque(dossier.positions)
        if self.envoi is None or f"lu-{dossier.pk}" not in self.envoi:
            return Rangee(dossier, gardee, dict(dossier.positions))
        lue, dites = self.envoi[f"lu-{dossier.pk}"], self._dites(dossier)
        if lue == marque(dites):
            return Rangee(dossier, gardee, dict(dossier.positions))  # not touched here: what is kept now stands
        if gardee in (lue, marque(dites)):
            return Rangee(dossier, lue, dites)
        return Rangee(
            dossier,
            gardee,
            dites,
            _("%(prenom)s a changé pendant que vous écriviez") % {"prenom": dossier.eleve.prenom},
        )

    def _dites(self, dossier: Dossier) -> Positions:
        """What is of other codes (of the maternelle) stays."""
        dites = {code: degre for code, degre in dossier.positions.items() if code not in dict(self.codes)}
        for code, _libelle in self.codes:
            dit = (self.envoi or {}).get(f"p-{dossier.pk}-{code}", "")
            if (degre := entier(dit)) is not None and degre in self.degres:
                dites[code] = degre
            elif dit:
                self.est_faux = True
        return dites
