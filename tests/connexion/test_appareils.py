"""« Mes appareils »: all that an account is open through, closed line by line and all at once."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import EntreeJournal, Personne
from ent.connexion import actions, middleware
from ent.connexion.middleware import vues
from ent.connexion.models import SessionOuverte
from ent.diffusion import actions as diffusion

from .conftest import adresse_du_mur, toucher

PAGE, TOUT = "/compte/appareils/", "/compte/appareils/tout-fermer/"
TELEPHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
ORDINATEUR = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def entrer_avec(agent: str, login: str = "nadia.belhadj") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": login, "password": MOT_DE_PASSE})
    return client


def fermer(client: Client, ligne: SessionOuverte):
    return client.post(reverse("connexion_appareils_fermer", args=["sessions", ligne.pk]))


def est_entre(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


@pytest.fixture
def telephone(d, mardi) -> Client:
    return entrer_avec(TELEPHONE)


@pytest.fixture
def ordinateur(d, mardi) -> Client:
    return entrer_avec(ORDINATEUR)


@pytest.fixture
def congedies(monkeypatch) -> list[int]:
    """Whose sockets were closed."""
    gens: list[int] = []
    monkeypatch.setattr(diffusion, "congedier", gens.extend)
    return gens


def test_closed_twice_it_is_said_to_be_closed_already(telephone, ordinateur):
    ici = SessionOuverte.objects.get(cle=ordinateur.session.session_key)
    ligne = SessionOuverte.objects.exclude(pk=ici.pk).get()
    fermer(ordinateur, ligne)
    adresse = reverse("connexion_appareils_fermer", args=["sessions", ligne.pk])
    seconde = ordinateur.post(adresse, headers={"Referer": f"http://testserver{PAGE}"}, follow=True)
    assert (seconde.redirect_chain, "C’est déjà fait." in seconde.text) == ([(PAGE, 302)], True)
    assert not est_entre(telephone)


# --- Sessions -------------------------------------------------------------------------------------------------------
def test_where_sessions_are_in_cookies_there_is_nothing_to_list(d, mardi, settings):
    """Nobody could end one from afar."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    client = entrer_avec(TELEPHONE)
    assert client.get("/compte/").status_code == 200
    assert not SessionOuverte.objects.exists()


def test_a_database_that_takes_no_writing_still_shows_pages(telephone, mardi, horloge, monkeypatch):
    def refuser(**_seance):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(middleware, "revoir_session", refuser)
    horloge(mardi + dt.timedelta(days=1))
    vues.jour = ""
    assert telephone.get("/compte/").status_code == 200


def test_each_session_is_a_line_in_words_with_the_device_in_hand_first(telephone, ordinateur, mardi, horloge):
    horloge(mardi + dt.timedelta(days=3))
    vues.jour = ""
    page = telephone.get(PAGE).text
    assert page.index("Chrome, Android") < page.index("cet appareil</span>") < page.index("Firefox, Windows")
    assert page.count("cet appareil</span>") == 1
    assert "Ouvert le 24 novembre 2026 à 10 h 00. Vu aujourd’hui." in page
    assert "Ouvert le 24 novembre 2026 à 10 h 00. Vu le 24 novembre 2026." in page


def test_a_session_is_closed_in_one_tap_with_its_sockets(
    d, telephone, ordinateur, congedies, django_capture_on_commit_callbacks
):
    perdu = SessionOuverte.objects.get(nom="Chrome, Android")
    with django_capture_on_commit_callbacks(execute=True):
        reponse = fermer(ordinateur, perdu)
    assert reponse["Location"] == PAGE
    assert not est_entre(telephone) and est_entre(ordinateur)
    assert congedies == [d.mere.pk]
    assert "Chrome, Android" not in ordinateur.get(PAGE).text
    ligne = EntreeJournal.objects.get(verbe="connexion.fermer_session")
    assert (ligne.auteur_uuid, ligne.objet) == (d.mere.uuid, f"session {perdu.pk}")


