"""The classroom tablet: a wall, a secret, a session that ends with the class."""

import datetime as dt
import re

import pytest
from django.contrib.auth import user_logged_out
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.demonstration.distribution import identite
from ent.annuaire.models import EntreeJournal, Personne
from ent.connexion import actions, derivation, lectures
from ent.connexion.models import SecretEleve

from .conftest import adresse_du_mur, adresse_du_secret, toucher

PAS_CA = "Ce n’est pas ça. Essaie encore, ou lève la main."


# --- The wall -------------------------------------------------------------------------------------------------------
def test_the_wall_shows_first_names_in_order_and_nothing_else(d, tablette):
    page = tablette.get(adresse_du_mur(d.cp_ce1)).text
    noms = re.findall(r"<span>([^<]+)</span></a></li>", page)
    assert noms[:9] == ["Adèle", "Amadou", "Anouk", "Bilal", "Camille", "Eliott", "Gabriel B.", "Gabriel M.", "Inès"]
    assert len(noms) == 24
    for secret_de_famille in ("Royer", "Belhadj", "2020", "AA", "CE1", str(d.eleve_cp.pk)):
        assert secret_de_famille not in "".join(noms)
    assert "Royer" not in page
    assert "Belhadj" not in page


def test_two_children_of_the_same_first_name_are_told_apart():
    eleves = [
        Personne(pk=n, prenom=p, nom=m) for n, (p, m) in enumerate([("Léa", "Roux"), ("Lea", "Roche"), ("Tom", "Ray")])
    ]
    assert lectures.noms_du_mur(eleves) == {0: "Léa Rou.", 1: "Lea Roc.", 2: "Tom"}


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_wall_costs_two_reads(d, mardi, django_assert_num_queries, nombre):
    garder = list(d.cp_ce1.inscriptions.values_list("pk", flat=True)[:nombre])
    d.cp_ce1.inscriptions.exclude(pk__in=garder).delete()
    with django_assert_num_queries(2):
        Client().get(adresse_du_mur(d.cp_ce1))


def test_the_device_remembers_its_class(d, tablette):
    assert tablette.get(reverse("connexion_trouver_tablette")).headers["Location"] == adresse_du_mur(d.cp_ce1)
    assert tablette.get("/").headers["Location"].startswith(reverse("account_login"))
    assert tablette.get(reverse("account_login")).headers["Location"] == adresse_du_mur(d.cp_ce1)
    adultes = tablette.get(reverse("account_login") + "?adulte")
    assert "Cet appareil est la tablette d’une classe." in adultes.text
    tablette.post(reverse("connexion_oublier_tablette"))
    assert tablette.get(reverse("account_login")).status_code == 200


def test_a_forged_mark_opens_nothing(d, mardi):
    client = Client()
    client.cookies["tablette"] = d.cp_ce1.jeton_tablette
    assert client.get(reverse("connexion_trouver_tablette")).status_code == 200
    assert client.post(reverse("connexion_changer")).headers["Location"] == reverse("connexion_trouver_tablette")


# --- What the link opens, and nothing more --------------------------------------------------------------------------
def test_the_link_opens_its_class_only(d, tablette, aline, images):
    absent = tablette.get(reverse("connexion_secret", args=[d.cp_ce1.jeton_tablette, identite("personne de ce nom")]))
    cases = [
        reverse("connexion_mur", args=["un-jeton-invente"]),
        adresse_du_secret(d.cp_ce1, d.eleve_cm2),  # a pupil of another class
        adresse_du_secret(d.cp_ce1, d.eleve_ms),  # of another school
        adresse_du_secret(d.cp_ce1, d.enseignante),  # an adult
        adresse_du_secret(d.cp_ce1, aline),  # a parent of the class
    ]
    for adresse in cases:
        assert tablette.get(adresse).status_code == absent.status_code == 404
    assert toucher(tablette, d.cp_ce1, d.eleve_ms, images(d.eleve_ms)).status_code == 404


