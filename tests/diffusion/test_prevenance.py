"""Kinds of news, who chooses them, and who is reached."""

import datetime as dt

import pytest

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion import sortes
from ent.diffusion.actions import reglages
from ent.diffusion.lectures import atteignables, non_atteints
from ent.diffusion.models import Prevenance, Refus

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie")  # whose kinds of news are told


def test_services_declare_their_kinds_and_what_has_none_is_other():
    dites = {s.nom: str(s.libelle) for s in sortes.sortes()}
    assert (dites["travail"], dites["retour"]) == ("Travail donné", "Retour de l’enseignant")
    assert sortes.sortes()[-1] is sortes.AUTRE
    assert sortes.sorte_de("cahier_de_textes.travaux_decales").nom == "travail"
    assert sortes.sorte_de("on.ne.sait").nom == "autre"


def test_the_name_of_what_has_no_kind_is_taken():
    with pytest.raises(ValueError, match="autre"):
        sortes.enregistrer_sorte(sortes.Sorte("autre", "Autre", (), sortes.Rubrique.A_FAIRE))


def test_choosing_replaces_what_was_chosen_and_the_journal_says_no_more_than_how_many(d):
    reglages.regler_prevenance(personne=d.mere, heure_resume=dt.time(8), refus=[("travail", "pousse")])
    reglages.regler_prevenance(
        personne=d.mere, heure_resume=dt.time(19), refus=[("travail", "courriel"), ("retour", "pousse")]
    )
    assert Prevenance.objects.get().heure_resume == dt.time(19)
    assert set(Refus.objects.values_list("sorte", "canal")) == {("travail", "courriel"), ("retour", "pousse")}
    assert EntreeJournal.objects.filter(verbe="diffusion.regler_prevenance").first().details == {"refus": 2}


def test_choices_are_one_s_own(d):
    reglages.regler_prevenance(personne=d.mere, heure_resume=dt.time(8), refus=[("travail", "pousse")])
    assert Refus.objects.choisis_par(d.pere_separe).count() == 0
    assert Refus.objects.choisis_par(d.mere).count() == 1


# --- Who is reached -------------------------------------------------------------------------------------------------
def test_who_is_reached_and_why_not(d):
    sans_compte = Personne.objects.filter(password="!", responsabilites__isnull=False).first()
    d.pere_separe.courriel = None
    d.pere_separe.save()
    atteintes = atteignables([d.mere.pk, d.pere_separe.pk, sans_compte.pk, d.eleve_cp.pk, 10**9])
    assert {pk: (a.est_atteint, a.raison) for pk, a in atteintes.items()} == {
        d.mere.pk: (True, "atteint"),
        d.pere_separe.pk: (False, "aucune adresse e-mail"),
        sans_compte.pk: (False, "aucun compte activé"),
        d.eleve_cp.pk: (False, "aucun compte activé"),
    }


def test_an_account_that_was_closed_is_not_reached(d):
    d.mere.fermee_le = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    d.mere.save()
    assert atteignables([d.mere.pk])[d.mere.pk].raison == "aucun compte activé"


@pytest.mark.parametrize("nombre", [1, 40])
def test_one_query_whatever_their_number(d, django_assert_num_queries, nombre):
    gens = list(Personne.objects.values_list("pk", flat=True)[:nombre])
    with django_assert_num_queries(1):
        assert len(atteignables(gens)) == nombre


def test_a_school_sees_its_own_responsables_whom_nothing_reaches(d, django_assert_num_queries):
    with django_assert_num_queries(2):
        manques, total = non_atteints(d.elementaire)
    assert total == len(manques) + 3  # Nadia, Mehdi and Samira have come in
    assert {m.raison for m in manques} == {"aucun compte activé"}
    assert not {m.adulte.pk for m in manques} & set(
        d.ms.inscriptions.values_list("eleve__responsables__adulte", flat=True)
    )
    assert all(m.enfants for m in manques)