def test_the_session_in_hand_is_gone_out_of_and_its_line_goes_with_it(telephone, ordinateur):
    assert telephone.get(PAGE).text.count(f'action="{reverse("account_logout")}"') == 1
    telephone.post(reverse("account_logout"))
    assert [ligne.nom for ligne in SessionOuverte.objects.all()] == ["Firefox, Windows"]


def test_nobody_reads_nor_closes_the_session_of_another(d, telephone, entrer):
    sienne = SessionOuverte.objects.get()
    for qui in (d.pere_separe, d.enseignante, d.directrice, d.operateur):
        client = entrer(qui)
        assert "Chrome, Android" not in client.get(PAGE).text
        assert fermer(client, sienne).status_code == 404
    assert est_entre(telephone)


@pytest.mark.parametrize("nom_cle", [("sessions", "x"), ("sessions", "9" * 30), ("inconnue", "1")])
def test_what_names_nothing_is_not_found(ordinateur, nom_cle):
    assert ordinateur.post(reverse("connexion_appareils_fermer", args=nom_cle)).status_code == 404


def test_a_session_that_ended_with_the_password_is_no_longer_shown(d, telephone, ordinateur):
    donnees = {"oldpassword": MOT_DE_PASSE, "password1": "Cerf-volant-2027", "password2": "Cerf-volant-2027"}
    assert ordinateur.post(reverse("account_change_password"), donnees).status_code == 302
    page = ordinateur.get(PAGE).text
    assert "Chrome, Android" not in page and page.count("cet appareil</span>") == 1
    assert SessionOuverte.objects.filter(nom="Firefox, Windows").count() == 1  # the same line, under its new key


def test_a_session_begun_before_lines_were_kept_gets_one_when_it_comes_back(telephone, ordinateur, horloge, mardi):
    SessionOuverte.objects.filter(nom="Chrome, Android").delete()
    assert "Chrome, Android" not in ordinateur.get(PAGE).text
    horloge(mardi + dt.timedelta(days=1))
    telephone.get("/compte/")
    assert "Chrome, Android" in ordinateur.get(PAGE).text


def test_being_seen_costs_a_page_nothing_and_a_day_one_line(telephone, horloge, mardi, django_assert_num_queries):
    with django_assert_num_queries(3):  # the session, its person, and their ties: whether a second key is asked of them
        telephone.get("/qui-est-la/")
    horloge(mardi + dt.timedelta(days=1))
    vues.jour = ""
    fin = Session.objects.get().expire_date
    telephone.get("/qui-est-la/")
    assert SessionOuverte.objects.get().vue_le == (mardi + dt.timedelta(days=1)).date()
    assert Session.objects.get().expire_date == fin  # it lasts no longer for having been seen
    with django_assert_num_queries(3):
        telephone.get("/qui-est-la/")


def test_lines_of_sessions_that_are_over_are_forgotten(telephone, ordinateur):
    Session.objects.get(pk=telephone.session.session_key).delete()
    actions.oublier_les_sessions_finies()
    assert [ligne.nom for ligne in SessionOuverte.objects.all()] == ["Firefox, Windows"]


# --- Tablets --------------------------------------------------------------------------------------------------------
def test_a_teacher_closes_the_tablets_of_their_class_and_of_no_other(d, mardi, entrer, images):
    tablette = Client()
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    assert "_auth_user_id" in tablette.session
    page = entrer(d.enseignante).get(PAGE).text
    assert f"Tablettes de {d.cp_ce1.nom}" in page and f"Tablettes de {d.ms.nom}" not in page
    chemin = reverse("connexion_appareils_fermer", args=["tablettes", d.cp_ce1.pk])
    for ailleurs in (d.mere, d.directrice_maternelle):
        assert entrer(ailleurs).post(chemin).status_code == 404
    assert tablette.get("/").status_code == 200
    assert entrer(d.enseignante).post(chemin)["Location"] == PAGE
    assert tablette.get("/").status_code == 302


