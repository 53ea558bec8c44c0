"""The code base keeps its own rules."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.apps import apps

from tests.mutants.cibles import CIBLES

RACINE = Path(__file__).resolve().parent.parent
SALLES = ["ent", "cahier_de_textes", "config", "messagerie", "pages"]
SUIVIS = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=RACINE,
    capture_output=True,
    text=True,
    check=True,
).stdout.split("\n")


def fichiers(*suffixes: str) -> list[Path]:
    return [RACINE / f for f in SUIVIS if f.endswith(suffixes) and "/migrations/" not in f and (RACINE / f).is_file()]


def test_rooms_import_only_what_stands_below_them():
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    fini = subprocess.run(lint, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fini.returncode == 0, fini.stdout


CONTRATS = {
    c["name"]: c for c in tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
ORDRE = CONTRATS["files of a room, in order"]
COUCHES = [[nom.strip(" ()") for nom in couche.split(":")] for couche in ORDRE["layers"]]  # from above to below
RANG = {nom: rang for rang, couche in enumerate(COUCHES) for nom in couche}


def _salles() -> set[str]:
    """Every application of ours, but for `config`, which assembles."""
    apps_ = {str(f.relative_to(RACINE).parent).replace("/", ".") for f in fichiers("/apps.py")}
    return {a for a in apps_ if a.split(".")[0] in SALLES} - {"config"}


def _module(f: Path) -> str:
    return ".".join(f.relative_to(RACINE).with_suffix("").parts).removesuffix(".__init__")


def _place(module: str) -> tuple[str, str] | None:
    """(its room, its name in it), for a module of a room."""
    salle = max((s for s in ORDRE["containers"] if module.startswith(f"{s}.")), key=len, default=None)
    return (salle, module.removeprefix(f"{salle}.").split(".")[0]) if salle else None


def test_each_room_is_under_both_contracts():
    etages = [
        salle.strip(" ()")
        for etage in CONTRATS["config, then services, then ground, then shell"]["layers"]
        for salle in etage.split("|")
    ]
    assert sorted(ORDRE["containers"]) == sorted(_salles())
    assert sorted(etages) == sorted(_salles() | {"config"})


def test_each_file_of_a_room_stands_in_one_layer():
    """And each name of the layers is a file or a folder of some room."""
    places = {place: f for f in fichiers(".py") if (place := _place(_module(f)))}
    assert [str(f.relative_to(RACINE)) for (_salle, nom), f in places.items() if nom not in RANG] == []
    assert sorted(nom for couche in COUCHES for nom in couche) == sorted({nom for _salle, nom in places})


def test_layers_hold_from_a_room_to_another(graphe):
    """Readings take no form of another room, rights no row: what stands low in a room leans on nothing high in another."""
    fautes = []
    for module in graphe.modules:
        for importe in graphe.find_modules_directly_imported_by(module):
            ici, la = _place(module), _place(importe)
            if ici and la and ici[0] != la[0] and {ici[1], la[1]} <= RANG.keys() and _rang(importe) < _rang(module):
                fautes.append(f"{module} -> {importe}")
    assert sorted(fautes) == []


def _rang(module: str) -> int:
    """A folder of several layers (`audience`) has its rights in a file of that name."""
    return RANG["droits"] if _est_de_droits(module) else RANG[_place(module)[1]]


def test_no_file_is_longer_than_400_lines():
    longs = [
        str(f.relative_to(RACINE))
        for f in fichiers(".py", ".html", ".css", ".js")
        if len(f.read_text().splitlines()) > 400
    ]
    assert longs == []


def test_nothing_is_hidden_under_a_key_of_an_object():
    """What a request has read of its person is declared (`ent.socle.lu`); these look into classes of libraries, or at none."""
    code = [f for f in fichiers(".py") if str(f.relative_to(RACINE)).startswith(tuple(f"{salle}/" for salle in SALLES))]
    assert {str(f.relative_to(RACINE)) for f in code if "__dict__" in f.read_text()} == {
        "config/demonstration/distribution.py",
        "ent/socle/rustines/django_migrations.py",
        "ent/socle/rustines/django_requetes.py",
        "ent/socle/rustines/wagtail_administration.py",
    }


def test_every_model_is_in_the_lexicon():
    lexique = (RACINE / "LEXIQUE.md").read_text().lower()
    mots = {re.split(r"\s*\|\s*", ligne)[1] for ligne in lexique.splitlines() if ligne.startswith("|")}
    a_nous = [m for a in apps.get_app_configs() if a.name.split(".")[0] in SALLES for m in a.get_models()]
    assert [m.__name__ for m in a_nous if not any(_meme_mot(m.__name__, mot) for mot in mots)] == []


def _meme_mot(modele: str, mot: str) -> bool:
    accents = str.maketrans("àâéèêëîïôùûüç", "aaeeeeiiouuuc")
    petits = {"de", "du", "des", "d", "la", "l"}
    mots = re.split(r"[\s’'-]+", mot.translate(accents))
    return modele.lower() in ("".join(mots), "".join(m for m in mots if m not in petits))


def test_every_model_reaches_a_school_or_is_known_to_be_of_the_territory():
    du_territoire = {
        "Commune",
        "AnneeScolaire",
        "Personne",
        "Tournee",
        "RelectureEnseignant",
        "SceauJournal",
        "CleDeDerivation",
        "LotAaf",
        "ServiceTiers",
        "FournisseurIdentite",
        "CleDeSignature",
        "EnvoiGar",
        "FichierGar",
    }
    isoles = []
    for a in apps.get_app_configs():
        if a.name.split(".")[0] in SALLES:
            isoles += [
                m.__name__ for m in a.get_models() if not _mene_a_une_ecole(m) and m.__name__ not in du_territoire
            ]
    assert isoles == []


def _mene_a_une_ecole(modele, profondeur: int = 3) -> bool:
    if modele.__name__ == "Etablissement":
        return True
    liens = [c.related_model for c in modele._meta.get_fields() if c.many_to_one or c.one_to_one]
    if modele.__name__ == "Personne":
        return True  # reached by ties, each of which reaches a school
    return profondeur > 0 and any(m and m is not modele and _mene_a_une_ecole(m, profondeur - 1) for m in liens)


def test_views_and_consumers_fetch_only_through_a_right():
    """`X.objects.` in a view is followed by a name in `_par` or `_de`; a public view says why in its docstring."""
    fautes = []
    for f in fichiers(".py"):
        relatif = str(f.relative_to(RACINE))
        if relatif.split("/")[0] in SALLES and re.search(r"/(views|consumers)(/|\.py)", relatif):
            for n, ligne in enumerate(f.read_text().splitlines(), 1):
                for suite in re.findall(r"\.objects\.(\w+)", ligne):
                    if not suite.endswith(("_par", "_de")):
                        fautes.append(f"{relatif}:{n}: {ligne.strip()}")
    assert fautes == []


@pytest.fixture(scope="module")
def graphe():
    """Who imports whom, one module a file, imports inside functions included.

    Imports for types alone are left out: they run nothing, so that no file waits for another, and the only way without them would be to
    type as `Any` what a file is handed (`Portee` is handed a `Personne`, which has a `portee`).
    """
    return grimp.build_graph(*SALLES, exclude_type_checking_imports=True, cache_dir=None)


def _est_de_droits(module: str) -> bool:
    return "droits" in module.split(".")


def test_droits_import_no_model(graphe):
    """Neither at the top, nor in a function, nor through a file that only passes models on, however far."""
    fautes = {
        module: modeles
        for module in graphe.modules
        if _est_de_droits(module)
        and (modeles := [m for m in graphe.find_upstream_modules(module) if "models" in m.split(".")])
    }
    assert fautes == {}
    assert sum(map(_est_de_droits, graphe.modules)) > 10


def test_droits_fetch_no_model_by_its_name():
    """`apps.get_model` is an import that no graph sees; so is what looks a class up in a string, or a module of a library's models."""
    interdits = {"apps", "get_model", "get_models", "import_module", "import_string", "ContentType", "__import__"}
    fautes = []
    for f in fichiers(".py"):
        if not _est_de_droits(".".join(f.relative_to(RACINE).with_suffix("").parts)) or "tests" in f.parts:
            continue
        for noeud in ast.walk(ast.parse(f.read_text())):
            if isinstance(noeud, ast.Import | ast.ImportFrom):
                noms = {alias.name for alias in noeud.names}
                d_ailleurs = "models" in (getattr(noeud, "module", None) or "").replace("django.db.models", "").split(
                    "."
                )
                mauvais = noms & interdits or d_ailleurs
            else:
                mauvais = getattr(noeud, "attr", getattr(noeud, "id", "")) in interdits
            if mauvais:
                fautes.append(f"{f.relative_to(RACINE)}:{noeud.lineno}")
    assert fautes == []


