"""Prepare evenings, open them to families, remind, print: by those who teach the class."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext, override
from pypdf import PdfReader

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.services.rendez_vous import evenements
from ent.services.rendez_vous.actions import rencontres, reservations
from ent.services.rendez_vous.feuilles import papiers_pdf
from ent.services.rendez_vous.lectures.moments import moment_de
from ent.services.rendez_vous.lectures.suivi import suivi_de
from ent.services.rendez_vous.models import Rencontre
from tests.papiers import LANGUES
from tests.services.rendez_vous.conftest import JEUDI_10, MARDI_8
from tests.typographie import relacher

PARIS = ZoneInfo("Europe/Paris")


def dits(nature: str) -> list[tuple[str, str]]:
    return sorted(
        (n.destinataire.prenom, n.eleve.prenom)
        for n in Notification.objects.filter(nature=nature, destinataire__courriel__isnull=False).select_related(
            "destinataire", "eleve"
        )
    )


# --- Evenings -------------------------------------------------------------------------------------------------------------
def test_a_draft_is_told_to_nobody(d, preparer):
    rencontre = preparer()
    assert (rencontre.est_ouverte, rencontre.creneaux.count(), list(rencontre.hotes.all())) == (
        False,
        5,
        [d.enseignante],
    )
    assert not Notification.objects.exists()
    assert not Rencontre.objects.des_enfants_de(d.mere).exists()


@pytest.mark.parametrize(
    ("jour", "de", "a", "phrase"),
    [
        (MARDI_8, "17:30", "18:30", "Vous recevez déjà à ces heures-là : Bilan"),
        (JEUDI_10, "17:00", "17:10", "il n’y a pas la place d’un rendez-vous de 15 minutes"),
        (dt.date(2026, 11, 23), "17:00", "18:00", "déjà passée"),
        (JEUDI_10, "00:00", "23:59", ""),  # forty slots at most, and no more
    ],
)
def test_an_evening_is_added_or_says_why_not(d, preparer, jour, de, a, phrase):
    rencontre = preparer()
    heures = {"jour": jour, "de": dt.time.fromisoformat(de), "a": dt.time.fromisoformat(a)}
    if phrase:
        with pytest.raises(ValidationError, match=phrase):
            rencontres.ajouter_soiree(rencontre=rencontre, auteur=d.enseignante, **heures)
    else:
        assert rencontres.ajouter_soiree(rencontre=rencontre, auteur=d.enseignante, **heures) == 40


def test_a_host_is_not_at_two_tables(d, preparer):
    preparer(collegues=[d.enseignant])
    with pytest.raises(ValidationError, match="Vous recevez déjà"):
        preparer(classe=d.cm2, auteur=d.enseignant)


def test_an_evening_where_nobody_comes_may_be_taken_away(d, ouvrir, reserver):
    rencontre = ouvrir()
    rencontres.ajouter_soiree(rencontre=rencontre, auteur=d.enseignante, jour=JEUDI_10, de=dt.time(17), a=dt.time(18))
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    with pytest.raises(ValidationError, match="Des familles viennent ce soir-là"):
        rencontres.retirer_soiree(rencontre=rencontre, auteur=d.enseignante, jour=MARDI_8)
    rencontres.retirer_soiree(rencontre=rencontre, auteur=d.enseignante, jour=JEUDI_10)
    rencontre.refresh_from_db()
    assert (rencontre.creneaux.count(), rencontre.fin) == (5, dt.datetime(2026, 12, 8, 18, 0, tzinfo=PARIS))


def test_an_evening_whose_slots_were_closed_is_added_again(d, ouvrir, entrer):
    rencontre = ouvrir()
    for un in rencontre.creneaux.all():
        rencontres.regler_creneau(creneau=un, auteur=d.enseignante, etat="ferme")
    envoi = {"jour": "2026-12-08", "de": "16:45", "a": "18:00", "pause_apres": "0"}
    assert entrer(d.enseignante).post(reverse("rdv_soiree", args=[rencontre.pk]), envoi).status_code == 302
    assert list(rencontre.creneaux.values_list("etat", flat=True)) == ["ouvert"] * 5


def test_what_was_cancelled_of_an_evening_outlives_it(d, ouvrir, reserver, entrer):
    """« Prévenez-les d’abord »: the word that was told, and the note of who receives, went with the slots."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reservations.noter(reservation=prise, auteur=d.enseignante, texte="Parler de la lecture")
    reservations.decommander(reservation=prise, auteur=d.enseignante, mot="Je suis souffrante.", ferme=True)
    rencontres.retirer_soiree(rencontre=rencontre, auteur=d.enseignante, jour=MARDI_8)
    assert [un.etat for un in rencontre.creneaux.all()] == ["ferme"]
    page = entrer(d.mere).get(reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid]))
    assert "Je suis souffrante." in page.text
    assert "Parler de la lecture" in entrer(d.enseignante).get(reverse("rdv_prise", args=[prise.uuid])).text


