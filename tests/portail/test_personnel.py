"""What a person reads about themself and chooses: notifications, language, colours, way out."""

import datetime as dt
import re

import pytest
from django.test import Client

from ent.annuaire.models import EntreeJournal
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification


def prevenir(d, personne, objet_id: int, phrase: str, **options) -> Notification:
    notifier(
        nature="essai.nouvelle",
        objet_id=objet_id,
        etablissement=d.elementaire,
        textes={(personne.pk, None): phrase},
        adresse="/",
        **options,
    )
    return Notification.objects.get(destinataire=personne, objet_id=objet_id)


# --- Notifications --------------------------------------------------------------------------------------------------
def phrases(client) -> list[str]:
    return re.findall(r'<a class="lien-ligne" href="/"[^>]*>(.*?)</a>', client.get("/notifications/").text)


def test_one_reads_ones_own_notifications_newest_first(d, entrer, mardi):
    prevenir(d, d.mere, 1, "Inès · À lire")
    prevenir(d, d.mere, 2, "Sofiane · À apporter")
    prevenir(d, d.pere_separe, 1, "Pour lui seul")
    assert phrases(entrer(d.mere)) == ["Sofiane · À apporter", "Inès · À lire"]


def test_a_notification_held_by_quiet_hours_is_not_read_before_they_end(d, entrer, mardi, horloge):
    prevenir(d, d.mere, 1, "Demain", visible_le=mardi + dt.timedelta(hours=20))
    assert phrases(entrer(d.mere)) == []
    horloge(mardi + dt.timedelta(hours=21))
    assert phrases(entrer(d.mere)) == ["Demain"]


@pytest.mark.besoin_de("messagerie")
def test_no_count_greets_anyone_but_that_of_messages(d, entrer, mardi):
    prevenir(d, d.mere, 1, "Un")
    prevenir(d, d.mere, 2, "Deux")
    page = entrer(d.mere).get("/").text
    assert re.findall(r'data-nouvelles="([^"]+)"', page) == ["messagerie.message"] * 2
    assert "cloche" not in page.partition("<main")[0] + page.partition("</main>")[2]


def test_marking_as_read_leaves_what_arrived_meanwhile(d, entrer, mardi):
    client = entrer(d.mere)
    vue = prevenir(d, d.mere, 1, "Vue")
    page = client.get("/notifications/").text
    assert f'name="jusqu_a" value="{vue.pk}"' in page
    prevenir(d, d.mere, 2, "Arrivée depuis")
    assert client.post("/notifications/", {"jusqu_a": vue.pk})["Location"] == "/notifications/"
    assert list(Notification.objects.filter(destinataire=d.mere, lue_le=None).values_list("texte", flat=True)) == [
        "Arrivée depuis"
    ]


def test_what_quiet_hours_held_while_the_page_was_open_stays_unread(d, entrer, mardi, horloge):
    """Told before what the page shows, and read later than it: its number is the smaller one."""
    client = entrer(d.mere)
    prevenir(d, d.mere, 1, "Tenue jusqu’à onze heures", visible_le=mardi.replace(hour=11))
    prevenir(d, d.mere, 2, "Vue")
    page = client.get("/notifications/").text
    assert "Tenue" not in page
    envoi = dict(re.findall(r'name="(jusqu_a|vu_le)" value="([^"]*)"', page))
    horloge(mardi.replace(hour=11, minute=5))
    client.post("/notifications/", envoi)
    assert [n.texte for n in Notification.objects.filter(destinataire=d.mere, lue_le=None)] == [
        "Tenue jusqu’à onze heures"
    ]


def test_nobody_marks_the_notifications_of_another(d, entrer, mardi):
    sienne = prevenir(d, d.pere_separe, 1, "La sienne")
    entrer(d.mere).post("/notifications/", {"jusqu_a": sienne.pk})
    sienne.refresh_from_db()
    assert sienne.lue_le is None


def test_nonsense_marks_nothing(d, entrer, mardi):
    une = prevenir(d, d.mere, 1, "Une")
    assert entrer(d.mere).post("/notifications/", {"jusqu_a": "beaucoup"}).status_code == 302
    une.refresh_from_db()
    assert une.lue_le is None


@pytest.mark.parametrize("nombre", [1, 3])
def test_notifications_cost_the_same_for_one_and_for_three(d, entrer, mardi, django_assert_num_queries, nombre):
    """Session, person, pupil?, notifications, ties, children, unread."""
    for n in range(nombre):
        prevenir(d, d.mere, n, f"N° {n}")
    client = entrer(d.mere)
    with django_assert_num_queries(7):
        client.get("/notifications/")


# --- Language and colours -------------------------------------------------------------------------------------------
def test_languages_are_listed_in_their_own_words(client):
    page = client.get("/langue/").text
    boutons = re.findall(r'value="(\w\w)" lang="\w\w"[^>]*>(?:<svg.*?</svg>)?(.*?)</button>', page)
    assert boutons == [
        ("fr", "Français"), ("ar", "العربيّة"), ("en", "English"), ("es", "Español"), ("pt", "Português"), ("ta", "தமிழ்"),
        ("tr", "Türkçe"), ("uk", "Українська"),
    ]  # fmt: skip


