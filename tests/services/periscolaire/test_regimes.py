"""What a child eats, and must avoid: said by its family, read by few."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.annuaire.views import gestes
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.allergenes import nommes
from ent.services.periscolaire.models import Regime
from tests.gestes import version_de

from .conftest import MARDI, PROCHAIN


@pytest.fixture
def allergique(d, cantine, dire):
    """Kenza eats no meat and avoids gluten and peanuts; she eats on Monday."""
    actions.dire_regime(
        etablissement=d.elementaire,
        eleve=d.eleve_ce1,
        repas="sans-viande",
        a_eviter=["gluten", "arachides"],
        par=d.mere_arabophone,
    )
    dire(cantine, d.eleve_ce1, PROCHAIN, par=d.mere_arabophone)


def page_de(d, qui, eleve, ecole=None) -> str:
    return reverse("periscolaire_regime", args=[(ecole or d.elementaire).pk, eleve.uuid])


def test_the_dish_that_they_eat_is_said_in_french_whatever_the_page(d, allergique, publier, entrer):
    publier()
    page = entrer(d.mere_arabophone).get(reverse("periscolaire_semaine", args=["cantine", PROCHAIN])).text
    assert '<small lang="fr">boulettes de pois chiches</small>' in page.lower()
    assert "<small>بدون لحم</small>" in page  # a day without such a dish: words of ours


def test_a_family_says_it_and_the_other_holder_reads_the_same(d, mardi, entrer):
    adresse, client = page_de(d, d.mere, d.eleve_cp), entrer(d.mere)
    envoi = {"repas": "sans-viande", "a_eviter": ["lait"], "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302
    regime = Regime.objects.get()
    assert (regime.repas, regime.a_eviter_brut, regime.par) == ("sans-viande", "lait", d.mere)
    page = entrer(d.pere_separe).get(adresse).text
    assert re.search(r'value="sans-viande"[^>]*checked', page)
    assert re.search(r'value="lait"[^>]*checked', page)


def test_a_family_and_the_direction_take_turns_each_on_its_own_page(d, mardi, entrer, monkeypatch):
    """What one of them says at that very moment is read by the other before it is replaced."""
    tours: list[str] = []
    monkeypatch.setattr(gestes, "_prendre_son_tour", tours.append)
    for qui, adresse in (
        (d.mere, page_de(d, d.mere, d.eleve_cp)),
        (d.directrice, reverse("periscolaire_eleve", args=[d.elementaire.pk, d.eleve_cp.uuid])),
    ):
        entrer(qui).post(adresse, {"repas": "tout"})
    assert tours and set(tours) == {page_de(d, d.mere, d.eleve_cp)}


def test_the_former_one_is_kept_and_the_journal_says_nothing_of_it(d, allergique):
    actions.dire_regime(
        etablissement=d.elementaire, eleve=d.eleve_ce1, repas="tout", a_eviter=[], par=d.mere_arabophone
    )
    assert [(r.repas, r.remplace_le is None) for r in Regime.objects.all()] == [("sans-viande", False), ("tout", True)]
    assert {str(e.details) for e in EntreeJournal.objects.filter(verbe="periscolaire.dire_regime")} == {"{}"}


def test_a_basket_is_the_direction_s_to_allow(d, mardi, entrer):
    adresse, client = page_de(d, d.mere, d.eleve_cp), entrer(d.mere)
    assert 'value="panier"' not in client.get(adresse).text
    refus = client.post(adresse, {"repas": "panier", "version": version_de(client, adresse)})
    assert (refus.status_code, Regime.objects.count()) == (422, 0)
    actions.dire_regime(etablissement=d.elementaire, eleve=d.eleve_cp, repas="panier", a_eviter=[], par=d.directrice)
    page = client.get(adresse).text
    assert re.findall(r'name="repas" value="([^"]+)"', page) == ["panier"]


def test_who_reads_it_is_said_on_the_page(d, mardi, entrer):
    page = entrer(d.mere).get(page_de(d, d.mere, d.eleve_cp)).text
    assert "La cuisine et la commune : un nombre, jamais un nom." in page


def test_it_is_nobody_else_s(d, allergique, entrer):
    adresse = page_de(d, d.mere, d.eleve_ce1)
    for autre in (d.mere, d.enseignante, d.directrice, d.referente, d.eleve_ce1):
        assert entrer(autre).get(adresse).status_code == 404


@pytest.mark.parametrize(
    ("menu", "dite"),
    [
        ("Lundi : riz (aucun), pain (gluten)", "à éviter : gluten"),
        ("Lundi : riz (aucun)", ""),  # the meal of the day holds none of it
        ("Lundi : riz (aucun), surprise du chef", "à éviter : gluten, arachides"),  # nobody said
        (None, "à éviter : gluten, arachides"),
    ],
)
def test_who_serves_reads_it_by_name_only_when_the_meal_asks(
    d, cantine, allergique, cantiniere, publier, entrer, menu, dite
):
    if menu:
        publier(texte=menu)
    page = entrer(cantiniere).get(reverse("periscolaire_liste", args=[cantine.pk, PROCHAIN])).text
    assert "Kenza Haddad" in page
    lue = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("Kenza Haddad")[2].partition("</li>")[0]))
    assert ("à éviter" in lue) == bool(dite)
    assert dite in lue


def test_a_teacher_reads_who_eats_and_nothing_of_what(d, cantine, allergique, entrer):
    for qui in (d.enseignante, d.enseignant):
        page = entrer(qui).get(reverse("periscolaire_liste", args=[cantine.pk, PROCHAIN])).text
        assert ("Kenza Haddad" in page) == (qui == d.enseignante)
        assert [mot for mot in ("sans viande", "éviter", "gluten", "arachides") if mot in page.lower()] == []


def test_the_kitchen_and_the_commune_read_counts_and_no_name(d, cantine, allergique, entrer):
    page = entrer(d.referente).get(reverse("periscolaire_cuisine", args=[cantine.pk, PROCHAIN])).text
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).count("Arachides : 1 enfant") == 1
    assert [mot for mot in ("Kenza", "Haddad") if mot in page] == []
    assert f'"{reverse("periscolaire_liste", args=[cantine.pk, PROCHAIN])}"' not in page


def test_the_direction_alone_keeps_them_and_says_who_declares(d, cantine, allergique, entrer):
    adresse = reverse("periscolaire_eleve", args=[d.elementaire.pk, d.eleve_cp.uuid])
    client = entrer(d.directrice)
    assert "À éviter : gluten, arachides" in client.get(reverse("periscolaire_eleves", args=[d.elementaire.pk])).text
    envoi = {"repas": "panier", "declarant": str(d.pere_separe.uuid), "version": version_de(client, adresse)}
    assert client.post(adresse, envoi).status_code == 302
    assert d.eleve_cp.declarants.get().responsable == d.pere_separe
    assert "Seul déclarant : M. Belhadj." in client.get(reverse("periscolaire_eleves", args=[d.elementaire.pk])).text
    ailleurs = reverse("periscolaire_eleve", args=[d.elementaire.pk, d.eleve_ms.uuid])
    assert client.get(ailleurs).status_code == 404
    assert client.post(adresse, envoi | {"declarant": str(d.mere_arabophone.uuid)}).status_code == 422


def test_today_is_a_day_like_another(d, cantine, cantiniere, entrer):
    assert entrer(cantiniere).get(reverse("periscolaire_liste", args=[cantine.pk, MARDI])).status_code == 200


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_of_the_direction_costs_the_same_whatever_it_holds(
    d, mardi, entrer, django_assert_num_queries, combien
):
    for eleve in (d.eleve_cp, d.eleve_ce1, d.eleve_cm2)[:combien]:
        actions.dire_regime(etablissement=d.elementaire, eleve=eleve, repas="panier", a_eviter=[], par=d.directrice)
    client = entrer(d.directrice)
    with django_assert_num_queries(8):
        page = client.get(reverse("periscolaire_eleves", args=[d.elementaire.pk])).text
    assert page.count("panier de la famille") == combien


@pytest.mark.besoin_de("ent.services.renseignements")
def test_what_the_health_of_a_child_names_and_its_meals_do_not_is_told_to_its_family_alone(
    d, cantine, entrer, cantiniere
):
    from ent.services.renseignements.actions import sante

    sante.ecrire_sante(
        etablissement=d.elementaire, eleve=d.eleve_cp, par=d.mere, champs={"allergies": "Arachide, et un peu le kiwi"}
    )
    adresse, client = page_de(d, d.mere, d.eleve_cp), entrer(d.mere)
    ici = [d.elementaire.pk, d.eleve_cp.uuid]
    dossier, fiche = (reverse(f"renseignements_{nom}", args=ici) for nom in ("enfant", "sante"))
    for page in (dossier, fiche):
        lue = client.get(page).text
        assert "La cantine ne le sait pas : arachides." in lue and f"{adresse}?sante=1" in lue
    assert "La cuisine de la cantine ne lit pas cette fiche." in client.get(fiche).text
    assert "La cantine ne le sait pas : arachides." in client.get(adresse).text
    assert not re.search(r'value="arachides"[^>]*checked', client.get(adresse).text)
    proposee = client.get(f"{adresse}?sante=1").text
    assert re.search(r'value="arachides"[^>]*checked', proposee) and "quand vous aurez enregistré" in proposee
    assert not Regime.objects.exists()  # nothing is said for the family
    assert [
        mot
        for mot in ("rachide", "kiwi")
        if mot in entrer(cantiniere).get(reverse("periscolaire_eleves", args=[d.elementaire.pk])).text
    ] == []
    envoi = {"repas": "tout", "a_eviter": ["arachides"], "version": version_de(client, adresse)}
    assert client.post(f"{adresse}?sante=1", envoi).status_code == 302
    for page in (dossier, fiche, adresse):
        assert "La cantine ne le sait pas" not in client.get(page).text


def test_a_sentence_names_allergens_in_words():
    assert nommes("arachide et fruits à coque, œufs") == ["oeufs", "arachides", "coque"]
    assert nommes("pollen, 7 comprimés") == []
