"""Strict fixtures: warnings are errors, an absent template variable fails, GET is read-only, the network is cut."""

import datetime as dt
import gc
import os
import pickle
import socket
from importlib import import_module

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, TransactionTestCase
from django.utils import timezone
from django.utils.crypto import get_random_string
from pytest_django.plugin import blocking_manager_key

from config import ramasse_miettes
from config.demonstration.college import LeCollege, semer_le_college
from config.demonstration.distribution import Distribution
from config.demonstration.vie import semer_vie
from ent.annuaire.actions.delegations import noter_l_usage
from ent.annuaire.models import Personne
from ent.connexion import derivation
from ent.connexion.actions.sessions import TEMOIN, VUE
from ent.connexion.droits import se_liste
from ent.connexion.models import SessionOuverte
from ent.connexion.navigateurs import nommer
from tests import modeles
from tests.gestes import version_portee
from tests.graines import MARDI_10H
from tests.reglages import REEL
from tests.typographie import relacher

gc.disable()  # until everything is imported and collected (`pytest_collection_finish`): nothing of that is garbage

pytest_plugins = [
    "tests.veille",
    "tests.large",
    "tests.besoins",
    "tests.partage",
    "tests.seconde_base",
    "tests.libretranslate",
    "tests.papiers",
]


def pytest_collection_modifyitems(config, items):
    """Tests of several processes need PostgreSQL and Redis: they belong to the second run of `make test`. Those that migrate whole
    products of their own, minutes of them, to `make test-entier`.
    """
    ailleurs = [item for item in items if not REEL and item.get_closest_marker("reel")]
    if not os.environ.get("ENT_ENTIER"):
        ailleurs += [item for item in items if item.get_closest_marker("entier")]
    config.hook.pytest_deselected(items=ailleurs)
    items[:] = [item for item in items if item not in ailleurs]