def test_a_person_chooses_the_language_and_the_journal_remembers(d, entrer):
    client = entrer(d.mere)
    assert client.post("/langue/", {"langue": "ar", "suite": "/plus/"})["Location"] == "/plus/"
    d.mere.refresh_from_db()
    assert d.mere.langue == "ar"
    assert '<html lang="ar" dir="rtl"' in client.get("/plus/").text
    entree = EntreeJournal.objects.get(verbe="portail.choisir_langue")
    assert (entree.auteur_uuid, entree.details) == (d.mere.uuid, {"langue": "ar"})


def test_a_stranger_chooses_a_language_for_this_device(db):
    client = Client()
    client.post("/langue/", {"langue": "ar"})
    assert '<html lang="ar" dir="rtl">' in client.get("/hors-ligne/").text


def test_a_language_that_is_not_offered_gets_a_sentence(d, entrer):
    reponse = entrer(d.mere).post("/langue/", {"langue": "tlh"})
    assert reponse.status_code == 422
    assert "Cette langue n’est pas proposée." in reponse.text


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.fr/",
        "//ailleurs.fr",
        "javascript:alert(1)",
        "",
        "x",
        "plus",
        "é",
        "2147483648",
        "//",
        "http://[::1",
    ],
)
def test_one_never_leaves_the_site_by_choosing_a_language(client, db, suite):
    assert client.post("/langue/", {"langue": "fr", "suite": suite})["Location"] == "/"


def test_colours_are_kept_on_the_device(client, db):
    assert "data-theme" not in client.get("/hors-ligne/").text
    client.post("/theme/", {"theme": "sombre"})
    assert 'data-theme="sombre"' in client.get("/hors-ligne/").text
    client.post("/theme/", {"theme": "auto"})
    assert "data-theme" not in client.get("/hors-ligne/").text


@pytest.mark.parametrize("envoi", [{}, {"theme": ""}, {"theme": "fluo"}])
def test_a_colour_that_does_not_exist_changes_nothing_for_who_is_at_the_door(client, db, envoi):
    reponse = client.post("/theme/", envoi | {"suite": "/hors-ligne/"})
    assert (reponse.status_code, reponse["Location"], "theme" in reponse.cookies) == (302, "/hors-ligne/", False)


def test_an_adult_reads_as_they_like_on_this_device_alone(d, entrer):
    client = entrer(d.mere)
    assert "confort--" not in client.get("/plus/").text
    for choix in ("grand", "espace", "calme"):
        client.post("/confort/ici/", {"choix": choix, "oui": "1"})
    client.post("/confort/ici/", {"choix": "espace"})
    client.post("/confort/ici/", {"choix": "fluo", "oui": "1"})
    assert '<body class="adulte confort--grand confort--calme"' in client.get("/").text
    assert "confort--" not in entrer(d.mere).get("/").text  # on another device
    client.cookies["confort"] = 'espace"><script>'
    assert "confort--" not in client.get("/plus/").text


def test_a_colour_that_does_not_exist_gets_a_sentence(d, entrer):
    reponse = entrer(d.mere).post("/theme/", {"theme": "fluo"})
    assert reponse.status_code == 422
    assert "Cet affichage n’existe pas." in reponse.text


def test_a_choice_made_at_the_foot_of_a_page_leads_back_to_it(d, entrer):
    """Not to the top, from where the keyboard starts again."""
    client = entrer(d.mere)
    page = client.get("/plus/").text
    for adresse, choix in [("/theme/", {"theme": "sombre"}), ("/confort/ici/", {"choix": "grand", "oui": "1"})]:
        suite = re.search(rf'action="{adresse}".*?name="suite" value="([^"]+)"', page, re.DOTALL)[1]
        ancre = client.post(adresse, choix | {"suite": suite})["Location"].removeprefix("/plus/#")
        assert f'id="{ancre}"' in page


# --- Plus -----------------------------------------------------------------------------------------------------------
# It leads to a page of each.
@pytest.mark.besoin_de(
    "cahier_de_textes",
    "messagerie",
    "pages",
    "ent.services.vie_scolaire",
    "ent.services.rendez_vous",
    "ent.services.agenda_ecole",
    "ent.services.renseignements",
    "ent.services.souvenirs",
    "ent.services.onde",
    "ent.services.acces_confies",
    "ent.services.tiers",
)
def test_the_plus_page_leads_to_the_account_and_out(d, entrer):
    page = entrer(d.mere).get("/plus/").text
    liens = re.findall(r'<li><a href="([^"?]+)', page.partition("<main")[2].partition("</main>")[0])
    assert liens == [
        "/cahier/jour/",
        "/agenda/",
        "/souvenirs/",
        "/services/",
        "/carnet/",
        "/journal/",
        "/sites/miens/",
        "/annees/",
        "/autorisations/",
        "/sorties-et-accords/",
        "/mes-enfants/",
        "/acces-confies/",
        "/ajouter-un-enfant/",
        "/prevenir/",
        "/notifications/",
        "/compte/mot-de-passe/",
        "/compte/adresse/",
        "/compte/double-cle/",
        "/compte/appareils/",
        "/compte/donnees/",
        "/langue/",
        "/messages/regles/",
        "/messages/absences/",
        "/aide/",
    ]
    assert '<form method="post" action="/sortir/" data-sortie="compte">' in page


