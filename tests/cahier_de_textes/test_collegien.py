"""A pupil of a collège reads: their days by subject, their week, their places; a small pupil keeps their cards."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.models import Seance, Travail
from ent.annuaire.models import Affectation, Inscription, Personne, Responsabilite

SEMAINE = reverse("cahier_eleve_semaine")


@pytest.fixture
def donner(c, mardi):
    def un(texte, matiere, jour, auteur=None, classe=None, **champs) -> Travail:
        champs = {"nature": "apprendre", "minutes": 10, "publie_le": mardi, "visible_le": mardi} | champs
        return Travail.objects.create(
            etablissement=c.ecole,
            classe=classe or c.cinquieme,
            auteur=auteur or c.maths,
            texte=texte,
            matiere=matiere,
            date_pour=jour,
            **champs,
        )

    return un


MERCREDI, JEUDI = dt.date(2026, 11, 25), dt.date(2026, 11, 26)


def test_the_home_says_each_day_by_subject_in_lines(c, d, mardi, donner, entrer):
    donner("Learn unit 4", "2D-ANG", MERCREDI, c.anglais)
    donner("Thalès", "2D-MAT", MERCREDI)
    a_rendre = donner("Exposé", "2D-PC", JEUDI, est_a_rendre=True)
    page = entrer(c.hugo).get("/").text
    assert "eleve--lit" in page and "tache__image" not in page and "aller jouer" not in page
    assert page.index("Pour demain") < page.index("Thalès") < page.index("Learn unit 4") < page.index("Exposé")
    assert f'href="{reverse("cahier_eleve_travail", args=[a_rendre.pk])}"' in page and "Je rends" in page
    for adresse in ("/", SEMAINE, "/plus/"):
        assert f'href="{adresse}"' in page
    assert "retour au mur" not in page
    small = entrer(d.eleve_cp).get("/").text
    assert "eleve--lit" not in small and SEMAINE not in small


def test_the_page_of_a_work_bears_its_kind_and_nobody_is_offered_to_write_to(c, d, mardi, donner, entrer):
    """« J’écris » is for who does not read yet."""
    travail = donner("Exercice 12", "2D-MAT", MERCREDI, nature="ecrire")
    page = entrer(c.hugo).get(reverse("cahier_eleve_travail", args=[travail.pk])).text
    assert "<h1>Travail écrit</h1>" in page and "J’écris · " not in page
    assert "/messages/ecrire/" not in entrer(c.hugo).get("/messages/").text


def test_a_box_is_ticked_from_the_line(c, mardi, donner, entrer):
    travail = donner("Thalès", "2D-MAT", MERCREDI)
    client = entrer(c.hugo)
    client.post(reverse("cahier_cocher", args=[travail.pk, c.hugo.uuid]), {"fait": "1"})
    assert travail.faits.filter(eleve=c.hugo).exists()
    assert 'aria-pressed="true"' in client.get(SEMAINE).text


def test_the_week_holds_what_is_given_and_what_was_done_of_their_division_alone(c, mardi, donner, entrer):
    donner("Thalès", "2D-MAT", MERCREDI)
    donner("Pour la sixième", "2D-FRA", MERCREDI, c.francais, c.sixieme)
    donner("La semaine prochaine", "2D-MAT", dt.date(2026, 12, 1))
    seance = Seance.objects.create(
        etablissement=c.ecole,
        classe=c.cinquieme,
        auteur=c.maths,
        titre="Les proportions",
        domaine="2D-MAT",
        date=mardi.date(),
        publie_le=mardi,
        visible_le=mardi,
    )
    client = entrer(c.hugo)
    page = client.get(SEMAINE).text
    assert "Semaine du 23 novembre" in page and "Thalès" in page
    assert "Pour la sixième" not in page and "La semaine prochaine" not in page
    assert f'href="{reverse("cahier_seance", args=[seance.pk])}"' in page
    assert client.get(reverse("cahier_seance", args=[seance.pk])).status_code == 200
    suivante = client.get(reverse("cahier_eleve_semaine_du", args=["2026-11-30"])).text
    assert "La semaine prochaine" in suivante and "Thalès" not in suivante
    assert client.get(reverse("cahier_eleve_semaine_du", args=["2026-11-24"])).status_code == 404


def test_ten_works_cost_what_one_costs(c, mardi, donner, entrer, django_assert_num_queries):
    client = entrer(c.hugo)
    donner("Un", "2D-MAT", MERCREDI, est_a_rendre=True)
    client.get(SEMAINE)
    with django_assert_num_queries(10):
        client.get(SEMAINE)
    for n in range(9):
        donner(f"Encore {n}", "2D-MAT", MERCREDI, est_a_rendre=True)
    with django_assert_num_queries(10):
        client.get(SEMAINE)


def test_plus_is_theirs_and_opens_no_page_of_an_adult(c, d, mardi, entrer):
    client = entrer(c.hugo)
    page = client.get("/plus/").text
    assert "Hugo Nguyen" in page and "Sortir sur cet appareil" in page and "Confort de lecture" in page
    for la in ('"/compte/"', "/prevenir/", "/notifications/", "Mon absence"):
        assert la not in page
    assert client.get("/compte/").status_code == client.get("/notifications/").status_code == 404
    assert entrer(d.eleve_cp).get("/plus/").status_code == 404
    assert entrer(d.eleve_cp).get(SEMAINE).status_code == entrer(c.mere).get(SEMAINE).status_code == 404


def test_the_page_of_the_college_leads_to_their_week(c, mardi, entrer):
    page = entrer(c.mere).get("/college/").text
    assert "Ce collège écrit ici" in page and f'href="/semaine/?enfant={c.hugo.uuid}"' in page
    assert "Rien à venir, rien de nouveau" not in page and "Ajouter l’agenda du collège" not in page
    assert "dans la semaine" in entrer(c.mere).get("/plus/").text
    jumelle = Personne.objects.create(prenom="Linh", nom="Nguyen")
    Inscription.objects.create(eleve=jumelle, classe=c.cinquieme, niveau="5EME", debut=c.cinquieme.annee.debut)
    Responsabilite.objects.create(
        adulte=c.mere, enfant=jumelle, etablissement=c.ecole, autorite="confirmee", debut=c.cinquieme.annee.debut
    )
    assert entrer(c.mere).get("/college/").text.count("Ce collège écrit ici") == 2  # of two in one class
    Affectation.objects.filter(classe=c.cinquieme).delete()
    assert "Ce collège écrit ici" not in entrer(c.mere).get("/college/").text


def test_colours_that_do_not_exist_are_refused_on_their_own_plus(c, d, mardi, entrer):
    refus = entrer(c.hugo).post(reverse("theme"), {"theme": "fluo"})
    assert refus.status_code == 422 and 'role="alert"' in refus.text
    assert "eleve--lit" in refus.text and "Mon compte" not in refus.text
