"""« Être prévenu »: what, where and when, for oneself alone; and whom a school does not reach."""

import datetime as dt
import html
import re

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from ent.connexion.droits import COOKIE_TABLETTE
from ent.connexion.navigateurs import nommer
from ent.diffusion import expedition
from ent.diffusion.actions import notifier, reglages
from ent.diffusion.models import AdresseRefusee, Appareil, CreneauCalme, Prevenance, Refus

TOUT = {"travail": ["pousse", "courriel"], "retour": ["pousse", "courriel"], "autre": ["pousse", "courriel"]}
ABONNEMENT = {"adresse": "https://fcm.googleapis.com/fcm/send/abc", "cle": "B" * 87, "secret": "s" * 22}
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture
def ouvertes(settings):
    """Pushes are open."""
    settings.ENT_VAPID_PRIVEE = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    settings.ENT_VAPID_CONTACT = "ent@exemple.fr"


def texte(reponse) -> str:
    return html.unescape(reponse.text)


# --- What and when --------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("cahier_de_textes")
def test_everything_is_wanted_until_one_says_otherwise(d, entrer, ouvertes):
    page = texte(entrer(d.mere).get("/prevenir/"))
    cases = re.findall(r'<input type="checkbox" name="(\w+)" value="(\w+)"[^>]*checked', page)
    assert {("travail", "pousse"), ("travail", "courriel"), ("retour", "pousse"), ("autre", "courriel")} <= set(cases)
    assert '<option value="18:00" selected>18 h</option>' in page


@pytest.mark.besoin_de("cahier_de_textes")
def test_one_chooses_what_by_which_way_and_when(d, entrer, ouvertes):
    client = entrer(d.mere)
    assert client.post("/prevenir/", TOUT | {"travail": ["courriel"], "heure": "07:00"})["Location"] == "/prevenir/"
    assert ("travail", "pousse") in set(Refus.objects.values_list("sorte", "canal"))
    assert ("travail", "courriel") not in set(Refus.objects.values_list("sorte", "canal"))
    assert Prevenance.objects.get().heure_resume == dt.time(7)
    assert '<option value="07:00" selected>7 h</option>' in texte(client.get("/prevenir/"))


SALLES = ["cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire", "ent.services.periscolaire"]


@pytest.mark.besoin_de(*SALLES)
@pytest.mark.parametrize(
    ("qui", "oui", "non"),
    [
        ("mere", {"travail", "mot", "messages", "absences", "autre"}, {"absences_ecole", "periscolaire"}),
        (
            "enseignante",
            {"messages", "absences_ecole", "journal", "autre"},
            {"travail", "mot", "absences", "souvenirs", "fiche"},
        ),
        (
            "directrice",
            {"messages", "absences_ecole", "autorisations", "autre"},
            {"travail", "mot", "absences", "periscolaire"},
        ),
        ("referente", {"messages", "autre"}, {"travail", "absences", "absences_ecole", "journal", "agenda"}),
        ("operateur", {"autre"}, {"travail", "messages", "absences_ecole", "journal"}),
        ("assistante", {"autre"}, {"travail", "messages", "absences", "periscolaire"}),
    ],
)
def test_one_is_asked_about_what_one_may_be_told(d, mardi, entrer, qui, oui, non):
    page = texte(entrer(d.gens[qui]).get("/prevenir/"))
    offertes = set(re.findall(r'<input type="checkbox" name="(\w+)" value="courriel"', page))
    assert oui <= offertes
    assert not non & offertes


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_the_cantine_is_offered_where_a_school_opened_one(d, mardi, entrer):
    from ent.services.periscolaire.actions.ecole import regler_service
    from tests.services.periscolaire.matrice import REGLES

    regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=REGLES)
    assert 'name="periscolaire"' in entrer(d.mere).get("/prevenir/").text
    assert 'name="periscolaire"' not in entrer(d.enseignante).get("/prevenir/").text


@pytest.mark.besoin_de("cahier_de_textes")
def test_what_was_refused_of_what_one_is_told_no_more_stays_refused(d, entrer):
    Refus.objects.create(personne=d.enseignante, sorte="travail", canal="courriel")  # a parent, before
    entrer(d.enseignante).post("/prevenir/", {"autre": ["courriel"], "heure": "18:00"})
    assert Refus.objects.filter(personne=d.enseignante, sorte="travail", canal="courriel").exists()