def test_a_taken_slot_is_not_closed(d, ouvrir, creneau, reserver):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    with pytest.raises(ValidationError, match="Une famille a pris ce créneau"):
        rencontres.regler_creneau(creneau=creneau(rencontre, "17:00"), auteur=d.enseignante, etat="ferme")


@pytest.mark.parametrize(("moyens", "lien", "code"), [([], "", "moyens"), (["video"], "", "lien_video")])
def test_how_one_meets_is_said(d, preparer, moyens, lien, code):
    with pytest.raises(ValidationError) as refus:
        preparer(moyens=moyens, lien_video=lien)
    assert refus.value.code == code


# --- Open -----------------------------------------------------------------------------------------------------------------
def test_open_it_is_told_to_the_families_of_the_class_alone(d, ouvrir):
    ouvrir()
    assert dits(evenements.OUVERTE) == [("Mehdi", "Inès"), ("Nadia", "Inès"), ("Samira", "Kenza")]


def test_opened_at_night_it_waits_for_the_morning(d, preparer, horloge):
    rencontre = preparer()
    horloge(dt.datetime(2026, 11, 24, 21, 30, tzinfo=PARIS))
    rencontre = rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=d.enseignante)
    assert rencontre.visible_le == dt.datetime(2026, 11, 25, 7, 0, tzinfo=PARIS)
    assert dits(evenements.OUVERTE) == []
    assert not Rencontre.objects.des_enfants_de(d.mere).exists()
    horloge(dt.datetime(2026, 11, 25, 7, 0, tzinfo=PARIS))
    rencontres.annoncer_rencontre(rencontre=rencontre)
    assert len(dits(evenements.OUVERTE)) == 3
    assert Rencontre.objects.des_enfants_de(d.mere).get() == rencontre


def test_without_a_free_slot_to_come_it_does_not_open(d, preparer, horloge):
    rencontre = preparer()
    horloge(dt.datetime(2026, 12, 9, 10, 0, tzinfo=PARIS))
    with pytest.raises(ValidationError, match="aucun créneau libre à venir"):
        rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=d.enseignante)


def test_opened_twice_it_is_told_once(d, ouvrir):
    rencontre = ouvrir()
    rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=d.enseignante)
    assert EntreeJournal.objects.filter(verbe="rendez_vous.ouvrir").count() == 1


# --- Who comes ------------------------------------------------------------------------------------------------------------
def test_families_are_households_of_children(d, ouvrir, reserver, beau_pere):
    """Twenty-four pupils; Inès has two households, whose slots are two."""
    rencontre = ouvrir()
    reserver(rencontre, "17:00", beau_pere, d.eleve_cp)
    suivi = suivi_de(rencontre)
    assert (len(suivi.familles), len(suivi.sans_creneau), suivi.places) == (25, 24, 5)
    dines = [(f.noms, f.reservation is not None) for f in suivi.familles if f.eleve == d.eleve_cp]
    assert sorted(dines) == [("M. Belhadj", False), ("Mme Belhadj, M. Saïd", True)]


