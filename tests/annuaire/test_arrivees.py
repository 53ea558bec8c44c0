"""Somebody arrives, or changes class, before any file says so."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Affectation, EntreeJournal, Personne
from ent.connexion import lectures

# An address as forms take them, and longer than any that is kept.
TROP_LONGUE = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.{'c' * 40}.fr"
NINA = {
    "civilite": "Mme",
    "prenom": "Nina",
    "nom": "Péron",
    "courriel": "nina.peron@exemple.fr",
    "nature": "enseignant",
}


@pytest.fixture
def accueillir(d):
    return reverse("annuaire_accueillir", args=[d.elementaire.uai])


def relue(**champs) -> Personne:
    return Personne.objects.get(**champs)


def test_who_arrives_holds_her_class_at_once_and_her_paper_can_be_printed(d, mardi, entrer, accueillir):
    envoi = NINA | {"classes": [d.cm2.pk], "titre": "remplacant", "fin": "2026-12-18"}
    page = entrer(d.directrice).post(accueillir, envoi, follow=True)
    assert "Mme Péron est de l’équipe. Imprimez son papier : il ouvre son compte." in page.text
    assert "CM2 (remplaçant)" in page.text
    nina = relue(nom="Péron")
    assert (nina.courriel, nina.courriel_contact, nina.has_usable_password()) == (None, "nina.peron@exemple.fr", False)
    assert list(nina.portee.classes_tenues) == [d.cm2.pk]
    assert set(nina.roles.values_list("fin", flat=True)) == {dt.date(2026, 12, 18)}
    assert nina in [papier.personne for papier in lectures.personnel_de(d.elementaire)]
    assert reverse("connexion_feuilles_personnel", args=[d.elementaire.pk]) in page.text


@pytest.mark.parametrize(
    ("dits", "phrase"),
    [
        ({"prenom": "Claire", "nom": "LEFORT"}, "Claire Lefort travaille déjà dans l’école"),
        ({"courriel": "Claire.Lefort@exemple.fr"}, "Claire Lefort travaille déjà dans l’école"),
        ({"fin": "2026-11-01"}, "Ce jour est passé"),
        ({"courriel": "nina"}, "e-mail"),
        ({"courriel": TROP_LONGUE}, "254"),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(d, mardi, entrer, accueillir, dits, phrase):
    page = entrer(d.directrice).post(accueillir, NINA | {"titre": "titulaire"} | dits)
    assert page.status_code == 422
    assert phrase in page.text
    assert (NINA | dits)["prenom"] in page.text
    assert not Personne.objects.filter(nom="Péron").exists()


def test_a_class_of_another_school_is_not_offered_nor_given(d, mardi, entrer, accueillir):
    page = entrer(d.directrice).post(accueillir, NINA | {"classes": [d.ms.pk], "titre": "titulaire"})
    assert (page.status_code, Personne.objects.filter(nom="Péron").exists()) == (422, False)


@pytest.mark.parametrize("qui", ["directrice_maternelle", "enseignante", "mere", "operateur"])
def test_only_its_direction_states_who_works_in_a_school(d, mardi, entrer, accueillir, qui):
    autre = entrer(getattr(d, qui))
    classes = reverse("annuaire_membre_classes", args=[d.elementaire.uai, d.enseignante.uuid])
    for adresse, envoi in ((accueillir, NINA | {"titre": "titulaire"}), (classes, {"titre": "titulaire"})):
        assert [autre.get(adresse).status_code, autre.post(adresse, envoi).status_code] == [404, 404]
    assert not Personne.objects.filter(nom="Péron").exists()
    assert d.enseignante.portee.classes_tenues


def test_the_classes_of_a_member_are_set_by_hand_and_what_is_kept_stays_as_it_was(d, mardi, entrer):
    adresse = reverse("annuaire_membre_classes", args=[d.elementaire.uai, d.enseignante.uuid])
    directrice = entrer(d.directrice)
    avant = Affectation.objects.get(enseignant=d.enseignante, classe=d.cp_ce1)
    directrice.post(adresse, {"classes": [d.cp_ce1.pk, d.cm2.pk], "titre": "co_enseignant"})
    assert set(relue(pk=d.enseignante.pk).portee.classes_tenues) == {d.cp_ce1.pk, d.cm2.pk}
    avant.refresh_from_db()
    assert (avant.nature, avant.fin) == ("titulaire", None)
    directrice.post(adresse, {"classes": [d.cm2.pk], "titre": "titulaire"})
    assert set(relue(pk=d.enseignante.pk).portee.classes_tenues) == {d.cm2.pk}
    assert Affectation.objects.get(enseignant=d.enseignante, classe=d.cm2).nature == "co_enseignant"
    assert EntreeJournal.objects.filter(verbe="annuaire.regler_les_classes").count() == 2


def test_a_replacement_that_lasts_longer_is_told_by_its_day_alone(d, mardi, entrer, horloge):
    """No class is ticked nor unticked: the day that is typed is that of the classes that are held, and of the role that came with them."""
    directrice = entrer(d.directrice)
    directrice.post(
        reverse("annuaire_accueillir", args=[d.elementaire.uai]),
        NINA | {"classes": [d.cm2.pk], "titre": "remplacant", "fin": "2026-12-18"},
    )
    nina = relue(nom="Péron")
    adresse = reverse("annuaire_membre_classes", args=[d.elementaire.uai, nina.uuid])
    assert 'value="2026-12-18"' in directrice.get(adresse).text
    directrice.post(adresse, {"classes": [d.cm2.pk], "titre": "titulaire", "fin": "2027-01-15"})
    assert list(nina.affectations.values_list("nature", "fin")) == [("remplacant", dt.date(2027, 1, 15))]
    horloge(mardi + dt.timedelta(days=50))
    assert relue(pk=nina.pk).portee.classes_tenues == {d.cm2.pk}
    horloge(mardi + dt.timedelta(days=53))
    assert relue(pk=nina.pk).portee.roles == []


def test_the_day_of_a_class_that_is_added_changes_nothing_of_those_that_are_held(d, mardi, entrer):
    adresse = reverse("annuaire_membre_classes", args=[d.elementaire.uai, d.enseignante.uuid])
    envoi = {"classes": [d.cp_ce1.pk, d.cm2.pk], "titre": "remplacant", "fin": "2026-12-18"}
    entrer(d.directrice).post(adresse, envoi)
    fins = dict(Affectation.objects.filter(enseignant=d.enseignante).values_list("classe", "fin"))
    assert fins == {d.cp_ce1.pk: None, d.cm2.pk: dt.date(2026, 12, 18)}


def test_the_page_says_as_what_somebody_holds_their_class_and_never_that_it_changed_it(d, mardi, entrer):
    """A remplaçant was shown as titulaire; another title, without a class that is added, was « réglé » and changed nothing."""
    directrice = entrer(d.directrice)
    remplace = {"classes": [d.cm2.pk], "titre": "remplacant", "fin": "2026-12-18"}
    directrice.post(reverse("annuaire_accueillir", args=[d.elementaire.uai]), NINA | remplace)
    nina = relue(nom="Péron")
    adresse = reverse("annuaire_membre_classes", args=[d.elementaire.uai, nina.uuid])
    assert re.search(r'name="titre" value="remplacant"[^>]* checked', directrice.get(adresse).text)
    refus = directrice.post(adresse, remplace | {"titre": "co_enseignant"})
    assert refus.status_code == 422 and "Une classe déjà tenue garde ce titre" in refus.text
    assert directrice.post(adresse, remplace).status_code == 302
    ajoute = remplace | {"classes": [d.cm2.pk, d.cp_ce1.pk], "titre": "co_enseignant"}
    assert directrice.post(adresse, ajoute).status_code == 302
    assert dict(nina.affectations.values_list("classe", "nature")) == {
        d.cm2.pk: "remplacant",
        d.cp_ce1.pk: "co_enseignant",
    }
