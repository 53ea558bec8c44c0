"""The catalogs of what families read: how many sentences, whether somebody whose language it is has read them; out and in as PO files.

A catalog that was read is kept beside the data (`settings.LANGUES_RELUES`) and comes before ours: what it does not say is said by ours.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import gettext as _

RELECTURE = (
    "X-Relecture"  # in the header of a PO: « 2026-11-27 Olena Koval »; absent, nobody whose language it is has read it
)
NOMBRES = {"%(n)s", "%(n)d", "%(faits)s"}
VARIABLES = re.compile(r"%\(\w+\)[sd]|%s|%%\w?|\{\w+\}")
BALISES = re.compile(r"<[^>]*>?")
DITES_AU_PLUS = 20  # faults of a file that are said: who mends these sees the others
# Forms that say one number alone (« one », and none and two in Arabic): their words may say it.
DU_MOT = {"ar": (0, 1, 2)}


@dataclass(frozen=True)
class Catalogue:
    """One language: its code, its name in itself, its sentences; who read them, and when."""

    langue: str
    nom: str
    phrases: int
    relu_par: str = ""
    relu_le: dt.date | None = None


@dataclass
class Lu:
    """What a file says: the sentences that we say too, and those that cannot be taken, each with why."""

    entrees: list[polib.POEntry] = field(default_factory=list)
    inconnues: int = 0
    fautes: list[str] = field(default_factory=list)


def autres() -> dict[str, str]:
    """By code, the languages that families may choose besides French, in which the product is written."""
    return {langue: nom for langue, nom in settings.LANGUAGES if langue != settings.LANGUAGE_CODE}


def chemin(dossier: Path, langue: str) -> Path:
    return Path(dossier) / langue / "LC_MESSAGES" / "django.po"


def _notre(langue: str) -> polib.POFile:
    return polib.pofile(str(chemin(settings.LANGUES, langue)))


def _relu(langue: str) -> polib.POFile | None:
    relu = chemin(settings.LANGUES_RELUES, langue)
    return polib.pofile(str(relu)) if relu.exists() else None


def catalogues() -> list[Catalogue]:
    """Every language but French, in the order in which they are proposed."""
    return [_catalogue(langue, nom) for langue, nom in autres().items()]


def _catalogue(langue: str, nom: str) -> Catalogue:
    relu = _relu(langue)
    quand, _espace, par = relu.metadata.get(RELECTURE, "").partition(" ") if relu else ("", "", "")
    return Catalogue(langue, nom, len(_notre(langue)), par, dt.date.fromisoformat(quand) if quand else None)


def a_relire() -> int:
    """How many languages nobody whose language it is has read. No catalog is opened: it is asked by a row of « Plus »."""
    return sum(not chemin(settings.LANGUES_RELUES, langue).exists() for langue in autres())


def en_po(langue: str) -> str:
    """The catalog as it is said today: ours, with what was read in its place."""
    notre, relu = _notre(langue), _relu(langue)
    if relu is not None:
        relues = {e.msgid_with_context: e for e in relu}
        notre.metadata[RELECTURE] = relu.metadata.get(RELECTURE, "")
        for entree in notre:
            if dite := relues.get(entree.msgid_with_context):
                entree.msgstr, entree.msgstr_plural = dite.msgstr, dite.msgstr_plural
    return str(notre)


def lire_po(texte: str, langue: str) -> Lu:
    """What this file says in this language. Raises `ValueError` where it is no PO file, in words for who sent it.

    A translation is shown as it is written, so it bears the variables and the tags of its sentence, and no other.
    """
    if "msgid" not in texte:
        raise ValueError(_("Ce fichier n’est pas un catalogue PO."))
    try:
        envoye = polib.pofile(texte)
    except (OSError, ValueError, IndexError) as faute:
        raise ValueError(_("Ce fichier ne se lit pas : %(faute)s") % {"faute": str(faute)[:200]}) from faute
    if (dite := envoye.metadata.get("Language", "")) and dite.split("_")[0] != langue:
        raise ValueError(_("Ce fichier est celui d’une autre langue (%(langue)s).") % {"langue": dite[:20]})
    lu, notres = Lu(), {e.msgid_with_context: e for e in _notre(langue)}
    for entree in envoye:
        notre = notres.get(entree.msgid_with_context)
        if notre is None or entree.obsolete:
            lu.inconnues += 1
        elif entree.translated():
            faute = _faute(entree, notre, langue)
            lu.fautes += [faute] if faute else []
            lu.entrees += [] if faute else [entree]
    return lu


def _faute(entree: polib.POEntry, notre: polib.POEntry, langue: str) -> str:
    """Why this translation cannot be taken; nothing where it can."""
    if len(entree.msgstr_plural) != len(notre.msgstr_plural):
        return _("« %(phrase)s » : %(n)s formes sont attendues.") % {
            "phrase": entree.msgid[:80],
            "n": len(notre.msgstr_plural),
        }
    seul, plusieurs = (set(VARIABLES.findall(f"{entree.msgid} {autre}")) for autre in ("", notre.msgid_plural))
    for rang, dit in entree.msgstr_plural.items() if entree.msgstr_plural else [(None, entree.msgstr)]:
        voulues = set() if rang in DU_MOT.get(langue, (0,)) else seul
        tues = {v for v in seul if v not in dit}
        if not voulues <= set(VARIABLES.findall(dit)) <= plusieurs or (rang is not None and tues - NOMBRES):
            return _("« %(phrase)s » : garder %(variables)s, telles quelles.") % {
                "phrase": entree.msgid[:80],
                "variables": " ".join(sorted(seul)) or _("aucune variable"),
            }
        if not set(BALISES.findall(dit)) <= set(BALISES.findall(entree.msgid)) or _reste(dit, formatee=bool(plusieurs)):
            return _("« %(phrase)s » : aucune balise, aucun guillemet droit ni « %% » que la phrase n’a pas.") % {
                "phrase": entree.msgid[:80]
            }
    return ""


def _reste(dit: str, *, formatee: bool) -> bool:
    """Signs that would leave the attribute or the element where a page writes this translation, or that its formatting would trip over."""
    nu = VARIABLES.sub("", BALISES.sub("", dit))
    return bool(re.search(r"""[<>"]""", nu)) or (formatee and "%" in nu)
