"""What Django and psycopg are still made of, as the patches lean on it (`django_cache`, `django_migrations`, `postgresql`: in their own files)."""

import asyncio
import datetime as dt
import gzip
import inspect
import re
import smtplib
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from asgiref.local import Local
from asgiref.sync import sync_to_async
from django import forms, urls
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models.fields.files import FieldFile, FileField
from django.template import Context, Template
from django.templatetags.i18n import TranslateNode
from django.urls.resolvers import RoutePattern
from django.utils import text
from django.utils.translation import gettext, ngettext, override, trans_real
from psycopg import _queries
from wagtail import blocks

from ent.annuaire.models import Commune
from ent.socle.dates import est_plausible
from ent.socle.nombres import entier
from ent.socle.rustines import (
    allauth_essais,
    django_adresses,
    django_champs_fichiers,
    django_compression,
    django_dates,
    django_locaux,
    django_phrases,
    django_requetes,
    django_signes,
    django_suppressions,
    django_traductions,
    psycopg_requetes,
    smtplib_donnees,
)
from ent.socle.textes import sobre


# --- django_traductions ---------------------------------------------------------------------------------------------
def test_django_counts_zero_as_english_does_where_a_language_has_no_catalog(monkeypatch):
    """The day it does not, the patch goes."""
    ancien = inspect.getclosurevars(trans_real.DjangoTranslation.ngettext).nonlocals["par_le_catalogue"]
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", ancien)
    with override("fr"):
        assert ngettext("%(n)s photo", "%(n)s photos", 0) == "%(n)s photos"
        django_traductions.accorder()
        assert [ngettext("%(n)s photo", "%(n)s photos", n) for n in (0, 2)] == ["%(n)s photo", "%(n)s photos"]


# --- django_phrases -------------------------------------------------------------------------------------------------
def test_a_sentence_that_a_template_writes_out_is_looked_for_once_a_language_and_drawn_as_django_draws_it(monkeypatch):
    gabarit = Template(
        "{% load i18n %}{% translate 'L’école & 5 % des « <b> »' %}|{% translate 'Envoyer' as mot %}{{ mot }}|"
        "{% translate dit %}|{% translate 'Envoyer' noop %}|{% translate 'Envoyer'|upper %}"
    )
    variables = {"dit": "<i>"}
    monkeypatch.setattr(TranslateNode, "render", inspect.unwrap(TranslateNode.render))
    par_django = {}
    for langue in ("fr", "en"):
        with override(langue):
            par_django[langue] = gabarit.render(Context(variables))
    assert par_django["fr"] != par_django["en"]
    cherchees = []

    def traduite(phrase: str, langue: str) -> str:
        cherchees.append((phrase, langue))
        return gettext(phrase)

    for _fois in range(2):  # twice is once
        django_phrases.retenir(traduite)
    for langue in ("fr", "en"):
        with override(langue):
            assert gabarit.render(Context(variables)) == par_django[langue]
    phrases = ["L’école & 5 %% des « <b> »", "Envoyer"]
    assert cherchees == [(phrase, langue) for langue in ("fr", "en") for phrase in phrases]


# --- django_requetes ------------------------------------------------------------------------------------------------
def test_a_queryset_makes_its_instances_of_rows_that_it_did_not_read(db, django_assert_num_queries):
    Commune.objects.create(nom="Vieux-Port", code_insee="97400")
    qs = Commune.objects.order_by("nom")
    compilateur, sql, parametres = django_requetes.figer(qs)
    with connection.cursor() as curseur:
        curseur.execute(sql, parametres)
        lignes = curseur.fetchall()
    with django_assert_num_queries(0):
        lues = django_requetes.poser(qs, compilateur, connection, lignes)
    assert lues == list(qs) != []
    assert [vars(c) | {"_state": 0} for c in lues] == [vars(c) | {"_state": 0} for c in qs]
    assert (qs._result_cache is not None, compilateur.connection) == (True, None)


# --- django_suppressions --------------------------------------------------------------------------------------------
def test_rows_go_in_one_statement(db, django_assert_num_queries):
    Commune.objects.create(nom="Vieux-Port", code_insee="97400")
    with django_assert_num_queries(1) as dites:
        django_suppressions.effacer_sans_lire(Commune.objects.filter(code_insee="97400"))
    assert dites[0]["sql"].startswith("DELETE FROM")
    assert not Commune.objects.filter(code_insee="97400").exists()