def test_no_file_imports_itself_by_a_circle(graphe):
    TopologicalSorter({m: graphe.find_modules_directly_imported_by(m) for m in graphe.modules}).prepare()


@pytest.mark.parametrize(
    "motif",
    [
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
        r"<style",
        r"\sstyle=",
        r"\son(click|change|submit|load|input)=",
    ],
)
def test_templates_hold_nothing_inline(motif):
    """The proxy's own page is no template: it stands where nothing else answers, and can ask for no sheet."""
    gabarits = [f for f in fichiers(".html") if f != RACINE / "docker" / "panne.html"]
    fautes = [str(f.relative_to(RACINE)) for f in gabarits if re.search(motif, f.read_text())]
    assert fautes == []


def test_colours_are_written_in_the_tokens_only():
    fautes = []
    for f in fichiers(".css"):
        if f.name != "jetons.css":
            fautes += [f"{f.name}: {c}" for c in re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)", f.read_text())]
    assert fautes == []


def test_migrations_say_what_the_models_say(db):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_function_is_longer_than_40_lines():
    """From its `def` to its end, signature and docstring included. A test tells a journey: it may be longer."""
    longues = []
    for fichier in fichiers(".py"):
        for noeud in ast.walk(ast.parse(fichier.read_text())):
            if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef) and not noeud.name.startswith("test_"):
                longueur = noeud.end_lineno - noeud.lineno + 1
                if longueur > 40:
                    longues.append(f"{fichier.relative_to(RACINE)}:{noeud.lineno} {noeud.name} ({longueur})")
    assert longues == []