@pytest.mark.besoin_de("messagerie", "ent.services.acces_confies")
@pytest.mark.parametrize(
    ("qui", "siens"), [("mere", [True, True]), ("assistante", [False, False]), ("operateur", [True, False])]
)
def test_plus_leads_to_messages_only_who_has_some(d, entrer, mardi, qui, siens):
    page = entrer(getattr(d, qui)).get("/plus/").text
    assert [f'href="/messages/{page_de}/"' in page for page_de in ("regles", "absences")] == siens


@pytest.mark.besoin_de("ent.services.acces_confies")
def test_the_children_of_others_are_not_said_to_be_one_s_own(d, entrer, mardi):
    for qui, siens in [(d.mere, True), (d.assistante, False)]:
        client = entrer(qui)
        assert ("Ce qui attend vos enfants" in client.get("/semaine/").text) is siens
        assert ("vos enfants" in client.get("/compte/donnees/").text) is siens


@pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.onde")
def test_everybody_has_five_places_the_same_on_a_phone_and_at_a_desk(d, entrer):
    for personne in (d.mere, d.directrice, d.directrice_maternelle, d.operateur, d.referente, d.enseignante):
        page = entrer(personne).get("/").text
        barre, nav = (
            page.partition(f'<nav class="{classe}"')[2].partition("</nav>")[0] for classe in ("barre-basse", "nav")
        )
        assert barre.count("<li>") == 5
        assert re.findall(r'<a href="([^"]+)"', barre) == re.findall(r'<a href="([^"]+)"', nav)


def test_the_places_are_those_of_the_home_one_opened_last(d, entrer):
    """A directrice who teaches goes from one to the other; on another device she starts at the first."""
    client = entrer(d.directrice_maternelle)

    def accueil(chemin: str) -> str:
        return client.get(chemin).text.partition('<nav class="nav"')[2].partition("</a>")[0].rpartition(">")[2]

    assert accueil("/plus/") == "Journée"
    assert accueil("/?univers=direction") == "Mon école"
    assert [accueil("/plus/"), accueil("/")] == ["Mon école", "Mon école"]
    client.cookies["univers"] = "territoire"
    assert accueil("/plus/") == "Journée"


@pytest.mark.toute_la_maison
@pytest.mark.besoin_de("ent.services.renseignements", "ent.services.espaces")
def test_plus_says_where_rooms_stand_and_costs_the_same_for_more_children(d, entrer, mardi, django_assert_num_queries):
    for parent in (d.mere_arabophone, d.mere):
        client = entrer(parent)
        with django_assert_num_queries(27):
            page = client.get("/plus/").text
    assert "3 enfants, 2 écoles" in page


# --- What a browser keeps -------------------------------------------------------------------------------------------
def test_a_page_of_someone_signed_in_is_kept_by_no_browser(d, entrer, mardi):
    for qui, chemin in [(d.mere, "/"), (d.mere, "/notifications/"), (d.eleve_cp, "/"), (d.directrice, "/annuaire/")]:
        assert entrer(qui).get(chemin)["Cache-Control"] == "private, no-store"


def test_what_one_followed_or_read_is_told_and_counts_no_more(d, entrer, mardi):
    for objet in (1, 2, 3):
        prevenir(d, d.mere, objet, "À lire")
    prevenir(d, d.pere_separe, 1, "À lire")
    mere = entrer(d.mere)
    assert 'data-dit="essai.nouvelle.1"' in mere.get("/notifications/").text
    envoi = {
        "vu": ["essai.nouvelle.1", "essai.nouvelle.2:quiconque", "essai.nouvelle.x:", "essai", "", "autre.nouvelle.3"]
    }
    assert mere.post("/nouvelles/lues/", envoi).status_code == 204
    restent = Notification.objects.non_lues().values_list("destinataire", "objet_id")
    assert set(restent) == {(d.mere.pk, 3), (d.pere_separe.pk, 1)}
    assert mere.get("/nouvelles/").json() == {"essai.nouvelle": 1, "*": 1}


@pytest.mark.reel
def test_a_sign_that_no_database_keeps_names_no_news(d, entrer, mardi):
    client = entrer(d.mere)
    assert client.post("/nouvelles/lues/", {"vu": ["essai\0.nouvelle.1:"]}).status_code == 204
    assert client.get("/?enfant=\0").status_code == 404
    assert client.get("/annuaire/%00/joindre/").status_code == 404


@pytest.mark.parametrize("page", ["langue", "aide"])
def test_the_page_before_is_never_of_another_site_as_browsers_read_it(client, db, page):
    """« \\ » is « / » to them: « /\\ailleurs.exemple » is another site."""
    html = client.get(f"/{page}/", {"suite": "http://testserver/\\ailleurs.exemple/"}).text
    assert "La page d’avant" in html
    assert not re.findall(r'(?:href|value)="[/\\]{2}ailleurs', html)