# --- django_dates -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("champ", [forms.DateField, forms.DateTimeField])
@pytest.mark.parametrize(
    ("annee", "est_lue"),
    [("0001", False), ("1899", False), ("1900", True), ("2199", True), ("2200", False), ("9999", False)],
)
def test_every_form_reads_dates_that_a_school_could_mean_and_no_other(champ, annee, est_lue):
    django_dates.borner(est_plausible)
    if est_lue:
        assert champ().clean(f"{annee}-12-31").year == int(annee)
    else:
        with pytest.raises(ValidationError) as refus:
            champ().clean(f"{annee}-12-31")
        assert refus.value.code == "invalid"


# --- django_signes ------------------------------------------------------------------------------------------------------
def test_every_form_takes_the_towers_of_signs_off_and_leaves_a_password_as_it_is():
    django_signes.tenir(sobre)
    tour = "e" + "\u0301" * 40
    assert forms.CharField(max_length=5).clean(tour) == "\u00e9\u0301\u0301"
    assert forms.CharField(strip=False).clean(tour) == tour
    assert blocks.CharBlock().clean(tour) == "\u00e9\u0301\u0301"


# --- django_adresses ----------------------------------------------------------------------------------------------------
def test_an_address_reads_numbers_that_a_database_holds_and_no_other():
    django_adresses.borner(entier)
    route = RoutePattern("classe/<int:pk>/", is_endpoint=True)
    for pk in (0, 42, 10**18 - 1):
        assert route.match(f"classe/{pk}/") == ("", (), {"pk": pk})
    for ecrit in (str(10**18), "9" * 5000, "²", "-1", ""):
        assert route.match(f"classe/{ecrit}/") is None


@pytest.mark.parametrize("genre", ["str", "path", "slug"])
def test_an_address_reads_no_word_that_a_database_refuses(genre):
    django_adresses.borner(entier)
    route = RoutePattern(f"ecole/<{genre}:uai>/", is_endpoint=True)
    assert route.match("ecole/0781234A/") == ("", (), {"uai": "0781234A"})
    for ecrit in ("\0", "0781234A\0"):
        assert route.match(f"ecole/{ecrit}/") is None


# --- django_compression -------------------------------------------------------------------------------------------------
def test_a_page_is_compressed_by_the_quicker_library_and_padded_as_django_does(monkeypatch):
    page = b"<p>Le litre et ses parties</p>" * 300
    monkeypatch.setattr(text, "gzip_compress", gzip.compress)
    par_zlib = text.compress_string(page)
    for _fois in range(2):
        django_compression.accelerer()
    par_isal = text.compress_string(page)
    assert par_isal != par_zlib
    assert gzip.decompress(par_isal) == gzip.decompress(text.compress_string(page, max_random_bytes=100)) == page
    assert len({len(text.compress_string(page, max_random_bytes=100)) for _fois in range(50)}) > 1


# --- django_champs_fichiers -----------------------------------------------------------------------------------------
def test_a_file_in_hand_is_not_in_the_storage():
    ligne = type("Ligne", (), {})()
    champ = FileField(name="fichier")
    assert django_champs_fichiers.est_depose(FieldFile(ligne, champ, "deja-la.pdf"))
    en_main = FieldFile(ligne, champ, "neuf.pdf")
    en_main._committed = False  # as `FileDescriptor` gives what was assigned
    assert not django_champs_fichiers.est_depose(en_main)
    descripteur = inspect.getsource(champ.descriptor_class.__get__)
    assert "file_copy._committed = False" in descripteur
    assert ContentFile(b"x").name is None


# --- psycopg_requetes -----------------------------------------------------------------------------------------------
def test_psycopg_keeps_how_a_long_query_is_written(monkeypatch):
    for nom in ("MAX_CACHED_STATEMENT_LENGTH", "MAX_CACHED_STATEMENT_PARAMS"):
        monkeypatch.setattr(
            _queries, nom, {"MAX_CACHED_STATEMENT_LENGTH": 4096, "MAX_CACHED_STATEMENT_PARAMS": 50}[nom]
        )
    ecrire, gardees = _queries.PostgresClientQuery, _queries._query2pg_client
    requete = f"SELECT %s -- {'x' * 5000} {dt.date(2026, 11, 26)}".encode()
    ecrire(psycopg.adapt.Transformer()).convert(requete, (1,))
    avant = gardees.cache_info()
    psycopg_requetes.retenir_les_longues()
    for _fois in range(2):
        ecrire(psycopg.adapt.Transformer()).convert(requete, (1,))
    apres = gardees.cache_info()
    assert (apres.misses - avant.misses, apres.hits - avant.hits) == (1, 1)


