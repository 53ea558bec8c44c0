"""What a record of the AAF says, in the words of the directory: lines as ONDE's are, of one school. Pure: no database.

The 1st degree and the 2nd do not name things alike (formats.md §2): each field is looked for under both names. `$` separates the parts of
a value. An attribute that the State emptied empties what it had said; one that it never filled says nothing.
"""

import zlib
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ent.annuaire.matieres import reconnaitre
from ent.socle.textes import est_formule, lisible, nom_lisible, norme, propre

from ..lignes import BlocEnfant, LigneEleve, LignePersonnel, LigneResponsable, Rejet
from ..lire import LONGUEURS
from ..normes import COURRIEL, CelluleRefusee, lire_civilite, lire_date, lire_niveau, lire_oui

Contenu = dict[str, list[str]]

NOMS = ["ENTPersonNom", "sn", "ENTPersonNomPatro", "ENTPersonPrenom", "givenName", "ENTPersonCivilite", "personalTitle"]
CHAMPS = {
    "courriel_contact": ["ENTPersonMail", "mail"],
    "telephone": ["ENTPersonTelPerso", "homePhone"],
    "telephone_travail": ["ENTPersRelEleveTelPro", "telephoneNumber"],
    "telephone_portable": ["ENTPersRelEleveTelMobile", "mobile"],
    "adresse": ["ENTPersonAdresse"],
    "code_postal": ["ENTPersonCodePostal"],
    "ville": ["ENTPersonVille"],
}
ADRESSE = ["adresse", "code_postal", "ville"]
ADULTES = [attribut for attributs in CHAMPS.values() for attribut in attributs]
SERVICES = {
    "cantine": "ENTEleveRestaurantScolaire", "transport": "ENTEleveTransport", "garderie_matin": "ENTEleveGarderieMatin",
    "garderie_soir": "ENTEleveGarderieSoir", "etude": "ENTEleveEtudesSurveillees",
}  # fmt: skip
ENFANTS = "ENTPersRelEleveEleve"
# What is kept of each kind of record, and nothing else.
UTILES = {
    "EtabEducNat": frozenset(
        ["ENTStructureUAI", "ENTStructureNomCourant", "ENTStructureTypeStruct", "ENTEcoleCommune", "ENTEcoleRPI"]
    ),
    "Eleve": frozenset(
        {
            *NOMS, *SERVICES.values(), *(a for c in ADRESSE for a in CHAMPS[c]), "ENTEleveINE", "ENTPersonDateNaissance",
            "ENTPersonStructRattach", "ENTPersonClasses", "ENTEleveClasses", "ENTPersonGroupes", "ENTEleveGroupes", "ENTEleveNiveau",
            "ENTEleveMEF", "ENTEleveLibelleMEF", "ENTEleveAutoriteParentale", "ENTElevePersRelEleve",
        }
    ),
    "PersRelEleve": frozenset([*NOMS, *ADULTES, ENFANTS]),
    "PersEducNat": frozenset(
        {
            *NOMS, "ENTPersonMail", "mail", "ENTPersonStructRattach", "ENTPersonFonctions", "ENTEnsFonctionDir", "ENTPersonClasses",
            "ENTAuxEnsClassesMatieres", "ENTAuxEnsClassesPrincipal",
        }
    ),
    "MatiereEducNat": frozenset(["ENTLibelleMatiere"]),
}  # fmt: skip
# The levels of collège, by what every programme of one begins with.
NIVEAUX_MEF = {"1001": "6E", "1011": "5E", "1021": "4E", "1031": "3E"}
STRUCTURES_D_UN_AGENT = (
    "ENTPersonFonctions", "ENTEnsFonctionDir", "ENTPersonClasses", "ENTAuxEnsClassesMatieres", "ENTAuxEnsClassesPrincipal",
)  # fmt: skip
ENSEIGNENT = {"ENS", "DOC"}
LIGNE_MAX = 2**31 - 1


def premier(contenu: Contenu, *noms: str) -> str:
    """The first value under one of these names; empty if there is none."""
    return next((valeur for nom in noms for valeur in contenu.get(nom, ())), "")


