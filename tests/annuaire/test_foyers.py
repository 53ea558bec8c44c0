"""Households: adults whom the school writes to together."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire.foyers import foyer_de_qui_repondait, foyers_de
from ent.annuaire.models import Responsabilite


def ses_foyers(d) -> set[frozenset[int]]:
    return set(foyers_de([d.eleve_cp.pk], d.elementaire).get(d.eleve_cp.pk, []))


def habiter(personne, adresse: str, code_postal: str = "78190") -> None:
    personne.adresse, personne.code_postal = adresse, code_postal
    personne.save(update_fields=["adresse", "code_postal"])


def test_without_an_address_each_adult_is_a_household(d, mardi):
    assert ses_foyers(d) == {frozenset({d.mere.pk}), frozenset({d.pere_separe.pk})}


def test_one_same_address_is_one_household_however_it_is_written(d, mardi):
    habiter(d.mere, "12, rue de l'Étang")
    habiter(d.pere_separe, "12 RUE DE L’ETANG")
    assert ses_foyers(d) == {frozenset({d.mere.pk, d.pere_separe.pk})}


def test_the_same_street_in_two_towns_is_two_households(d, mardi):
    habiter(d.mere, "1 rue de la Gare", "78190")
    habiter(d.pere_separe, "1 rue de la Gare", "78310")
    assert len(ses_foyers(d)) == 2


@pytest.mark.parametrize("change", [{"autorite": "sans"}, {"fin": dt.date(2026, 9, 1)}])
def test_who_answers_no_more_leaves_who_lives_with_them(d, mardi, change):
    """By an address, of today's ties; who lives elsewhere is not of it."""
    habiter(d.mere, "12, rue de l'Étang")
    habiter(d.pere_separe, "12 RUE DE L’ETANG")
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(**change)
    ensemble = foyer_de_qui_repondait(d.eleve_cp.pk, d.mere.pk, d.elementaire)
    assert ensemble == {d.mere.pk, d.pere_separe.pk}
    assert foyer_de_qui_repondait(d.eleve_cp.pk, d.enseignante.pk, d.elementaire) == frozenset()
    habiter(d.pere_separe, "3 rue de la Gare")
    assert foyer_de_qui_repondait(d.eleve_cp.pk, d.mere.pk, d.elementaire) == {d.mere.pk}


@pytest.mark.parametrize(("foyer", "ensemble"), [("1", True), ("2", False)])
def test_what_the_direction_states_is_stronger_than_the_address(d, mardi, foyer, ensemble):
    for adulte in (d.mere, d.pere_separe):
        habiter(adulte, "" if ensemble else "12 rue de l’Étang")
    d.mere.responsabilites.update(foyer="1")
    d.pere_separe.responsabilites.update(foyer=foyer)
    assert (len(ses_foyers(d)) == 1) is ensemble


def test_an_adult_without_authority_or_whose_tie_ended_is_of_no_household(d, mardi):
    d.mere.responsabilites.update(autorite=Responsabilite.Autorite.SANS)
    d.pere_separe.responsabilites.update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert ses_foyers(d) == set()


def test_ties_of_another_school_are_not_read(d, mardi):
    assert foyers_de([d.eleve_cp.pk], d.maternelle) == {}


def test_one_query_for_a_class(d, mardi, django_assert_num_queries):
    eleves = list(d.cp_ce1.inscriptions.values_list("eleve", flat=True))
    with django_assert_num_queries(1):
        assert len(foyers_de(eleves, d.elementaire)) == len(eleves)


def test_the_direction_states_it_on_the_page_of_ties(d, mardi, entrer):
    lien = d.mere.responsabilites.get(enfant=d.eleve_cp)
    client = entrer(d.directrice)
    adresse = f"/annuaire/{d.elementaire.uai}/responsables/?tous=1"
    assert "deux foyers" in client.get(adresse).text
    client.post(adresse, {"l": [lien.pk], f"lu-{lien.pk}": lien.lu, f"foyer-{lien.pk}": "2"})
    lien.refresh_from_db()
    assert (lien.foyer, lien.lien) == ("2", "mere")
    client.post(adresse, {"l": [lien.pk], f"lu-{lien.pk}": lien.lu, f"foyer-{lien.pk}": "9"})
    lien.refresh_from_db()
    assert lien.foyer == "2"
