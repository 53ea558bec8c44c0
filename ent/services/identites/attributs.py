"""What ÉduConnect and an académie say of somebody, whichever protocol said it: names of attributes, and what is kept of them.

Names: by OID (ÉduConnect over SAML), by their own name (OIDC, and SAML providers that send a FriendlyName). Nothing else is read, and
nothing of it is stored but a print of the stable number.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

EDUCATION = "urn:oid:1.3.6.1.4.1.20326.10.999.1."
OIDS = {
    f"{EDUCATION}5": "FrEduUrlRetour",
    f"{EDUCATION}7": "FrEduCtPersonAffiliation",
    f"{EDUCATION}57": "FrEduCtId",
    f"{EDUCATION}67": "FrEduCtDateNaissance",
    f"{EDUCATION}72": "FrEduCtEleveUAI",
    "urn:oid:2.5.4.4": "sn",
    "urn:oid:2.5.4.42": "givenName",
    "urn:oid:0.9.2342.19200300.100.1.3": "mail",
}
NUMERO = re.compile(r"^\{AAF\}0*(\d{1,3})\|([^|]{0,20})\|([\w-]{1,40})$")  # {AAF}<académie>|x|<jointure>
UAI = re.compile(r"^\d{7}[A-Z]$")
AGENTS = {"DIR", "ADF", "ENS"}
LONGUEUR = 250  # signs of a value that is read


@dataclass(frozen=True)
class Vecteur:
    """« 2|nom|prénom|idEnfant|UAI » of a parent, one per child; « 4|nom|prénom|idElève|UAI » of a pupil."""

    profil: str
    nom: str
    prenom: str
    eleve: str
    uai: str


@dataclass(frozen=True)
class Dit:
    """What a provider said of who comes. `sujet` is its stable number; `retour`, where it wants them led when they go out."""

    sujet: str
    nom: str = ""
    prenom: str = ""
    courriel: str = ""
    affiliations: frozenset[str] = frozenset()
    jointures: tuple[tuple[int, str], ...] = ()  # (académie, number)
    vecteurs: tuple[Vecteur, ...] = ()
    uais: frozenset[str] = frozenset()
    retour: str = ""

    @property
    def est_eleve(self) -> bool:
        return any(a.startswith("eleve") for a in self.affiliations) or any(v.profil == "4" for v in self.vecteurs)


@dataclass
class Recu:
    """What a protocol gives, once it was proved: attributes by name, and what going out will need."""

    sujet: str  # `sub`, or the NameID
    attributs: Mapping[str, list[str]]
    sortie: dict[str, str] = field(default_factory=dict)
    indice: str = ""  # of the session, there


def nommer(bruts: Mapping[str, Any], *autres: Mapping[str, Any]) -> dict[str, list[str]]:
    """By our names, as lists of short texts. A name that was said twice says what it said first."""
    lus: dict[str, list[str]] = {}
    for nom, valeur in [paire for brut in (bruts, *autres) for paire in brut.items()]:
        valeurs = valeur if isinstance(valeur, list | tuple) else [valeur]
        textes = [str(v).strip() for v in valeurs if isinstance(v, str | int) and not isinstance(v, bool)]
        lus.setdefault(OIDS.get(nom, nom), [t for t in textes if t and len(t) <= LONGUEUR])
    return lus


def _premier(lus: Mapping[str, list[str]], *noms: str) -> str:
    return next((lus[nom][0] for nom in noms if lus.get(nom)), "")


def _jointures(valeurs: Iterable[str]) -> tuple[tuple[int, str], ...]:
    return tuple((int(m[1]), m[3]) for valeur in valeurs if (m := NUMERO.match(valeur)))


def _vecteurs(valeurs: Iterable[str]) -> tuple[Vecteur, ...]:
    coupes = (valeur.split("|") for valeur in valeurs)
    return tuple(Vecteur(*parts) for parts in coupes if len(parts) == 5 and all(parts) and UAI.match(parts[4]))


def educonnect(recu: Recu) -> Dit:
    """A parent, or a pupil of a collège. The number is FrEduCtId, the same whichever protocol; else the subject."""
    lus = recu.attributs
    ct_id = _premier(lus, "FrEduCtId")
    uais = [uai for uai in lus.get("FrEduCtEleveUAI", []) if UAI.match(uai)]
    return Dit(
        sujet=f"FrEduCtId|{ct_id}" if ct_id else recu.sujet,
        nom=_premier(lus, "sn", "family_name"),
        prenom=_premier(lus, "givenName", "given_name"),
        affiliations=frozenset(lus.get("FrEduCtPersonAffiliation", [])),
        jointures=_jointures(lus.get("FrEduCtRefId", [])),
        vecteurs=_vecteurs(lus.get("FrEduVecteur", [])),
        uais=frozenset(uais),
        retour=_premier(lus, "FrEduUrlRetour"),
    )


def agent(recu: Recu) -> Dit:
    """An agent of the académie: FrEduRne says where they work, « uai$type$category$function$… »."""
    lus = recu.attributs
    lieux = {valeur.split("$")[0] for valeur in lus.get("FrEduRne", [])}
    return Dit(
        sujet=recu.sujet,
        nom=_premier(lus, "sn", "family_name"),
        prenom=_premier(lus, "givenName", "given_name"),
        courriel=_premier(lus, "mail", "email").casefold(),
        affiliations=frozenset(lus.get("FrEduFonctAdm", [])),
        jointures=_jointures(lus.get("FrEduCtRefId", [])),
        uais=frozenset(uai for uai in lieux if UAI.match(uai)),
        retour=_premier(lus, "FrEduUrlRetour"),
    )
