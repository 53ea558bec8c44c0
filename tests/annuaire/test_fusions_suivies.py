"""Two schools that become one: what protects a child's health and safety is read where the child is, from the turn on and once it is undone."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import Inscription, Passage, Responsabilite
from ent.services.periscolaire.actions import ecole as periscolaire
from ent.services.periscolaire.models import Regime
from ent.services.renseignements.actions import corrections, proches, sante
from ent.services.renseignements.actions.fin_d_annee import effacer_ce_qui_est_fini
from ent.services.renseignements.champs_corriges import Champ
from ent.services.renseignements.lectures.equipe import sortie_de
from ent.services.renseignements.lectures.familles import dossier_de
from ent.services.renseignements.models import Autorise, Contact, Correction, FicheSante
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du
from tests.annuaire.rentree import relu

pytestmark = pytest.mark.besoin_de("ent.services.renseignements", "ent.services.periscolaire")

UN_PROCHE = {"nom": "Rachida", "lien": "grand-mère", "telephone": "06 11 22 33 44"}


def dire_la_sante(eleve, ecole, par, allergies="arachide") -> FicheSante:
    return sante.ecrire_sante(etablissement=ecole, eleve=eleve, par=par, champs={"allergies": allergies})


def dire_le_repas(eleve, ecole, par, a_eviter="arachides") -> None:
    periscolaire.dire_regime(etablissement=ecole, eleve=eleve, repas="tout", a_eviter=[a_eviter], par=par)


@pytest.fixture
def dite(d, mardi, horloge):
    """In June, of Lina-Maëlys: her health, what she avoids, whom to call and who comes. Her school joins the other."""
    horloge(JUIN)
    ici = {"etablissement": d.maternelle, "eleve": d.eleve_ms, "par": d.mere}
    dire_la_sante(d.eleve_ms, d.maternelle, d.mere)
    dire_le_repas(d.eleve_ms, d.maternelle, d.mere)
    proches.donner_contact(**ici, champs=UN_PROCHE)
    proches.autoriser(**ici, champs=UN_PROCHE)
    declarer(d)


def tourner(d, horloge, quand=RENTREE) -> Passage:
    horloge(quand)
    return actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)


def place_de(eleve) -> Inscription:
    return Inscription.objects.select_related("classe").get(eleve=eleve, fin=None)


def allergies_a(ecole, eleve) -> list[str]:
    return list(FicheSante.objects.filter(etablissement=ecole, eleve=eleve).values_list("allergies", flat=True))


def evites_a(ecole, eleve) -> list[str]:
    dits = Regime.objects.en_vigueur().filter(etablissement=ecole, eleve=eleve)
    return list(dits.values_list("a_eviter_brut", flat=True))


def test_it_is_read_in_the_school_that_takes_over_and_by_the_family(d, dite, horloge):
    tourner(d, horloge)
    place = place_de(d.eleve_ms)
    assert place.classe.etablissement == d.elementaire
    assert [f.allergies for f in FicheSante.objects.de_la_place(place)] == ["arachide"]
    assert evites_a(d.elementaire, d.eleve_ms) == ["arachides"]
    assert [c.nom for c in Contact.objects.de_la_place(place).en_vigueur()] == ["Rachida"]
    depart = dict(sortie_de(relu(d.directrice), place.classe))[d.eleve_ms]
    assert [un.nom for un in depart.venants.qui] == ["Rachida"]
    mere = relu(d.mere)
    [suivi] = [s for s in mere.portee.suivis if s.eleve == d.eleve_ms]
    dossier = dossier_de(mere, suivi)
    assert (dossier.sante.allergies, len(dossier.contacts), len(dossier.autorises)) == ("arachide", 1, 1)


def test_nothing_of_it_is_erased_as_what_a_leaver_left(d, dite, horloge):
    tourner(d, horloge)
    horloge(RENTREE + dt.timedelta(days=40))
    effacer_ce_qui_est_fini()
    assert FicheSante.objects.exists()
    assert Contact.objects.exists()
    assert Autorise.objects.exists()


def test_undone_it_is_read_where_it_was_with_what_was_said_since(d, dite, horloge):
    passage = tourner(d, horloge)
    dire_la_sante(d.eleve_ms, d.elementaire, d.mere, "arachide et œuf")
    dire_le_repas(d.eleve_ms, d.elementaire, d.mere, "oeufs")
    proches.donner_contact(
        etablissement=d.elementaire, eleve=d.eleve_ms, par=d.mere, champs=UN_PROCHE | {"nom": "Yasmine"}
    )
    dire_la_sante(d.eleve_cp, d.elementaire, d.mere, "lait")
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    place = place_de(d.eleve_ms)
    assert place.classe == d.ms
    assert allergies_a(d.maternelle, d.eleve_ms) == ["arachide et œuf"]
    assert evites_a(d.maternelle, d.eleve_ms) == ["oeufs"]
    assert {c.nom for c in Contact.objects.de_la_place(place)} == {"Rachida", "Yasmine"}
    assert [a.nom for a in Autorise.objects.de_la_place(place)] == ["Rachida"]
    assert allergies_a(d.elementaire, d.eleve_cp) == ["lait"]
    assert not FicheSante.objects.filter(etablissement=d.elementaire, eleve=d.eleve_ms).exists()


NOUVEAU = {"telephone_portable": "06 99 88 77 66"}


def demander(d, horloge, ecole, quand=JUIN + dt.timedelta(days=1), **apres) -> Correction:
    horloge(quand)
    return corrections.demander_correction(
        etablissement=ecole, eleve=d.eleve_ms, champ=Champ.PORTABLE, apres=NOUVEAU | apres, par=d.mere
    )


def test_a_correction_that_waits_is_answered_by_the_school_that_takes_over(d, dite, horloge, entrer):
    demandee = demander(d, horloge, d.maternelle)
    passage = tourner(d, horloge)
    page = entrer(d.directrice).get(reverse("renseignements_corrections", args=[d.elementaire.pk])).text
    assert "06 99 88 77 66" in page
    assert (
        "attend l’école"
        in entrer(d.mere).get(reverse("renseignements_enfant", args=[d.elementaire.pk, d.eleve_ms.uuid])).text
    )
    horloge(RENTREE + dt.timedelta(days=2))
    effacer_ce_qui_est_fini()
    demandee.refresh_from_db()
    assert demandee.etablissement == d.elementaire and demandee.attend
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    demandee.refresh_from_db()
    assert demandee.etablissement == d.maternelle and demandee.attend


def test_of_two_of_one_field_that_wait_in_each_school_the_last_counts(d, dite, horloge):
    ancienne = demander(d, horloge, d.elementaire)
    derniere = demander(d, horloge, d.maternelle, JUIN + dt.timedelta(days=2), telephone_portable="06 11 11 11 11")
    tourner(d, horloge)
    for une in (ancienne, derniere):
        une.refresh_from_db()
    assert (ancienne.etat, derniere.etat, derniere.etablissement) == ("retiree", "attente", d.elementaire)


def test_done_again_it_goes_again(d, dite, horloge):
    actions.defaire_le_passage(passage=tourner(d, horloge), auteur=d.directrice)
    tourner(d, horloge, RENTREE + dt.timedelta(days=2))
    assert allergies_a(d.elementaire, d.eleve_ms) == ["arachide"]
    assert evites_a(d.elementaire, d.eleve_ms) == ["arachides"]


@pytest.mark.parametrize("plus_tard", ["maternelle", "elementaire"])
def test_of_a_pupil_whom_both_schools_knew_the_last_that_was_said_counts(d, dite, horloge, plus_tard):
    """Lina-Maëlys is in both, and stays in the one that takes over when it is undone: what is hers stays there."""
    actions.inscrire(eleve=d.eleve_ms, classe=d.cp_ce1, niveau="GS")
    horloge(JUIN + dt.timedelta(days=1))
    dire_la_sante(d.eleve_ms, d.elementaire, d.mere, "œuf")
    dire_le_repas(d.eleve_ms, d.elementaire, d.mere, "oeufs")
    if plus_tard == "maternelle":
        horloge(JUIN + dt.timedelta(days=2))
        dire_la_sante(d.eleve_ms, d.maternelle, d.mere, "arachide, toujours")
        dire_le_repas(d.eleve_ms, d.maternelle, d.mere, "lait")
    passage = tourner(d, horloge)
    attendu = (["arachide, toujours"], ["lait"]) if plus_tard == "maternelle" else (["œuf"], ["oeufs"])
    assert (allergies_a(d.elementaire, d.eleve_ms), evites_a(d.elementaire, d.eleve_ms)) == attendu
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert (allergies_a(d.elementaire, d.eleve_ms), evites_a(d.elementaire, d.eleve_ms)) == attendu


def test_what_was_given_by_who_answers_no_more_stays_and_without_authority_is_not_read(d, dite, horloge):
    lien = Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_ms)
    lien.update(autorite=Responsabilite.Autorite.SANS)
    tourner(d, horloge)
    assert not Contact.objects.de_la_place(place_de(d.eleve_ms)).exists()
    lien.update(autorite=Responsabilite.Autorite.CONFIRMEE)
    assert Contact.objects.de_la_place(place_de(d.eleve_ms)).exists()


def test_who_leaves_with_their_school_is_not_handed_over(d, dite, horloge):
    plan = plan_du(d.elementaire)
    plan.places.filter(eleve=d.eleve_ms).update(vers=None)
    tourner(d, horloge)
    assert allergies_a(d.maternelle, d.eleve_ms) == ["arachide"]
    assert not FicheSante.objects.filter(etablissement=d.elementaire, eleve=d.eleve_ms).exists()


def test_a_departure_of_a_school_that_joined_another_meanwhile_gives_nothing_back_there(d, mardi, horloge):
    """Its end is undone by the direction of the other alone."""
    horloge(JUIN)
    fusion = declarer(d)
    horloge(RENTREE)
    depart = actions.noter_un_depart(personne=d.remplacant, etablissement=d.maternelle, auteur=d.directrice_maternelle)
    actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    with pytest.raises(ValidationError, match="Cerf-Volant"):
        actions.annuler_un_depart(depart=depart, etablissement=d.maternelle, auteur=d.operateur)
    assert d.maternelle.pk not in relu(d.remplacant).portee.ecoles
    with pytest.raises(ValidationError, match="ne se défait plus"):
        actions.defaire_le_passage(passage=fusion, auteur=d.directrice_maternelle)
