"""Where a dossier is handed: another instance, by its addresses; or this one, by the same action. Both say the same state of it."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ent.socle.dehors import Injoignable, transmettre

from ..lectures import appels, cles, format
from ..lectures.envois import Chemin
from ..lectures.motifs import MOTIFS, REFUSES, Refus
from ..models import Envoi, Reception
from . import receptions

ECHANGE = "/dossiers/echange/"
TARDE = {408, 425, 429, 500, 502, 503, 504}

__all__ = ["EtatLaBas", "Guichet", "Injoignable", "pour"]


@dataclass(frozen=True)
class EtatLaBas:
    """Of a sending, as its receiver says it: `etat` is one of `Reception.Etat`."""

    etat: str
    recus: int
    motif: str = ""
    precision: str = ""

    @property
    def est_en_cours(self) -> bool:
        return self.etat == Reception.Etat.EN_COURS


class Guichet(Protocol):
    """Each raises `Refus` or `Injoignable`; each, said twice, does no more than once."""

    def annoncer(self) -> EtatLaBas: ...
    def donner(self, debut: int, contenu: bytes) -> EtatLaBas: ...
    def demander(self) -> EtatLaBas: ...


def pour(envoi: Envoi, chemin: Chemin) -> Guichet:
    if chemin.correspondant is None:
        return Ici(envoi)
    if envoi.cle is None:
        raise Refus("signature")
    return LaBas(envoi, chemin.correspondant.adresse.rstrip("/"), envoi.cle.kid, cles.privee(envoi.cle))


def dit(reception: Reception) -> dict[str, Any]:
    """What its sender is told of it."""
    lue = {"etat": reception.etat, "recus": reception.recus}
    if reception.motif:
        lue |= {"motif": reception.motif, "phrase": str(REFUSES.get(reception.motif, ""))}
    return lue | ({"precision": reception.precision} if reception.precision else {})


@dataclass(frozen=True)
class LaBas:
    envoi: Envoi
    base: str
    kid: str
    cle: Ed25519PrivateKey

    def annoncer(self) -> EtatLaBas:
        corps = {
            "format": format.FORMAT,
            "version": format.VERSION,
            "identifiant": str(self.envoi.uuid),
            "octets": self.envoi.octets,
            "sha256": self.envoi.empreinte,
        }
        return self._appeler(
            "POST", f"{ECHANGE}annonces", json.dumps(corps).encode(), {"content-type": "application/json"}
        )

    def donner(self, debut: int, contenu: bytes) -> EtatLaBas:
        entetes = {"content-type": "application/offset+octet-stream", "upload-offset": str(debut)}
        return self._appeler("PATCH", f"{ECHANGE}{self.envoi.uuid}", contenu, entetes)

    def demander(self) -> EtatLaBas:
        return self._appeler("GET", f"{ECHANGE}{self.envoi.uuid}", b"", {})

    def _appeler(self, methode: str, chemin: str, corps: bytes, entetes: dict[str, str]) -> EtatLaBas:
        signe = appels.signer(
            self.cle,
            self.kid,
            methode=methode,
            chemin=chemin,
            corps=corps,
            de=self.envoi.dossier.etablissement.uai,
            vers=self.envoi.destination.uai if self.envoi.destination else "",
            identifiant=str(self.envoi.uuid),
        )
        recu = transmettre(methode, self.base + chemin, entetes={**entetes, "authorization": signe}, corps=corps)
        if recu.statut in TARDE:
            raise Injoignable("panne", recu.dans)
        try:
            lu = format.charger(recu.corps)
            if recu.statut in (200, 201, 409) and "recus" in lu:  # 409: the pieces are elsewhere than one thought
                return self._lire(lu)
            code = str(lu["code"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Injoignable("illisible") from None
        raise Refus(code if code in MOTIFS else "forme")

    def _lire(self, lu: dict[str, Any]) -> EtatLaBas:
        """Raises `ValueError` for what no receiver of ours says."""
        etat, recus = str(lu["etat"]), lu["recus"]
        if etat not in Reception.Etat.values or type(recus) is not int or not 0 <= recus <= self.envoi.octets:
            raise ValueError(etat)
        return EtatLaBas(etat, recus, str(lu.get("motif", "")), str(lu.get("precision", "")))


@dataclass(frozen=True)
class Ici:
    """The other school lives in this instance."""

    envoi: Envoi

    def annoncer(self) -> EtatLaBas:
        if self.envoi.destination is None:
            raise Refus("mauvaise_ecole")
        reception, _neuve = receptions.annoncer(
            de=self.envoi.dossier.etablissement,
            vers=self.envoi.destination,
            identifiant=self.envoi.uuid,
            octets=self.envoi.octets,
            empreinte=self.envoi.empreinte,
        )
        return self._etat(reception)

    def donner(self, debut: int, contenu: bytes) -> EtatLaBas:
        return self._etat(receptions.prendre_un_morceau(reception=self._reception(), debut=debut, contenu=contenu))

    def demander(self) -> EtatLaBas:
        return self._etat(self._reception())

    def _reception(self) -> Reception:
        reception = Reception.objects.filter(
            de=self.envoi.dossier.etablissement_id, identifiant=self.envoi.uuid
        ).first()
        if reception is None:  # erased there, its time being over
            raise Refus("trop_tard")
        return reception

    @staticmethod
    def _etat(reception: Reception) -> EtatLaBas:
        return EtatLaBas(reception.etat, reception.recus, reception.motif, reception.precision)