def test_a_pupil_who_left_is_no_longer_on_the_wall(d, tablette, images):
    d.cp_ce1.inscriptions.filter(eleve=d.eleve_cp).update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert "Inès" not in tablette.get(adresse_du_mur(d.cp_ce1)).text
    assert toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp)).status_code == 404


def test_a_renewed_link_leads_nowhere_and_sends_out_those_who_came_by_the_old_one(d, tablette, images):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    assert tablette.get("/").status_code == 200
    ancienne = adresse_du_mur(d.cp_ce1)
    actions.renouveler_lien(classe=d.cp_ce1, auteur=d.enseignante)
    assert tablette.get(ancienne).status_code == 404
    assert tablette.get("/").headers["Location"].startswith(reverse("account_login"))
    # The old mark does not lock the device on a page that is gone.
    assert tablette.get(reverse("account_login")).status_code == 200


def test_a_closed_class_has_no_wall(d, tablette):
    d.cp_ce1.fermee_le = timezone.now()
    d.cp_ce1.save()
    assert tablette.get(adresse_du_mur(d.cp_ce1)).status_code == 404


# --- Three pictures -------------------------------------------------------------------------------------------------
def test_the_right_three_pictures_open_the_pupil_s_day(d, tablette, images):
    reponse = toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    assert reponse.headers["Location"] == "/"
    assert tablette.session["_auth_user_id"] == str(d.eleve_cp.pk)
    [ligne] = EntreeJournal.objects.filter(verbe="connexion.entrer")
    assert (ligne.auteur_uuid, ligne.objet, ligne.details) == (d.eleve_cp.uuid, f"classe {d.cp_ce1.pk}", {})


def test_a_pupil_who_comes_in_over_another_ends_the_session_of_the_first(d, tablette, images, adele):
    """What listens to who goes out is told: third services that the first opened close, and the next child does not enter them in their name."""
    sortis = []

    def noter(user, **suite):
        sortis.append(user.pk)

    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    user_logged_out.connect(noter)
    try:
        toucher(tablette, d.cp_ce1, adele, images(adele))
    finally:
        user_logged_out.disconnect(noter)
    assert (sortis, tablette.session["_auth_user_id"]) == ([d.eleve_cp.pk], str(adele.pk))


def test_twelve_pictures_are_shuffled_at_each_visit_and_never_the_child_s_own(d, tablette):
    ordres = []
    for _visite in range(5):
        page = tablette.get(adresse_du_secret(d.cp_ce1, d.eleve_cp)).text
        ordres.append(tuple(re.findall(r'name="image" value="(\w+)"', page)))
    assert {len(set(ordre)) for ordre in ordres} == {12}
    assert len(set(ordres)) > 1
    assert len({frozenset(ordre) for ordre in ordres}) == 1
    assert d.eleve_cp.gommette_image not in ordres[0]


def test_without_script_each_touch_is_a_page_that_shows_ticks_only(d, tablette, images):
    un, deux, trois = images(d.eleve_cp)
    adresse = adresse_du_secret(d.cp_ce1, d.eleve_cp)
    suite = ""
    for nombre, image in enumerate([un, deux], 1):
        page = tablette.post(adresse, {"image": image, "suite": suite})
        assert page.status_code == 200
        texte = page.text
        assert texte.count("case-secret--pleine") == nombre
        assert f"{nombre} images sur 3" in texte
        suite = re.search(r'name="suite" value="([^"]+)"', texte)[1]
    assert tablette.post(adresse, {"image": trois, "suite": suite}).headers["Location"] == "/"


def test_a_wrong_secret_says_the_same_whichever_picture_is_wrong(d, tablette, images):
    un, deux, trois = images(d.eleve_cp)
    autre = next(i for i in derivation.grille_images(d.eleve_cp.uuid, 0, d.eleve_cp.gommette_image)[3:])
    pages = []
    for essai in ([autre, deux, trois], [un, deux, autre]):
        reponse = toucher(tablette, d.cp_ce1, d.eleve_cp, essai)
        assert reponse.status_code == 422
        page = reponse.text
        assert PAS_CA in page
        assert "case-secret--pleine" not in page
        pages.append(
            re.sub(
                r"csrfmiddlewaretoken.*?>|X-CSRFToken[^}]*|<button[^>]*image-secrete.*?</button>|suite.*?>",
                "",
                page,
            )
        )
    assert pages[0] == pages[1]


