"""Pages that copy, repeat, move and undo."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.actions import organisation
from cahier_de_textes.models import Geste, Seance, Travail
from ent.annuaire.models import Affectation
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_organisation import JEUDI, LUNDI, MARDI, VENDREDI, dates, seance


def test_a_teacher_copies_to_another_day_and_undoes_it_from_the_page(d, mardi, entrer):
    client, travail = entrer(d.enseignante), donner(d)
    page = reverse("cahier_dupliquer", args=["travail", travail.pk])
    assert client.get(page).context["formulaire"].initial["date"] == VENDREDI
    envoi = {"cible": f"classe-{d.cp_ce1.pk}", "date": "2026-12-01"}
    reponse = client.post(page, envoi, follow=True)
    geste = Geste.objects.get()
    semaine = reverse("cahier_classe", args=[d.cp_ce1.pk])
    assert reponse.redirect_chain == [(f"{semaine}?semaine=2026-11-30&jour=2026-12-01&geste={geste.pk}", 302)]
    assert "C’est copié : 1 travail." in reponse.text
    suite = f"{semaine}?semaine=2026-11-30&jour=2026-12-01"
    assert f'name="suite" value="{suite.replace("&", "&amp;")}"' in reponse.text
    rendue = client.post(reverse("cahier_geste_annuler", args=[geste.pk]), {"suite": suite}, follow=True)
    assert "C’est annulé : tout est comme avant." in rendue.text
    assert dates() == [JEUDI]


def test_an_undo_that_would_lose_something_says_why(d, mardi, entrer):
    client, travail = entrer(d.enseignante), donner(d)
    geste = organisation.dupliquer(ecrit=travail, auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    Travail.objects.filter(origine=travail).update(texte="Page 15")
    rendue = client.post(reverse("cahier_geste_annuler", args=[geste.pk]), follow=True)
    assert "« Page 15 » a été changé depuis : rien n’est annulé." in rendue.text
    assert len(dates()) == 2


def test_a_geste_is_shown_to_and_undone_by_its_author_only(d, mardi, entrer):
    Affectation.objects.create(enseignant=d.remplacant, classe=d.cp_ce1, debut=LUNDI)
    geste = organisation.dupliquer(ecrit=donner(d), auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    autre = entrer(d.remplacant)
    page = f"{reverse('cahier_classe', args=[d.cp_ce1.pk])}?geste={geste.pk}"
    assert "C’est copié" not in autre.get(page).text
    assert autre.post(reverse("cahier_geste_annuler", args=[geste.pk])).status_code == 404
    assert "C’est copié" in entrer(d.enseignante).get(page).text


def test_undoing_never_leads_out_of_the_site(d, mardi, entrer):
    geste = organisation.dupliquer(ecrit=donner(d), auteur=d.enseignante, date=VENDREDI, classe=d.cp_ce1)
    adresse = reverse("cahier_geste_annuler", args=[geste.pk])
    assert entrer(d.enseignante).post(adresse, {"suite": "https://ailleurs.example/"})["Location"] == reverse("cahier")


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({"date": "2026-11-25"}, "Pas de classe le mercredi 25 novembre."),
        ({"date": "2026-11-23"}, "Ce jour est passé."),
        ({"date": "2027-09-20"}, "Ce jour n’est pas dans l’année 2026-2027 de cette classe."),
        ({"date": ""}, "Choisissez un jour."),
        ({"cible": "classe-0"}, "Sélectionnez un choix valide."),
        ({"cible": ""}, "Choisissez une classe ou un groupe."),
    ],
)
def test_a_wrong_day_or_class_is_explained(d, mardi, entrer, envoi, phrase):
    page = reverse("cahier_dupliquer", args=["travail", donner(d).pk])
    valide = {"cible": f"classe-{d.cp_ce1.pk}", "date": "2026-12-01"}
    reponse = entrer(d.enseignante).post(page, valide | envoi)
    assert reponse.status_code == 422 and phrase in reponse.text
    assert Travail.objects.count() == 1


def test_one_copies_only_to_what_one_teaches(d, mardi, entrer):
    page = reverse("cahier_dupliquer", args=["seance", seance(d).pk])
    envoi = {"cible": f"classe-{d.cm2.pk}", "date": "2026-12-01"}
    assert entrer(d.enseignante).post(page, envoi).status_code == 422
    assert Seance.objects.count() == 1


def test_a_copy_may_wait_as_a_draft(d, mardi, entrer):
    page = reverse("cahier_dupliquer", args=["seance", seance(d).pk])
    entrer(d.enseignante).post(page, {"cible": f"classe-{d.cp_ce1.pk}", "date": "2026-12-01", "brouillon": "1"})
    assert Seance.objects.get(date=dt.date(2026, 12, 1)).est_brouillon


def test_repeating_from_the_page(d, mardi, entrer):
    client, travail = entrer(d.enseignante), donner(d)
    page = reverse("cahier_repeter", args=["travail", travail.pk])
    formulaire = client.get(page).context["formulaire"]
    assert formulaire.initial == {"jours": [3], "jusqu_au": dt.date(2026, 12, 24)}
    assert [libelle for _v, libelle in formulaire.fields["jours"].choices] == ["lundi", "mardi", "jeudi", "vendredi"]
    assert client.post(page, {"jours": [], "jusqu_au": "2026-12-18"}).status_code == 422
    trop_loin = client.post(page, {"jours": [3], "jusqu_au": "2027-10-01"})
    assert "L’année scolaire finit le 31 août 2027" in trop_loin.text
    souvent = client.post(page, {"jours": [0, 1, 3, 4], "jusqu_au": "2027-07-02"})
    assert souvent.status_code == 422 and "40 au plus" in souvent.text
    reponse = client.post(page, {"jours": [3], "jusqu_au": "2026-12-18"}, follow=True)
    assert "C’est répété : 3 travaux de plus." in reponse.text


def test_the_series_is_withdrawn_from_here_on(d, mardi, entrer):
    client, premiere = entrer(d.enseignante), seance(d)
    organisation.repeter(ecrit=premiere, auteur=d.enseignante, jours=[1], jusqu_au=dt.date(2026, 12, 15))
    page = reverse("cahier_serie", args=["seance", Seance.objects.get(date=dt.date(2026, 12, 1)).pk])
    assert "Revient encore 2 fois, jusqu’au mardi 15 décembre." in client.get(page).text
    reponse = client.post(page, {"acte": "retirer-les-suivants"}, follow=True)
    assert "C’est retiré, les familles ne le voient plus : 3 séances." in reponse.text
    assert dates(Seance) == [MARDI]


def test_the_plan_is_shown_before_everything_moves(d, mardi, entrer):
    for jour in (JEUDI, VENDREDI):
        donner(d, date_pour=jour)
        seance(d, date=jour)
    client = entrer(d.enseignante)
    page = reverse("cahier_decaler_classe", args=[d.cp_ce1.pk])
    apercu = client.get(page, {"depuis": "2026-11-26"})
    assert "2 séances et 2 travaux passent au jour de classe suivant." in apercu.text
    assert dates() == [JEUDI, VENDREDI]
    fait = client.post(page, {"depuis": "2026-11-26"}, follow=True)
    assert "C’est décalé au jour de classe suivant : 2 séances et 2 travaux." in fait.text
    assert dates() == [VENDREDI, dt.date(2026, 11, 30)]


def test_moving_nothing_or_from_a_day_of_another_year_says_so(d, mardi, entrer):
    client, page = entrer(d.enseignante), reverse("cahier_decaler_classe", args=[d.cp_ce1.pk])
    assert "il n’y a rien à décaler" in client.get(page).text
    assert client.post(page, {"depuis": "2025-11-26"}).status_code == 422
    assert "Cette date n’existe pas" in client.get(page, {"depuis": "demain"}).text


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice", "operateur"])
@pytest.mark.parametrize("nom", ["cahier_dupliquer", "cahier_repeter", "cahier_serie"])
def test_only_who_may_change_a_seance_copies_or_repeats_it(d, mardi, entrer, qui, nom):
    """The matrix says it of a travail; a séance has the same addresses."""
    page = reverse(nom, args=["seance", seance(d).pk])
    client = entrer(getattr(d, qui))
    assert client.get(page).status_code == 404
    assert client.post(page, {}).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_plan_costs_the_same_whatever_moves(d, mardi, entrer, django_assert_num_queries, nombre):
    for _n in range(nombre):
        donner(d)
        seance(d, date=JEUDI)
    client = entrer(d.enseignante)
    # session, person; roles, affectations; class; year; travaux, séances; unread, ties, children
    with django_assert_num_queries(COUT):
        client.get(reverse("cahier_decaler_classe", args=[d.cp_ce1.pk]), {"depuis": "2026-11-26"})


COUT = 8
