"""The teacher's week, and the tick at home."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from cahier_de_textes.models import Travail, TravailFait
from tests.cahier_de_textes.test_actions import MARDI_21H, donner


@pytest.fixture
def page(d):
    return reverse("cahier_classe", args=[d.cp_ce1.pk])


@pytest.fixture
def don(d):
    return reverse("cahier_donner_classe", args=[d.cp_ce1.pk])


ENVOI = {"nature": "lire", "pour": "CP", "texte": "Relire la page 14", "date_pour": "2026-11-26"}


def test_a_teacher_gives_work_and_reads_who_sees_it(d, mardi, entrer, page, don):
    reponse = entrer(d.enseignante).post(don, ENVOI, follow=True)
    assert reponse.redirect_chain == [(f"{page}?semaine=2026-11-23&jour=2026-11-26", 302)]
    assert "C’est donné pour jeudi 26 novembre. Les familles le voient maintenant." in reponse.text
    assert Travail.objects.get().niveau == "CP"


def test_what_was_just_given_is_taken_back_in_one_tap(d, mardi, entrer, don):
    """« Annuler » beside what says that it is given; a draft, that nobody reads, has nothing to take back."""
    client = entrer(d.enseignante)
    page = client.post(don, ENVOI, follow=True).text
    retour = reverse("cahier_retirer", args=[Travail.objects.get().pk])
    assert re.search(rf'action="{retour}".*?>Annuler</button>', page, re.DOTALL)
    assert "C’est retiré : les familles ne le voient plus." in client.post(retour, follow=True).text
    assert not Travail.objects.presents().exists()
    assert ">Annuler</button>" not in client.post(don, ENVOI | {"brouillon": "1"}, follow=True).text


def test_what_is_taken_back_before_it_left_was_seen_by_nobody(d, horloge, entrer):
    horloge(MARDI_21H)
    page = entrer(d.enseignante).post(reverse("cahier_retirer", args=[donner(d).pk]), follow=True).text
    assert "C’est retiré avant d’être parti : aucune famille ne l’a vu." in page


def test_in_quiet_hours_the_author_reads_when_it_will_be_seen(d, horloge, entrer, don):
    horloge(MARDI_21H)
    reponse = entrer(d.enseignante).post(don, ENVOI, follow=True)
    assert "C’est donné pour jeudi 26 novembre : visible demain à 7 h 00." in reponse.text


def test_given_at_night_for_tomorrow_it_says_that_families_read_it_that_day(d, horloge, entrer):
    horloge(MARDI_21H.replace(day=26))
    envoi = {"nature": "lire", "texte": "Relire", "jour": "2026-11-27", "pour": ""}
    page = entrer(d.enseignante).post(reverse("cahier_donner_classe", args=[d.cp_ce1.pk]), envoi, follow=True).text
    assert "Les familles ne le liront pas avant ce jour-là." in page


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("texte", "", "Écrivez ce qu’il y a à faire, par exemple « relire la page 14 »."),
        (
            "date_pour",
            "2026-11-25",
            "Pas de classe le mercredi 25 novembre. Le jour de classe suivant est le jeudi 26 novembre.",
        ),
        (
            "date_pour",
            "2026-12-25",
            "Pas de classe le vendredi 25 décembre. Le jour de classe suivant est le lundi 4 janvier.",
        ),
        ("date_pour", "2026-11-23", "Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."),
        ("date_pour", "2028-11-23", "Ce jour est dans plus d’un an : vérifiez l’année."),
        ("date_pour", "2026-02-31", "Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026."),
        ("date_pour", "", "Choisissez le jour pour lequel c’est à faire."),
    ],
)
def test_a_mistake_is_explained_and_loses_nothing(d, mardi, entrer, don, champ, valeur, phrase):
    reponse = entrer(d.enseignante).post(don, ENVOI | {champ: valeur})
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert Travail.objects.count() == 0
    if champ != "texte":
        assert "Relire la page 14" in reponse.text


def test_a_teacher_of_one_class_goes_straight_to_its_week(d, mardi, entrer, page):
    assert entrer(d.enseignante).get(reverse("cahier"))["Location"] == page


def test_a_teacher_of_several_chooses(d, mardi, entrer):
    reponse = entrer(d.remplacant).get(reverse("cahier"))
    assert [c.nom for c in reponse.context["classes"]] == ["CM2", "Moyens"]


def test_the_level_of_another_class_is_refused(d, mardi, entrer, don):
    assert entrer(d.enseignante).post(don, ENVOI | {"pour": "CM2"}).status_code == 422


def test_the_direction_reads_the_week_but_does_not_write_in_it(d, mardi, entrer, page, don):
    directrice = entrer(d.directrice)
    assert directrice.get(page).status_code == 200
    assert directrice.post(don, ENVOI).status_code == 403


def test_the_board_does_not_show_what_waits_for_its_hour(d, mardi, entrer):
    donner(d, texte="La surprise", a=mardi + dt.timedelta(hours=6))
    assert "La surprise" not in entrer(d.enseignante).get(reverse("cahier_projeter", args=[d.cp_ce1.pk])).text


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice_maternelle", "operateur", "referente"])
def test_the_week_of_a_class_does_not_exist_for_others(d, mardi, entrer, page, don, qui):
    client = entrer(getattr(d, qui))
    assert client.get(page).status_code == 404
    assert client.post(don, ENVOI).status_code == 404
    assert Travail.objects.count() == 0


def test_the_cursor_stands_on_what_is_to_be_corrected(d, mardi, entrer, don):
    client = entrer(d.enseignante)
    vide = client.get(don).text
    assert re.search(r'<textarea[^>]*name="texte"[^>]*autofocus', vide)
    refuse = client.post(don, ENVOI | {"jour": "", "date_pour": "2026-11-02"}).text
    (foyer,) = re.findall(r"<(?:input|textarea|select)[^>]*autofocus[^>]*>", refuse)
    assert 'name="date_pour"' in foyer and 'aria-invalid="true"' in foyer


def test_a_week_that_makes_no_sense_shows_the_next_class_day(d, mardi, entrer, page):
    for semaine in ["", "demain", "0000-00-00", "9999-12-31", "0001-01-01"]:
        assert entrer(d.enseignante).get(page, {"semaine": semaine}).status_code == 200


def test_the_board_shows_the_next_class_day_and_no_child(d, mardi, entrer):
    donner(d, texte="Page 14", niveau="CP")
    donner(d, texte="Plus tard", date_pour=dt.date(2026, 11, 27))
    texte = entrer(d.enseignante).get(reverse("cahier_projeter", args=[d.cp_ce1.pk])).text
    assert "Pour jeudi 26 novembre" in texte and "Page 14" in texte
    assert "Plus tard" not in texte and "Inès" not in texte


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice"])
def test_the_board_belongs_to_the_teachers_of_the_class(d, mardi, entrer, qui):
    assert entrer(getattr(d, qui)).get(reverse("cahier_projeter", args=[d.cp_ce1.pk])).status_code == 404


def test_a_travail_shows_who_ticked_it(d, mardi, entrer):
    travail = donner(d, niveau="CE1")
    TravailFait.objects.create(travail=travail, eleve=d.eleve_ce1)
    suivi = entrer(d.enseignante).get(reverse("cahier_travail", args=[travail.pk])).context["suivi"]
    assert [ligne.eleve.prenom for ligne in suivi.lignes if ligne.fait] == ["Kenza"]
    assert len(suivi.lignes) == 10


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice_maternelle"])
@pytest.mark.parametrize("nom", ["cahier_travail", "cahier_modifier"])
def test_who_ticked_is_not_read_by_families_nor_by_another_class(d, mardi, entrer, qui, nom):
    travail = donner(d)
    assert entrer(getattr(d, qui)).get(reverse(nom, args=[travail.pk])).status_code == 404


def test_a_correction_keeps_the_ticks_and_the_past_day(d, mardi, horloge, entrer):
    travail = donner(d, date_pour=dt.date(2026, 11, 24))
    TravailFait.objects.create(travail=travail, eleve=d.eleve_cp)
    horloge(dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC))
    envoi = {"nature": "lire", "texte": "Relire la page 15", "date_pour": "2026-11-24"}
    assert entrer(d.enseignante).post(reverse("cahier_modifier", args=[travail.pk]), envoi).status_code == 302
    travail.refresh_from_db()
    assert (travail.texte, travail.faits.count()) == ("Relire la page 15", 1)


def test_withdrawing_is_one_tap_and_so_is_putting_back(d, mardi, entrer):
    travail = donner(d)
    client = entrer(d.enseignante)
    reponse = client.post(reverse("cahier_retirer", args=[travail.pk]), follow=True)
    assert "C’est retiré : les familles ne le voient plus." in reponse.text
    ou, sa_page = reponse.redirect_chain[-1][0], reverse("cahier_travail", args=[travail.pk])
    assert client.get(sa_page)["Location"] == ou, "where the browser's way back leads"
    assert [entrer(autre).get(sa_page).status_code for autre in (d.directrice, d.enseignant, d.mere)] == [404] * 3
    client.post(reverse("cahier_remettre", args=[travail.pk]))
    travail.refresh_from_db()
    assert travail.retire_le is None


class TestTick:
    def url(self, travail, eleve):
        return reverse("cahier_cocher", args=[travail.pk, eleve.uuid])

    @pytest.mark.parametrize("qui", ["eleve_cp", "mere", "pere_separe"])
    def test_the_pupil_and_each_parent_tick(self, d, mardi, entrer, qui):
        travail = donner(d)
        assert entrer(getattr(d, qui)).post(self.url(travail, d.eleve_cp), {"fait": "1"}).status_code == 302
        assert [f.eleve for f in travail.faits.all()] == [d.eleve_cp]

    @pytest.mark.parametrize("qui", ["mere_arabophone", "eleve_ce1", "enseignante", "directrice", "operateur"])
    def test_nobody_ticks_for_the_child_of_another(self, d, mardi, entrer, qui):
        travail = donner(d)
        assert entrer(getattr(d, qui)).post(self.url(travail, d.eleve_cp), {"fait": "1"}).status_code == 404
        assert travail.faits.count() == 0

    def test_what_was_not_given_to_the_child_is_not_ticked(self, d, mardi, entrer):
        travail = donner(d, niveau="CE1")
        assert entrer(d.mere).post(self.url(travail, d.eleve_cp), {"fait": "1"}).status_code == 404

    def test_what_waits_for_the_morning_is_not_ticked(self, d, horloge, entrer):
        horloge(MARDI_21H)
        travail = donner(d)
        assert entrer(d.mere).post(self.url(travail, d.eleve_cp), {"fait": "1"}).status_code == 404

    def test_the_page_refreshes_its_own_tile(self, d, mardi, entrer):
        travail = donner(d)
        reponse = entrer(d.mere).post(self.url(travail, d.eleve_cp), {"fait": "1"}, headers={"HX-Request": "true"})
        assert (reponse.status_code, json.loads(reponse["HX-Trigger"])) == (204, {"cahier_de_textes:travail_fait": {}})


def test_what_a_teacher_writes_fills_a_line_as_it_is(d, mardi, entrer):
    """A line is a pattern with braces: those of the text are words, and so are its tags."""
    travail = donner(d, texte="Lire {prenom} et <b>{0}</b>")
    page = entrer(d.mere).get("/").text
    assert page.count("Lire {prenom} et &lt;b&gt;{0}&lt;/b&gt;") == 3, "to be done, on its box, and in what was told"
    assert f'id="case-{travail.pk}-{d.eleve_cp.uuid}"' in page
    assert page.count(f'action="/cahier/travail/{travail.pk}/cocher/{d.eleve_cp.uuid}/" data-hx-post=') == 1
