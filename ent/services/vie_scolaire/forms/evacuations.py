"""What one phone counted."""

import datetime as dt
from collections.abc import Container, Hashable

from django.http import QueryDict
from django.utils import timezone

from ent.socle.nombres import entier
from ent.socle.textes import norme, propre

from ..actions.evacuations import ABSENT, CHERCHE, VU, AdulteDit, Compte

BOITES = ("vu", "absent", "montre_vu", "montre_absent")  # what is said of an adult, then what the page showed
AGE = dt.timedelta(hours=12)  # a count that arrives later than that is of another day
PASSENT = 300  # adults without a name beside one person
NOMS = 600  # adults passing by, named: their page bears those of every phone


class PointageForm:
    """`eleves`: those whom the page showed and whom this person counts; a tick (`vu`) that the page did not show (`vu_montre`) says that they
    saw them, one taken off that they take it back: what they leave as it stood is the word of others. `adultes`: those of the school
    (ids); of each, « là » (`adulte_vu`) or « absent » (`adulte_absent`), and what the page showed (`adulte_montre_vu`, `adulte_montre_absent`).
    Names of who passes by (`passages`) are said likewise; one that was typed and not added (`passage_nom`) is of somebody who is there. No name
    is refused: too long, it is cut. Nothing is: what cannot be read is left out.
    """

    def __init__(self, data: QueryDict, *, eleves: set[int], adultes: set[int]) -> None:
        self.data = data
        self.eleves, self.ceux_de_l_ecole = eleves, adultes

    def _lus(self, nom: str) -> list[str]:
        return self.data.getlist(nom)

    def _dits(self, nom: str) -> set[int]:
        return {numero for brut in self._lus(nom) if (numero := entier(brut)) is not None}

    def _nommes(self, nom: str) -> dict[str, str]:
        """By what makes them one, names as they were typed."""
        propres = (propre(brut)[:60].strip() for brut in self._lus(nom)[:NOMS])
        return {norme(dit): dit for dit in propres if dit}

    @property
    def lue(self) -> int | None:
        """The evacuation that the page showed; nothing where none ran."""
        return entier((self._lus("evacuation") or [""])[0].strip())

    @property
    def commence(self) -> bool:
        """Said on purpose: another, where none runs."""
        return self._lus("commencer") == ["oui"]

    @property
    def montres(self) -> set[int]:
        return self._dits("eleves") & self.eleves

    @property
    def vus(self) -> set[int]:
        return (self._dits("vu") - self._dits("vu_montre")) & self.montres

    @property
    def repris(self) -> set[int]:
        return (self._dits("vu_montre") - self._dits("vu")) & self.montres

    @property
    def adultes(self) -> list[AdulteDit]:
        dits = []
        vus, absents, *montres = (self._dits(f"adulte_{quoi}") for quoi in BOITES)
        for un in sorted(self._dits("adultes") & self.ceux_de_l_ecole):
            etat = _etat(un, vus, absents)
            dits.append(AdulteDit(etat, un, change=etat != _etat(un, *montres)))
        vus, absents, *montres = (self._nommes(f"passage_{quoi}") for quoi in BOITES)
        for cle, nom in self._nommes("passages").items():
            etat = _etat(cle, vus, absents)
            dits.append(AdulteDit(etat, nom=nom, change=etat != _etat(cle, *montres)))
        return dits + [AdulteDit(VU, nom=nom) for nom in self._nommes("passage_nom").values()]

    @property
    def passent(self) -> int | None:
        dit = entier((self._lus("passent") or [""])[0].strip())
        return None if dit is None else min(dit, PASSENT)

    @property
    def le(self) -> dt.datetime:
        return compte_le(self.data)

    @property
    def dit_quelque_chose(self) -> bool:
        """Otherwise than what the page showed."""
        return bool(self.vus or self.repris or self.passent is not None or any(dit.change for dit in self.adultes))

    @property
    def compte(self) -> Compte:
        return {
            "vus": self.vus,
            "repris": self.repris,
            "adultes": self.adultes,
            "passent": self.passent,
            "le": self.le,
        }


def compte_le(data: QueryDict) -> dt.datetime:
    """When the phone counted, if that can be."""
    dit, maintenant = entier((data.getlist("fait_le") or [""])[0].strip()), timezone.now()
    if not dit or not (maintenant - AGE).timestamp() * 1000 < dit <= maintenant.timestamp() * 1000:
        return maintenant
    return dt.datetime.fromtimestamp(dit / 1000, tz=dt.UTC)


def _etat(un: Hashable, vus: Container, absents: Container) -> str:
    return VU if un in vus else ABSENT if un in absents else CHERCHE
