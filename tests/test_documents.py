"""What explains the product stays short, whole and true to its files."""

import re
import subprocess
from pathlib import Path

from tests.test_coherence import RACINE, fichiers

DECISIONS = RACINE / "docs" / "decisions"
DOCUMENTS = fichiers(".md")
LIEN = re.compile(r"\]\(([^)\s]+)\)")


def test_the_architecture_is_one_page():
    assert len((RACINE / "ARCHITECTURE.md").read_text().splitlines()) < 120


def test_the_index_lists_each_decision_once_under_its_room():
    index = {}
    for salle, lignes in re.findall(r"^## (.+)\n\n((?:- .+\n)+)", (DECISIONS / "README.md").read_text(), re.M):
        for numero, fichier, titre in re.findall(r"^- \[(\d{4})\]\((.+)\) (.+)$", lignes, re.M):
            assert fichier not in index, f"{fichier} is listed twice"
            index[fichier] = (numero, salle.split(".")[-1].removeprefix("The whole "), titre)
    assert index == {f.name: _decision(f) for f in DECISIONS.glob("*.md") if f.name != "README.md"}


def _decision(fichier: Path) -> tuple[str, str, str]:
    """The number, the room and the title of a decision, as its first lines say them."""
    entete = re.match(r"# (.+)\n\n\*2\d{3}-\d\d-\d\d · (\w+)\*\n\n", fichier.read_text())
    assert entete, f"{fichier.name}: a title, then *date · room*"
    titre, salle = entete.groups()
    if "\n**No longer holds**" in fichier.read_text():
        titre += " *(no longer holds)*"
    return fichier.name[:4], salle.replace("maison", "house"), titre


def test_decisions_are_numbered_by_date_without_a_hole():
    fichiers_ = sorted(DECISIONS.glob("[0-9]*.md"))
    numeros = [f.name[:4] for f in fichiers_]
    attendus = [f"{n:04d}" for n in range(1, int(numeros[-1]) + 1)]
    assert numeros == attendus
    dates = [re.search(r"^\*([\d-]+)", f.read_text(), re.M)[1] for f in fichiers_]
    assert dates == sorted(dates)


def test_each_link_between_documents_leads_to_a_file_and_a_heading():
    perdus = []
    for document in DOCUMENTS:
        for lien in LIEN.findall(document.read_text()):
            if "://" not in lien and not lien.startswith("mailto:"):
                chemin, _, ancre = lien.partition("#")
                cible = (document.parent / chemin).resolve() if chemin else document
                if not cible.exists() or (ancre and ancre not in _ancres(cible)):
                    perdus.append(f"{document.relative_to(RACINE)}: {lien}")
    assert perdus == []


def _ancres(document: Path) -> set[str]:
    """The anchors that a forge makes of the headings."""
    titres = re.findall(r"^#+ (.+)$", document.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", t.lower()).strip().replace(" ", "-") for t in titres}


def test_make_help_says_each_command_in_a_line():
    dite = subprocess.run(["make", "help"], cwd=RACINE, capture_output=True, text=True, check=True).stdout
    regles = (RACINE / "Makefile").read_text()
    publiques = re.findall(r"^\.PHONY: (.+)$", regles, re.M)[0].split()
    assert re.findall(r"^  make (\S+) +\S.*$", dite, re.M) == publiques


def test_modules_and_files_that_documents_name_are_there():
    """`ent.fichiers.registres`, `tests/messagerie/test_pannes.py`: what moved is named where it is. The changelog tells what was."""
    perdus = []
    for document in DOCUMENTS:
        if document.name not in ("CHANGELOG.md", "ajouter-un-service.md"):  # what was, and what one adds as one reads
            for nom in re.findall(
                r"`((?:ent|cahier_de_textes|messagerie|pages|config|tests)[./][\w./]+)`", document.read_text()
            ):
                if not _est_la(nom):
                    perdus.append(f"{document.relative_to(RACINE)}: {nom}")
    assert perdus == []


def _est_la(nom: str) -> bool:
    """A file, a module, or a name that the module says."""
    lieu = RACINE / nom
    if "/" in nom:
        return lieu.exists() or lieu.with_name(f"{lieu.name}.py").exists()
    lieu, reste = RACINE, nom.split(".")
    while reste and (lieu / reste[0]).is_dir():
        lieu /= reste.pop(0)
    if reste and (lieu / f"{reste[0]}.py").is_file():
        lieu /= f"{reste.pop(0)}.py"
    if not reste:
        return True
    texte = (lieu if lieu.is_file() else lieu / "__init__.py").read_text()
    return re.search(rf"\b{reste[0]}\b", texte) is not None