def parties(contenu: Contenu, nom: str, structure: str, combien: int) -> Iterable[list[str]]:
    """The values of this structure that have at least so many parts."""
    for valeur in contenu.get(nom, ()):
        bouts = [bout.strip() for bout in valeur.split("$")]
        if len(bouts) >= combien and bouts[0] == structure:
            yield bouts


def est_2d(contenu: Contenu) -> bool:
    return "sn" in contenu or "givenName" in contenu


def numero(contenu: Contenu, jointure: str) -> str:
    """The same number may be somebody of each degree."""
    return f"{'2d' if est_2d(contenu) else '1d'}-{jointure}"


def ligne_de(jointure: str) -> int:
    """Where a record is found again: its number, when it is one."""
    return (
        int(jointure)
        if jointure.isdecimal() and int(jointure) <= LIGNE_MAX
        else zlib.crc32(jointure.encode()) & LIGNE_MAX
    )


# --- structures -------------------------------------------------------------------------------------------------------
def structures_de(categorie: str, contenu: Contenu) -> list[str]:
    """The structures where a pupil is, or where somebody works. One of a pupil: the first class's, else the one they hang on."""
    if categorie == "Eleve":
        classes = [*contenu.get("ENTPersonClasses", ()), *contenu.get("ENTEleveClasses", ())]
        rattachement = premier(contenu, "ENTPersonStructRattach")
        lieux = [valeur.partition("$")[0].strip() for valeur in classes]
        return [rattachement] if rattachement and (not lieux or rattachement in lieux) else lieux[:1]
    trouvees = [valeur.partition("$")[0].strip() for nom in STRUCTURES_D_UN_AGENT for valeur in contenu.get(nom, ())]
    return list(dict.fromkeys(trouvees or contenu.get("ENTPersonStructRattach", [])))


def adultes_dits(contenu: Contenu) -> dict[str, bool | None]:
    """The adults whom a pupil's record names, each with whether the State gives them parental authority."""
    dits: dict[str, bool | None] = {}
    if contenu.get("ENTElevePersRelEleve"):  # id$lien$respFinancier$autoriteParentale$contact$paiement
        for valeur in contenu["ENTElevePersRelEleve"]:
            bouts = [*valeur.split("$"), "", "", ""]
            dits[bouts[0].strip()] = {"1": True, "0": False}.get(bouts[3].strip())
    else:
        dits = {valeur.partition("$")[0].strip(): True for valeur in contenu.get("ENTEleveAutoriteParentale", ())}
    return {jointure: autorite for jointure, autorite in dits.items() if jointure}


# --- fields -----------------------------------------------------------------------------------------------------------
def _identite(contenu: Contenu) -> dict[str, str]:
    usage = propre(premier(contenu, "ENTPersonNom", "sn"))
    nom = propre(premier(contenu, "ENTPersonNomPatro")) or usage
    prenom = propre(premier(contenu, "ENTPersonPrenom", "givenName"))
    for valeur, champ, phrase in ((nom, "nom", _("Le nom manque.")), (prenom, "prenom", _("Le prénom manque."))):
        if not valeur:
            raise CelluleRefusee(f"{nom} {prenom}".strip() or _("vide"), phrase, _a_la_source(contenu))
        if est_formule(valeur, nom=True) or len(valeur) > LONGUEURS[champ]:
            raise CelluleRefusee(valeur[:80], _("Ce n’est pas un nom."), _a_la_source(contenu))
    meme = norme(usage) == norme(nom) or len(usage) > LONGUEURS["nom_usage"]
    return {
        "nom": nom_lisible(nom),
        "prenom": lisible(prenom),
        "nom_usage": "" if meme else nom_lisible(usage),
    }


def _a_la_source(contenu: Contenu) -> str:
    return _("Corriger dans SIECLE") if est_2d(contenu) else _("Corriger dans ONDE")


