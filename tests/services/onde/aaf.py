"""Small files of the AAF as the State writes them, in both degrees: records as XML, sets in a folder."""

import os
import time
from pathlib import Path
from xml.sax.saxutils import escape

from ent.annuaire.models import Inscription, Responsabilite
from ent.services.onde.aaf import releve
from ent.services.onde.models import EcoleAaf, LotAaf

ENTETE = '<?xml version="1.0" encoding="{encodage}"?>\n<!DOCTYPE ficAlimMENESR SYSTEM "ficAlimMENESR.dtd">\n<ficAlimMENESR>\n'
CATEGORIES = ["EtabEducNat", "Eleve", "PersRelEleve", "PersEducNat"]
CLASSES = {"501": "CP-CE1", "502": "CM2"}


def _valeurs(valeurs) -> str:
    valeurs = [valeurs] if isinstance(valeurs, str) else valeurs
    return "".join(f"<value>{escape(v)}</value>" if v else "<value/>" for v in valeurs or [""])


def ajout(categorie: str, jointure: str, **attributs) -> str:
    """`attributs`: a value, a list of them, or "" for an empty one."""
    quoi = "categorieStructure" if categorie == "EtabEducNat" else "categoriePersonne"
    nom = "ENTStructureJointure" if categorie == "EtabEducNat" else "ENTPersonJointure"
    corps = "".join(f'<attr name="{n}">{_valeurs(v)}</attr>' for n, v in ({nom: jointure} | attributs).items())
    return (
        f'<addRequest><operationalAttributes><attr name="{quoi}"><value>{categorie}</value></attr></operationalAttributes>'
        f"<identifier><id>{jointure}</id></identifier><attributes>{corps}</attributes></addRequest>\n"
    )


def remplace(categorie: str, jointure: str, **attributs) -> str:
    corps = "".join(
        f'<modification name="{n}" operation="replace">{_valeurs(v)}</modification>' for n, v in attributs.items()
    )
    return (
        f'<modifyRequest><operationalAttributes><attr name="categoriePersonne"><value>{categorie}</value></attr></operationalAttributes>'
        f"<identifier><id>{jointure}</id></identifier><modifications>{corps}</modifications></modifyRequest>\n"
    )


def retire(categorie: str, jointure: str) -> str:
    return (
        f'<deleteRequest><operationalAttributes><attr name="categoriePersonne"><value>{categorie}</value></attr></operationalAttributes>'
        f"<identifier><id>{jointure}</id></identifier></deleteRequest>\n"
    )


def ecole(jointure: str, uai: str, **attributs) -> str:
    return ajout(
        "EtabEducNat", jointure, ENTStructureUAI=uai, ENTStructureNomCourant="E.E.PU DES MARRONNIERS", **attributs
    )


def eleve(
    jointure: str,
    nom: str,
    prenom: str,
    *,
    ne="04/02/2020",
    ine="",
    classe="501",
    adultes=(),
    structure="10",
    libelle="",
    niveau="CP",
    **autres,
) -> str:
    libelle = libelle or CLASSES.get(classe, f"Classe {classe}")
    return ajout(
        "Eleve",
        jointure,
        ENTEleveINE=ine,
        ENTPersonNom=nom,
        ENTPersonNomPatro=nom,
        ENTPersonPrenom=prenom,
        ENTPersonDateNaissance=ne,
        ENTPersonCivilite="MME",
        ENTPersonStructRattach=structure,
        ENTPersonClasses=f"{structure}$EL$1$cls$x".replace("cls$x", f"{classe}${libelle}"),
        ENTEleveNiveau=f"0011${niveau}",
        ENTEleveAutoriteParentale=list(adultes),
        **autres,
    )


def adulte(jointure: str, nom: str, prenom: str, *, civilite="MME", enfants=(), **autres) -> str:
    return ajout(
        "PersRelEleve",
        jointure,
        ENTPersonNom=nom,
        ENTPersonNomPatro=nom,
        ENTPersonPrenom=prenom,
        ENTPersonCivilite=civilite,
        ENTPersRelEleveEleve=list(enfants),
        **autres,
    )