@pytest.mark.parametrize("heure", ["", "03:00", "bientôt"])
def test_an_hour_of_the_night_gets_a_sentence(d, entrer, heure):
    reponse = entrer(d.mere).post("/prevenir/", TOUT | {"heure": heure})
    assert (reponse.status_code, Prevenance.objects.count()) == (422, 0)
    assert "Choisissez une heure." in texte(reponse)


@pytest.mark.besoin_de("cahier_de_textes")
def test_where_no_phone_is_told_nothing_is_asked_of_phones_and_what_was_said_stays(d, entrer):
    Refus.objects.create(personne=d.mere, sorte="travail", canal="pousse")
    client = entrer(d.mere)
    page = texte(client.get("/prevenir/"))
    assert 'value="courriel"' in page and 'value="pousse"' not in page
    client.post("/prevenir/", {"travail": ["courriel"], "heure": "18:00"})
    refus = set(Refus.objects.filter(personne=d.mere).values_list("sorte", "canal"))
    assert {r for r in refus if r[1] == "pousse"} == {("travail", "pousse")}
    assert ("retour", "courriel") in refus and ("travail", "courriel") not in refus


def test_an_hour_is_said_as_arabic_says_it(d, entrer):
    client = entrer(d.mere)
    client.post("/langue/", {"langue": "ar"})
    assert '<option value="18:00" selected>18:00</option>' in texte(client.get("/prevenir/"))


# --- Quiet moments --------------------------------------------------------------------------------------------------
def test_one_adds_a_quiet_moment_and_takes_it_back(d, entrer):
    client = entrer(d.mere)
    client.post("/prevenir/creneau/", {"jours": ["0", "1"], "debut": "22:00", "fin": "06:30"})
    page = texte(client.get("/prevenir/"))
    assert "Lundi, mardi" in page
    assert "de 22 h 00 à 6 h 30 (le lendemain)" in page
    client.post(f"/prevenir/creneau/{CreneauCalme.objects.get().pk}/retirer/")
    assert CreneauCalme.objects.count() == 0


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({"debut": "12:00", "fin": "13:00"}, "Choisissez au moins un jour."),
        ({"jours": ["0"], "debut": "12:00", "fin": "12:00"}, "Ce moment commence et finit à la même heure."),
        ({"jours": ["0"], "debut": "midi", "fin": "13:00"}, "Écrivez une heure, par exemple 12:30."),
        ({"jours": ["7"], "debut": "12:00", "fin": "13:00"}, "Ce jour n’existe pas."),
    ],
)
def test_a_moment_that_is_none_gets_a_sentence(d, entrer, envoi, phrase):
    reponse = entrer(d.mere).post("/prevenir/creneau/", envoi)
    assert (reponse.status_code, CreneauCalme.objects.count()) == (422, 0)
    assert phrase in texte(reponse)


def test_nobody_takes_back_the_moment_or_the_phone_of_another(d, entrer):
    creneau = reglages.ajouter_creneau(personne=d.mere, jours=[0], debut=dt.time(12), fin=dt.time(13))
    phone = Appareil.objects.create(personne=d.mere, jeton="t", nom="t", adresse="https://x/", cle="", secret="")
    autre = entrer(d.pere_separe)
    assert autre.post(f"/prevenir/creneau/{creneau.pk}/retirer/").status_code == 404
    assert autre.post(f"/prevenir/appareil/{phone.pk}/retirer/").status_code == 404
    assert (CreneauCalme.objects.count(), Appareil.objects.count()) == (1, 1)
    assert "12 h 00" not in texte(autre.get("/prevenir/"))


