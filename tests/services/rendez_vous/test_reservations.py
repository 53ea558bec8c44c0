"""Book, move, cancel, take up again: what the database decides, and what the loser reads."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from ent.annuaire.models import Inscription, Personne
from ent.diffusion.models import Notification
from ent.services.rendez_vous import evenements
from ent.services.rendez_vous.actions import liens, rencontres, reservations
from ent.services.rendez_vous.models import Creneau, Reservation

PARIS = ZoneInfo("Europe/Paris")


def dites(nature: str) -> list[tuple[str, str]]:
    lignes = Notification.objects.filter(nature=nature).select_related("destinataire")
    return sorted((n.destinataire.prenom, n.texte) for n in lignes)


# --- A slot has one taker -----------------------------------------------------------------------------------------------
def test_the_loser_reads_what_is_left_beside_it(d, ouvrir, reserver):
    rencontre = ouvrir()
    reserver(rencontre, "17:15", d.mere, d.eleve_cp)
    with pytest.raises(ValidationError) as refus:
        reserver(rencontre, "17:15", d.mere_arabophone, d.eleve_ce1)
    assert refus.value.messages == [
        "17\u00a0h\u00a015 vient d’être pris par une autre famille. "
        "Les plus proches encore libres : 16\u00a0h\u00a045, 17\u00a0h\u00a000, 17\u00a0h\u00a030."
    ]
    assert Reservation.objects.count() == 1


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_families_in_the_same_second_one_has_it(d, mardi, ouvrir, creneau):
    rencontre = ouvrir()
    dispute = creneau(rencontre, "17:15")

    def prendre(couple):
        par, eleve = couple
        try:
            reservations.reserver(creneau=dispute, eleve=eleve, responsable=par, par=par)
        except ValidationError as refus:
            return refus.code
        else:
            return "prise"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        issues = sorted(fils.map(prendre, [(d.mere, d.eleve_cp), (d.mere_arabophone, d.eleve_ce1)]))
    assert issues == ["pris", "prise"]
    assert Reservation.objects.en_vigueur().filter(creneau=dispute).count() == 1


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_a_household_that_taps_twice_has_one_slot(d, mardi, ouvrir, creneau):
    rencontre = ouvrir()
    voulus = [creneau(rencontre, "17:00"), creneau(rencontre, "17:15")]

    def prendre(voulu):
        try:
            reservations.reserver(creneau=voulu, eleve=d.eleve_cp, responsable=d.mere, par=d.mere)
        except ValidationError as refus:
            return refus.code
        else:
            return "prise"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(prendre, voulus)) == ["deja", "prise"]


def test_one_booking_by_household_and_child(d, ouvrir, reserver, beau_pere):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    for adulte in (d.mere, beau_pere):  # they live together
        with pytest.raises(ValidationError, match="Votre foyer a déjà rendez-vous, mardi 8 décembre à 17"):
            reserver(rencontre, "17:30", adulte, d.eleve_cp)
    reserver(rencontre, "17:30", d.pere_separe, d.eleve_cp)  # the other household has its own
    assert Reservation.objects.en_vigueur().count() == 2


def test_nobody_is_at_two_tables_at_once(d, ouvrir, reserver):
    reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)
    autre = ouvrir(classe=d.cm2, auteur=d.enseignant)
    with pytest.raises(ValidationError, match="À cette heure-là, vous avez déjà rendez-vous pour Inès"):
        reserver(autre, "17:00", d.mere, d.eleve_cm2)
    reserver(autre, "17:15", d.mere, d.eleve_cm2)


@pytest.mark.parametrize("etat", ["pause", "ferme"])
def test_a_pause_or_a_closed_slot_is_nobodys(d, ouvrir, creneau, reserver, etat):
    rencontre = ouvrir()
    rencontres.regler_creneau(creneau=creneau(rencontre, "17:00"), auteur=d.enseignante, etat=etat)
    with pytest.raises(ValidationError, match="Ce créneau n’est plus proposé"):
        reserver(rencontre, "17:00", d.mere, d.eleve_cp)


def test_nothing_is_taken_before_it_is_open(d, preparer, reserver):
    with pytest.raises(ValidationError, match="pas encore ouverts"):
        reserver(preparer(), "17:00", d.mere, d.eleve_cp)


def test_the_child_of_another_class_has_no_slot_there(d, ouvrir, reserver):
    with pytest.raises(ValidationError, match="ne concernent plus cet enfant"):
        reserver(ouvrir(), "17:00", d.mere, d.eleve_cm2)


def test_a_telephone_number_is_asked_of_who_is_called_and_kept_of_nobody_else(d, ouvrir, reserver):
    rencontre = ouvrir()
    with pytest.raises(ValidationError, match="numéro"):
        reserver(rencontre, "17:00", d.mere, d.eleve_cp, moyen="telephone")
    with pytest.raises(ValidationError, match="ne reçoit pas ainsi"):
        reserver(rencontre, "17:00", d.mere, d.eleve_cp, moyen="video")
    a_l_ecole = reserver(rencontre, "17:00", d.mere, d.eleve_cp, moyen="ecole", telephone="06 00 00 00 00")
    assert a_l_ecole.telephone == ""
    au_telephone = reserver(
        rencontre, "17:15", d.pere_separe, d.eleve_cp, moyen="telephone", telephone="06 11 11 11 11"
    )
    assert au_telephone.telephone == "06 11 11 11 11"


# --- Several children -----------------------------------------------------------------------------------------------------
def test_one_coming_takes_all_its_slots_or_none(d, ouvrir, creneau, reserver):
    cp, cm2 = ouvrir(), ouvrir(classe=d.cm2, auteur=d.enseignant)
    reserver(cm2, "17:15", d.pere_separe, d.eleve_cm2)
    pas = [(creneau(cp, "17:00"), d.eleve_cp), (creneau(cm2, "17:15"), d.eleve_cm2)]
    with pytest.raises(ValidationError, match="vient d’être pris"), transaction.atomic():
        reservations.reserver_une_venue(pas=pas, responsable=d.mere)
    assert not Reservation.objects.filter(responsable=d.mere).exists()
    pas[1] = (creneau(cm2, "17:30"), d.eleve_cm2)
    assert len(reservations.reserver_une_venue(pas=pas, responsable=d.mere, interprete="arabe")) == 2
    assert set(Reservation.objects.filter(responsable=d.mere).values_list("interprete", flat=True)) == {"arabe"}


# --- Changing one's mind ----------------------------------------------------------------------------------------------------
def test_moved_it_is_the_same_one_and_its_former_slot_is_free(d, ouvrir, creneau, reserver):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp, mot="Bonjour")
    reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:30"), par=d.mere)
    prise.refresh_from_db()
    assert (prise.creneau, prise.ancien, prise.sequence, prise.mot) == (
        creneau(rencontre, "17:30"),
        creneau(rencontre, "17:00"),
        1,
        "Bonjour",
    )
    assert dites(evenements.CHANGE_PAR_LA_FAMILLE) == [
        ("Claire", "Inès : rendez-vous déplacé, mardi 8 décembre à 17\u00a0h\u00a030")
    ]
    reserver(rencontre, "17:00", d.mere_arabophone, d.eleve_ce1)
    with pytest.raises(ValidationError, match="vient d’être pris"):
        reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:00"), par=d.mere)


def test_to_its_own_slot_only_what_is_said_changes(d, ouvrir, creneau, reserver):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reservations.deplacer(
        reservation=prise, vers=creneau(rencontre, "17:00"), par=d.mere, moyen="telephone", telephone="06 22 22 22 22"
    )
    prise.refresh_from_db()
    assert (prise.moyen, prise.telephone, prise.ancien) == ("telephone", "06 22 22 22 22", None)
    assert dites(evenements.CHANGE_PAR_LA_FAMILLE) == []


def test_cancelled_it_may_be_taken_up_again_while_it_is_free(d, ouvrir, reserver):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reservations.annuler(reservation=prise, par=d.mere)
    reservations.annuler(reservation=prise, par=d.mere)  # said again, nothing
    assert len(dites(evenements.CHANGE_PAR_LA_FAMILLE)) == 1
    reservations.reprendre(reservation=prise, par=d.mere)
    prise.refresh_from_db()
    assert (prise.est_annulee, prise.sequence) == (False, 2)
    assert dites(evenements.CHANGE_PAR_LA_FAMILLE) == []  # what was told of it is taken back
    reservations.annuler(reservation=prise, par=d.mere)
    reserver(rencontre, "17:00", d.mere_arabophone, d.eleve_ce1)
    with pytest.raises(ValidationError, match="vient d’être pris"):
        reservations.reprendre(reservation=prise, par=d.mere)


@pytest.mark.parametrize(
    ("verrou", "avant", "apres"),
    [
        ("veille", dt.datetime(2026, 12, 7, 19, 59), dt.datetime(2026, 12, 7, 20, 0)),
        ("matin", dt.datetime(2026, 12, 8, 7, 59), dt.datetime(2026, 12, 8, 8, 0)),
        ("deux_jours", dt.datetime(2026, 12, 6, 19, 59), dt.datetime(2026, 12, 6, 20, 0)),
    ],
)
def test_a_family_changes_until_the_lock(d, ouvrir, creneau, reserver, horloge, verrou, avant, apres):
    rencontre = ouvrir(verrou=verrou)
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    horloge(avant.replace(tzinfo=PARIS))
    reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:15"), par=d.mere)
    horloge(apres.replace(tzinfo=PARIS))
    with pytest.raises(ValidationError, match="trop tard pour changer"):
        reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:30"), par=d.mere)
    with pytest.raises(ValidationError, match="trop tard pour changer"):
        reservations.annuler(reservation=prise, par=d.mere)
    with pytest.raises(ValidationError, match="trop tard pour ce créneau"):
        reserver(rencontre, "17:30", d.mere_arabophone, d.eleve_ce1)


# --- The school -----------------------------------------------------------------------------------------------------------
def test_the_school_moves_a_family_with_a_word_that_its_household_alone_reads(d, ouvrir, creneau, reserver, horloge):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reserver(rencontre, "17:15", d.pere_separe, d.eleve_cp)
    horloge(dt.datetime(2026, 12, 8, 9, 0, tzinfo=PARIS))  # after the lock of families
    reservations.bouger(
        reservation=prise, vers=creneau(rencontre, "17:45"), auteur=d.enseignante, mot="Je finis plus tard."
    )
    assert dites(evenements.CHANGE_PAR_L_ECOLE) == [
        ("Nadia", "Inès · Rendez-vous déplacé : mardi 8 décembre à 17\u00a0h\u00a045 · Je finis plus tard.")
    ]


def test_the_school_cancels_with_a_word_and_the_slot_is_closed(d, ouvrir, creneau, reserver):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere_arabophone, d.eleve_ce1)
    reservations.decommander(reservation=prise, auteur=d.enseignante, mot="Je suis en stage.", ferme=True)
    assert creneau(rencontre, "17:00").etat == Creneau.Etat.FERME
    (dite,) = dites(evenements.CHANGE_PAR_L_ECOLE)
    assert dite[0] == "Samira" and dite[1].endswith(" · Je suis en stage.") and "annulé" not in dite[1]  # in Arabic
    with pytest.raises(ValidationError, match="L’école a annulé"):
        reservations.reprendre(reservation=prise, par=d.mere_arabophone)


@pytest.mark.parametrize("geste", ["rdv_decommander", "rdv_bouger"])
def test_what_a_family_moved_meanwhile_is_not_cancelled_nor_moved_unseen(d, ouvrir, creneau, reserver, entrer, geste):
    """Of a page that was open before: the hour that the family had left stayed open, and the one that it had taken was closed."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    client, adresse = entrer(d.enseignante), reverse(geste, args=[prise.uuid])
    page = client.get(reverse("rdv_prise", args=[prise.uuid])).text
    lu = page.partition(f'action="{adresse}"')[2].partition('name="lu" value="')[2].partition('"')[0]
    reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:30"), par=d.mere, moyen="ecole")
    envoi = {"mot": "Je suis souffrante.", "ferme": "on", "creneau": creneau(rencontre, "17:45").pk}
    refus = client.post(adresse, envoi | {"lu": lu})
    assert (refus.status_code, "La famille a déplacé ce rendez-vous" in refus.text) == (422, True)
    prise.refresh_from_db()
    assert (prise.creneau, prise.est_annulee) == (creneau(rencontre, "17:30"), False)
    assert client.post(adresse, envoi | {"lu": prise.creneau_id}).status_code == 302  # read again, then sent


