"""How Python keeps its calls, as the patch leans on it."""

import io
import resource
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ent.socle.rustines import python_pile, zip_niveaux


def _a_cette_profondeur(profondeur: int) -> int:
    """Pages of memory asked from the system by two hundred calls, so many calls deep."""
    if profondeur:
        return _a_cette_profondeur(profondeur - 1)
    avant = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _fois in range(200):
        _un_appel(1, 2, 3, 4)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - avant


def _un_appel(a, b, c, d):
    return [a, b, c, d, a, b, c, d, a, b, c, d]


def _au_pire(appelee: Callable[[int], int]) -> int:
    """In a thread of its own, whose calls stand in blocks of its own."""
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(lambda: max(appelee(profondeur) for profondeur in range(200))).result()


# --- python_pile ----------------------------------------------------------------------------------------------------
def test_a_loop_at_the_edge_of_a_block_costs_no_more_than_another():
    """The day Python keeps the block that it has just left, the first line says so and the patch goes."""
    assert _au_pire(_a_cette_profondeur) >= 200
    assert _au_pire(python_pile.au_large(_a_cette_profondeur)) < 50


# --- zip_niveaux ----------------------------------------------------------------------------------------------------
def test_what_is_not_to_be_compressed_is_deflated_and_as_long():
    sortie, contenu = io.BytesIO(), b"a" * 100_000
    entree = zipfile.ZipInfo("a.webp")
    zip_niveaux.ne_pas_compresser(entree)
    with zipfile.ZipFile(sortie, "w") as archive, archive.open(entree, "w") as dans:
        dans.write(contenu)
    lue = zipfile.ZipFile(sortie).infolist()[0]
    assert (lue.compress_type, lue.compress_size >= len(contenu)) == (zipfile.ZIP_DEFLATED, True)
    assert zipfile.ZipFile(sortie).read("a.webp") == contenu
