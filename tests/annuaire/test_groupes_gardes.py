"""« Mes groupes »: kept once by a teacher, chosen afterwards in one tap."""

import pytest
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.forms.groupes import GroupeForm
from ent.annuaire.models import Groupe, Personne
from tests.gestes import version_de

LISTE = "annuaire_groupes"


@pytest.fixture
def garder(d):
    return reverse("annuaire_groupe_garder", args=[d.cp_ce1.pk])


def membres(groupe: Groupe) -> set[int]:
    return set(groupe.eleves.values_list("pk", flat=True))


def test_pupils_are_ticked_once_and_the_group_is_its_teacher_s(d, mardi, entrer, garder):
    client = entrer(d.enseignante)
    envoi = {"nom": "Les fusées", "eleves": [d.eleve_cp.pk, d.eleve_ce1.pk]}
    assert client.post(garder, envoi)["Location"] == reverse(LISTE)
    groupe = Groupe.objects.get(nom="Les fusées")
    assert membres(groupe) == {d.eleve_cp.pk, d.eleve_ce1.pk}
    assert (groupe.etablissement, groupe.annee) == (d.elementaire, d.cp_ce1.annee)
    assert "Les fusées" in client.get(reverse(LISTE)).text
    # It is hers: a colleague of the school holds nothing of it, nor reads those who are in it.
    assert "Les fusées" not in entrer(d.enseignant).get(reverse(LISTE)).text
    for nom in ("annuaire_groupe", "annuaire_groupe_oublier"):
        for qui in (d.enseignant, d.remplacant, d.directrice_maternelle, d.mere):
            assert entrer(qui).post(reverse(nom, args=[groupe.pk]), envoi).status_code == 404
    assert groupe.pk not in Personne.objects.get(pk=d.enseignant.pk).portee.groupes_tenus


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"nom": ""}, "Donnez-lui un nom"),
        ({"eleves": []}, "Cochez au moins un élève."),
        ({"nom": "Lecture à voix haute"}, "porte déjà ce nom"),
        ({"eleves": ["CM2"]}, "Sélectionnez un choix valide"),  # a pupil of a class that one does not teach
    ],
)
def test_what_is_wrong_is_said(d, mardi, entrer, garder, champs, phrase):
    envoi = {"nom": "Les fusées", "eleves": [d.eleve_cp.pk]} | champs
    if envoi["eleves"] == ["CM2"]:
        envoi["eleves"] = [d.eleve_cm2.pk]
    reponse = entrer(d.enseignante).post(garder, envoi)
    assert (reponse.status_code, phrase in reponse.text) == (422, True)
    assert not Groupe.objects.filter(nom="Les fusées").exists()


def test_of_two_that_take_one_name_at_the_same_instant_the_second_is_told(d, mardi, entrer, garder, monkeypatch):
    """Both looked before either was kept."""
    client = entrer(d.enseignante)
    envoi = {"nom": "Les fusées", "eleves": [d.eleve_cp.pk]}
    actions.garder_groupe(classe=d.cp_ce1, auteur=d.enseignante, nom="Les étoiles", eleves=[d.eleve_cp.pk])
    groupe = Groupe.objects.get(nom="Les étoiles")
    monkeypatch.setattr(GroupeForm, "clean_nom", lambda self: self.cleaned_data["nom"])
    corriger = reverse("annuaire_groupe", args=[groupe.pk])
    version = version_de(client, corriger)
    assert client.post(garder, envoi).status_code == 302
    for adresse, envoye in ((garder, envoi | {"eleves": [d.eleve_ce1.pk]}), (corriger, envoi | {"version": version})):
        reponse = client.post(adresse, envoye)
        assert (reponse.status_code, "porte déjà ce nom" in reponse.text) == (422, True), adresse
    assert list(Groupe.objects.filter(nom="Les fusées").values_list("eleves", flat=True)) == [d.eleve_cp.pk]
    assert Groupe.objects.get(pk=groupe.pk).nom == "Les étoiles"


def test_those_of_a_class_that_one_does_not_teach_stay_in_it(d, mardi, entrer):
    groupe = actions.garder_groupe(
        classe=d.cp_ce1, auteur=d.enseignante, nom="Les fusées", eleves=[d.eleve_cp.pk, d.eleve_cm2.pk]
    )
    client, adresse = entrer(d.enseignante), reverse("annuaire_groupe", args=[groupe.pk])
    page = client.get(adresse)
    assert "1 élève d’une autre classe en fait partie" in page.text and d.eleve_cm2.prenom not in page.text
    envoi = {"nom": "Les comètes", "eleves": [d.eleve_ce1.pk], "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302
    groupe.refresh_from_db()
    assert (groupe.nom, membres(groupe)) == ("Les comètes", {d.eleve_ce1.pk, d.eleve_cm2.pk})


def test_a_group_to_which_nothing_is_given_goes(d, mardi, entrer):
    libre = actions.garder_groupe(classe=d.cp_ce1, auteur=d.enseignante, nom="Les fusées", eleves=[d.eleve_cp.pk])
    entrer(d.enseignante).post(reverse("annuaire_groupe_oublier", args=[libre.pk]))
    assert not Groupe.objects.filter(pk=libre.pk).exists()


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        actions.garder_groupe(classe=d.cp_ce1, auteur=d.enseignante, nom=f"Groupe {n}", eleves=[d.eleve_cp.pk])
    client = entrer(d.enseignante)
    with django_assert_num_queries(7):
        client.get(reverse(LISTE))