def test_a_slot_is_closed_though_its_family_cancelled_first(d, ouvrir, creneau, reserver, entrer):
    """« Ne plus proposer ce créneau » was said to be done: another family took the hour of who could not come."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reservations.annuler(reservation=prise, par=d.mere)
    envoi = {"mot": "Je suis souffrante.", "ferme": "on", "lu": prise.creneau_id}
    page = entrer(d.enseignante).post(reverse("rdv_decommander", args=[prise.uuid]), envoi, follow=True).text
    assert (creneau(rencontre, "17:00").etat, "votre mot n’est pas parti" in page) == (Creneau.Etat.FERME, True)
    assert dites(evenements.CHANGE_PAR_L_ECOLE) == []


def test_the_school_gives_a_slot_to_who_ticked_it_on_paper(d, ouvrir, creneau):
    rencontre = ouvrir()
    adele = Personne.objects.get(prenom="Adèle", nom="Royer")
    responsable = adele.responsables.get().adulte
    prise = reservations.reserver(
        creneau=creneau(rencontre, "17:00"), eleve=adele, responsable=responsable, par=d.enseignante
    )
    assert (prise.responsable, prise.prise_par) == (responsable, d.enseignante)
    adele.responsables.all().delete()
    orphelin = Personne.objects.get(prenom="Eliott", nom="Garnier")
    orphelin.responsables.all().delete()
    assert reservations.reserver(
        creneau=creneau(rencontre, "17:15"), eleve=orphelin, responsable=None, par=d.enseignante
    ).pk


def test_a_child_who_leaves_the_class_gives_the_slot_back(d, ouvrir, reserver):
    rencontre = ouvrir()
    prise, autre = (
        reserver(rencontre, "17:00", d.mere, d.eleve_cp),
        reserver(rencontre, "17:15", d.mere_arabophone, d.eleve_ce1),
    )
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=dt.date(2026, 11, 23))
    assert liens.liberer(eleves=[d.eleve_cp.pk, d.eleve_ce1.pk]) == 1
    prise.refresh_from_db()
    autre.refresh_from_db()
    assert (prise.est_annulee, autre.est_annulee) == (True, False)


# --- The eve --------------------------------------------------------------------------------------------------------------
def test_each_household_is_reminded_the_eve_once(d, ouvrir, reserver, horloge, beau_pere):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reserver(rencontre, "17:15", d.mere_arabophone, d.eleve_ce1)
    reservations.annuler(reservation=reserver(rencontre, "17:30", d.pere_separe, d.eleve_cp), par=d.pere_separe)
    horloge(dt.datetime(2026, 12, 6, 12, 0, tzinfo=PARIS))
    assert reservations.rappeler() == 0
    horloge(dt.datetime(2026, 12, 7, 8, 0, tzinfo=PARIS))
    assert reservations.rappeler() == 0  # not before nine
    horloge(dt.datetime(2026, 12, 7, 9, 0, tzinfo=PARIS))
    assert (reservations.rappeler(), reservations.rappeler()) == (2, 0)
    rappels = dites(evenements.RAPPEL)
    assert [prenom for prenom, _texte in rappels] == ["Karim", "Nadia", "Samira"]
    assert rappels[1][1] == "Inès · Rendez-vous demain, mardi 8 décembre à 17\u00a0h\u00a000"
    assert "demain" not in rappels[2][1] and "17:15" in rappels[2][1]  # in Arabic
