"""A small collège as the AAF of the 2nd degree writes it: pupils by division, teachers by division and subject."""

from . import aaf

MATIERES = {
    "061300": "MATHEMATIQUES", "062300": "PHYSIQUE-CHIMIE", "030201": "ANGLAIS LV1", "020700": "FRANCAIS", "002900": "ATELIER THEATRE",
}  # fmt: skip
MEF = {"6A": "10010012110", "5B": "10110019110", "3C": "10310019110"}


def matiere(code: str, libelle: str) -> str:
    """As the State writes it: a record of no person."""
    return (
        '<addRequest><operationalAttributes><attr name="categorieMatiere"><value>MatiereEducNat</value></attr></operationalAttributes>'
        f'<identifier><id>{code}</id></identifier><attributes><attr name="ENTMatJointure"><value>{code}</value></attr>'
        f'<attr name="ENTLibelleMatiere"><value>{libelle}</value></attr></attributes></addRequest>\n'
    )


def eleve(jointure: str, nom: str, prenom: str, division: str, *, adultes=(), structure="10", **autres) -> str:
    return aaf.ajout(
        "Eleve",
        jointure,
        sn=nom,
        ENTPersonNomPatro=nom,
        givenName=prenom,
        personalTitle="Mme",
        ENTPersonDateNaissance="06/06/2014",
        ENTPersonStructRattach=structure,
        ENTEleveClasses=f"{structure}${division}",
        ENTEleveMEF=MEF[division],
        ENTElevePersRelEleve=[f"{adulte}$1$1$1$1$1" for adulte in adultes],
        **autres,
    )


def adulte(jointure: str, nom: str, prenom: str, **autres) -> str:
    return aaf.ajout(
        "PersRelEleve", jointure, sn=nom, ENTPersonNomPatro=nom, givenName=prenom, personalTitle="Mme", **autres
    )


def professeur(jointure: str, nom: str, prenom: str, *services: str, principal_de=(), **autres) -> str:
    """`services`: « 6A 061300 », a division and a subject."""
    return aaf.ajout(
        "PersEducNat",
        jointure,
        sn=nom,
        ENTPersonNomPatro=nom,
        givenName=prenom,
        personalTitle="M.",
        ENTPersonStructRattach="10",
        ENTPersonFonctions="10$ENS$ENSEIGNEMENT$-$-",
        ENTAuxEnsClassesMatieres=[f"10${service.replace(' ', '$')}" for service in services],
        ENTAuxEnsClassesPrincipal=[f"10${division}" for division in principal_de],
        **autres,
    )


def principale(jointure: str, nom: str, prenom: str) -> str:
    return aaf.ajout(
        "PersEducNat",
        jointure,
        sn=nom,
        ENTPersonNomPatro=nom,
        givenName=prenom,
        personalTitle="Mme",
        ENTPersonStructRattach="10",
        ENTPersonFonctions="10$DIR$DIRECTION$-$-",
    )


ELEVES = [
    eleve("6001", "NGUYEN", "HUGO", "6A", adultes=["7001"]),
    eleve("6002", "OLLIVIER", "LINA", "5B", adultes=["7002"]),
    eleve("6003", "PEREIRA", "TOM", "3C", adultes=["7003"]),
]
ADULTES = [adulte("7001", "NGUYEN", "LAN"), adulte("7002", "OLLIVIER", "EVE"), adulte("7003", "PEREIRA", "RITA")]


def complet(college, *agents: str, eleves=None, matieres=MATIERES) -> dict[str, bytes]:
    fichiers = aaf.complet(college, eleves=ELEVES if eleves is None else eleves, adultes=ADULTES, agents=agents)
    if matieres is not None:
        fichiers["MatiereEducNat"] = aaf.fichier(*(matiere(code, libelle) for code, libelle in matieres.items()))
    return fichiers
