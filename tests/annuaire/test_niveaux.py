"""« ULIS école » is no level: the direction says one, pupil by pupil, and neither a colleague nor the next file takes it away unseen."""

import re

import pytest
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.audience.droits import inscrit
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import EntreeJournal, Inscription


@pytest.fixture
def ulis(d) -> Inscription:
    place = Inscription.objects.get(eleve=d.eleve_cp, fin=None)
    place.niveau, place.niveau_ecrit = "", "ULIS école"
    place.save()
    return place


@pytest.fixture
def adresse(d) -> str:
    return reverse("annuaire_niveaux", args=[d.elementaire.uai])


def dire(place: Inscription, niveau: str, lu: str = "") -> dict:
    return {"i": [place.pk], f"lu-{place.pk}": lu, f"niveau-{place.pk}": niveau}


def test_the_direction_says_a_level_where_the_file_says_none(d, entrer, ulis, adresse):
    client = entrer(d.directrice)
    assert adresse in client.get(reverse("annuaire_ecole", args=[d.elementaire.uai])).text
    page = client.get(adresse).text
    assert "« ULIS école »" in page
    assert re.findall(r'name="i" value="(\d+)"', page) == [str(ulis.pk)]
    assert client.post(adresse, dire(ulis, "CE2")).status_code == 302
    ulis.refresh_from_db()
    assert (ulis.niveau, ulis.niveau_ecrit) == ("CE2", "ULIS école")
    assert (
        EntreeJournal.objects.filter(verbe="annuaire.preciser_niveau", objet=f"personne {d.eleve_cp.pk}").count() == 1
    )
    assert adresse not in client.get(reverse("annuaire_ecole", args=[d.elementaire.uai])).text
    assert '<option value="CE2" selected>' in client.get(adresse).text  # said here: it may be corrected here


def test_what_is_given_to_the_level_reaches_the_pupil_from_then_on(d, ulis):
    aux_ce2 = Audience(d.elementaire.pk, classe=ulis.classe_id, niveaux=("CE2",))

    def atteints() -> set[int]:
        return set(
            Inscription.objects.filter(inscrit(aux_ce2, inscription=""), fin=None).values_list("eleve", flat=True)
        )

    assert atteints() == set()
    actions.preciser_niveaux(etablissement=d.elementaire, decisions=[(ulis, "CE2")], auteur=d.directrice)
    assert atteints() == {d.eleve_cp.pk}


@pytest.mark.parametrize("niveau", ["", "ULIS", "6e", "X" * 500])
def test_what_is_no_level_changes_nothing(d, entrer, ulis, adresse, niveau):
    assert entrer(d.directrice).post(adresse, dire(ulis, niveau)).status_code == 302
    ulis.refresh_from_db()
    assert ulis.niveau == ""


def test_two_who_say_otherwise_see_one_another(d, entrer, ulis, adresse):
    client = entrer(d.directrice)
    client.post(adresse, dire(ulis, "CE1"))
    refus = client.post(adresse, dire(ulis, "CE2"))
    assert refus.status_code == 422
    assert "gardé aujourd’hui : CE1" in refus.text
    assert '<option value="CE2" selected>' in refus.text
    ulis.refresh_from_db()
    assert ulis.niveau == "CE1"
    lu = re.search(rf'name="lu-{ulis.pk}" value="([^"]*)"', refus.text)[1]
    assert client.post(adresse, dire(ulis, "CE2", lu)).status_code == 302
    ulis.refresh_from_db()
    assert ulis.niveau == "CE2"


def test_a_pupil_of_another_school_is_not_in_the_page_even_named_by_it(d, entrer, ulis, adresse):
    ailleurs = Inscription.objects.filter(classe__etablissement=d.maternelle, fin=None).first()
    ailleurs.niveau = ""
    ailleurs.save()
    entrer(d.directrice).post(adresse, dire(ailleurs, "MS"))
    ailleurs.refresh_from_db()
    assert ailleurs.niveau == ""
