"""What a mot said to who answered it, beside what it says now: a signature is of the words that were read (docs/decisions/0195)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ent.socle.textes import autres_mots

from ..models import Mot, Option, VersionMot

# What one agrees to; the last day on which one answers is not of it.
SIGNES = ("titre", "texte", "montant", "objet")


@dataclass(frozen=True)
class Ecart:
    """One thing of it that changed. `quoi`: a field of `SIGNES`, « choix » (the one that was taken) or « offerts » (those that there are); an amount is a
    `Decimal`, or None. `perdu`: the choice that was taken is offered no more.
    """

    quoi: str
    avant: Any
    maintenant: Any
    perdu: bool = False

    @property
    def compte(self) -> bool:
        """It is another thing that one would agree to, and not a letter that was mended."""
        if self.quoi == "offerts":
            return self.perdu
        return self.quoi not in ("titre", "texte") or autres_mots(self.avant, self.maintenant)


def ecarts(version: VersionMot, mot: Mot, choix: str = "") -> list[Ecart]:
    """What a version said otherwise; of its choices, the one that was taken (`choix`, its key)."""
    trouves = [
        Ecart(nom, avant, maintenant)
        for nom in SIGNES
        if (avant := _lu(nom, version)) != (maintenant := getattr(mot, nom))
    ]
    avant, maintenant = version.option(choix), mot.option(choix) if choix else None
    if avant is not None and maintenant is not None and avant.texte != maintenant.texte:
        trouves.append(Ecart("choix", avant.texte, maintenant.texte))
    offerts = [option for option in version.options if not option.est_retiree]
    if {o.cle for o in offerts} != {o.cle for o in mot.options}:
        perdu = choix in {o.cle for o in perdus(version, mot)}
        trouves.append(Ecart("offerts", _en_liste(offerts), _en_liste(mot.options), perdu))
    return trouves


def perdus(version: VersionMot, mot: Mot) -> list[Option]:
    """The choices that a version offered, and that are offered no more: its papers bear them."""
    offerts = {option.cle for option in mot.options}
    return [option for option in version.options if not option.est_retiree and option.cle not in offerts]


def _en_liste(options: Sequence[Option]) -> str:
    return "\n".join(option.texte for option in options)


def _lu(nom: str, version: VersionMot) -> Any:
    return version.montant if nom == "montant" else version.contenu[nom]


def lue_alors(versions: Sequence[VersionMot], quand: dt.datetime) -> VersionMot | None:
    """The version that stood at that moment; None where it is what the mot says now. `versions`: all of them, the first first."""
    return next((version for version in versions if version.jusqu_a >= quand), None)


def papiers_d_avant(mot: Mot) -> tuple[VersionMot, list[Ecart]] | None:
    """What a paper that was printed before a correction still says, and how it is something else: of the last that is, since an answer was last asked
    for. No query where nothing was corrected, one otherwise.
    """
    if mot.corrige_le is None:
        return None
    for version in mot.versions.filter(numero=mot.version).order_by("-pk"):
        trouves = {
            ecart: None for choix in ["", *(o.cle for o in mot.options)] for ecart in ecarts(version, mot, choix)
        }
        if perdus(version, mot) or any(ecart.compte for ecart in trouves):
            return version, list(trouves)
    return None


def ecarts_depuis(mot: Mot, quand: dt.datetime | None, choix: str = "") -> list[Ecart]:
    """What changed since it was read or answered so, then. No query where nothing was corrected since, one otherwise."""
    if quand is None or mot.corrige_le is None or mot.corrige_le <= quand:
        return []
    version = lue_alors(list(mot.versions.order_by("pk")), quand)
    return ecarts(version, mot, choix) if version else []