# --- Devices --------------------------------------------------------------------------------------------------------
def test_this_device_agrees_and_is_named_and_is_known_by_a_cookie_that_no_script_reads(d, entrer, ouvertes):
    client = entrer(d.mere, headers={"User-Agent": ANDROID})
    assert 'data-poussee data-cle="B' in texte(client.get("/prevenir/"))
    reponse = client.post("/prevenir/appareil/", ABONNEMENT)
    assert reponse.status_code == 204
    appareil = Appareil.objects.get()
    assert (appareil.personne, appareil.nom) == (d.mere, "Chrome, Android")
    assert reponse.cookies["appareil"].value == appareil.jeton
    assert reponse.cookies["appareil"]["httponly"]
    page = texte(client.get("/prevenir/"))
    assert "cet appareil" in page and " data-ici" in page
    assert "cet appareil</span>" not in texte(entrer(d.mere).get("/prevenir/"))  # from another one of hers
    client.post(f"/prevenir/appareil/{appareil.pk}/retirer/")
    assert Appareil.objects.count() == 0


@pytest.mark.parametrize(
    "faux", [{"adresse": "https://127.0.0.1/"}, {"adresse": "x"}, {"cle": "trop court"}, {"secret": "<script>" * 3}]
)
def test_what_no_browser_would_say_is_refused(d, entrer, ouvertes, faux):
    assert entrer(d.mere).post("/prevenir/appareil/", ABONNEMENT | faux).status_code == 422
    assert Appareil.objects.count() == 0


def test_the_tablet_of_a_class_tells_nobody(d, entrer, ouvertes):
    client = entrer(d.enseignante)
    client.cookies[COOKIE_TABLETTE] = "jeton"
    assert client.post("/prevenir/appareil/", ABONNEMENT).status_code == 403
    assert Appareil.objects.count() == 0
    page = texte(client.get("/prevenir/"))
    assert "Cette tablette est celle d’une classe" in page
    assert "data-poussee" not in page


def test_without_a_key_the_page_says_so_and_the_rest_stays(d, entrer):
    client = entrer(d.mere)
    page = texte(client.get("/prevenir/"))
    assert "Les notifications sur téléphone ne sont pas ouvertes sur ce site." in page
    assert "data-poussee" not in page
    assert client.post("/prevenir/appareil/", ABONNEMENT).status_code == 403


@pytest.mark.parametrize(
    ("agent", "nom"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8", "Un appareil"),
    ],
)
def test_a_device_is_named_as_people_know_it(agent, nom):
    assert nommer(agent) == nom


# --- The address, and the foot of the e-mail ------------------------------------------------------------------------
def test_a_refused_address_is_said_and_may_be_tried_again(d, entrer, mardi):
    AdresseRefusee.objects.create(personne=d.mere, adresse=d.mere.courriel, refusee_le=mardi)
    client = entrer(d.mere)
    assert f"L’adresse {d.mere.courriel} a refusé notre e-mail le 24 novembre." in texte(client.get("/prevenir/"))
    client.post("/prevenir/adresse/")
    assert AdresseRefusee.objects.count() == 0


def _resume(d, horloge, mardi) -> mail.EmailMessage:
    notifier(
        nature="essai", objet_id=1, etablissement=d.elementaire, textes={(d.mere.pk, None): "Une chose"}, adresse="/"
    )
    horloge(mardi.replace(hour=18))
    expedition.resumes()
    return mail.outbox[-1]


def test_the_e_mail_is_stopped_from_its_own_foot_without_signing_in(d, mardi, horloge, client):
    lien = re.search(r"(/prevenir/arreter/\S+)", _resume(d, horloge, mardi).body)[1]
    assert "Arrêter cet e-mail" in texte(client.get(lien))
    assert Refus.objects.count() == 0  # robots open every link of a mail
    assert "C’est fait" in texte(client.post(lien))
    assert {(r.personne, r.canal) for r in Refus.objects.all()} == {(d.mere, "courriel")}