def test_pictures_sealed_for_one_child_do_not_serve_another(d, tablette, images):
    page = tablette.post(adresse_du_secret(d.cp_ce1, d.eleve_cp), {"image": images(d.eleve_cp)[:2]}).text
    suite = re.search(r'name="suite" value="([^"]+)"', page)[1]
    adele = Personne.objects.get(uuid=identite("cp_ce1/Adèle Royer"))
    reponse = tablette.post(adresse_du_secret(d.cp_ce1, adele), {"image": "chat", "suite": suite})
    assert reponse.text.count("case-secret--pleine") == 1


def test_those_who_read_type_a_short_password(d, mardi):
    client = Client()
    page = client.get(adresse_du_secret(d.cm2, d.eleve_cm2)).text
    assert 'name="mot"' in page
    assert "image-secrete" not in page
    mot = derivation.secret_mot(d.eleve_cm2.uuid, 0)
    assert client.post(adresse_du_secret(d.cm2, d.eleve_cm2), {"mot": "girafe"}).status_code == 422
    reponse = client.post(adresse_du_secret(d.cm2, d.eleve_cm2), {"mot": f" {mot[:-2].upper()} {mot[-2:]} "})
    assert reponse.headers["Location"] == "/"


def test_in_a_double_level_the_cp_touches_and_the_ce1_types(d, tablette):
    assert 'name="image"' in tablette.get(adresse_du_secret(d.cp_ce1, d.eleve_cp)).text
    assert 'name="mot"' in tablette.get(adresse_du_secret(d.cp_ce1, d.eleve_ce1)).text


# --- Guessing -------------------------------------------------------------------------------------------------------
def test_wrong_tries_slow_down(d, tablette, fausses, images, horloge, mardi):
    essai = lambda images: toucher(tablette, d.cp_ce1, d.eleve_cp, images)  # noqa: E731
    assert [essai(fausses).status_code for _n in range(2)] == [422, 422]
    troisieme = essai(fausses)
    assert (troisieme.status_code, troisieme.headers["Retry-After"]) == (429, "30")
    assert "Tu pourras essayer dans 30 secondes." in troisieme.text
    assert essai(images(d.eleve_cp)).status_code == 429  # even the right one
    horloge(mardi + dt.timedelta(seconds=31))
    assert essai(fausses).headers["Retry-After"] == "120"
    horloge(mardi + dt.timedelta(seconds=31 + 121))
    assert essai(fausses).headers["Retry-After"] == "600"
    horloge(mardi + dt.timedelta(seconds=31 + 121 + 601))
    assert essai(images(d.eleve_cp)).status_code == 302
    assert SecretEleve.objects.get().echecs == 0


def test_a_machine_gets_ten_tries_of_1320_in_an_hour_then_none(d, tablette, fausses, horloge, mardi):
    """One try a second for an hour, then for a day: how many are judged?"""
    juges = {}
    for seconde in range(0, 3600):
        horloge(mardi + dt.timedelta(seconds=seconde))
        entree = lectures.mur_de(d.cp_ce1)[8] if seconde == 0 else juges["entree"]
        juges["entree"] = entree
        verdict = actions.essayer_secret(entree=entree, classe=d.cp_ce1, reponse=fausses)
        juges[verdict.issue] = juges.get(verdict.issue, 0) + 1
    assert entree.eleve == d.eleve_cp
    assert (juges[actions.FAUX], juges[actions.PATIENTE]) == (10, 3590)
    horloge(mardi + dt.timedelta(days=1))
    reponse = toucher(tablette, d.cp_ce1, d.eleve_cp, fausses)
    assert reponse.status_code == 429
    assert "Retry-After" not in reponse.headers
    assert "Appelle ta maîtresse ou ton maître." in reponse.text
    assert EntreeJournal.objects.filter(verbe="connexion.bloquer_secret").count() == 1