def pytest_collection_finish(session):
    """Databases that are missing are made now: a test's time is counted. Garbage is then looked for as servers do, past what is
    loaded: a seventh of the suite's processor went to it.
    """
    noms = {nom for item in session.items for nom in item.fixturenames}
    if noms & {"db", "serveur"} and not session.config.option.collectonly:
        with session.config.stash[blocking_manager_key].unblock():  # PostgreSQL is asked through Django's connection
            modeles.preparer(demonstration="serveur" in noms)
    ramasse_miettes.regler()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Where nothing may be skipped (`.ci/run`), a test that was is a failure."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ENT_SANS_SAUT") and terminal and terminal.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """The cast is in the database from the start; each test works in a transaction that is rolled back."""
    nom = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        modeles.poser(connection)
        derivation.cle()  # read once in a process: no page of a test counts it
        # A test that committed is followed by another database, which holds what this one held.
        TransactionTestCase._fixture_teardown = lambda test: modeles.reposer(connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(nom, verbosity=0)


@pytest.fixture
def d(db, distribution_lue) -> Distribution:
    """The cast."""
    return pickle.loads(distribution_lue)  # noqa: S301 (written by this process)


@pytest.fixture(scope="session")
def distribution_lue(django_db_setup, django_db_blocker) -> bytes:
    """As it is found at the start of each test: read once."""
    with django_db_blocker.unblock():
        return pickle.dumps(Distribution())


@pytest.fixture(scope="module")
def semee(django_db_setup, django_db_blocker):
    """Three weeks of life around the cast, in every room. They take eight seconds to lay: once for all the tests of a file, in a
    transaction around theirs.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(MARDI_10H, tick=False):
            d = Distribution()
            semer_vie(d, MARDI_10H)
        yield d
        transaction.set_rollback(True)


@pytest.fixture
def vie(semee, db, mardi) -> Distribution:
    """The cast and its weeks."""
    return Distribution()


@pytest.fixture
def c(d) -> LeCollege:
    """The collège of the cast, peopled."""
    return semer_le_college(d)


@pytest.fixture(scope="session", autouse=True)
def nouvelles_lisibles():
    """What is told of a child is read by who follows that child, and by nobody else: to a team, it is told of the school. Told otherwise it
    would be kept and shown on no page, and no test of rows would see it.
    """
    from django.db import connection

    from ent.annuaire.models import Responsabilite
    from ent.diffusion.actions import notifications

    vraie = notifications.inserer

    def inserer(modele, lignes, **options):
        couples = {(personne, enfant) for personne, enfant, _texte in lignes if enfant}
        compte, connection.force_debug_cursor = connection.force_debug_cursor, False  # it counts in no test's queries
        try:
            liens = Responsabilite.objects.filter(enfant__in={enfant for _personne, enfant in couples})
            suivis = set(liens.order_by().values_list("adulte_id", "enfant_id")) if couples else set()
        finally:
            connection.force_debug_cursor = compte
        perdus = couples - suivis
        assert not perdus, f"« {options['nature']} » is told of a child to who does not follow them: {perdus}"
        return vraie(modele, lignes, **options)

    inserer.vraie = vraie  # for tests of the right itself: tests/diffusion/conftest.py
    notifications.inserer = inserer
    yield
    notifications.inserer = vraie


@pytest.fixture(scope="session", autouse=True)
def nouvelles_traduites():
    """What is told of a child reaches a family: what says it asks nothing that the seven catalogs do not know, whichever test tells it."""
    from django.utils import translation

    from ent.diffusion.actions import notifications
    from tests.langues import AUTRES, TEMOIN, connues, ecouter

    vraie, entendues = notifications._dire, {}

    def dire(textes, etablissement):
        phrases = {texte for (_personne, enfant), texte in textes.items() if enfant and not isinstance(texte, str)}
        for phrase in phrases:
            quoi = getattr(phrase, "func", phrase)
            if entendues.get(quoi, 0) < 5:  # a sentence has forms: not as many as there are pupils
                entendues[quoi] = entendues.get(quoi, 0) + 1
                with ecouter() as dites, translation.override(TEMOIN):
                    phrase()
                manquent = {langue: perdues for langue in AUTRES if (perdues := dites - connues(langue))}
                assert not manquent, manquent
        return vraie(textes, etablissement)

    notifications._dire = dire
    yield
    notifications._dire = vraie


@pytest.fixture(autouse=True)
def cache_vide():
    """Nothing is remembered."""
    cache.clear()


@pytest.fixture(autouse=True)
def jour_de_classe(request):
    """Every test starts on a Tuesday of term at ten, whatever the machine's day; `horloge` moves it, `mardi` freezes it.

    In a test of the browser only the server's clock is set: Playwright's own goes with the machine's.
    """
    if request.node.get_closest_marker("navigateur"):
        yield
        return
    with time_machine.travel(MARDI_10H, tick=True):
        yield


@pytest.fixture
def horloge(time_machine):
    """Hold the clock: ``horloge(MARDI_10H)``. Frozen, so that « today » is the same all along a test."""

    def regler(instant: dt.datetime) -> None:
        time_machine.move_to(instant, tick=False)

    return regler


@pytest.fixture
def mardi(horloge) -> dt.datetime:
    horloge(MARDI_10H)
    return MARDI_10H


@pytest.fixture(scope="session", autouse=True)
def espaces_simples():
    """Pages hold « ? » and its like by a no-break space, and say where an address may be cut; tests read, and write, the plain words. What holds
    them has tests of its own: tests/socle/test_typographie.py and tests/navigateur/test_typographie.py read bytes and lines.
    """
    telle_quelle = HttpResponse.text
    HttpResponse.text = property(lambda reponse: relacher(telle_quelle.__get__(reponse)).replace("<wbr>", ""))
    yield
    HttpResponse.text = telle_quelle


def ouvrir_une_session(personne: Personne) -> str:
    """What signing in leaves, in three statements and not eighteen: its own tests go through the form (tests/connexion). Gives its key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(personne.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = personne.get_session_auth_hash()
    session._session_key = get_random_string(32)  # known before it is kept: its line bears it
    if se_liste(session, personne):
        ouverte = SessionOuverte.objects.create(cle=session.session_key, personne=personne, nom=nommer(""))
        session[TEMOIN], session[VUE] = ouverte.pk, ouverte.vue_le.isoformat()
        noter_l_usage(personne=personne)
    session.save(must_create=True)
    personne.last_login = timezone.now()
    Personne.objects.filter(pk=personne.pk).update(last_login=personne.last_login)
    return session.session_key


class Lecteur(Client):
    """Whoever corrects has read the page that holds the form: what it bore is sent with the rest, if the test does not say it."""

    def post(self, path, data=None, *args, **options):
        reponse = super().post(path, data, *args, **options)
        if reponse.status_code != 422 or not isinstance(data, dict | None) or "version" in (data or {}):
            return reponse
        version = version_portee(path, reponse)
        return super().post(path, {**(data or {}), "version": version}, *args, **options) if version else reponse


@pytest.fixture
def entrer():
    """A client signed in as a person: ``entrer(d.mere)``."""

    def en_tant_que(personne: Personne, **options) -> Client:
        client = Lecteur(**options)
        client.cookies[settings.SESSION_COOKIE_NAME] = ouvrir_une_session(personne)
        return client

    return en_tant_que


@pytest.fixture(autouse=True)
def reseau_coupe(monkeypatch):
    """Only this machine can be reached."""
    vraie = socket.socket.connect

    def connecter(prise, adresse):
        if prise.family in (socket.AF_INET, socket.AF_INET6) and adresse[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"Network is cut in tests: {adresse}")
        return vraie(prise, adresse)

    monkeypatch.setattr(socket.socket, "connect", connecter)