# --- smtplib_donnees ------------------------------------------------------------------------------------------------
class Serveur(smtplib.SMTP):
    """Says yes to everything, as a server would."""

    def __init__(self) -> None:
        super().__init__()
        self.dits: list = []

    def ehlo_or_helo_if_needed(self) -> None:
        pass

    def docmd(self, cmd, args=""):
        self.dits.append(f"{cmd} {args}".split(":")[0].strip().upper())
        return 250, b"oui"

    mail = rcpt = lambda self, qui, options=(): self.docmd("POUR", qui)

    def data(self, contenu):
        self.dits.append(contenu)
        return 250, b"oui"


def test_the_content_of_a_message_leaves_by_one_method_once_its_recipient_is_accepted():
    serveur = Serveur()
    with smtplib_donnees.avant_le_contenu(serveur, lambda: serveur.dits.append("avant")):
        serveur.sendmail("a@ecole.example", ["b@ecole.example"], b"Bonjour")
    serveur.sendmail("a@ecole.example", ["c@ecole.example"], b"Encore")
    assert [d for d in serveur.dits if isinstance(d, bytes) or d == "avant"] == ["avant", b"Bonjour", b"Encore"]
    assert serveur.dits.index("avant") == 2  # after who writes and whom to


def test_nothing_leaves_when_it_is_refused_at_that_moment():
    serveur = Serveur()
    with pytest.raises(ZeroDivisionError), smtplib_donnees.avant_le_contenu(serveur, lambda: 1 / 0):
        serveur.sendmail("a@ecole.example", ["b@ecole.example"], b"Bonjour")
    assert b"Bonjour" not in serveur.dits and "data" not in vars(serveur)


# --- allauth_essais -----------------------------------------------------------------------------------------------------
def test_allauth_counts_wrong_passwords_by_what_the_patch_says(rf):
    """The day it asks another method, « from where » is counted no more."""

    class Adaptateur(allauth_essais.EssaisParOrigine, DefaultAccountAdapter):
        def origine(self, request, login):
            return f"d’ici, {login}"

    cle = Adaptateur()._get_login_attempts_cache_key(rf.get("/"), email="Nadia@exemple.fr")
    assert cle.endswith(":nadia@exemple.fr:d’ici, nadia@exemple.fr")
    assert "_get_login_attempts_cache_key" in inspect.getsource(DefaultAccountAdapter.pre_authenticate)
    assert "_get_login_attempts_cache_key" in inspect.getsource(
        DefaultAccountAdapter._delete_login_attempts_cached_email
    )


# --- What is kept of the request under way ----------------------------------------------------------------------------
@pytest.mark.parametrize(("module", "nom"), django_locaux.LOCAUX)
def test_django_keeps_one_value_there_and_nothing_else(module, nom):
    source = inspect.getsource(module)
    assert f"{nom} = Local()" in source
    assert {dit.strip('"') for dit in re.findall(rf"\b{nom}(?:\.|, )([\w\"]+)", source)} == {"value"}


def test_it_is_of_its_thread_and_of_its_task_and_goes_with_what_is_awaited():
    valeur = django_locaux.Valeur()
    assert getattr(valeur, "value", "aucune") == "aucune"
    valeur.value = "ici"
    with ThreadPoolExecutor(1) as ailleurs:
        assert ailleurs.submit(getattr, valeur, "value", "aucune").result() == "aucune"

    async def dire(mot: str) -> str:
        valeur.value = mot
        await asyncio.sleep(0)
        await sync_to_async(setattr)(valeur, "value", valeur.value * 2)  # as a view that takes a language
        return valeur.value

    async def ensemble() -> list[str]:
        return await asyncio.gather(dire("a"), dire("b"))

    assert asyncio.run(ensemble()) == ["aa", "bb"]
    assert valeur.value == "ici"
    del valeur.value
    assert not hasattr(valeur, "value")


def test_what_was_kept_before_stays(monkeypatch):
    for module, nom in django_locaux.LOCAUX:
        monkeypatch.setattr(module, nom, Local())
    urls.base.set_script_prefix("/ent/")
    django_locaux.lire_sans_verrou()
    assert all(isinstance(getattr(module, nom), django_locaux.Valeur) for module, nom in django_locaux.LOCAUX)
    assert urls.get_script_prefix() == "/ent/"
    assert not hasattr(urls.base._urlconfs, "value")