def test_the_count_outlives_a_restart(d, tablette, fausses):
    from django.core.cache import cache

    for _n in range(3):
        toucher(tablette, d.cp_ce1, d.eleve_cp, fausses)
    cache.clear()
    assert toucher(Client(), d.cp_ce1, d.eleve_cp, fausses).status_code == 429


# --- The session ----------------------------------------------------------------------------------------------------
PARIS = timezone.get_default_timezone()


@pytest.mark.parametrize(
    ("entree", "fin"),
    [
        (dt.datetime(2026, 11, 24, 10, 0), dt.datetime(2026, 11, 24, 11, 45)),  # Tuesday morning
        (dt.datetime(2026, 11, 24, 13, 45), dt.datetime(2026, 11, 24, 16, 15)),  # Tuesday afternoon
        (dt.datetime(2026, 11, 24, 12, 30), dt.datetime(2026, 11, 24, 13, 30)),  # at lunch: an hour
        (dt.datetime(2026, 11, 25, 9, 0), dt.datetime(2026, 11, 25, 10, 0)),  # Wednesday, four-day week: an hour
    ],
)
def test_a_pupil_s_session_ends_with_the_half_day(d, horloge, images, entree, fin):
    entree, fin = entree.replace(tzinfo=PARIS), fin.replace(tzinfo=PARIS)
    horloge(entree)
    client = Client()
    client.get(adresse_du_mur(d.cp_ce1))
    toucher(client, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    assert client.get("/").status_code == 200
    horloge(fin - dt.timedelta(seconds=1))
    assert client.get("/").status_code == 200
    horloge(fin + dt.timedelta(seconds=1))
    dehors = client.get("/")
    assert dehors.headers["Location"].startswith(reverse("account_login"))
    assert client.get(dehors.headers["Location"]).headers["Location"] == adresse_du_mur(d.cp_ce1)


def test_activity_does_not_push_the_end_back(d, tablette, images, horloge, mardi):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    for minutes in (30, 60, 90, 104):
        horloge(mardi + dt.timedelta(minutes=minutes))
        session = tablette.session
        session["vu"] = minutes
        session.save()
        assert tablette.get("/").status_code == 200
    horloge(mardi + dt.timedelta(minutes=106))
    assert tablette.get("/").status_code == 302


def test_change_pupil_takes_one_tap(d, tablette, images):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    assert tablette.get(reverse("connexion_changer")).status_code == 405
    assert tablette.post(reverse("connexion_changer")).headers["Location"] == adresse_du_mur(d.cp_ce1)
    assert "_auth_user_id" not in tablette.session


def test_the_next_child_does_not_inherit_the_session_of_the_one_before(d, tablette, images):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    session = tablette.session
    session["brouillon"] = "à Inès"
    session.save()
    tablette.post(adresse_du_secret(d.cp_ce1, d.eleve_ce1), {"mot": derivation.secret_mot(d.eleve_ce1.uuid, 0)})
    assert tablette.session["_auth_user_id"] == str(d.eleve_ce1.pk)
    assert "brouillon" not in tablette.session


@pytest.mark.parametrize(
    "nom",
    [
        "connexion_compte", "connexion_ajouter_enfant", "account_email", "account_change_password", "account_set_password",
        "account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn",
        "mfa_view_recovery_codes",
    ],
)  # fmt: skip
def test_a_pupil_has_no_account_pages(d, entrer, nom):
    """A pupil who could add an e-mail or a passkey would come back from home, without the class."""
    assert entrer(d.eleve_cp).get(reverse(nom)).status_code == 404
    assert entrer(d.eleve_cp).post(reverse(nom), {"email": "ines@exemple.fr"}).status_code == 404


def test_a_pupil_does_not_come_in_by_the_adults_door(d, mardi):
    for mot_de_passe in ("", "!", derivation.secret_mot(d.eleve_cm2.uuid, 0)):
        Client().post(reverse("account_login"), {"login": "sofiane.belhadj", "password": mot_de_passe})
    assert not d.eleve_cm2.has_usable_password()
    assert d.eleve_cm2.identifiant is None
