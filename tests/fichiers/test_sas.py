"""A file is read behind a wall: what its process may still do there, what its time is, and that it says the same as on this side."""

import ast
import json
import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from ent.fichiers import sas
from ent.fichiers.controles import preparer
from ent.fichiers.limites import MO
from ent.fichiers.sas.atelier import ATELIER, Atelier
from ent.fichiers.sas.verrous import Bornes
from tests.fichiers.fabriques import pdf, photo, png_declare, televerse
from tests.fichiers.test_abimes import ENTIERS, abimer
from tests.test_coherence import RACINE, SALLES

ABIME = "ce fichier est abîmé, ou n’est pas ce qu’il dit. Il faut l’enregistrer de nouveau."
TROP = "ce fichier demande trop de travail pour être contrôlé. Il faut en enregistrer un plus simple, ou plus petit."


@pytest.fixture(scope="module")
def hostile():
    """``hostile("reseau", b"…")``: what a file of that name, which took its process, obtained there."""
    bornes = Bornes(processeur=1, memoire=300 * MO, ecrit=5 * MO)
    atelier = Atelier("-m", "tests.fichiers.hostile", bornes=bornes)

    def faire(geste: str, octets: bytes = b"-"):
        try:
            return atelier.juger(televerse(f"{geste}.jpg", octets), f"{geste}.jpg", limite=time.monotonic() + 90)
        except ValidationError as refus:
            try:
                return json.loads(refus.messages[0])
            except ValueError:
                return refus.messages[0].removeprefix(f"« {geste}.jpg » : ")

    yield faire
    atelier.fermer()


def juge(contenu: bytes, nom: str) -> object:
    """What comes out on this side: a sentence, or what is to be kept."""
    return _en_clair(lambda: sas.juger(televerse(nom, contenu), nom, attente=60))


def _en_clair(faire):
    try:
        prepare = faire()
    except ValidationError as refus:
        return refus.messages[0]
    for sortie in prepare.sorties:
        sortie.contenu.seek(0)
    objets = [(s.nom, s.type_mime, s.largeur, s.hauteur, s.contenu.read()) for s in prepare.sorties]
    return (prepare.nom, prepare.nature, prepare.type_mime, prepare.empreinte, prepare.largeur, prepare.duree, objets)


# --- the same word on both sides ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("nom", [*ENTIERS, "ferme.pdf", "ouvert.pdf", "script.pdf", "mur.png", "vide.txt", "a.exe"])
def test_the_wall_changes_nothing_of_what_is_said(nom):
    autres = {
        "ferme.pdf": pdf(mot_de_passe="secret"), "ouvert.pdf": pdf(mot_de_passe=""), "script.pdf": pdf(script=True),
        "mur.png": png_declare(30_000, 30_000), "vide.txt": b"", "a.exe": b"MZ\x90",
    }  # fmt: skip
    hasard, entier = random.Random(nom), (ENTIERS | autres)[nom]
    for octets in [entier, *(abimer(entier, hasard) for _essai in range(4) if entier)]:
        ici = _en_clair(lambda octets=octets: preparer(televerse(nom, octets), nom))
        assert juge(octets, nom) == ici


def test_a_refusal_is_said_in_the_reader_s_language():
    with translation.override("ar"):
        phrase = juge(b"<svg/>", "dessin.svg")
    assert "dessin.svg" in phrase
    assert "programme" not in phrase


def test_a_heavy_photo_passes_within_its_memory():
    assert juge(photo(8000, 6000), "mur.jpg")[1] == "image"


def test_nothing_else_opens_what_was_sent():
    """`preparer` is named by its package and by this wall alone."""
    sources = [f for salle in SALLES for f in (RACINE / salle).rglob("*.py")]
    nomment = {
        str(f.relative_to(RACINE))
        for f in sources
        for n in ast.walk(ast.parse(f.read_text()))
        if isinstance(n, ast.ImportFrom) and "controles" in (n.module or "") and "preparer" in [a.name for a in n.names]
    }
    assert nomment == {"ent/fichiers/sas/__init__.py", "ent/fichiers/sas/gardien.py"}


# --- what is left to a file that took its process -----------------------------------------------------------------------
def test_it_has_no_network(hostile):
    assert hostile("reseau") == dict.fromkeys(["internet", "datagramme", "locale", "paire", "io_uring"], "EPERM")


def test_it_reads_neither_the_keys_of_the_site_nor_its_memory(hostile, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ent:secret@base/ent")
    cle = tmp_path / "cle_secrete"
    cle.write_text("secret")
    dit = hostile("secrets", f"{os.getpid()} {cle}".encode())
    assert dit.pop("noms") == []
    assert dit == dict.fromkeys(dit, "EPERM")
    assert len(dit) == 7


def test_it_writes_starts_and_kills_nothing(hostile):
    dit = hostile("ailleurs", str(os.getpid()).encode())
    assert dit.pop("uid") != 0
    assert dit == dict.fromkeys(dit, "EPERM")
    assert len(dit) == 9


@pytest.mark.parametrize(("geste", "phrase"), [("boucle", TROP), ("gonfle", TROP), ("meurt", ABIME)])
def test_what_takes_too_much_or_dies_is_refused_and_the_next_one_passes(hostile, geste, phrase):
    assert hostile(geste) == phrase
    assert hostile("reseau")["internet"] == "EPERM"


def test_what_sleeps_is_not_judged():
    presse = Atelier("-m", "tests.fichiers.hostile", bornes=Bornes(mur=1))
    with pytest.raises(sas.SansVerdict) as attente:
        presse.juger(televerse("dort.jpg", b"-"), "dort.jpg", limite=time.monotonic() + 60)
    assert attente.value.du_fichier
    presse.fermer()


def test_it_fills_no_disk(hostile):
    assert 0 < hostile("remplit")["ecrits"] <= 5 * MO


@pytest.mark.parametrize("geste", ["ment", "ruse"])
def test_it_is_not_believed(hostile, geste, caplog):
    assert hostile(geste) == ABIME
    assert "ce qu’aucun ne dit" in caplog.text


# --- places and time -----------------------------------------------------------------------------------------------------
def test_nobody_waits_longer_than_said_and_what_is_given_up_is_killed(hostile):
    lent = Atelier("-m", "tests.fichiers.hostile")
    debut = time.monotonic()
    with pytest.raises(sas.SansVerdict):
        lent.juger(televerse("dort.jpg", b"-"), "dort.jpg", limite=debut + 3)
    assert time.monotonic() - debut < 6
    enfants = Path(f"/proc/{lent.gardien.pid}/task/{lent.gardien.pid}/children")
    for _essai in range(100):
        if not enfants.read_text():
            break
        time.sleep(0.05)
    assert enfants.read_text() == ""
    lent.fermer()


def test_without_a_place_there_is_no_verdict(settings):
    settings.ENT_CONTROLES = 0
    with pytest.raises(sas.SansVerdict) as attente:
        sas.juger(televerse("a.jpg", photo()), "a.jpg", attente=0.1)
    assert not attente.value.du_fichier


def test_a_guardian_that_died_is_replaced():
    ATELIER.ouvrir()
    os.kill(ATELIER.gardien.pid, signal.SIGKILL)
    ATELIER.gardien.wait(timeout=10)
    assert juge(photo(), "a.jpg")[1] == "image"