def _champs(contenu: Contenu, lesquels: Iterable[str]) -> dict[str, str]:
    """What the State says, or said and emptied."""
    dits = {}
    for champ in lesquels:
        if any(nom in contenu for nom in CHAMPS[champ]):
            brut = premier(contenu, *CHAMPS[champ])
            valeur = propre(" ".join(filter(None, brut.split("$"))))[: LONGUEURS[champ]].rstrip()
            if valeur and (
                est_formule(valeur, nom=False) or (champ == "courriel_contact" and not COURRIEL.fullmatch(valeur))
            ):
                continue
            dits[champ] = valeur
    return dits


def _civilite(contenu: Contenu) -> str:
    return lire_civilite(premier(contenu, "ENTPersonCivilite", "personalTitle"))


# --- people -----------------------------------------------------------------------------------------------------------
def eleve(fichier: str, jointure: str, contenu: Contenu, structure: str) -> LigneEleve:
    """Raises `CelluleRefusee`."""
    identite = _identite(contenu)
    qui = f"{identite['prenom']} {identite['nom']}"
    identifiant, classe = _classe(contenu, structure)
    if not classe and not identifiant:
        raise CelluleRefusee(qui, _("Aucune classe n’est écrite."), _("Répartir l’élève dans une classe"))
    ine = norme(premier(contenu, "ENTEleveINE")).upper()[: LONGUEURS["ine"]]
    date = lire_date(premier(contenu, "ENTPersonDateNaissance"))
    if date is None and not ine:
        raise CelluleRefusee(qui, _("La date de naissance manque."), _a_la_source(contenu))
    niveau, niveau_ecrit = _niveau(contenu)
    sexe = {"M.": "M", "Mme": "F"}.get(_civilite(contenu), "")
    return LigneEleve(
        fichier=fichier,
        ligne=ligne_de(jointure),
        nom=identite["nom"],
        prenom=identite["prenom"],
        date_naissance=date,
        ine=ine,
        niveau=niveau,
        niveau_ecrit=niveau_ecrit,
        classe=classe,
        identifiant_classe=identifiant,
        champs=_champs(contenu, ADRESSE) | {"nom_usage": identite["nom_usage"]} | ({"sexe": sexe} if sexe else {}),
        jointure=numero(contenu, jointure),
        groupes=tuple(dict.fromkeys(_groupes(contenu, structure))),
    )


def _classe(contenu: Contenu, structure: str) -> tuple[str, str]:
    """Number and label: five parts in the 1st degree, the code alone in the 2nd."""
    for bouts in parties(contenu, "ENTPersonClasses", structure, 5):
        return bouts[3][: LONGUEURS["identifiant_classe"]], propre(bouts[4])[: LONGUEURS["classe"]]
    for bouts in parties(contenu, "ENTEleveClasses", structure, 2):
        return bouts[1][: LONGUEURS["identifiant_classe"]], propre(bouts[1])[: LONGUEURS["classe"]]
    return "", ""


def _groupes(contenu: Contenu, structure: str) -> Iterable[tuple[str, str]]:
    for bouts in parties(contenu, "ENTPersonGroupes", structure, 5):
        if bouts[3] and bouts[4]:
            yield bouts[3][:80], propre(bouts[4])
    for bouts in parties(contenu, "ENTEleveGroupes", structure, 2):
        if bouts[1]:
            yield bouts[1][:80], propre(bouts[1])


def _niveau(contenu: Contenu) -> tuple[str | None, str]:
    if ecrit := premier(contenu, "ENTEleveNiveau"):
        return lire_niveau(propre(ecrit.rpartition("$")[2]))
    if mef := premier(contenu, "ENTEleveMEF"):
        if niveau := NIVEAUX_MEF.get(mef[:4]):
            return niveau, ""
        return lire_niveau(propre(premier(contenu, "ENTEleveLibelleMEF")))
    return None, ""


def responsable(fichier: str, jointure: str, contenu: Contenu, enfants: Iterable[BlocEnfant]) -> LigneResponsable:
    """Raises `CelluleRefusee`."""
    identite = _identite(contenu)
    usage = {"nom_usage": identite["nom_usage"]} if identite["nom_usage"] else {}
    return LigneResponsable(
        fichier=fichier,
        ligne=ligne_de(jointure),
        civilite=_civilite(contenu),
        nom=identite["nom"],
        prenom=identite["prenom"],
        champs=_champs(contenu, CHAMPS) | usage,
        enfants=tuple(enfants),
        jointure=numero(contenu, jointure),
    )


