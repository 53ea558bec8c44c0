"""Which meetings, and which bookings, are a family's: each word of each rule takes something away from somebody."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire.actions.reglages import regler
from ent.annuaire.models import Delegation, Personne, Place
from ent.services.rendez_vous import droits
from ent.services.rendez_vous.models import Rencontre, Reservation


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def rencontres(d, ouvrir, preparer):
    """By what each is: open in two classes, not opened yet in the first."""
    return {
        "cp_ce1": ouvrir(),
        "cm2": ouvrir(classe=d.cm2, auteur=d.enseignant, titre="Fin de cycle"),
        "brouillon": preparer(titre="Plus tard", soirees=[(dt.date(2026, 12, 10), dt.time(17), dt.time(18))]),
    }


def lues(rencontres: dict[str, Rencontre], q) -> set[str]:
    ids = set(Rencontre.objects.filter(q).values_list("pk", flat=True))
    return {nom for nom, rencontre in rencontres.items() if rencontre.pk in ids}


def test_meetings_are_those_of_the_classes_of_one_s_children_once_opened(d, rencontres):
    attendues = {d.mere: {"cp_ce1", "cm2"}, d.mere_arabophone: {"cp_ce1"}, d.eleve_cp: set(), d.operateur: set()}
    for personne, siennes in attendues.items():
        assert lues(rencontres, droits.rencontres_des_enfants_de(neuf(personne))) == siennes
    assert droits.enfants_de(neuf(d.eleve_cp)) == []


def test_meetings_confided_are_those_of_the_class_of_that_child(d, rencontres):
    assert lues(rencontres, droits.rencontres_confiees_a(neuf(d.assistante))) == {"cp_ce1"}
    assert lues(rencontres, droits.rencontres_confiees_a(neuf(d.mere))) == set()
    Delegation.objects.filter(delegue=d.assistante).update(salles="cahier")
    assert lues(rencontres, droits.rencontres_confiees_a(neuf(d.assistante))) == set()


@pytest.fixture
def prises(d, rencontres):
    """By its name: of the mother and of the father for one child, of the mother for a schoolmate and in a class that is not the child's,
    in a meeting that is not open, and cancelled. No page lets the last four be taken so; a right holds by itself.
    """
    libres = {nom: list(r.creneaux.order_by("pk")) for nom, r in rencontres.items()}

    def prendre(rencontre: str, responsable: Personne, eleve: Personne, **champs) -> Reservation:
        return Reservation.objects.create(
            creneau=libres[rencontre].pop(), responsable=responsable, eleve=eleve, prise_par=responsable, **champs
        )

    return {
        "mere": prendre("cp_ce1", d.mere, d.eleve_cp),
        "pere": prendre("cp_ce1", d.pere_separe, d.eleve_cp),
        "camarade": prendre("cp_ce1", d.mere, d.eleve_ce1),
        "ailleurs": prendre("cm2", d.mere, d.eleve_cp),
        "brouillon": prendre("brouillon", d.mere, d.eleve_cp),
        "annulee": prendre("cp_ce1", d.mere, d.eleve_cp, annulee_le=timezone.now()),
    }


def reconnues(prises: dict[str, Reservation], q) -> set[str]:
    ids = set(Reservation.objects.filter(q).values_list("pk", flat=True))
    return {nom for nom, prise in prises.items() if prise.pk in ids}


def test_bookings_are_one_s_household_s_for_one_s_child_in_their_class(d, prises):
    """What was cancelled may be taken up again; the other household's is never given."""

    def du_foyer(personne: Personne, foyers: dict) -> set[str]:
        return reconnues(prises, droits.reservations_du_foyer_de(neuf(personne), foyers))

    assert du_foyer(d.mere, {}) == {"mere", "annulee"}
    assert du_foyer(d.mere, {d.eleve_cp.pk: {d.mere.pk, d.pere_separe.pk}}) == {"mere", "pere", "annulee"}
    assert du_foyer(d.pere_separe, {d.eleve_cp.pk: {d.pere_separe.pk}}) == {"pere"}
    assert du_foyer(d.eleve_cp, {d.eleve_cp.pk: {d.mere.pk}}) == set()


def test_bookings_confided_are_those_of_the_household_that_confided_them(d, prises):
    place = d.eleve_cp.pk, d.elementaire.pk

    def confiees(personne: Personne, foyers: dict) -> set[str]:
        return reconnues(prises, droits.reservations_confiees_a(neuf(personne), foyers))

    assert confiees(d.assistante, {place: {d.mere.pk}}) == {"mere"}
    assert (
        confiees(d.assistante, {}) == confiees(d.assistante, {(d.eleve_cp.pk, d.maternelle.pk): {d.mere.pk}}) == set()
    )
    assert confiees(d.mere, {place: {d.mere.pk}}) == set()


def test_a_pupil_is_told_of_no_school_that_closed_meetings(d):
    regler(place=Place(ecole=d.elementaire), code="module.rendez_vous", valeur=False, auteur=d.operateur)
    assert droits.ecoles_fermees_aux_enfants_de(neuf(d.mere)) == {d.elementaire.pk}
    assert droits.ecoles_fermees_aux_enfants_de(neuf(d.eleve_cp)) == set()
