"""`make comparer BASE=<commit>`: the screens of the demonstration at two commits, pixel by pixel.

The pages of `liste.py` are photographed on the code of the base (a tree of its own under var/) and on the one in hand, with one
clock that stands still, one seed and no animation, so that nothing has to be tolerated: a page is the same or it is not. Those that
are not are drawn side by side, with what differs in red.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from tests import modeles
from tests.comparer.photos import photographier

RACINE = Path(__file__).resolve().parent.parent.parent
DOSSIER = RACINE / "var" / "comparer"


def main() -> int:
    lire = argparse.ArgumentParser(prog="python -m tests.comparer")
    lire.add_argument("base", help="le commit auquel comparer")
    lire.add_argument("--avec", default="", help="un autre commit, au lieu du code en main")
    lire.add_argument("--pages", default="", help="seulement les pages dont le nom contient ce motif")
    lire.add_argument("--dossier", type=Path, default=DOSSIER, help="où vont les photographies")
    demande = lire.parse_args()
    avant = _photos_du_commit(demande.base, demande.dossier, demande.pages)
    if demande.avec:
        apres = _photos_du_commit(demande.avec, demande.dossier, demande.pages)
    else:
        apres = demande.dossier / "en-main"
        shutil.rmtree(apres, ignore_errors=True)
        _photographier(RACINE, apres, demande.pages)
    return comparer(avant, apres, demande.dossier / "differences", demande.pages)


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=RACINE, check=True, capture_output=True, text=True).stdout.strip()


def _photos_du_commit(commit: str, dossier: Path, motif: str) -> Path:
    """Its photographs, taken once: a commit does not change."""
    numero = _git("rev-parse", "--short=12", f"{commit}^{{commit}}")
    photos = dossier / numero
    if not (photos / "statuts.json").exists():
        arbre = dossier / f"{numero}-code"
        _git("worktree", "prune")
        if not arbre.exists():
            _git("worktree", "add", "--detach", str(arbre), numero)
        try:
            _photographier(arbre, photos, motif)
        finally:
            _git("worktree", "remove", "--force", str(arbre))
        if motif:  # not all of them: the next comparison takes them again
            (photos / "statuts.json").rename(photos / "statuts-de-quelques-pages.json")
    return photos


def _photographier(arbre: Path, photos: Path, motif: str) -> None:
    print(f"Photographies de {arbre}…", flush=True)
    with tempfile.TemporaryDirectory(prefix="ent-comparer-") as var:
        if arbre == RACINE:
            modeles.copier(Path(var))  # migrated already, by the suite
        photographier(arbre, Path(var), photos, motif)


def _statuts(photos: Path, motif: str) -> dict[str, int]:
    entier, partiel = photos / "statuts.json", photos / "statuts-de-quelques-pages.json"
    return json.loads((entier if entier.exists() or not motif else partiel).read_text())


def comparer(avant: Path, apres: Path, differences: Path, motif: str = "") -> int:
    """How many pages are not the same; each is said, and drawn in `differences`."""
    shutil.rmtree(differences, ignore_errors=True)
    differences.mkdir(parents=True)
    hier, aujourd_hui = _statuts(avant, motif), _statuts(apres, motif)
    autres = 0
    for nom in sorted(aujourd_hui):
        ecart = _ecart(avant / f"{nom}.png", apres / f"{nom}.png", differences / f"{nom}.png")
        if hier.get(nom) != aujourd_hui[nom]:
            ecart = f"{ecart} statut {hier.get(nom)} → {aujourd_hui[nom]}".strip()
        if ecart:
            autres += 1
            print(f"  ≠ {nom} : {ecart}")
    print(f"{len(aujourd_hui)} pages, {autres} différentes" + (f" : {differences}" if autres else "."))
    return min(autres, 1)


def _ecart(avant: Path, apres: Path, dessin: Path) -> str:
    """In what two photographs differ, by a pixel at least; "" when they are the same."""
    if not avant.exists():
        return "absente de la base"
    a, b = (Image.open(chemin).convert("RGB") for chemin in (avant, apres))
    if a.size != b.size:
        _dessiner(a, b, None, dessin)
        return f"{a.width} × {a.height} → {b.width} × {b.height}"
    difference = ImageChops.difference(a, b)
    boite = difference.getbbox()
    if boite is None:
        return ""
    rouge, vert, bleu = difference.split()
    masque = ImageChops.lighter(ImageChops.lighter(rouge, vert), bleu).point(lambda v: 255 if v else 0)
    _dessiner(a, b, masque, dessin)
    return f"{masque.histogram()[255]} px dans {boite}"


def _dessiner(a: Image.Image, b: Image.Image, masque: Image.Image | None, dessin: Path) -> None:
    """Before, after, and after with what differs in red."""
    planche = Image.new("RGB", (a.width + b.width * 2, max(a.height, b.height)), "white")
    planche.paste(a, (0, 0))
    planche.paste(b, (a.width, 0))
    if masque:
        planche.paste(Image.blend(b, Image.new("RGB", b.size, "white"), 0.7), (a.width + b.width, 0))
        planche.paste(Image.new("RGB", b.size, "red"), (a.width + b.width, 0), masque)
    planche.save(dessin)


if __name__ == "__main__":
    sys.exit(main())