def test_a_mailbox_stops_it_in_one_tap(d, mardi, horloge):
    """RFC 8058: a POST from the mailbox's own servers, without cookie nor token."""
    entetes = _resume(d, horloge, mardi).extra_headers
    assert entetes["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    chemin = "/prevenir/" + entetes["List-Unsubscribe"].partition("/prevenir/")[2].rstrip(">")
    robot = Client(enforce_csrf_checks=True)
    assert robot.post(chemin, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Refus.objects.filter(personne=d.mere, canal="courriel").exists()


def test_a_link_that_was_not_signed_here_stops_nothing(d, client):
    for jeton in (str(d.mere.uuid), signing.dumps(str(d.mere.uuid), salt="autre"), "x:y:z"):
        assert client.post(f"/prevenir/arreter/{jeton}/").status_code == 404
    assert Refus.objects.count() == 0


# --- Whom a school does not reach -----------------------------------------------------------------------------------
def test_a_direction_reads_who_is_not_reached_and_why(d, entrer, mardi):
    AdresseRefusee.objects.create(personne=d.pere_separe, adresse=d.pere_separe.courriel, refusee_le=mardi)
    page = texte(entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/joindre/"))
    lignes = {li.split("</th>")[0]: li for li in page.split("<tr>")[2:]}
    sienne = next(li for nom, li in lignes.items() if "M. Mehdi Belhadj" in nom)
    assert re.sub(r"<[^>]+>", "", sienne).startswith(
        "M. Mehdi BelhadjInès Belhadj, Sofiane BelhadjAdresse refusée le 24 novembre"
    )
    for qui, ou in ((d.pere_separe, "annuaire_adulte"), (d.eleve_cp, "annuaire_eleve")):
        assert reverse(ou, args=[d.elementaire.uai, qui.uuid]) in sienne
    autres = [li for nom, li in lignes.items() if "Mehdi" not in nom]
    assert autres and all("Imprimer son papier" in li for li in autres) and "Imprimer son papier" not in sienne
    assert "Nadia Belhadj" not in page  # she is reached
    assert "Aucun compte activé" in page
    assert d.pere_separe.courriel not in page


def test_the_direction_of_another_school_does_not_find_it(d, entrer):
    assert entrer(d.directrice_maternelle).get(f"/annuaire/{d.elementaire.uai}/joindre/").status_code == 404


# --- Costs ----------------------------------------------------------------------------------------------------------
@pytest.mark.toute_la_maison
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(d, entrer, mardi, django_assert_num_queries, nombre):
    """Session, person, pupil?, five of choices, then the frame: ties and children, roles, unread."""
    for n in range(nombre):
        reglages.ajouter_creneau(personne=d.mere, jours=[n], debut=dt.time(12), fin=dt.time(13))
        Appareil.objects.create(personne=d.mere, jeton=str(n), nom="t", adresse=f"https://x/{n}", cle="", secret="")
    client = entrer(d.mere)
    with django_assert_num_queries(12):
        client.get("/prevenir/")


def test_the_list_of_a_school_costs_the_same_whatever_its_length(d, entrer, mardi, django_assert_num_queries):
    """Session, person, ties, the school, its own ties, who is reached, whose paper serves; then the frame: unread."""
    for directrice, ecole in [(d.directrice, d.elementaire), (d.directrice_maternelle, d.maternelle)]:
        client = entrer(directrice)
        with django_assert_num_queries(8):
            client.get(f"/annuaire/{ecole.uai}/joindre/")


def test_my_devices_list_those_that_are_told_and_close_all_but_the_one_in_hand(d, entrer, ouvertes):
    """« Mes appareils » (tests/connexion/test_appareils.py)."""
    ici = entrer(d.mere, headers={"User-Agent": ANDROID})
    ici.post("/prevenir/appareil/", ABONNEMENT)
    for n in range(2):
        ailleurs = {"adresse": f"https://fcm.googleapis.com/fcm/send/{n}", "cle": "B" * 87, "secret": "s" * 22}
        reglages.abonner_appareil(personne=d.mere, jeton="", nom=f"Tablette {n}", **ailleurs)
    assert "Prévenu depuis le" in texte(ici.get("/compte/appareils/"))
    premiere = Appareil.objects.get(nom="Tablette 0")
    fermer = f"/compte/appareils/notifications/{premiere.pk}/fermer/"
    assert entrer(d.pere_separe).post(fermer).status_code == 404
    assert [ici.post(fermer).status_code for _fois in range(2)] == [302, 404]
    ici.post("/compte/appareils/tout-fermer/")
    assert [a.nom for a in Appareil.objects.filter(personne=d.mere)] == ["Chrome, Android"]
