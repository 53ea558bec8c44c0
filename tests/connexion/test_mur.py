"""Whoever holds the address of a wall guesses little, and closes it to nobody: devices that the class knows count their own mistakes."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import Classe, EntreeJournal, Inscription
from ent.connexion import essais, lectures
from ent.diffusion.models import Notification
from tests.connexion.conftest import adresse_du_mur, adresse_du_secret, toucher
from tests.etages import poser

MINUIT = dt.timedelta(hours=14)  # after Tuesday 10 o'clock


@pytest.fixture
def se_tromper(d, images):
    """So many mistakes, three at most on each child: `se_tromper(client, 12)`."""

    def essayer(client: Client, fois: int) -> list[int]:
        eleves = [e.eleve for e in lectures.mur_de(d.cp_ce1) if not e.lit]
        cibles = [eleve for eleve in eleves for _fois in range(3)][:fois]
        assert len(cibles) == fois
        return [toucher(client, d.cp_ce1, e, images(e)[::-1]).status_code for e in cibles]

    return essayer


@pytest.fixture
def connue(d, tablette, images) -> Client:
    """A tablet where Inès came in, and went out."""
    assert toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp)).status_code == 302
    tablette.post(reverse("connexion_changer"))
    return tablette


def test_no_search_engine_keeps_the_names_of_a_class(d):
    assert Client().get(adresse_du_mur(d.cp_ce1))["X-Robots-Tag"] == "noindex"
    assert Client().get("/entrer/")["X-Robots-Tag"] == "noindex"


# --- Whose mistakes these are -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("plus_tard", "admis"), [(dt.timedelta(0), 30), (MINUIT, 12)], ids=["class hours", "at night"])
def test_devices_of_nobody_share_a_few_mistakes_a_day_and_close_the_wall_to_themselves_alone(
    d, connue, se_tromper, horloge, mardi, plus_tard, admis
):
    horloge(mardi + plus_tard)
    se_tromper(Client(), admis)
    for autre in (Client(), Client(REMOTE_ADDR="203.0.113.9")):
        reponse = autre.get(adresse_du_mur(d.cp_ce1))
        assert reponse.status_code == 429
        assert autre.get(adresse_du_secret(d.cp_ce1, d.eleve_cp)).status_code == 429
    assert connue.get(adresse_du_mur(d.cp_ce1)).status_code == 200
    assert Client().get(adresse_du_mur(d.cm2)).status_code == 200  # other classes are not concerned
    horloge(mardi + plus_tard + dt.timedelta(hours=26))
    assert Client().get(adresse_du_mur(d.cp_ce1)).status_code == 200


def test_a_tablet_that_makes_thirty_mistakes_rests_ten_minutes_and_the_others_go_on(
    d, connue, se_tromper, horloge, mardi
):
    se_tromper(connue, 30)
    ferme = connue.get(adresse_du_mur(d.cp_ce1))
    assert (ferme.status_code, "Appelle ta maîtresse ou ton maître." in ferme.text) == (429, True)
    assert Client().get(adresse_du_mur(d.cp_ce1)).status_code == 200
    horloge(mardi + dt.timedelta(minutes=10, seconds=1))
    assert connue.get(adresse_du_mur(d.cp_ce1)).status_code == 200


def test_coming_in_again_without_the_mark_begins_no_new_count(d, connue, se_tromper, images, horloge, mardi):
    """Whoever knows one secret would otherwise guess the others without end."""
    se_tromper(connue, 30)
    neuf = Client()
    horloge(mardi + dt.timedelta(seconds=31))  # three mistakes on each child, Inès included
    assert toucher(neuf, d.cp_ce1, d.eleve_cp, images(d.eleve_cp)).status_code == 302
    neuf.post(reverse("connexion_changer"))
    assert neuf.get(adresse_du_mur(d.cp_ce1)).status_code == 429


@pytest.mark.parametrize("marque", ["forgée", "d’une autre classe", "d’une ancienne adresse"])
def test_a_mark_is_worth_something_in_its_class_alone(d, connue, se_tromper, marque):
    se_tromper(Client(), 30)
    classe = d.cp_ce1
    if marque == "forgée":
        connue.cookies["tablette_connue"] = f"{classe.jeton_tablette}.abc"
    elif marque == "d’une autre classe":
        classe = d.cm2
        for _fois in range(30):
            essais.compter_un_secret_faux(classe.pk, "")
    else:
        classe.jeton_tablette = "une-autre-adresse"
        classe.save(update_fields=["jeton_tablette"])
    assert connue.get(adresse_du_mur(classe)).status_code == 429


# --- What the teacher knows, and does -----------------------------------------------------------------------------------
def test_the_teachers_of_the_class_are_told_once_and_open_it_again_in_one_tap(d, entrer, tablette, se_tromper):
    se_tromper(tablette, 5)
    assert not Notification.objects.filter(nature="connexion.mur_essaye").exists()
    se_tromper(tablette, 12)
    dites = Notification.objects.filter(nature="connexion.mur_essaye")
    assert {n.destinataire for n in dites} == {a.enseignant for a in d.cp_ce1.affectations.all()}
    assert {n.adresse for n in dites} == {reverse("connexion_acces", args=[d.cp_ce1.pk])}
    assert "6 secrets faux" in dites[0].texte
    assert EntreeJournal.objects.filter(verbe="connexion.secrets_faux").count() == 1
    for _fois in range(30):
        essais.compter_un_secret_faux(d.cp_ce1.pk, "")
    assert Client().get(adresse_du_mur(d.cp_ce1)).status_code == 429
    page = entrer(d.cp_ce1.affectations.first().enseignant).post(
        reverse("connexion_ouvrir_mur", args=[d.cp_ce1.pk]), follow=True
    )
    assert "Le mur est ouvert aux nouvelles tablettes, une demi-heure." in page.text
    assert not dites.all().exists()
    assert Client().get(adresse_du_mur(d.cp_ce1)).status_code == 200


# --- Where the school lets it open --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mur", "en_classe", "la_nuit"), [("partout", 200, 200), ("classe", 200, 403), ("tablettes", 403, 403)]
)
def test_the_wall_opens_where_the_school_says_and_always_on_its_tablets(
    d, connue, horloge, mardi, mur, en_classe, la_nuit
):
    poser({"connexion.mur": mur}, d.elementaire)
    for instant, statut in ((mardi, en_classe), (mardi + MINUIT, la_nuit)):
        horloge(instant)
        inconnu = Client()
        for adresse in (adresse_du_mur(d.cp_ce1), adresse_du_secret(d.cp_ce1, d.eleve_cp)):
            reponse = inconnu.get(adresse)
            assert reponse.status_code == statut
            assert ("Inès" in reponse.text) == (statut == 200)
        assert connue.get(adresse_du_mur(d.cp_ce1)).status_code == 200


def test_a_tablet_let_in_by_its_teacher_stays_one_of_the_class(d, entrer, mardi):
    poser({"connexion.mur": "tablettes"}, d.elementaire)
    neuve = Client()
    assert neuve.get(adresse_du_mur(d.cp_ce1)).status_code == 403
    maitresse = entrer(d.cp_ce1.affectations.first().enseignant)
    maitresse.post(reverse("connexion_ouvrir_mur", args=[d.cp_ce1.pk]))
    assert neuve.get(adresse_du_mur(d.cp_ce1)).status_code == 200
    cache.clear()  # the half-hour is over
    assert [c.get(adresse_du_mur(d.cp_ce1)).status_code for c in (neuve, Client())] == [200, 403]


# --- By pictures or by a word -------------------------------------------------------------------------------------------
def test_the_school_says_up_to_which_level_pupils_come_in_by_pictures(d, mardi):
    def tapent() -> set[str]:
        classe = Classe.objects.select_related("etablissement").get(pk=d.cp_ce1.pk)
        return {entree.inscription.niveau for entree in lectures.mur_de(classe) if entree.lit}

    assert tapent() == {"CE1"}
    for dit, attendus in [("GS", {"CP", "CE1"}), ("CE1", set()), ("CM2", set()), ("CP", {"CE1"})]:
        poser({"connexion.images": dit}, d.elementaire)
        assert tapent() == attendus
    Inscription.objects.filter(classe=d.cp_ce1).update(niveau="")
    assert tapent() == set()  # of an unknown level nobody is asked to read
