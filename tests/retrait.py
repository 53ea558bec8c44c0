"""The product without one of its services: its folder, its tests and its line in the settings taken away from a copy of the code.

`python -m tests.retrait messagerie` plays the other rooms' tests there; `tests/test_retrait.py`, that it starts, is seeded and shows its homes.
`make test-entier` does both for each service.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import besoins, modeles

RACINE = Path(__file__).resolve().parent.parent
# Tests of the product as a whole, which name every room: its graph, its documents, its data of before.
DU_TOUT = [
    "navigateur", "donnees", "comparer", "charge", "territoire", "test_retrait.py", "test_coherence.py", "test_salles.py", "test_documents.py",
    "test_donnees.py", "test_comparer.py", "test_modeles.py", "test_gestes.py", "test_lancer.py", "test_seconde_base.py", "config/test_ordre.py",
    "config/test_traductions.py", "socle/rustines/test_toutes.py", "test_aide_mots.py", "test_aide_partout.py",
    "portail/test_aide.py", "test_porte.py",
]  # fmt: skip


def services() -> list[str]:
    from config.settings import SERVICES

    return SERVICES


def dossiers(service: str) -> list[str]:
    """Its folder, and that of its tests."""
    chemin = service.replace(".", "/")
    return [f"{chemin}/", f"tests/{chemin.removeprefix('ent/')}/"]


def copier(service: str, arbre: Path) -> None:
    """The code without this service, in `arbre`."""
    liste = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    suivis = subprocess.run(liste, cwd=RACINE, capture_output=True, text=True, check=True).stdout.splitlines()
    retires = tuple(dossiers(service))
    for nom in suivis:
        if not nom.startswith(retires) and (RACINE / nom).is_file():
            (arbre / nom).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(RACINE / nom, arbre / nom)  # with its mode: what docker/ runs
    (arbre / ".venv").symlink_to(sys.prefix)  # where docker/ looks for Python outside an image
    reglages = arbre / "config/settings.py"
    texte, lignes = re.subn(rf'^    "{re.escape(service)}",\n', "", reglages.read_text(), flags=re.MULTILINE)
    assert lignes == 1, f"{service} has {lignes} lines in the settings"
    reglages.write_text(texte)


def environnement(service: str, var: Path) -> dict[str, str]:
    """Of a process of that copy: its own data, and databases kept from one run to the next."""
    propres = ("DATABASE_URL", "REDIS_URL", "DJANGO_", "ENT_", "PYTEST_", "PYTHONPATH")
    env = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith(propres)}
    return env | {"ENT_VAR": str(var), "ENT_MODELES": str(modeles.DOSSIER / f"sans-{service}"), besoins.SANS: service}


def vivre() -> None:
    """Played in the copy: every check, every address read, the demonstration laid, and each persona's home with what it leads to."""
    modeles.copier(Path(os.environ["ENT_VAR"]), modeles.DEMONSTRATION)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("check", fail_level="WARNING")
    call_command("migrate", check_unapplied=True, verbosity=0)
    print(_lire_les_adresses(), "adresses")
    print(_visiter(), "pages")


def _lire_les_adresses(resolveur=None) -> int:
    from django.urls import URLResolver, get_resolver

    motifs = (resolveur or get_resolver()).url_patterns
    return sum(_lire_les_adresses(motif) if isinstance(motif, URLResolver) else 1 for motif in motifs)


def _visiter() -> int:
    """Each home, and each page that it links to, as each persona sees them: how many."""
    import time_machine
    from django.test import Client, override_settings

    from config.demonstration.distribution import ADULTES, ELEVES_NOMMES, Distribution
    from tests.graines import MARDI_10H

    d, vues = Distribution(), 0
    with time_machine.travel(MARDI_10H), override_settings(ALLOWED_HOSTS=["*"]):
        for cle in [*ADULTES, *ELEVES_NOMMES]:
            visiteur = Client()
            visiteur.force_login(d.gens[cle])
            accueil = visiteur.get("/")
            assert accueil.status_code == 200, f"home of {cle}: {accueil.status_code}"
            liens = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', accueil.text))
            perdus = {lien: s for lien in sorted(liens) if (s := visiteur.get(lien).status_code) not in (200, 302)}
            assert perdus == {}, f"{cle}: {perdus}"
            vues += 1 + len(liens)
    return vues


def eprouver(service: str) -> int:
    """The other rooms' tests, without it."""
    with tempfile.TemporaryDirectory(prefix="ent-retrait-") as atelier:
        arbre = Path(atelier) / "code"
        copier(service, arbre)
        subprocess.run(["git", "init", "-q"], cwd=arbre, check=True)  # tests of the code ask which files are followed
        ignores = [f"--ignore=tests/{nom}" for nom in DU_TOUT]
        pytest = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "loadfile",
            "-m",
            "not navigateur",
            *ignores,
            *sys.argv[2:],
        ]
        print(f"\nSans {service} :", flush=True)
        return subprocess.run(
            pytest, cwd=arbre, env=environnement(service, Path(atelier) / "var"), check=False
        ).returncode


if __name__ == "__main__":
    if sys.argv[1:] == ["--vivre"]:
        vivre()
    else:
        sys.exit(eprouver(sys.argv[1]))
