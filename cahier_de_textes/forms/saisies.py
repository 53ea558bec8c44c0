"""What is typed in the editor of a content, block by block, before and after it is checked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ListBlockValidationError, StructBlockValidationError

from ..blocs import BLOCS, BOUTONS, SIGNES, BlocOperation, Zone
from ..contenus import brut_simple

# A sentence by (kind, input, code), by (input, code), then by code. « %(n)d » is the number of the line.
PHRASES = {
    ("image", "fichier", "required"): _("Choisissez une image, ou retirez ce bloc."),
    ("son", "fichier", "required"): _("Choisissez un son, ou retirez ce bloc."),
    ("video", "fichier", "required"): _("Choisissez une vidéo, ou retirez ce bloc."),
    ("document", "fichier", "required"): _("Choisissez un document, ou retirez ce bloc."),
    ("adresse", "required"): _("Collez l’adresse de la page, par exemple https://www.lumni.fr."),
    ("adresse", "invalid"): _("Cette adresse est incomplète. Copiez-la en haut de la page que vous voulez montrer."),
    ("mots", "lignes", "max_length"): _("Ligne %(n)d : un mot a 60 signes au plus."),
    ("mots", "lignes", "nombre"): _("C’est trop de mots : 40 au plus. Ajoutez une seconde liste."),
    ("etapes", "lignes", "max_length"): _("Ligne %(n)d : une étape a 300 signes au plus."),
    ("etapes", "lignes", "nombre"): _("C’est trop d’étapes : 20 au plus."),
    ("signe", "required"): _("Choisissez un signe."),
    ("signe", "invalid_choice"): _("Choisissez un signe : +, −, × ou ÷."),
    ("nombre", "nombre"): _("Il faut deux nombres."),
    ("nombre", "min_value"): _("Écrivez un nombre positif."),
    ("nombre", "invalid"): _("Ce n’est pas un nombre. Écrivez par exemple 348 ou 12,5."),
    ("nombre", "max_decimal_places"): _("Trois chiffres au plus après la virgule."),
    ("nombre", "max_digits"): _("Ce nombre est trop long : neuf chiffres au plus."),
    ("nombre", "max_whole_digits"): _("Ce nombre est trop long : six chiffres au plus avant la virgule."),
    ("required",): _("Remplissez cette case, ou retirez ce bloc."),
    ("max_length",): _("C’est trop long pour cette case : raccourcissez."),
    ("null_characters_not_allowed",): _("Un signe invisible ne passe pas : effacez, puis écrivez à nouveau."),
}


def _phrase(type_: str, nom: str, erreur: ValidationError, n: int) -> str:
    code = erreur.code or "invalid"
    if code == "phrase":
        return str(erreur.messages[0])
    genre = "nombre" if nom.startswith("nombre") else nom
    for cle in [(type_, genre, code), (genre, code), (code,)]:
        if cle in PHRASES:
            return gettext(str(PHRASES[cle])) % {"n": n}
    return gettext("Vérifiez cette case.")


@dataclass
class Saisie:
    """A block as it was typed: nothing of it is lost, right or wrong."""

    cle: str
    type: str
    champs: dict[str, str]
    id: str = ""
    retire: bool = False
    erreurs: dict[str, str] = field(default_factory=dict)
    # Where the reader stands after a gesture without JavaScript: « champ », « monter », « descendre », « remettre ».
    foyer: str = ""
    # Of a block with a file: the one it names if it may, the one sent with the form, why that one is refused, its deposit.
    fichier: Any = None
    envoye: Any = None
    refus: str = ""
    depot: str = ""

    @classmethod
    def lire(cls, cle: str, brut: dict) -> "Saisie":
        """From the raw value of a block."""
        cases = BLOCS.child_blocks[brut["type"]].en_cases(brut["value"])
        return cls(cle, brut["type"], cases, brut.get("id") or "")

    @property
    def signes(self) -> list[tuple[str, str]]:
        return SIGNES

    @property
    def bloc(self) -> Any:
        return BLOCS.child_blocks[self.type]

    @property
    def icone(self) -> str:
        return BOUTONS[self.type]

    @property
    def est_vide(self) -> bool:
        return not self.refus and self.bloc.est_vide(self.champs)

    @property
    def zones(self) -> Iterator[tuple[Zone, str, str]]:
        """(input, what was typed, its error)"""
        for zone in self.bloc.zones:
            yield zone, self.champs.get(zone.nom, ""), self.erreurs.get(zone.nom, "")

    def valeur(self) -> Any:
        """What Wagtail's block checks."""
        return self.bloc.en_valeur(self.champs)

    def brut(self, propre: Any) -> dict:
        """The raw block, in plain JSON. An id that is not one is replaced."""
        try:
            identifiant = str(UUID(self.id))
        except ValueError:
            identifiant = str(uuid4())
        valeur = brut_simple(json.loads(json.dumps(propre, cls=DjangoJSONEncoder)))
        return {"type": self.type, "value": valeur, "id": identifiant}

    def case_fautive(self, nom: str, index: int | None) -> str:
        """The input of the form that holds the value `nom` of the block, or its item of that index."""
        if nom == "nombres":
            remplis = self.bloc.remplis(self.champs)
            return remplis[index] if index is not None else next(n for n in BlocOperation.NOMBRES if n not in remplis)
        return nom or self.bloc.zones[0].nom


