"""The kept databases answer to what makes them."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from config.demonstration.distribution import Distribution
from tests import modeles


@pytest.fixture
def code(tmp_path):
    """A small product: a migration, a model, a seed, what seeds call, and a page."""
    for fichier in (
        "ent/annuaire/migrations/0001_initial.py", "ent/annuaire/models/liens.py", "ent/annuaire/actions.py",
        "ent/annuaire/codes.py", "ent/annuaire/apps.py",
        "ent/annuaire/views/fiche.py", "config/settings.py", "config/demonstration/distribution.py",
        "requirements.txt", "tests/graines.py", "tests/reglages.py",
    ):  # fmt: skip
        (tmp_path / fichier).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / fichier).write_text("import ent.annuaire.codes\n")
    return tmp_path


def prises(code) -> tuple[str, str]:
    modeles.empreinte.cache_clear()
    return modeles.empreinte(modeles.MIGREE, code), modeles.empreinte(modeles.DISTRIBUTION, code)


@pytest.mark.parametrize(
    ("fichier", "change"),
    [
        ("ent/annuaire/migrations/0001_initial.py", (True, True)),
        ("ent/annuaire/models/liens.py", (False, True)),
        ("ent/annuaire/codes.py", (True, True)),
        ("ent/annuaire/apps.py", (False, True)),
        ("config/settings.py", (False, True)),
        ("requirements.txt", (True, True)),
        ("tests/graines.py", (False, True)),
        ("config/demonstration/distribution.py", (False, True)),
        ("ent/annuaire/actions.py", (False, True)),
        ("ent/annuaire/views/fiche.py", (False, False)),
    ],
)
def test_what_changes_makes_another_model(code, fichier, change):
    avant = prises(code)
    (code / fichier).write_text("# otherwise\n")
    apres = prises(code)
    assert (avant[0] != apres[0], avant[1] != apres[1]) == change


@pytest.mark.parametrize("ligne", ['INSTALLED_APPS = [\n    "config",\n]\n', 'AUTH_USER_MODEL = "annuaire.Personne"\n'])
def test_a_setting_that_migrations_read_makes_another_model(code, ligne):
    avant = prises(code)
    (code / "config/settings.py").write_text(ligne)
    assert not {*avant} & {*prises(code)}


def test_a_new_migration_and_a_renamed_one_make_another_model(code):
    avant = prises(code)
    seconde = code / "ent/annuaire/migrations/0002_suite.py"
    seconde.write_text("# one more\n")
    deux = prises(code)
    seconde.rename(seconde.with_name("0002_autre.py"))
    assert len({avant, deux, prises(code)}) == 3


@pytest.fixture
def atelier(tmp_path, monkeypatch):
    """Models of this test only, made by a quick recipe; the list of what was made."""
    faits: list[str] = []

    def fabriquer(genre, environnement):
        faits.append(genre)
        with closing(sqlite3.connect(f"{environnement['ENT_VAR']}/{modeles.BASE}")) as base, base:
            base.execute(f"CREATE TABLE {genre} (n)")

    monkeypatch.setattr(modeles, "DOSSIER", tmp_path / "modeles")
    monkeypatch.setattr(modeles, "_fabriquer", fabriquer)
    monkeypatch.setattr(modeles, "_emprunter", lambda nom, var: False)
    return faits


def tables(dossier) -> list[str]:
    with closing(sqlite3.connect(dossier / modeles.BASE)) as base:
        return sorted(nom for (nom,) in base.execute("SELECT name FROM sqlite_master"))


def test_processes_that_ask_together_make_one_model_each_with_its_copy(atelier, tmp_path):
    with ThreadPoolExecutor(4) as mains:
        list(mains.map(lambda n: modeles.copier(tmp_path / str(n), modeles.DEMONSTRATION), range(4)))
    assert sorted(atelier) == [modeles.DEMONSTRATION, modeles.MIGREE]
    assert {tuple(tables(tmp_path / str(n))) for n in range(4)} == {("demonstration", "migree")}


def test_the_model_of_a_former_state_goes_when_its_successor_is_there(atelier, tmp_path, monkeypatch):
    presents = {}
    for etat in ("avant", "apres"):
        monkeypatch.setattr(modeles, "empreinte", lambda genre, etat=etat: etat)
        modeles.copier(tmp_path / etat, modeles.DISTRIBUTION)
        presents[etat] = sorted(d.name for d in modeles.DOSSIER.iterdir() if d.is_dir())
    assert presents == {
        "avant": ["distribution-avant", "migree-avant"],
        "apres": ["distribution-apres", "migree-apres"],
    }


def test_a_model_that_could_not_be_made_is_not_kept(atelier, tmp_path, monkeypatch):
    def casser(genre, environnement):
        raise AssertionError("a migration failed")

    monkeypatch.setattr(modeles, "_fabriquer", casser)
    with pytest.raises(AssertionError, match="a migration failed"):
        modeles.copier(tmp_path / "copie")
    assert [d.name for d in modeles.DOSSIER.iterdir() if d.is_dir()] == []


def test_the_cast_is_there_and_the_migrations_all_ran(d):
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    assert d.mere.prenom == "Nadia"
    executeur = MigrationExecutor(connection)
    assert executeur.migration_plan(executeur.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_taken_back_and_the_next_one_finds_the_whole_cast(d):
    """Else every test after it would lay the cast again, or find a part of it."""
    from django.apps import apps
    from django.test import TransactionTestCase

    def lignes() -> dict[str, int]:
        return {m._meta.label: m._base_manager.count() for m in apps.get_models()}

    avant = lignes()
    d.groupe_lecture.delete()
    type(d.elementaire.commune).objects.create(code_insee="78999", nom="Ailleurs")
    assert lignes() != avant
    TransactionTestCase()._fixture_teardown()  # as Django does after such a test
    assert lignes() == avant
    assert Distribution().groupe_lecture.nom == "Lecture à voix haute"