def test_a_device_that_is_a_classroom_tablet_says_so_and_stops_in_one_tap(d, mardi, entrer):
    client = entrer(d.mere)
    assert "tablette de" not in client.get(PAGE).text
    client.get(adresse_du_mur(d.cp_ce1))
    page = client.get(PAGE).text
    assert f"Cet appareil, tablette de {d.cp_ce1.nom}" in page
    chemin = reverse("connexion_oublier_tablette")
    assert f'action="{chemin}"' in page
    assert client.post(chemin)["Location"] == PAGE
    assert "tablette de" not in client.get(PAGE).text


# --- All at once ----------------------------------------------------------------------------------------------------
def test_all_is_closed_at_once_but_the_device_in_hand(
    d, telephone, ordinateur, congedies, django_capture_on_commit_callbacks
):
    entrer_avec(TELEPHONE)
    cle = ordinateur.session.session_key
    with django_capture_on_commit_callbacks(execute=True):
        page = ordinateur.post(TOUT, follow=True).text
    assert "Ce compte n’est plus ouvert que sur cet appareil. 2 accès ont été fermés." in page
    assert not est_entre(telephone) and est_entre(ordinateur)
    assert set(congedies) == {d.mere.pk}
    assert ordinateur.session.session_key != cle
    assert [ligne.nom for ligne in SessionOuverte.objects.all()] == ["Firefox, Windows"]
    assert EntreeJournal.objects.get(verbe="connexion.tout_fermer").details["fermees"] == 2


def test_it_ends_the_sessions_that_no_line_says(telephone, ordinateur):
    SessionOuverte.objects.all().delete()
    page = ordinateur.post(TOUT, follow=True).text
    assert "que sur cet appareil." in page and "fermé" not in page.split("que sur cet appareil.")[1][:40]
    assert not est_entre(telephone) and est_entre(ordinateur)


def test_it_ends_nothing_of_anybody_else(d, ordinateur, mardi):
    autre = entrer_avec(TELEPHONE, "karim.belhadj")
    enseignante = Personne.objects.get(pk=d.enseignante.pk).get_session_auth_hash()
    ordinateur.post(TOUT)
    assert Personne.objects.get(pk=d.enseignante.pk).get_session_auth_hash() == enseignante
    assert SessionOuverte.objects.exclude(personne=d.mere).count() == int(est_entre(autre))


def test_nothing_is_closed_if_one_line_cannot_be(telephone, ordinateur, monkeypatch):
    def en_panne(verbe, **reste):
        if verbe == "connexion.tout_fermer":  # the last thing written
            raise RuntimeError

    monkeypatch.setattr("ent.connexion.actions.sessions.consigner", en_panne)
    with pytest.raises(RuntimeError):
        ordinateur.post(TOUT)
    assert est_entre(telephone) and est_entre(ordinateur)


# --- Whose page it is -----------------------------------------------------------------------------------------------
def test_it_is_reached_from_ones_account_and_pupils_have_none(d, mardi, entrer):
    mere, eleve = entrer(d.mere), entrer(d.eleve_cp)
    assert f'href="{PAGE}"' in mere.get("/plus/").text
    assert f'href="{PAGE}"' in mere.get("/compte/").text
    assert [eleve.get(PAGE).status_code, eleve.post(TOUT).status_code] == [404, 404]
    assert not SessionOuverte.objects.filter(personne=d.eleve_cp).exists()


def test_a_session_that_was_closed_does_not_come_back_with_the_cache(settings, d, mardi):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    telephone, ordinateur = entrer_avec(TELEPHONE), entrer_avec(ORDINATEUR)
    assert est_entre(telephone)
    fermer(ordinateur, SessionOuverte.objects.get(nom="Chrome, Android"))
    assert not est_entre(telephone)


def test_a_device_that_is_not_recognised_is_said_in_the_language_of_who_reads(d, mardi, client):
    """Whatever the language in which it came in: at the door, nobody's is known."""
    client.force_login(d.mere_arabophone)
    page = client.get(reverse("connexion_appareils"), headers={"user-agent": "curl/8"}).text
    assert "جهاز" in page and "Un appareil" not in page