def erreurs_de(saisie: Saisie, erreur: ValidationError) -> dict[str, str]:
    """One sentence per input, from what Wagtail's blocks say."""
    phrases: dict[str, str] = {}
    for nom, index, feuille in _feuilles(erreur):
        case = saisie.case_fautive(nom, index)
        phrases.setdefault(case, _phrase(saisie.type, case, feuille, (index or 0) + 1))
    return phrases


def _feuilles(erreur: ValidationError, nom: str = "") -> Iterator[tuple[str, int | None, ValidationError]]:
    if isinstance(erreur, StructBlockValidationError):
        for champ, sous in erreur.block_errors.items():
            yield from _feuilles(sous, champ)
    elif isinstance(erreur, ListBlockValidationError):
        for index, sous in erreur.block_errors.items():
            for _nom, _index, feuille in _feuilles(sous, nom):
                yield nom, index, feuille
        for _sous in erreur.non_block_errors:
            yield nom, None, ValidationError("", code="nombre")
    else:
        for feuille in erreur.error_list:
            yield nom, None, feuille


class Saisies(list[Saisie]):
    """The blocks of a form, in order, and the errors of the whole."""

    def __init__(self, blocs=()) -> None:
        super().__init__(blocs)
        self.erreurs: list[str] = []

    @classmethod
    def lire(cls, bruts: list[dict]) -> "Saisies":
        return cls(Saisie.lire(str(n), brut) for n, brut in enumerate(bruts))

    def faire(self, geste: str) -> None:
        """Do what a button of the editor asks: « ajouter-texte », « monter-3 », « retirer-3 », « remettre-3 »…"""
        verbe, _tiret, quoi = geste.partition("-")
        if verbe == "ajouter" and quoi in BOUTONS:
            cle = max((int(s.cle) for s in self), default=-1) + 1
            self.append(Saisie(str(cle), quoi, {}, foyer="champ"))
            return
        place = next((n for n, s in enumerate(self) if s.cle == quoi), None)
        if place is None:
            return
        saisie = self[place]
        if verbe in ("monter", "descendre"):
            self.insert(max(0, place + (-1 if verbe == "monter" else 1)), self.pop(place))
            saisie.foyer = verbe
        elif verbe in ("retirer", "remettre"):
            saisie.retire = verbe == "retirer"
            saisie.foyer = "remettre" if saisie.retire else "champ"
