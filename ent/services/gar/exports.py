"""Files of the first degree for GAR (schema 1.4): what was read, in the words and the order of the ministry's schema, 25,000 elements a file."""

import uuid
from collections.abc import Iterator, Mapping
from itertools import batched
from xml.sax.saxutils import escape

from ent.socle.textes import pour_xml

from .lectures.contenu import Contenu, Fiche
from .models import Genre

ESPACE, VERSION = "http://data.education.fr/ns/gar/1d", "1.4"
PAR_FICHIER = 25_000
LONGUEURS = {
    "GARPersonNom": 500,
    "GARPersonPrenom": 500,
    "GARPersonAutresPrenoms": 500,
    "GARStructureNomCourant": 500,
    "GARGroupeLibelle": 255,
    "GARPersonMail": 255,
}
Numeros = Mapping[int, uuid.UUID]


def _un(nom: str, valeur: str) -> str:
    """One element; what the schema bounds is cut, what XML forbids is not written."""
    propre = " ".join(pour_xml(valeur).split())[: LONGUEURS.get(nom)]
    return f"<men:{nom}>{escape(propre)}</men:{nom}>"


def _plusieurs(nom: str, *contenu: str) -> str:
    return f"<men:{nom}>{''.join(contenu)}</men:{nom}>"


def _etabs(contenu: Contenu, numeros: Numeros) -> Iterator[str]:
    for ecole in contenu.ecoles:
        yield _plusieurs("GAREtab", _un("GARStructureUAI", ecole.uai), _un("GARStructureNomCourant", ecole.nom))


def _personnes(nom: str, fiches: list[Fiche], numeros: Numeros) -> Iterator[str]:
    for f in fiches:
        profils = (
            _plusieurs("GARPersonProfils", _un("GARStructureUAI", uai), _un("GARPersonProfil", f.profil))
            for uai in f.uais
        )
        yield _plusieurs(
            nom,
            _un("GARPersonIdentifiant", str(numeros[f.personne])),
            *profils,
            _un("GARPersonNom", f.nom),
            _un("GARPersonPrenom", f.prenom),
            # No other first name is held here: the schema then wants the usual one again.
            _un("GARPersonAutresPrenoms", f.prenom),
            *(_un("GARPersonEtab", uai) for uai in f.uais),
        )


def _niveaux(niveaux: list[tuple[str, int, str]], numeros: Numeros) -> Iterator[str]:
    for uai, personne, code in niveaux:
        yield _plusieurs(
            "GARPersonMEFSTAT4",
            _un("GARStructureUAI", uai),
            _un("GARPersonIdentifiant", str(numeros[personne])),
            _un("GARMEFSTAT4Code", code),
        )


def _eleves(contenu: Contenu, numeros: Numeros) -> Iterator[str]:
    yield from _personnes("GAREleve", contenu.eleves, numeros)
    yield from _niveaux(contenu.niveaux_eleves, numeros)


def _enseignants(contenu: Contenu, numeros: Numeros) -> Iterator[str]:
    yield from _personnes("GAREnseignant", contenu.enseignants, numeros)
    yield from _niveaux(contenu.niveaux_enseignants, numeros)


def _groupes(contenu: Contenu, numeros: Numeros) -> Iterator[str]:
    for g in contenu.regroupements:
        yield _plusieurs(
            "GARGroupe",
            _un("GARGroupeCode", g.code),
            _un("GARStructureUAI", g.uai),
            _un("GARGroupeLibelle", g.libelle),
            _un("GARGroupeStatut", g.statut),
            *(_un("GARGroupeDivAppartenance", code) for code in g.divisions),
        )
    for uai, personne, code in contenu.membres:
        yield _plusieurs(
            "GARPersonGroupe",
            _un("GARStructureUAI", uai),
            _un("GARPersonIdentifiant", str(numeros[personne])),
            _un("GARGroupeCode", code),
        )


def _responsables(contenu: Contenu, numeros: Numeros) -> Iterator[str]:
    for r in contenu.responsables:
        yield _plusieurs(
            "GARRespAff",
            _un("GARPersonIdentifiant", str(numeros[r.personne])),
            _un("GARPersonNom", r.nom),
            _un("GARPersonPrenom", r.prenom),
            _un("GARPersonMail", r.courriel),
            *(_un("GARRespAffEtab", uai) for uai in r.uais),
        )


ELEMENTS = {
    Genre.ETAB: _etabs,
    Genre.ELEVE: _eleves,
    Genre.ENSEIGNANT: _enseignants,
    Genre.GROUPE: _groupes,
    Genre.RESP_AFF: _responsables,
}


def fichiers(genre: Genre, contenu: Contenu, numeros: Numeros, *, par_fichier: int = PAR_FICHIER) -> Iterator[bytes]:
    """Of one kind, in order: one file at least, since GAR expects all five. In each, people come before their levels."""
    elements = ELEMENTS[genre](contenu, numeros)
    vide = True
    for lot in batched(elements, par_fichier):
        vide = False
        yield _fichier(genre, lot)
    if vide:
        yield _fichier(genre, ())


def _fichier(genre: Genre, elements: tuple[str, ...]) -> bytes:
    racine = f"men:GAR-ENT-{genre.value}"
    tete = f'<?xml version="1.0" encoding="UTF-8"?>\n<{racine} xmlns:men="{ESPACE}" Version="{VERSION}">\n'
    return (tete + "".join(f"{element}\n" for element in elements) + f"</{racine}>\n").encode()