def test_those_without_a_slot_are_reminded_once_a_day(d, ouvrir, reserver):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    assert rencontres.relancer(rencontre=rencontre, auteur=d.enseignante) == 2
    assert dits(evenements.RELANCE) == [("Mehdi", "Inès"), ("Samira", "Kenza")]
    with pytest.raises(ValidationError, match="déjà parti aujourd’hui"):
        rencontres.relancer(rencontre=rencontre, auteur=d.enseignante)


def test_families_without_an_account_have_a_paper_with_three_slots(d, ouvrir, reserver):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    papiers = rencontres.preparer_papiers(rencontre=rencontre, auteur=d.enseignante)
    assert len(papiers) == 22
    assert {len(creneaux) for _famille, creneaux in papiers} == {3}
    texte = relacher(PdfReader(io.BytesIO(papiers_pdf(rencontre, papiers))).pages[0].extract_text())
    assert "Adèle Royer" in texte and "mardi 8 décembre à 16 h 45" in texte
    assert "Inès" not in texte and "17 h 00" not in texte  # taken


def test_no_paper_where_everybody_is_reached(d, ouvrir):
    rencontre = ouvrir()
    Personne.objects.filter(responsabilites__enfant__inscriptions__classe=d.cp_ce1, courriel=None).update(
        is_active=False
    )
    d.cp_ce1.inscriptions.exclude(eleve__in=[d.eleve_cp, d.eleve_ce1]).update(fin=dt.date(2026, 11, 20))
    with pytest.raises(ValidationError, match="aucun papier"):
        rencontres.preparer_papiers(rencontre=rencontre, auteur=d.enseignante)


@pytest.mark.parametrize("langue", LANGUES)
def test_a_paper_says_its_sentences_and_its_slots_in_the_language_of_the_family_too(d, ouvrir, encre, langue):
    rencontre = ouvrir()
    [(famille, creneaux), *_autres] = rencontres.preparer_papiers(rencontre=rencontre, auteur=d.enseignante)
    for adulte in famille.adultes:
        adulte.langue = langue
    papiers_pdf(rencontre, [(famille, creneaux)])
    assert encre.perdues == []
    assert encre.a_dit(moment_de(creneaux[0]))
    with override(langue):
        assert encre.a_dit(moment_de(creneaux[0]))
        assert encre.a_dit(gettext("Aucun ne me va. Appelez-moi au :"))


def test_who_prints_chooses_for_those_of_whom_no_language_is_known(d, entrer, ouvrir, encre):
    rencontre = ouvrir()
    client = entrer(d.enseignante)
    assert client.get(reverse("rdv_rencontre", args=[rencontre.pk])).text.count("Aussi en…") == 1
    client.post(reverse("rdv_papiers", args=[rencontre.pk]), {"langue": "ar"})
    with override("ar"):
        assert encre.a_dit(gettext("Signature :"))


def test_a_place_or_a_link_that_changes_is_told_to_those_who_were_to_come_there(d, ouvrir, reserver):
    """By telephone, nothing changes; corrected without another place, nobody is told."""
    video = {"lien_video": "https://visio.exemple.fr/abc"}
    rencontre = ouvrir(moyens=["ecole", "telephone", "video"], **video)
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    reserver(rencontre, "17:15", d.mere_arabophone, d.eleve_ce1, moyen="telephone", telephone="06 11 11 11 11")
    dites = Notification.objects.filter(nature="rendez_vous.change_par_l_ecole")
    commun = {"rencontre": rencontre, "auteur": d.enseignante, "moyens": ["ecole", "telephone", "video"]}
    rencontres.corriger_rencontre(**commun, collegues=[], titre="Bilan de l’automne", lieu="salle 3", **video)
    rencontres.corriger_rencontre(**commun, collegues=[], lieu="salle 3", lien_video="https://visio.exemple.fr/def")
    assert not dites.exists()
    rencontres.corriger_rencontre(**commun, collegues=[], lieu="salle 12", lien_video="https://visio.exemple.fr/def")
    assert {n.destinataire for n in dites} == {d.mere}
    assert (
        relacher(dites.get().texte) == "Inès · Le lieu ou le lien du rendez-vous a changé : mardi 8 décembre à 17 h 00"
    )
