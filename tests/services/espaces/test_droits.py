"""Which schools of spaces a direction answers for, takes back, keeps an archive of: each word of each rule keeps some out."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire.actions.reglages import regler
from ent.annuaire.models import Etablissement, Place
from ent.services.espaces import droits
from ent.services.espaces.models import EcoleDeLEspace, Espace

from .conftest import neuf

MARDI = dt.date(2026, 11, 24)


def fermer_la_salle(d, ecole: Etablissement) -> None:
    regler(place=Place(ecole=ecole), code="module.espaces", valeur=False, auteur=d.operateur)


@pytest.fixture
def ecoles(d, espace) -> dict[str, EcoleDeLEspace]:
    """The maternelle in seven spaces that the élémentaire carries, and the élémentaire in the first of them."""
    hier, quand = MARDI - dt.timedelta(days=1), timezone.now()
    etats = {
        "invitée": ({}, {}),
        "refusée": ({"refus_le": quand}, {}),
        "dedans": ({"accord_le": quand}, {}),
        "partie": ({"accord_le": quand, "quittee_le": quand}, {}),
        "invitée, close": ({}, {"clos_le": quand}),
        "partie, finie": ({"accord_le": quand, "quittee_le": quand}, {"debut": hier, "fin": hier}),
        "finie depuis un an": (
            {"accord_le": quand},
            {"debut": MARDI - dt.timedelta(days=500), "fin": MARDI - dt.timedelta(days=400)},
        ),
    }
    faites = {"porteuse": espace.ecoles.get()}
    for nom, (de_l_ecole, de_l_espace) in etats.items():
        champs = {"etablissement": d.elementaire, "titre": nom, "propos": "x", "debut": espace.debut, "fin": espace.fin}
        autre = Espace.objects.create(**champs | de_l_espace)
        EcoleDeLEspace.objects.create(espace=autre, etablissement=d.elementaire, accord_le=quand)
        faites[nom] = EcoleDeLEspace.objects.create(espace=autre, etablissement=d.maternelle, **de_l_ecole)
    return faites


def reconnues(ecoles: dict[str, EcoleDeLEspace], q) -> set[str]:
    ids = set(EcoleDeLEspace.objects.filter(q).values_list("pk", flat=True))
    return {nom for nom, ecole in ecoles.items() if ecole.pk in ids}


def test_what_waits_for_an_answer_is_of_one_s_own_school_while_the_space_lasts_and_is_held(d, ecoles):
    tissier = neuf(d.directrice_maternelle)
    assert reconnues(ecoles, droits.ecoles_invitees_de(tissier)) == {"invitée"}
    assert reconnues(ecoles, droits.ecoles_repondables_par(tissier)) == {"invitée", "refusée"}
    for autre in (d.directrice, d.enseignante, d.mere, d.operateur):
        assert reconnues(ecoles, droits.ecoles_repondables_par(neuf(autre))) == set()
    fermer_la_salle(d, d.elementaire)  # which carries them
    assert reconnues(ecoles, droits.ecoles_repondables_par(neuf(d.directrice_maternelle))) == set()


def test_what_was_sent_twice_is_answered_of_one_s_school_until_its_relecture_ends(d, ecoles):
    siennes = set(ecoles) - {"porteuse", "finie depuis un an"}
    assert reconnues(ecoles, droits.ecoles_suivies_par(neuf(d.directrice_maternelle))) == siennes
    assert reconnues(ecoles, droits.ecoles_suivies_par(neuf(d.directrice))) == {"porteuse"}
    assert reconnues(ecoles, droits.ecoles_suivies_par(neuf(d.enseignante))) == set()


def test_a_school_that_left_is_taken_back_by_its_own_direction_while_the_space_lasts(d, ecoles):
    assert reconnues(ecoles, droits.ecoles_quittees_de(neuf(d.directrice_maternelle))) == {"partie"}
    assert reconnues(ecoles, droits.ecoles_quittees_de(neuf(d.directrice))) == set()


def test_an_archive_is_of_who_agreed_left_or_not_for_a_year(d, ecoles):
    gardees = {"dedans", "partie", "partie, finie"}
    assert reconnues(ecoles, droits.ecoles_a_archives_de(neuf(d.directrice_maternelle))) == gardees
    assert reconnues(ecoles, droits.ecoles_a_archives_de(neuf(d.directrice))) == {"porteuse"}


def test_a_school_is_invited_while_it_works_and_has_the_room_open(d):
    def invitables() -> set[Etablissement]:
        return set(Etablissement.objects.filter(droits.ecole_invitable()))

    assert invitables() == {d.elementaire, d.maternelle, d.college}
    fermer_la_salle(d, d.maternelle)
    Etablissement.objects.filter(pk=d.college.pk).update(fermee_le=timezone.now())
    assert invitables() == {d.elementaire}


def test_a_pupil_is_themself_and_nobody_s_parent_and_a_parent_is_no_pupil(d):
    eleve, mere = neuf(d.eleve_cp), neuf(d.mere)
    assert droits.enfants_de(eleve) == [] and [s.eleve.pk for s in droits.sois_meme(eleve)] == [eleve.pk]
    assert {s.eleve.pk for s in droits.enfants_de(mere)} == {d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ms.pk}
    assert droits.sois_meme(mere) == []
