"""What a direction changes of a child frees their slot, and tells it; taken back, it gives the slot back while it is free."""

import pytest

from ent.annuaire.actions.ecole import rattacher
from ent.annuaire.actions.parente import confirmer_responsabilite
from ent.annuaire.actions.scolarite import annuler_un_mouvement, changer_de_classe
from ent.annuaire.models import Personne, Responsabilite
from ent.annuaire.registres import prevenir_des_liens
from ent.connexion.actions import fusionner
from ent.diffusion.models import Notification
from ent.services.rendez_vous import evenements
from ent.services.rendez_vous.models import Reservation


@pytest.fixture
def changer(d, django_capture_on_commit_callbacks):
    """Inès goes to the CM2: what takes it back."""

    def change():
        inscription = d.eleve_cp.inscriptions.get(fin=None)
        with django_capture_on_commit_callbacks(execute=True):
            trace = changer_de_classe(inscription=inscription, classe=d.cm2, niveau="CM2", auteur=d.directrice)

        def defaire() -> None:
            with django_capture_on_commit_callbacks(execute=True):
                annuler_un_mouvement(trace=trace, eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)

        return defaire

    return change


def dits(personne) -> list[str]:
    siennes = Notification.objects.filter(destinataire=personne, nature__startswith="rendez_vous.change_")
    return [n.texte.replace("\u00a0", " ") for n in siennes.order_by("pk")]


def relue(prise: Reservation) -> Reservation:
    return Reservation.objects.get(pk=prise.pk)


def test_nobody_comes_for_nothing(d, ouvrir, reserver, changer):
    """The family and who receives are told; the other household is not."""
    prise = reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)
    changer()
    assert relue(prise).annulee_par == Reservation.Fin.LIENS
    assert dits(d.mere) == ["Inès · Rendez-vous annulé par l’école : mardi 8 décembre à 17 h 00"]
    assert dits(d.enseignante) == ["Inès : rendez-vous annulé, mardi 8 décembre à 17 h 00"]
    assert dits(d.pere_separe) == []


def test_a_change_of_class_undone_gives_it_back_and_says_so(d, ouvrir, reserver, changer):
    prise = reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)
    avant = prise.sequence
    changer()()
    assert not relue(prise).est_annulee and relue(prise).sequence > avant
    assert dits(d.mere) == ["Inès · Rendez-vous maintenu : mardi 8 décembre à 17 h 00"]
    assert dits(d.enseignante) == ["Inès : rendez-vous maintenu, mardi 8 décembre à 17 h 00"]


def test_a_slot_that_another_took_stays_theirs(d, ouvrir, reserver, changer, entrer):
    """And the household takes another, or that one once it is free."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    defaire = changer()
    autre = reserver(rencontre, "17:00", d.mere_arabophone, d.eleve_ce1)
    defaire()
    assert relue(prise).est_annulee and not relue(autre).est_annulee
    neuve = reserver(rencontre, "17:30", d.mere, d.eleve_cp)
    assert not relue(neuve).est_annulee


def test_a_household_that_took_another_meanwhile_keeps_one(d, ouvrir, reserver, changer):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    changer()()
    reprise = relue(prise)
    changer()()
    assert Reservation.objects.en_vigueur().filter(eleve=d.eleve_cp).get() == reprise


def test_a_tie_without_authority_by_mistake_then_confirmed_gives_it_back(
    d, ouvrir, reserver, django_capture_on_commit_callbacks
):
    """While it bears none, its adult is told nothing; a cancellation by the school's own hand is not given back."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    for autorite in ("sans", "confirmee"):
        lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
        with django_capture_on_commit_callbacks(execute=True):
            confirmer_responsabilite(responsabilite=lien, lien=lien.lien, autorite=autorite, auteur=d.directrice)
        assert relue(prise).est_annulee == (autorite == "sans")
        if autorite == "sans":
            assert dits(d.mere) == []
    assert Notification.objects.filter(destinataire=d.mere, nature=evenements.CHANGE_PAR_L_ECOLE).count() == 1


@pytest.mark.parametrize("autorite", ["sans", "finie"])
def test_who_lives_with_the_one_who_answers_no_more_is_told_that_it_is_freed(
    d, ouvrir, reserver, autorite, django_capture_on_commit_callbacks
):
    """In their language; another household is told nothing."""
    rattacher(adulte=d.mere_arabophone, enfant=d.eleve_cp, etablissement=d.elementaire)
    Responsabilite.objects.filter(enfant=d.eleve_cp, adulte__in=[d.mere, d.mere_arabophone]).update(foyer="1")
    prise = reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
    with django_capture_on_commit_callbacks(execute=True):
        if autorite == "sans":
            confirmer_responsabilite(responsabilite=lien, lien=lien.lien, autorite="sans", auteur=d.directrice)
        else:
            Responsabilite.objects.filter(pk=lien.pk).update(fin=lien.debut)
            prevenir_des_liens([d.eleve_cp.pk])
    assert relue(prise).annulee_par == Reservation.Fin.LIENS
    assert [len(dits(adulte)) for adulte in (d.mere_arabophone, d.mere, d.pere_separe)] == [1, 0, 0]


def test_what_the_school_booked_for_a_parent_without_an_account_follows_them_into_theirs(
    d, ouvrir, reserver, django_capture_on_commit_callbacks
):
    """The paper brought Inès into an account that was there: the slot is its, and nobody is told that it is freed."""
    sans_compte = Personne.objects.create(prenom="Samirah", nom="Hadad", password="!")
    rattacher(adulte=sans_compte, enfant=d.eleve_cp, etablissement=d.elementaire)
    prise = reserver(ouvrir(), "17:00", sans_compte, d.eleve_cp)
    with django_capture_on_commit_callbacks(execute=True):
        fusionner(depuis=sans_compte, vers=d.mere_arabophone, etablissement=d.elementaire)
    assert (relue(prise).responsable, relue(prise).annulee_par) == (d.mere_arabophone, "")
    assert dits(d.mere_arabophone) == dits(d.enseignante) == []