def enfant(ligne: LigneEleve, autorite: bool | None) -> BlocEnfant:
    return BlocEnfant(
        nom_usage=ligne.champs.get("nom_usage", ""),
        nom=ligne.nom,
        prenom=ligne.prenom,
        classe=ligne.classe,
        date_naissance=ligne.date_naissance,
        jointure=ligne.jointure,
        autorite=autorite,
    )


def personnel(
    fichier: str, jointure: str, contenu: Contenu, structure: str, libelles: Mapping[str, str] | None = None
) -> LignePersonnel:
    """Raises `CelluleRefusee`. `libelles`: what the State calls the subjects, by their code."""
    identite = _identite(contenu)
    codes = {bouts[1] for bouts in parties(contenu, "ENTPersonFonctions", structure, 2)}
    dirige = any(True for _b in parties(contenu, "ENTEnsFonctionDir", structure, 1))
    classes = dict(_classes_tenues(contenu, structure))
    usage = {"nom_usage": identite["nom_usage"]} if identite["nom_usage"] else {}
    return LignePersonnel(
        fichier=fichier,
        ligne=ligne_de(jointure),
        civilite=_civilite(contenu),
        nom=identite["nom"],
        prenom=identite["prenom"],
        est_directeur=dirige or "DIR" in codes,
        classes=tuple(classes.values()),
        champs=_champs(contenu, ["courriel_contact"]) | usage,
        jointure=numero(contenu, jointure),
        numeros=tuple(classes),
        enseigne=bool(codes & ENSEIGNENT) if codes else None,
        matieres=_matieres(contenu, structure, libelles or {}),
        principal_de=frozenset(bouts[1] for bouts in parties(contenu, "ENTAuxEnsClassesPrincipal", structure, 2)),
    )


def _matieres(contenu: Contenu, structure: str, libelles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By division, what is taught there. A number whose label the State did not send says nothing; words say themselves."""
    dites: dict[str, tuple[str, ...]] = {}
    for _structure, division, code, *_reste in parties(contenu, "ENTAuxEnsClassesMatieres", structure, 3):
        libelle = propre(libelles.get(code) or ("" if any(signe.isdigit() for signe in code) else code))
        if libelle and not est_formule(libelle, nom=True):
            dites[division] = (*dites.get(division, ()), reconnaitre(libelle))
    return dites


def _classes_tenues(contenu: Contenu, structure: str) -> Iterable[tuple[str, str]]:
    for bouts in parties(contenu, "ENTPersonClasses", structure, 5):
        yield bouts[3], propre(bouts[4])
    for nom in ("ENTAuxEnsClassesMatieres", "ENTAuxEnsClassesPrincipal"):
        for bouts in parties(contenu, nom, structure, 2):
            yield bouts[1], propre(bouts[1])


def services(contenus: Iterable[Contenu]) -> dict[str, int]:
    """How many pupils the State says of the canteen, of the garderie…: an indication, that enrols nobody."""
    comptes = dict.fromkeys(SERVICES, 0)
    for contenu in contenus:
        for nom, attribut in SERVICES.items():
            comptes[nom] += lire_oui(premier(contenu, attribut))
    return {nom: n for nom, n in comptes.items() if n}


def rejet(fichier: str, jointure: str, refus: CelluleRefusee, contenu: Contenu) -> Rejet:
    """A record that cannot be read, and of whom it seems to speak: a pupil of whom one speaks has not left."""
    nom = propre(premier(contenu, "ENTPersonNomPatro", "ENTPersonNom", "sn"))[:80]
    prenom = propre(premier(contenu, "ENTPersonPrenom", "givenName"))[:80]
    ine = norme(premier(contenu, "ENTEleveINE"))
    return Rejet(
        fichier,
        ligne_de(jointure),
        refus.ecrit,
        refus.raison,
        refus.que_faire,
        ine=ine,
        nom=norme(nom) if nom else "",
        prenom=norme(prenom) if prenom else "",
        qui=f"{lisible(prenom)} {nom_lisible(nom)}".strip(),
    )