def test_only_tables_are_kept_as_they_were_typed():
    """`# fmt: skip` ends a statement that is, for half of it at least, a literal of four elements or more over several rows."""
    ailleurs = []
    for fichier in fichiers(".py"):
        texte = fichier.read_text()
        lignes = list(_lignes_non_formatees(texte))
        arbre = ast.parse(texte) if lignes else None
        ailleurs += [
            f"{fichier.relative_to(RACINE)}:{fin}" for debut, fin in lignes if not _tient_une_table(arbre, debut, fin)
        ]
    assert ailleurs == []


def _lignes_non_formatees(texte: str) -> Iterator[tuple[int, int]]:
    """First and last line of each statement, or header of one, that ends with the comment."""
    debut = None
    for jeton in tokenize.generate_tokens(io.StringIO(texte).readline):
        if jeton.type == tokenize.COMMENT and jeton.string.startswith("# fmt: " + "skip"):
            yield debut or jeton.start[0], jeton.start[0]
        if jeton.type == tokenize.NEWLINE:
            debut = None
        elif jeton.type not in (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT):
            debut = debut or jeton.start[0]


def _tient_une_table(arbre: ast.AST, debut: int, fin: int) -> bool:
    return any(
        len(noeud.keys if isinstance(noeud, ast.Dict) else noeud.elts) >= 4
        and (rangees := noeud.end_lineno - noeud.lineno + 1) >= 3
        and rangees * 2 >= fin - debut + 1
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.List | ast.Tuple | ast.Set | ast.Dict)
        and noeud.lineno >= debut
        and noeud.end_lineno <= fin
    )


# What is said to people: « _("…") » and its sisters in the code, « translate » in templates.
PHRASES = re.compile(
    r"""(?:\b(?:_|n?gettext(?:_lazy)?)\(|\btranslate )\s*["']([^"']+)|\{% blocktranslate[^%]*%\}(.+?)\{%""", re.DOTALL
)


def test_no_sentence_names_a_setting():
    """`ENT_DOMAINES` is a word of whoever installs; an operator reads what to ask, and of whom."""
    dites = [
        (str(f.relative_to(RACINE)), "".join(phrase))
        for suffixe in (".py", ".html")
        for f in fichiers(suffixe)
        if f.relative_to(RACINE).parts[0] in SALLES and "management" not in f.parts
        for phrase in PHRASES.findall(f.read_text())
    ]
    assert len(dites) > 1500
    assert [(ou, phrase) for ou, phrase in dites if re.search(r"\bENT_[A-Z]", phrase)] == []


def test_each_file_of_rights_is_mutated():
    """By `make mutants`: a right that no test would miss is a right that may go unseen."""
    droits = [f for f in fichiers(".py") if "tests" not in f.parts and "droits" in {f.stem, f.parent.name}]
    ecrits = {str(f.relative_to(RACINE)) for f in droits if f.read_text().strip()}
    assert len(ecrits) > 20
    assert ecrits - {f for cible in CIBLES for f in cible.fichiers} == set()