def agent(jointure: str, nom: str, prenom: str, *, fonctions=("10$ENS$ENSEIGNANT$-$-",), **autres) -> str:
    return ajout(
        "PersEducNat",
        jointure,
        ENTPersonNom=nom,
        ENTPersonNomPatro=nom,
        ENTPersonPrenom=prenom,
        ENTPersonCivilite="MME",
        ENTPersonStructRattach="10",
        ENTPersonFonctions=list(fonctions),
        **autres,
    )


def fichier(*requetes: str, encodage="ISO-8859-15") -> bytes:
    return (ENTETE.format(encodage=encodage) + "".join(requetes) + "</ficAlimMENESR>\n").encode(encodage)


def deposer(dossier: Path, jour: str, genre="Complet", *, flux="ENT1D", frais=False, **fichiers: bytes) -> None:
    """A set in the folder, there for an hour unless `frais`; kinds left out of a Complet are empty files."""
    for categorie in [*CATEGORIES, "MatiereEducNat"]:
        if categorie in fichiers or (genre == "Complet" and categorie in CATEGORIES):
            chemin = dossier / f"{flux}_{genre}_{jour}_{categorie}_0000.xml"
            chemin.write_bytes(fichiers.get(categorie) or fichier())
            if not frais:
                poser(chemin)


def poser(chemin: Path, secondes: int = 3600) -> None:
    quand = time.time() - secondes
    os.utime(chemin, (quand, quand))


# --- a school, set after set
ADELE = eleve("1001", "MARTIN", "Adèle", ine="270000001AA", adultes=["2001"])
YANIS = eleve("1002", "BENALI", "Yanis", ne="19/10/2019", ine="270000002AA", niveau="CE1", adultes=["2002"])
NOUR = eleve("1003", "BENALI", "Nour", ne="02/03/2016", ine="270000003AA", classe="502", niveau="CM2", adultes=["2002"])
ALINE = adulte("2001", "MARTIN", "Aline", enfants=["1001"], ENTPersonMail="aline@exemple.fr")
KARIM = adulte(
    "2002", "BENALI", "Karim", civilite="M.", enfants=["1002", "1003"], ENTPersRelEleveTelMobile="0612345678"
)
TOUS = {"eleves": [ADELE, YANIS, NOUR], "adultes": [ALINE, KARIM]}


def complet(*ecoles, eleves=(), adultes=(), agents=(), **etab) -> dict[str, bytes]:
    etabs = [ecole(str(10 + rang), une.uai, **etab) for rang, une in enumerate(ecoles)]
    return {
        "EtabEducNat": fichier(*etabs),
        "Eleve": fichier(*eleves),
        "PersRelEleve": fichier(*adultes),
        "PersEducNat": fichier(*agents),
    }


def prendre(dossier, jour: str, genre="Complet", **fichiers) -> LotAaf:
    """Drop a set and take it; what became of it."""
    deposer(dossier, jour, genre, **fichiers)
    releve.relever()
    return LotAaf.objects.get(genre=genre.lower(), jour=f"{jour[:4]}-{jour[4:6]}-{jour[6:]}")


def faits(lot: LotAaf, etablissement) -> dict:
    sienne = EcoleAaf.objects.get(lot=lot, etablissement=etablissement)
    assert sienne.etat == "appliquee", sienne.erreur
    return sienne.comptes


def presents(ecole) -> list[str]:
    places = Inscription.objects.filter(classe__etablissement=ecole, fin=None).order_by("eleve__nom", "eleve__prenom")
    return [str(place.eleve) for place in places.select_related("eleve")]


def liens(ecole) -> dict[tuple[str, str], str]:
    siens = Responsabilite.objects.filter(etablissement=ecole, fin=None).select_related("adulte", "enfant")
    return {(str(lien.adulte), str(lien.enfant)): lien.autorite for lien in siens}
