"""What the other household of separated parents, other classes and other schools never read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.services.rendez_vous.actions import reservations
from ent.services.rendez_vous.lectures import familles as lectures
from ent.services.rendez_vous.models import NoteRendezVous, Rencontre, Reservation

MOT, NUMERO = "Mon fils dort mal", "06 12 34 56 78"


@pytest.fixture
def rencontre(ouvrir) -> Rencontre:
    return ouvrir()


@pytest.fixture
def prise(d, rencontre, reserver) -> Reservation:
    """By the father, who lives elsewhere: a word, a number, an interpreter."""
    return reserver(
        rencontre, "17:00", d.pere_separe, d.eleve_cp, moyen="telephone", telephone=NUMERO, mot=MOT, interprete="turc"
    )


def siennes(personne) -> list[Reservation]:
    return list(Reservation.objects.du_foyer_de(personne, lectures.foyers_des_enfants(personne)))


def test_a_booking_is_its_households(d, prise):
    assert {cle: len(siennes(p)) for cle, p in d.gens.items() if "/" not in cle} == {
        "directrice": 0, "directrice_maternelle": 0, "enseignante": 0, "enseignant": 0, "remplacant": 0,
        "mere": 0, "pere_separe": 1, "mere_arabophone": 0, "referente": 0, "operateur": 0,
        "eleve_cp": 0, "eleve_cm2": 0, "eleve_ms": 0, "eleve_ce1": 0, "assistante": 0, "assistante_finie": 0,
    }  # fmt: skip


def test_who_lives_with_them_reads_it_too(d, rencontre, reserver, beau_pere):
    sienne = reserver(rencontre, "17:30", d.mere, d.eleve_cp)
    assert (siennes(beau_pere), siennes(d.pere_separe)) == ([sienne], [])


@pytest.mark.parametrize("qui", ["mere", "mere_arabophone"])
def test_the_other_household_sees_a_slot_less_and_nothing_more(d, rencontre, prise, creneau, entrer, qui):
    eleve = d.eleve_cp if qui == "mere" else d.eleve_ce1
    client = entrer(d.gens[qui])
    for chemin in (reverse("rdv"), reverse("rdv_prendre", args=[rencontre.pk, eleve.uuid]), "/"):
        page = client.get(chemin).text
        assert [
            secret for secret in (MOT, NUMERO, "Mehdi", str(prise.uuid), "interprète, turc") if secret in page
        ] == []
    page = client.get(reverse("rdv_prendre", args=[rencontre.pk, eleve.uuid])).text
    assert f'value="{prise.creneau_id}"' not in page
    assert f'value="{creneau(rencontre, "17:15").pk}"' in page
    for nom in ("rdv_deplacer", "rdv_annuler", "rdv_reprendre"):
        assert client.post(reverse(nom, args=[prise.uuid])).status_code == 404
    assert client.get(reverse("rdv_ics", args=[prise.uuid])).status_code == 404
    assert len(list(Reservation.objects.en_vigueur())) == 1


def test_the_one_who_refuses_is_not_told_who_took_it(d, rencontre, prise, entrer):
    chemin = reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])
    reponse = entrer(d.mere).post(chemin, {"creneau": prise.creneau_id})
    assert reponse.status_code == 422
    assert "vient d’être pris par une autre famille" in reponse.text
    assert "Belhadj Mehdi" not in reponse.text and "Mehdi" not in reponse.text


def test_who_receives_reads_it_and_no_colleague_does(d, prise, rencontre, entrer):
    page = entrer(d.enseignante).get(reverse("rdv_prise", args=[prise.uuid])).text
    assert MOT in page and NUMERO in page
    for autre in (d.enseignant, d.remplacant, d.directrice, d.directrice_maternelle, d.operateur):
        client = entrer(autre)
        assert client.get(reverse("rdv_prise", args=[prise.uuid])).status_code == 404
        assert client.get(reverse("rdv_rencontre", args=[rencontre.pk])).status_code == 404


def test_a_colleague_at_the_same_table_reads_it_but_not_the_note(d, ouvrir, reserver, entrer):
    rencontre = ouvrir(collegues=[d.directrice])
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp, mot=MOT)
    reservations.noter(reservation=prise, auteur=d.enseignante, texte="Revoir en janvier.")
    page = entrer(d.directrice).get(reverse("rdv_prise", args=[prise.uuid])).text
    assert MOT in page and "Revoir en janvier" not in page
    assert "Revoir en janvier" in entrer(d.enseignante).get(reverse("rdv_prise", args=[prise.uuid])).text
    assert (
        "Revoir en janvier" not in entrer(d.mere).get(reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])).text
    )
    reservations.noter(reservation=prise, auteur=d.enseignante, texte="")
    assert not NoteRendezVous.objects.exists()


def test_the_direction_reads_counts_and_interpreters(d, prise, entrer):
    page = entrer(d.directrice).get(reverse("rdv_equipe")).text
    assert "1 créneau pris sur 5" in page and "interprète turc : 1" in page
    assert [secret for secret in (MOT, NUMERO, "Inès") if secret in page] == []
    assert "créneau pris" not in entrer(d.directrice_maternelle).get(reverse("rdv_equipe")).text


def test_a_host_who_left_the_school_reads_nothing_more(d, prise, entrer):
    d.enseignante.roles.update(fin="2026-11-20")
    assert entrer(d.enseignante).get(reverse("rdv_prise", args=[prise.uuid])).status_code == 404


def test_a_tie_without_authority_opens_no_slot(d, rencontre, prise, entrer):
    d.pere_separe.responsabilites.update(autorite="sans")
    chemin = reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])
    assert entrer(d.pere_separe).get(chemin).status_code == 404
    assert siennes(d.pere_separe) == []


def test_the_school_reads_nothing_of_another_child_of_the_household(d, ouvrir, reserver, entrer, creneau):
    """Her mother meets the teacher of a younger one at that hour, in another school."""
    reserver(ouvrir(classe=d.ms, auteur=d.directrice_maternelle), "17:00", d.mere, d.eleve_ms)
    rencontre = ouvrir()
    for donne in (
        lambda: reservations.reserver(
            creneau=creneau(rencontre, "17:00"), eleve=d.eleve_cp, responsable=d.mere, par=d.enseignante
        ),
        lambda: reservations.bouger(
            reservation=reserver(rencontre, "17:30", d.mere, d.eleve_cp),
            vers=creneau(rencontre, "17:00"),
            auteur=d.enseignante,
            mot="",
        ),
    ):
        with pytest.raises(ValidationError) as refus:
            donne()
        assert refus.value.messages == ["Cette heure ne va pas à cette famille : choisissez-en une autre."]
