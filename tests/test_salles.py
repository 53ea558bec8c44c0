"""The shell knows no room, the ground no service, and no service another: read in every file, by what a computer follows and not by what people read.

An import is seen by the contracts (`pyproject.toml`). Here are the other ways to name a room: its name before a dot, a slash or
a colon (`cahier_de_textes.travail_publie`, `messagerie/fil.html`), a page by the name of its address, a template, a library of
tags, and a word that is one room's alone in a class, an attribute or a key. Sentences, comments and docstrings are left out.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from ent.annuaire.registres import genre_nomme
from ent.coquille.reperes import REPERES
from tests.test_coherence import RACINE, SALLES, fichiers

COQUILLE = ["ent.socle", "ent.coquille"]
SOL = ["ent.annuaire", "ent.fichiers", "ent.diffusion", "ent.connexion", "ent.exploitation", "ent.portail"]
# Words that are nobody else's, whatever stands around them. Other names of rooms are words of every day (`pages`, `fichiers`).
MOTS = {
    "cahier_de_textes": {"cahier"},
    "messagerie": {"messagerie", "carnet"},
    "pages": {"portfolio"},
    "ent.services.onde": set(),  # the ministry's base, of which the directory keeps a class's number
    "ent.services.vie_scolaire": {"consentements"},
    "ent.services.rendez_vous": set(),
    "ent.services.periscolaire": {"periscolaire"},
    "ent.services.agenda_ecole": set(),
    "ent.services.renseignements": set(),
    "ent.services.acces_confies": set(),
    "ent.services.souvenirs": set(),
    "ent.services.tiers": set(),
    "ent.services.gar": set(),
    "ent.services.continuite": set(),
    "ent.services.liaison": set(),
    "ent.services.espaces": set(),
    "ent.services.identites": set(),
    "ent.annuaire": {"annuaire"},
    "ent.diffusion": set(),
    "ent.connexion": set(),
    "ent.fichiers": set(),
    "ent.exploitation": set(),
    "ent.portail": {"portail"},
}
SERVICES = [salle for salle in MOTS if salle not in SOL]

# What is left, « file: name »: to be emptied. A line that is true no more makes the test fail.
RESTE_DE_LA_COQUILLE: set[str] = set()
RESTE_DU_SOL: set[str] = set()
RESTE_DES_SERVICES: set[str] = set()


# --- What belongs to a room -----------------------------------------------------------------------------------------
def _dossier(salle: str) -> Path:
    return RACINE / salle.replace(".", "/")


@cache
def _adresses(salle: str) -> frozenset[str]:
    """The names of the pages of a room, but for those that the shell gave itself: a room says which of its pages each mark is."""
    siennes = {nom for nom, module in _pages() if nom and f"{module}.".startswith(f"{salle}.")}
    return frozenset(siennes - set(REPERES))


@cache
def _pages() -> list[tuple[str, str]]:
    def lire(motifs: list) -> Iterator[tuple[str, str]]:
        for motif in motifs:
            if isinstance(motif, URLPattern):
                vue = motif.callback
                yield motif.name, getattr(vue, "view_class", vue).__module__
            else:
                yield from lire(motif.url_patterns)

    return list(lire(get_resolver().url_patterns))


@cache
def _bibliotheques(salle: str) -> frozenset[str]:
    return frozenset(f.stem for f in (_dossier(salle) / "templatetags").glob("*.py") if f.stem != "__init__")


def nommees(dit: str, salles: tuple[str, ...]) -> set[str]:
    """The rooms that this string of code names."""
    return {salle for salle in salles if _nomme(dit, salle)}


@cache
def _motif(salle: str) -> re.Pattern:
    """Its name before what it holds, whole where it has a point, and the words that are its own."""
    etiquette, entier = salle.split(".")[-1], re.escape(salle)
    formes = [rf"(?<![\w./-])(?:{entier}|{etiquette})[./:]\w", *([rf"\b{entier}\b"] if "." in salle else [])]
    mots = MOTS[salle] | ({etiquette} if "_" in etiquette else set())
    return re.compile("|".join([*formes, *(rf"(?<![^\W_])(?:{mot})(?![^\W_])" for mot in sorted(mots))]))


@cache
def _nomme(dit: str, salle: str) -> bool:
    return bool(_motif(salle).search(dit)) or (dit in _adresses(salle) and "_" in dit)


# --- What a computer follows, in a file -----------------------------------------------------------------------------
TRADUIRE = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}


def dits(f: Path) -> list[tuple[int, str]]:
    """(line, string) of all that is no sentence."""
    texte = f.read_text()
    if f.suffix == ".py":
        return list(_du_python(texte))
    if f.suffix == ".css":
        return list(_lignes(_vider(r"/\*.*?\*/", texte), r"[^{}]+(?=\{)|url\([^)]*\)|var\([^)]*\)"))
    if f.suffix == ".js":
        code = _vider(r"\{%.*?%\}|\{\{.*?\}\}", _vider(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", texte))
        return [*_lignes(code, r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|\.dataset\.\w+"), *_des_balises(texte)]
    return list(_du_gabarit(texte))


def _vider(motif: str, texte: str) -> str:
    """Without what matches, its lines kept."""
    return re.sub(motif, lambda m: "\n" * m[0].count("\n"), texte, flags=re.S)


def _lignes(texte: str, motif: str) -> Iterator[tuple[int, str]]:
    for trouve in re.finditer(motif, texte, re.S):
        dit = trouve[0].strip("\"'` \n")
        if not _est_une_phrase(dit):
            yield texte[: trouve.start()].count("\n") + 1, dit


def _est_une_phrase(dit: str) -> bool:
    """Words alone, or between spaces, with a capital, an accent or a full stop of French: « Le cahier est vide. »."""
    if re.fullmatch(r"[a-z\s]*\s[a-z\s]*", dit):
        return True
    return bool(
        re.search(r"\s", dit)
        and re.search(r"[À-ÿ’«»…]|^[A-Z][a-zà-ÿ]+ |[a-z]\.$", dit)
        and not re.search(r"[{}<>=#\[]", dit)
    )


def _du_python(texte: str) -> Iterator[tuple[int, str]]:
    arbre = ast.parse(texte)
    muets: set[int] = set()
    for n in ast.walk(arbre):
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant):
            muets.add(id(n.value))  # a docstring
        if isinstance(n, ast.Call) and getattr(n.func, "id", getattr(n.func, "attr", "")) in TRADUIRE:
            muets |= {id(m) for m in ast.walk(n) if isinstance(m, ast.Constant)}
    for n in ast.walk(arbre):
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in muets:
            if not _est_une_phrase(n.value):
                yield n.lineno, n.value
        elif isinstance(n, ast.ImportFrom | ast.Import):
            for module in [getattr(n, "module", None) or "", *(a.name for a in n.names)]:
                yield n.lineno, module


def _du_gabarit(texte: str) -> Iterator[tuple[int, str]]:
    """Inside tags of HTML and of templates; what is between them is read by people."""
    texte = _vider(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", texte)
    yield from _des_balises(texte)
    sans = _vider(r"\{%\s*blocktrans.*?endblocktrans\w*\s*%\}|\{%\s*trans\w*.*?%\}", texte)
    for attribut in re.finditer(r"<[^>]*>", _vider(r"\{%.*?%\}|\{\{.*?\}\}", sans), re.S):
        ligne = sans[: attribut.start()].count("\n") + 1
        for nom, valeur in re.findall(r"([\w:-]+)(?:=\"([^\"]*)\")?", attribut[0]):
            if nom not in ("alt", "title", "placeholder", "aria-label", "content"):
                yield ligne, nom
                yield ligne, valeur


def _des_balises(texte: str) -> Iterator[tuple[int, str]]:
    """Strings of template tags, and the libraries that they load."""
    for balise in re.finditer(r"\{%-?\s*(\w+)(.*?)%\}|\{\{(.*?)\}\}", texte, re.S):
        ligne = texte[: balise.start()].count("\n") + 1
        nom, reste = balise[1] or "", (balise[2] or "") + (balise[3] or "")
        if nom == "load":
            yield from ((ligne, f"load {b}") for b in reste.split())
        elif not nom.startswith(("trans", "blocktrans")):
            yield from ((ligne, dit) for dit in re.findall(r"[\"']([^\"']+)[\"']", reste) if not _est_une_phrase(dit))


# --- Nobody below names who is above --------------------------------------------------------------------------------
def _fautes(lues: list[str], salles: list[str]) -> dict[str, int]:
    """« file: name » and the line of the first, for each file of these rooms that names one of those."""
    fautes: dict[str, int] = {}
    balises = {f"load {b}" for salle in salles for b in _bibliotheques(salle)}
    code = [f for f in fichiers(".py", ".html", ".css", ".js", ".jinja2", ".txt") if f.name != "OFL.txt"]
    for f in code:
        if not any(f.is_relative_to(_dossier(salle)) for salle in lues):
            continue
        for ligne, dit in dits(f):
            if dit in balises or nommees(dit, tuple(salles)):
                fautes.setdefault(f"{f.relative_to(RACINE)}: {dit}", ligne)
    return fautes


def test_every_room_of_the_product_is_known_here():
    a_nous = {a.name for a in apps.get_app_configs() if a.name.split(".")[0] in SALLES} - {"config"}
    assert a_nous == {*COQUILLE, *MOTS}


def test_the_shell_names_no_room():
    assert set(_fautes(COQUILLE, list(MOTS))) == RESTE_DE_LA_COQUILLE


def test_the_ground_names_no_service():
    assert set(_fautes(SOL, SERVICES)) == RESTE_DU_SOL


def test_no_service_names_another():
    fautes: set[str] = set()
    for service in SERVICES:
        fautes |= set(_fautes([service], [autre for autre in SERVICES if autre != service]))
    assert fautes == RESTE_DES_SERVICES


@pytest.mark.parametrize(
    ("nom", "code", "fautes"),
    [
        ("a.py", '"""Le cahier/jour, en prose."""\nX = _("Votre cahier.")\nY = "Le carnet est vide."', []),
        ("a.py", 'X = "cahier_de_textes.travail_publie"', ["cahier_de_textes.travail_publie"]),
        ("a.py", 'X = reverse("cahier_jour")', ["cahier_jour"]),
        ("a.py", 'X = fichiers.lire(pages, "pages", "fichiers")', []),
        ("a.py", 'X = "fichiers/depot.html"', ["fichiers/depot.html"]),
        ("a.html", "{# cahier/ #}<p class='x'>Le cahier : messagerie/</p>{% translate 'Le carnet' %}", []),
        (
            "a.html",
            '<p class="cahier__jour">{% include "messagerie/x.html" %}</p>',
            ["messagerie/x.html", "cahier__jour"],
        ),
        ("a.css", "/* cahier */ .puce { color: red } .carnet-page .x { color: blue }", [".carnet-page .x"]),
        (
            "a.js",
            '// cahier/\nfichiers.map(f); annoncer("reconnexion"); ecouter("messagerie:message")',
            ["messagerie:message"],
        ),
    ],
)
def test_code_is_told_from_sentences(tmp_path, nom, code, fautes):
    f = tmp_path / nom
    f.write_text(code)
    assert [dit for _ligne, dit in dits(f) if nommees(dit, tuple(MOTS))] == fautes


# --- The journal names each thing by one word ---------------------------------------------------------------------------
OBJETS = re.compile(r'f"([a-z_]+) \{[a-z_.]*(?:pk|_id|numero)\}"')


def _objets_ecrits() -> dict[str, set[str]]:
    """By word of an `objet` (« service 12 »), the rooms that write it."""
    ecrits: dict[str, set[str]] = {}
    for salle in MOTS:
        for chemin in _dossier(salle).rglob("*.py"):
            if not {"migrations", "models", "models.py"} & {*chemin.parts}:  # there, how a row is printed
                for mot in OBJETS.findall(chemin.read_text()):
                    ecrits.setdefault(mot, set()).add(salle)
    return ecrits


def test_two_services_never_name_two_things_by_one_word_in_the_journal():
    """A line of one would be read as of the other's row of that number: its names, its class, what was corrected meanwhile."""
    communs = {mot: salles for mot, salles in _objets_ecrits().items() if len(salles & {*SERVICES}) > 1}
    du_sol = {mot for mot in communs if (genre := genre_nomme(mot)) and _salle_de(genre.modele) in SOL}
    assert {mot: sorted(salles) for mot, salles in communs.items() if mot not in du_sol} == {}


def _salle_de(modele) -> str:
    return apps.get_containing_app_config(modele.__module__).name
