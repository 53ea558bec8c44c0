"""Mails of accounts leave by a worker; neither what is done nor how long it takes tells who has an account."""

import datetime as dt
import re
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from ent.annuaire.models import Commune, Personne, Role
from ent.connexion import actions
from ent.connexion.models import SessionOuverte
from ent.diffusion import expedition
from ent.diffusion.ouvrier import Ouvrier
from ent.socle.differer import differer
from tests.diffusion import taches_essai

INCONNUE = "personne@exemple.fr"


@pytest.fixture
def en_file(settings):
    """Tasks wait for a worker, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def demander(courriel: str, **entetes) -> list[str]:
    """What asking for another password does in the database, without whose."""
    with CaptureQueriesContext(connection) as faites:
        assert Client(**entetes).post(reverse("account_reset_password"), {"email": courriel}).status_code == 302
    return [re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|\d+", "?", requete["sql"]) for requete in faites]


# --- Forgotten password ---------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)  # a worker closes its connection after a task
def test_the_page_does_the_same_for_an_address_that_has_an_account_and_for_one_that_has_none(d, en_file):
    assert demander(d.mere.courriel) == demander(INCONNUE)
    assert mail.outbox == []
    Ouvrier(batch=True).run()
    assert [m.to for m in mail.outbox] == [[d.mere.courriel]]


def test_what_waits_opens_nothing(d, en_file):
    """Neither link nor key is in the queue: who reads the database reads an address."""
    demander(d.mere.courriel)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {"courriel": d.mere.courriel}}


def test_links_are_those_of_the_site_whatever_the_address_of_the_page(d, settings):
    settings.ALLOWED_HOSTS = ["testserver", "vergers.exemple.fr"]
    settings.ENT_ADRESSE = "https://ecoles.exemple.fr"
    demander(d.mere.courriel, SERVER_NAME="vergers.exemple.fr")
    [lien] = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert lien.startswith("https://ecoles.exemple.fr/mot-de-passe/")
    assert "vergers" not in mail.outbox[0].body


# --- Sign-in --------------------------------------------------------------------------------------------------------
def test_one_password_is_hashed_whoever_is_named(d, monkeypatch):
    """Hashing is what a sign-in costs: known, unknown, without a password yet, closed."""
    faits: Counter[str] = Counter()
    hacher = MD5PasswordHasher.encode

    def compter(hacheur, mot_de_passe, sel):
        faits["hachages"] += 1
        return hacher(hacheur, mot_de_passe, sel)

    d.pere_separe.set_unusable_password()
    d.pere_separe.save()
    Personne.objects.filter(pk=d.enseignante.pk).update(is_active=False)
    monkeypatch.setattr(MD5PasswordHasher, "encode", compter)
    for login in (
        d.mere.courriel,
        INCONNUE,
        d.pere_separe.courriel,
        d.enseignante.courriel,
        "nadia.belhadj",
        "personne",
    ):
        faits.clear()
        reponse = Client().post(reverse("account_login"), {"login": login, "password": "pas le bon du tout"})
        assert (reponse.status_code, faits["hachages"]) == (422, 1), login


# --- From the server ------------------------------------------------------------------------------------------------
def test_the_first_operator_is_invited_and_chooses_a_password(d, settings, capsys):
    settings.ENT_ADRESSE = "https://ecoles.exemple.fr"
    qui = {"prenom": "Luc", "nom": "Vidal", "courriel": "Luc.Vidal@exemple.fr"}
    call_command("premier_pas", **qui, commune=["91471=Orsay", "78621=Trappes"])
    assert "Luc Vidal reçoit à luc.vidal@exemple.fr un lien" in capsys.readouterr().out
    assert Commune.objects.get(code_insee="91471").nom == "Orsay"
    call_command("creer_etablissement", "0911001U", nom="École du Parc", nature="primaire", commune="91471")
    [message] = mail.outbox
    assert (message.to, message.subject) == (["luc.vidal@exemple.fr"], "Mes écoles : votre compte vous attend")
    lien = re.search(r"https://ecoles\.exemple\.fr(/mot-de-passe/\S+)", message.body)[1]
    client = Client()
    adresse = client.get(lien, follow=True).redirect_chain[-1][0]
    client.post(adresse, {"password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"})
    luc = Personne.objects.get(courriel="luc.vidal@exemple.fr")
    assert luc.check_password("Neuf-chats-gris")
    assert [r.nature for r in luc.roles.all()] == [Role.Nature.OPERATEUR]
    call_command("premier_pas", **qui)  # the mail was lost: it is sent again, to the same account
    assert (len(mail.outbox), luc.roles.count(), EmailAddress.objects.filter(user=luc).count()) == (2, 1, 1)


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"courriel": "nadia.belhadj@exemple.fr"}, "sert déjà à un compte qui n’est pas celui d’un opérateur"),
        ({"courriel": "pas une adresse"}, "adresse"),
        ({"commune": ["Trappes"]}, "--commune 78621=Trappes"),
    ],
)
def test_what_does_not_fit_opens_nothing(d, change, phrase):
    avant = Personne.objects.count()
    with pytest.raises(CommandError, match=phrase):
        call_command("premier_pas", **{"prenom": "Luc", "nom": "Vidal", "courriel": "luc@exemple.fr"} | change)
    assert (Personne.objects.count(), mail.outbox) == (avant, [])


def test_sessions_are_ended_from_the_server_for_one_for_a_school_or_for_all(d, mardi, entrer):
    gens = [d.mere, d.enseignante, d.directrice_maternelle]
    clients = [entrer(personne) for personne in gens]

    def dedans() -> list[bool]:
        return [client.get("/").status_code == 200 for client in clients]

    call_command("fermer_sessions", compte=d.enseignante.courriel)
    assert dedans() == [True, False, True]
    call_command(
        "fermer_sessions", ecole=d.elementaire.uai
    )  # the mother has a child there, the other head does not work there
    assert dedans() == [False, False, True]
    call_command("fermer_sessions", territoire=True)
    assert dedans() == [False, False, False]
    with pytest.raises(CommandError, match="rien n’est fermé"):
        call_command("fermer_sessions", compte=INCONNUE)


# --- What is over leaves --------------------------------------------------------------------------------------------
def test_sessions_that_are_over_leave_the_table_of_django_too(d, mardi, horloge, entrer):
    entrer(d.mere).get("/")
    horloge(mardi + dt.timedelta(days=80))
    entrer(d.directrice).get("/")
    horloge(mardi + dt.timedelta(days=91))
    assert Session.objects.count() == 2
    actions.oublier_les_sessions_finies()
    assert Session.objects.count() == SessionOuverte.objects.count() == 1


@pytest.mark.django_db(transaction=True)  # a worker closes its connection after a task
def test_tasks_that_are_done_leave_and_those_that_failed_stay_a_month(d, mardi, horloge, en_file):
    taches_essai.APPELS.clear()
    differer("tests.diffusion.taches_essai.noter", nom="un")
    differer("tests.diffusion.taches_essai.echouer")
    for essai in range(4):
        Ouvrier(batch=True).run()
        horloge(mardi + dt.timedelta(minutes=15 * (essai + 1)))
    restent = []
    for jours in (1, 3, 29, 32):
        horloge(mardi + dt.timedelta(days=jours))
        expedition.purge()
        restent.append(sorted(DBTaskResult.objects.values_list("status", flat=True)))
    assert restent == [["FAILED", "SUCCESSFUL"], ["FAILED"], ["FAILED"], []]
