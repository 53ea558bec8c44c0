"""What a content is made of, and how each block is typed: Wagtail keeps and checks it, our own light editor writes it (`contenus.py`).

A block says beside its definition what the editor asks of it: its inputs (`zones`), what its value puts in them (`en_cases`), what
they give back for Wagtail to check (`en_valeur`), and what it says aloud (`dire`). What Wagtail knows already (labels, what may be
left out, choices) is read from it. Migrations keep Wagtail's own block: how it is typed is not stored.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texte_riche import en_clair, nettoyer, pour_la_zone

FICHIERS = ("image", "son", "video", "document")  # blocks that hold the uuid of a `fichiers.Fichier`
SIGNES = [("+", "+"), ("-", "−"), ("x", "×"), (":", "÷")]
SIGNES_DITS = {"+": _("plus"), "-": _("moins"), "x": _("fois"), ":": _("divisé par")}

Cases = dict[str, str]  # what is typed, by input


@dataclass(frozen=True)
class Zone:
    """One input of a block. `genre` says how it is drawn: ligne, adresse, lignes, riche, nombre, signe, fichier."""

    nom: str
    libelle: Promise | str
    genre: str = "ligne"
    aide: Promise | str = ""
    est_facultative: bool = False


def est_du_web(adresse: str) -> bool:
    return adresse.lower().startswith(("http://", "https://"))


def en_chiffres(nombre: Decimal | str | float) -> str:
    """A number as a pupil writes it: a decimal comma, no exponent."""
    return f"{Decimal(str(nombre)):f}".replace(".", ",")


class Saisissable:
    def est_vide(self, cases: Cases) -> bool:
        return not self.en_valeur(cases)


class BlocTexte(Saisissable, blocks.CharBlock):
    """HTML of a few tags, cleaned by `texte_riche.nettoyer` when it is stored and again when it is shown."""

    canonical_module_path = "wagtail.blocks.CharBlock"

    @property
    def zones(self) -> tuple[Zone, ...]:
        return (Zone(self.name, self.label, "riche"),)

    def en_cases(self, valeur: str) -> Cases:
        return {self.name: pour_la_zone(valeur)}

    def en_valeur(self, cases: Cases) -> str:
        return nettoyer(cases.get(self.name, ""))

    def dire(self, valeur: str) -> str:
        return en_clair(nettoyer(valeur))


class BlocLignes(Saisissable, blocks.ListBlock):
    """Items typed one by line."""

    canonical_module_path = "wagtail.blocks.ListBlock"

    @property
    def zones(self) -> tuple[Zone, ...]:
        return (Zone("lignes", self.meta.case, "lignes", self.meta.aide),)

    def en_cases(self, valeur: list[str]) -> Cases:
        return {"lignes": "\n".join(valeur)}

    def en_valeur(self, cases: Cases) -> list[str]:
        return [ligne for brute in cases.get("lignes", "").splitlines() if (ligne := brute.strip())]


class BlocEtapes(BlocLignes):
    class Meta:
        case = _("Étapes")
        aide = _("Une étape par ligne, dans l’ordre, 20 au plus.")

    def dire(self, valeur: list[str]) -> str:
        return "\n".join(f"{n}. {ligne}" for n, ligne in enumerate(valeur, 1))


class BlocMots(BlocLignes):
    class Meta:
        case = _("Mots")
        aide = _("Un mot par ligne, 40 au plus.")

    def dire(self, valeur: list[str]) -> str:
        return ", ".join(valeur)


class BlocACases(blocks.StructBlock):
    """Several values, each typed in an input of its own."""

    CASES: dict[str, dict] = {}  # what is said of an input besides what Wagtail knows of its value

    @property
    def zones(self) -> tuple[Zone, ...]:
        return tuple(
            Zone(
                **{"nom": nom, "libelle": e.meta.label or self.label, "est_facultative": not e.required}
                | self.CASES.get(nom, {})
            )
            for nom, e in self.child_blocks.items()
        )

    def en_cases(self, valeur: dict) -> Cases:
        return {nom: v or "" for nom, v in valeur.items()}

    def en_valeur(self, cases: Cases) -> Any:
        return cases

    def est_vide(self, cases: Cases) -> bool:
        return not any(typee.strip() for typee in cases.values())

    def dire(self, valeur: dict) -> str:
        return valeur.get("titre") or ""


class BlocImage(BlocACases):
    fichier = blocks.CharBlock(max_length=36)
    legende = blocks.CharBlock(label=_("Ce qu’on voit"), max_length=200, required=False)

    CASES = {"fichier": {"genre": "fichier"}, "legende": {"aide": _("Lu à qui ne voit pas l’image, et sous l’image.")}}

    def dire(self, valeur: dict) -> str:
        return valeur.get("legende") or ""


class BlocFichier(BlocACases):
    fichier = blocks.CharBlock(max_length=36)
    titre = blocks.CharBlock(label=_("Titre"), max_length=120, required=False)

    CASES = {"fichier": {"genre": "fichier"}}


class BlocLien(BlocACases):
    adresse = blocks.URLBlock(label=_("Adresse"), max_length=500)
    titre = blocks.CharBlock(label=_("Titre"), max_length=120, required=False)

    CASES = {"adresse": {"genre": "adresse", "libelle": _("Adresse de la page")}}

    def en_valeur(self, cases: Cases) -> Cases:
        """The scheme that nobody types is added."""
        adresse = cases["adresse"].strip()
        return cases | {"adresse": f"https://{adresse}" if adresse and "://" not in adresse else adresse}

    def clean(self, value):
        """A page of the web: an address that opens another program is no use to a family."""
        propre = super().clean(value)
        if not est_du_web(propre["adresse"]):
            raise blocks.StructBlockValidationError({"adresse": ValidationError("", code="invalid")})
        return propre

    def dire(self, valeur: dict) -> str:
        return valeur.get("titre") or valeur["adresse"]


class BlocOperation(BlocACases):
    """An operation to lay out in columns: 348 + 27, left to the pupil to solve. Each number has its input."""

    nombres = blocks.ListBlock(
        blocks.DecimalBlock(max_digits=9, decimal_places=3, min_value=0), label=_("Nombres"), min_num=2, max_num=4
    )
    signe = blocks.ChoiceBlock(choices=SIGNES, label=_("Signe"))

    NOMBRES = {
        "nombre-0": _("1er nombre"), "nombre-1": _("2e nombre"), "nombre-2": _("3e nombre"), "nombre-3": _("4e nombre"),
    }  # fmt: skip

    @property
    def zones(self) -> tuple[Zone, ...]:
        aides = {"nombre-2": _("Pour une addition.")}
        premier, *autres = [Zone(nom, dit, "nombre", aides.get(nom, "")) for nom, dit in self.NOMBRES.items()]
        return (premier, Zone("signe", self.child_blocks["signe"].label, "signe"), *autres)

    def en_cases(self, valeur: dict) -> Cases:
        nombres = {f"nombre-{n}": en_chiffres(nombre) for n, nombre in enumerate(valeur["nombres"])}
        return nombres | {"signe": valeur["signe"]}

    def remplis(self, cases: Cases) -> list[str]:
        return [nom for nom in self.NOMBRES if cases.get(nom, "").strip()]

    def en_valeur(self, cases: Cases) -> dict:
        """« 1 234,5 » as a machine reads it."""
        nombres = [re.sub(r"\s", "", cases[nom]).replace(",", ".") for nom in self.remplis(cases)]
        return {"nombres": nombres, "signe": cases["signe"]}

    def est_vide(self, cases: Cases) -> bool:
        """A sign is always chosen."""
        return not self.remplis(cases)

    def dire(self, valeur: dict) -> str:
        return f" {SIGNES_DITS[valeur['signe']]} ".join(en_chiffres(n) for n in valeur["nombres"])

    def clean(self, value):
        """Only an addition has more than two numbers; a pupil of primary school subtracts the smaller one."""
        propre = super().clean(value)
        nombres, signe = list(propre["nombres"]), propre["signe"]
        phrase = ""
        if signe != "+" and len(nombres) > 2:
            phrase = _("Seule une addition a plus de deux nombres : effacez les autres, ou choisissez +.")
        elif signe == "-" and nombres[0] < nombres[1]:
            phrase = _("Écrivez le plus grand nombre en premier.")
        elif signe == ":" and nombres[1] == 0:
            phrase = _("On ne divise pas par 0 : changez le second nombre.")
        if phrase:
            raise blocks.StructBlockValidationError({"signe": ValidationError(phrase, code="phrase")})
        return propre


class BlocsDuCahier(blocks.StreamBlock):
    texte = BlocTexte(label=_("Texte"), max_length=10_000)
    image = BlocImage(label=_("Image"))
    son = BlocFichier(label=_("Son"))
    video = BlocFichier(label=_("Vidéo"))
    document = BlocFichier(label=_("Document"))
    lien = BlocLien(label=_("Lien"))
    etapes = BlocEtapes(blocks.CharBlock(max_length=300), label=_("Étapes"), max_num=20)
    mots = BlocMots(blocks.CharBlock(max_length=60), label=_("Mots à apprendre"), max_num=40)
    operation = BlocOperation(label=_("Opération à poser"))

    class Meta:
        required = False
        max_num = 40


BLOCS = BlocsDuCahier()
# Blocks in the order of the buttons that add them, with their icons.
BOUTONS = {
    "texte": "stylo", "image": "photo", "mots": "livre", "etapes": "deux-coches", "lien": "exporter", "son": "son",
    "video": "lire", "document": "fichier", "operation": "calcul",
}  # fmt: skip
