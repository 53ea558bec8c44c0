"""Read a file of the AAF as a stream: requests out, one at a time; memory holds one of them and a block of the file.

By expat alone, which opens nothing: the DTD that the files name is never looked for, a subset of their own, an entity of their own and a
reference to one that nobody declared are refused. What a request may hold is bounded, so that no file fills the memory.
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from ..lignes import Illisible

BLOC = 256 * 1024
RACINE, DTD = "ficAlimMENESR", "ficAlimMENESR.dtd"
OPERATIONS = {"addRequest": "add", "modifyRequest": "modify", "deleteRequest": "delete"}
# Elements that hold a value, by the name of the one around them.
SECTIONS = {
    "operationalAttributes": "attr", "attributes": "attr", "modifications": "modification", "identifier": "id",
}  # fmt: skip
VALEUR_MAX, VALEURS_MAX = 4_000, 20_000  # signs of a value, values of a request
NUMERO_MAX = 40  # signs of a jointure, as they are kept
COUPE = {
    expat.errors.codes[nom]
    for nom in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}


@dataclass
class Requete:
    """What the State asks of one record. `attributs`: {name: [values]}, an emptied one with none."""

    operation: str
    ligne: int
    categorie: str = ""
    jointure: str = ""
    attributs: dict[str, list[str]] = field(default_factory=dict)


def lire(chemin: Path, utiles: frozenset[str]) -> Iterator[Requete]:
    """The requests of a file, with their attributes among `utiles`. Raises `Illisible`, with the line, at the first thing that is wrong."""
    lecteur = _Lecteur(chemin.name, utiles)
    try:
        with chemin.open("rb") as flux:
            while bloc := flux.read(BLOC):
                yield from lecteur.avancer(bloc)
        yield from lecteur.avancer(b"", fini=True)
    except OSError as erreur:
        phrase = _("Ce fichier ne s’ouvre pas (%(e)s).") % {"e": erreur.strerror}
        raise Illisible(chemin.name, 0, phrase) from None


class _Lecteur:
    def __init__(self, nom: str, utiles: frozenset[str]) -> None:
        self.nom, self.utiles = nom, utiles
        self.pile: list[str] = []
        self.faites: list[Requete] = []
        self.requete: Requete | None = None
        self.attribut, self.texte, self.valeurs = "", "", 0
        self.racine_finie = False
        self.p = self._analyseur()

    def _analyseur(self) -> Any:
        p = expat.ParserCreate()
        p.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        p.buffer_text = True
        p.StartDoctypeDeclHandler = self._doctype
        p.EntityDeclHandler = self._entite
        p.SkippedEntityHandler = self._entite
        p.ExternalEntityRefHandler = self._entite
        p.StartElementHandler, p.EndElementHandler = self._debut, self._fin
        p.CharacterDataHandler = self._texte
        return p

    def avancer(self, bloc: bytes, *, fini: bool = False) -> list[Requete]:
        try:
            self.p.Parse(bloc, fini)
        except expat.ExpatError as erreur:
            coupe = erreur.code in COUPE and fini
            phrase = (
                _("Le fichier s’arrête au milieu : il a été coupé.")
                if coupe
                else _("Ce n’est pas un fichier de l’AAF, ou il est abîmé (%(e)s).")
                % {"e": expat.ErrorString(erreur.code)}
            )
            raise Illisible(self.nom, erreur.lineno, phrase) from None
        except (LookupError, ValueError):  # an encoding that nobody knows, or that is not one sign a byte
            phrase = _("Son encodage n’est pas connu : on attend UTF-8 ou ISO-8859-15.")
            raise Illisible(self.nom, 1, phrase) from None
        faites, self.faites = self.faites, []
        return faites

    def _refuser(self, phrase: str) -> None:
        raise Illisible(self.nom, self.p.CurrentLineNumber, phrase)

    # --- what is never followed ---------------------------------------------------------------------------------------
    def _doctype(self, nom: str, systeme: str | None, public: str | None, a_un_sous_ensemble: int) -> None:
        if a_un_sous_ensemble:
            self._refuser(
                _(
                    "Il déclare des entités ou des règles à lui : un fichier de l’AAF n’en a pas. Il est refusé sans être lu."
                )
            )
        if nom != RACINE or (systeme or DTD).replace("\\", "/").rpartition("/")[2] != DTD:
            self._refuser(
                _("Il se dit d’un autre genre de document que l’AAF (%(nom)s).") % {"nom": (systeme or nom)[:80]}
            )

    def _entite(self, *_arguments: Any) -> int:
        self._refuser(_("Il renvoie à une entité que rien ne définit : il est refusé."))
        return 0

    # --- elements -----------------------------------------------------------------------------------------------------
    def _debut(self, nom: str, attributs: dict[str, str]) -> None:
        profondeur = len(self.pile)
        if profondeur == 0:
            attendu = nom == RACINE
        elif profondeur == 1:
            attendu = nom in OPERATIONS
            self.requete, self.valeurs = Requete(OPERATIONS.get(nom, ""), self.p.CurrentLineNumber), 0
        elif profondeur == 2:
            attendu = nom in SECTIONS
        elif profondeur == 3:
            attendu = nom == SECTIONS[self.pile[2]]
            self._attribut(nom, attributs)
        else:
            attendu = profondeur == 4 and nom == "value" and self.pile[3] != "id"
        if not attendu:
            self._refuser(
                _("« %(nom)s » n’est pas attendu ici : ce n’est pas un fichier de l’AAF.") % {"nom": nom[:40]}
            )
        self.pile.append(nom)
        self.texte = ""

    def _attribut(self, nom: str, attributs: dict[str, str]) -> None:
        self.attribut = attributs.get("name", "")
        if nom == "modification" and attributs.get("operation", "replace") != "replace":
            self._refuser(_("Une modification autre qu’un remplacement n’est pas prévue."))
        if self.requete and self.pile[2] in ("attributes", "modifications") and self.attribut in self.utiles:
            self.requete.attributs[self.attribut] = []

    def _texte(self, texte: str) -> None:
        if len(self.pile) >= 4:
            self.texte += texte
            if len(self.texte) > VALEUR_MAX:
                self._refuser(_("Une valeur est trop longue pour être vraie."))

    def _fin(self, nom: str) -> None:
        self.pile.pop()
        profondeur, requete = len(self.pile), self.requete
        if requete is None:
            return
        if profondeur == 1:
            self._conclure(requete)
        elif nom == "id":
            requete.jointure = self.texte.strip()
        elif nom == "value":
            self._valeur(requete, html.unescape(self.texte).strip())

    def _valeur(self, requete: Requete, valeur: str) -> None:
        self.valeurs += 1
        if self.valeurs > VALEURS_MAX:
            self._refuser(_("Une fiche a trop de valeurs pour être vraie."))
        if self.pile[2] == "operationalAttributes":
            requete.categorie = requete.categorie or valeur
        elif valeur and self.attribut in requete.attributs:
            requete.attributs[self.attribut].append(valeur)

    def _conclure(self, requete: Requete) -> None:
        if not requete.categorie or not requete.jointure:
            self._refuser(_("Une fiche n’a pas de numéro, ou ne dit pas de qui elle parle."))
        if len(requete.jointure) > NUMERO_MAX:
            self._refuser(_("Un numéro est trop long pour être vrai."))
        self.faites.append(requete)
        self.requete = None
