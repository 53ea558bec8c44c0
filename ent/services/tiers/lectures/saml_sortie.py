"""SAML 2: what a service answers once a browser told it that a session is over. Proved before it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from .saml import (
    NS,
    PROTOCOLE,
    Element,
    Illisible,
    Partenaire,
    couvert_par_lui,
    degonfle,
    envoye,
    est_pour_nous,
    est_prouvee,
)

REUSSIE, EN_PARTIE = (f"urn:oasis:names:tc:SAML:2.0:status:{nom}" for nom in ("Success", "PartialLogout"))


@dataclass(frozen=True)
class Reponse:
    emetteur: str
    demande: str  # the number of what it answers
    est_sorti: bool

    def repond(self, demande: str, entite: str) -> bool:
        """To this very question, by whom it was asked."""
        return bool(demande) and (self.demande, self.emetteur) == (demande, entite)


def reponse_prouvee(champs: Mapping[str, str], brute: str | None, partenaire: Partenaire) -> Reponse | None:
    """By redirection, `brute` is the query as it came; by a form, nothing. Nothing that is not proved is given back."""
    try:
        if brute is not None:
            racine = degonfle(champs.get("SAMLResponse", ""))
            return _reponse(racine) if est_prouvee(brute, partenaire, "SAMLResponse") else None
        couvert = couvert_par_lui(envoye(champs.get("SAMLResponse", "")), partenaire)
        return None if couvert is None else _reponse(couvert)
    except Illisible:
        return None


def _reponse(racine: Element) -> Reponse:
    if racine.tag != f"{{{PROTOCOLE}}}LogoutResponse" or racine.get("Version") != "2.0" or not est_pour_nous(racine):
        raise Illisible("another answer")
    statuts = [e.get("Value") for e in racine.iterfind("p:Status//p:StatusCode", NS)]
    emetteur = (racine.findtext("a:Issuer", namespaces=NS) or "").strip()
    est_sorti = statuts[:1] == [REUSSIE] and EN_PARTIE not in statuts
    return Reponse(emetteur, racine.get("InResponseTo", ""), est_sorti)
