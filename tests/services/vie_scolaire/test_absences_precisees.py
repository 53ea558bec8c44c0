"""An absence told more exactly: about when a late child comes, and why, told otherwise once the roll is made."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from ent.services.vie_scolaire.actions import absences
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.lectures.appels import feuille_de_classe
from ent.services.vie_scolaire.models import DeclarationAbsence
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.conftest import photo
from tests.services.vie_scolaire.test_absences import ABSENCES, JEUDI, cle, envoyer


# --- About when -------------------------------------------------------------------------------------------------------
def test_who_tells_a_lateness_may_say_about_when_and_the_school_reads_it(d, mardi, entrer):
    client = entrer(d.mere)
    assert envoyer(client, d, d.eleve_cp, duree="retard", heure="09:30").status_code == 302
    phrase = "Inès arrivera en retard jeudi 26 novembre, vers 9 h 30. Malade."
    assert DeclarationAbsence.objects.get().heure == dt.time(9, 30)
    assert phrase in entrer(d.enseignante).get("/notifications/").text.replace("\u00a0", " ")
    page = client.get(ABSENCES).text.replace("\u00a0", " ")
    assert phrase in page
    changer = client.get(reverse("absences_changer", args=[DeclarationAbsence.objects.get().pk])).text
    assert 'name="heure" value="09:30"' in changer


@pytest.mark.parametrize(
    ("champs", "garde"),
    [
        ({"duree": "retard"}, None),
        ({"duree": "matin", "heure": "09:30"}, None),
        ({"duree": "journee", "heure": "25:00"}, 422),
    ],
)
def test_the_hour_is_of_a_lateness_alone_and_never_asked_for(d, mardi, entrer, champs, garde):
    reponse = envoyer(entrer(d.mere), d, d.eleve_cp, **champs)
    if garde == 422:
        assert reponse.status_code == 422
    else:
        assert DeclarationAbsence.objects.get().heure is None


@pytest.mark.parametrize("heure", ["08:30", "07:00"])
def test_an_hour_at_which_nobody_is_late_is_said(d, mardi, entrer, heure):
    reponse = envoyer(entrer(d.mere), d, d.eleve_cp, duree="retard", heure=heure)
    assert reponse.status_code == 422
    assert "Choisissez une heure entre 8 h 30 et" in reponse.text.replace("\u00a0", " ")
    assert not DeclarationAbsence.objects.exists()


def test_a_lateness_of_the_afternoon_is_told_and_read_on_its_own_roll(d, mardi, entrer):
    client = entrer(d.mere)
    assert envoyer(client, d, d.eleve_cp, duree="retard", heure="14:10").status_code == 302
    jour = DeclarationAbsence.objects.get().debut
    attendus = {
        moment: [
            case.dit_de_la_famille
            for case in feuille_de_classe(d.cp_ce1, demi_journee(d.elementaire, jour, moment)).cases
        ]
        for moment in ("matin", "apres_midi")
    }
    assert "arrive vers 14 h 10" in [dit.replace("\u00a0", " ") for dit in attendus["apres_midi"]]
    assert not any(attendus["matin"])
    # It says nothing of the morning.
    assert envoyer(client, d, d.eleve_cp, duree="matin").status_code == 302
    assert DeclarationAbsence.objects.en_vigueur().count() == 2


@pytest.mark.parametrize("heure", ["12:15", "16:45"])
def test_at_an_hour_without_class_both_half_days_are_said(d, mardi, entrer, heure):
    reponse = envoyer(entrer(d.mere), d, d.eleve_cp, duree="retard", heure=heure)
    assert reponse.status_code == 422
    dit = "Choisissez une heure entre 8 h 30 et 11 h 45, ou entre 13 h 30 et"
    assert dit in reponse.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("maintenant", "heure", "dit"),
    [
        ((12, 4), "", "La matinée est finie : pour l’après-midi, dites vers quelle heure."),
        ((12, 4), "09:30", "C’est déjà passé : un retard se dit avant."),
        ((12, 4), "14:10", ""),
        ((10, 0), "", ""),
    ],
)
def test_a_lateness_is_told_before_its_half_day_ends(d, horloge, entrer, maintenant, heure, dit):
    horloge(MARDI_10H.replace(hour=maintenant[0], minute=maintenant[1]))
    reponse = envoyer(entrer(d.mere), d, d.eleve_cp, quand="aujourd_hui", duree="retard", heure=heure)
    assert reponse.status_code == (422 if dit else 302)
    assert dit in reponse.text.replace("\u00a0", " ")


# --- Why, told otherwise ----------------------------------------------------------------------------------------------
@pytest.fixture
def dite_d_un_geste(d, entrer, manquer):
    """« Malade », in one tap on a half-day that nobody had announced."""
    ligne = manquer(d.eleve_cp)
    entrer(d.mere).post(reverse("absences_expliquer", args=[ligne.pk]), {"motif": "maladie"})
    return DeclarationAbsence.objects.get()


def changer(client, dite, **champs):
    """What the page sends, with the version that it had read."""
    adresse = reverse("absences_motif", args=[dite.pk])
    version = client.get(adresse).text.partition('name="version" value="')[2].partition('"')[0]
    return client.post(adresse, {"motif": "transports", "version": version} | champs)


def test_a_motive_given_in_one_tap_is_changed_once_the_roll_is_made_and_the_school_reads_when(
    d, dite_d_un_geste, entrer
):
    client = entrer(d.mere)
    page = client.get(ABSENCES).text
    assert "Changer le motif" in page and "Joindre un justificatif" in page
    motif = client.get(reverse("absences_motif", args=[dite_d_un_geste.pk])).text
    assert '<label for="id_precision">En quelques mots</label>' in motif, "asked for where « Autre » is chosen"
    assert changer(client, dite_d_un_geste)["Location"] == ABSENCES
    dite_d_un_geste.refresh_from_db()
    assert (dite_d_un_geste.motif, dite_d_un_geste.motif_avant) == ("transports", "maladie")
    dit = "Changé le 24 novembre à 10 h 00, avant : Malade."
    for qui, adresse in [(d.enseignante, "/notifications/"), (d.directrice, f"/absences/ecole/{d.elementaire.uai}/")]:
        assert dit in entrer(qui).get(adresse).text.replace("\u00a0", " ")
    assert Notification.objects.filter(nature="vie_scolaire.absence_declaree", destinataire=d.enseignante).count() == 1
    assert (
        "a changé le motif d’une absence"
        in entrer(d.directrice).get(reverse("annuaire_journal", args=[d.elementaire.uai])).text
    )
    assert dit not in client.get(ABSENCES).text.replace("\u00a0", " ")
    # Changed again, what was told first stays; the same again changes nothing.
    changer(client, dite_d_un_geste, motif="autre", precision="Panne de bus")
    changer(client, dite_d_un_geste, motif="autre", precision="Panne de bus")
    dite_d_un_geste.refresh_from_db()
    assert (dite_d_un_geste.precision, dite_d_un_geste.motif_avant) == ("Panne de bus", "maladie")
    assert "Panne de bus" in entrer(d.directrice).get(f"/absences/ecole/{d.elementaire.uai}/").text  # to be judged


def test_the_same_motive_says_that_nothing_changed(d, dite_d_un_geste, entrer):
    client, lignes = entrer(d.mere), EntreeJournal.objects.count()
    changer(client, dite_d_un_geste, motif="maladie", precision="Panne de bus")  # words are of « Autre » alone
    page = client.get(ABSENCES).text
    assert "Rien n’a changé." in page and "C’est changé" not in page
    dite_d_un_geste.refresh_from_db()
    assert (dite_d_un_geste.change_le, EntreeJournal.objects.count()) == (None, lignes)


def test_what_a_page_did_not_read_is_not_changed_unseen(d, dite_d_un_geste, entrer):
    client = entrer(d.mere)
    assert changer(client, dite_d_un_geste, version="d’avant").status_code == 422
    assert changer(client, dite_d_un_geste, motif="autre").status_code == 422
    dite_d_un_geste.refresh_from_db()
    assert dite_d_un_geste.change_le is None


def test_once_the_direction_judged_it_is_closed(d, dite_d_un_geste, entrer):
    client = entrer(d.mere)
    changer(client, dite_d_un_geste, motif="autre", precision="Panne de bus")
    entrer(d.directrice).post(reverse("absences_juger", args=[dite_d_un_geste.pk]), {"valable": "non"})
    assert "Changer le motif" not in client.get(ABSENCES).text
    reponse = client.get(reverse("absences_motif", args=[dite_d_un_geste.pk]))
    assert (reponse.status_code, "La direction a déjà répondu" in reponse.text) == (403, True)
    with pytest.raises(ValidationError):  # judged while the page was being answered
        absences.corriger_motif(declaration=dite_d_un_geste, motif="maladie", precision="", par=d.mere)


def test_nobody_changes_why_another_told(d, dite_d_un_geste, entrer):
    adresse = reverse("absences_motif", args=[dite_d_un_geste.pk])
    for qui in (d.pere_separe, d.mere_arabophone, d.enseignante, d.directrice):
        assert entrer(qui).get(adresse).status_code == 404


def test_before_the_roll_all_of_it_may_be_changed(d, entrer, declarer):
    dite = declarer(d.eleve_cp, d.mere)
    assert entrer(d.mere).get(reverse("absences_motif", args=[dite.pk]))["Location"] == reverse(
        "absences_changer", args=[dite.pk]
    )


# --- Told otherwise before the roll ---------------------------------------------------------------------------------
def changer_tout(client, d, dite, **champs):
    """What its page sends once its sentence was shown."""
    adresse = reverse("absences_changer", args=[dite.pk])
    envoi = {"eleves": [cle(d, dite.eleve)], "quand": "plusieurs", "debut": str(dite.debut), "fin": str(dite.fin)}
    envoi |= {"duree": dite.duree, "motif": dite.motif} | champs
    lue = client.post(adresse, envoi).text.partition('name="lue" value="')[2].partition('"')[0]
    return client.post(adresse, envoi | {"lue": lue})


def test_the_same_absence_told_again_says_that_nothing_changed_and_is_told_to_nobody_twice(d, mardi, entrer, declarer):
    client, dite = entrer(d.mere), declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI)
    lues, lignes = list(Notification.objects.values_list("pk", flat=True)), EntreeJournal.objects.count()
    assert changer_tout(client, d, dite)["Location"] == ABSENCES
    page = client.get(ABSENCES).text
    assert "Rien n’a changé." in page and "L’école est prévenue." not in page
    assert DeclarationAbsence.objects.get() == dite and dite.retiree_le is None
    assert (list(Notification.objects.values_list("pk", flat=True)), EntreeJournal.objects.count()) == (lues, lignes)


def test_the_proof_goes_along_with_what_is_told_otherwise(d, mardi, entrer, declarer):
    client, dite = entrer(d.mere), declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI)
    client.post(reverse("absences_justificatif", args=[dite.pk]), {"fichiers": photo()})
    assert changer_tout(client, d, dite, duree="matin")["Location"] == ABSENCES
    changee = DeclarationAbsence.objects.en_vigueur().get()
    assert (changee.duree, changee.fichiers.count()) == ("matin", 1)
    fichier = changee.fichiers.get()
    for qui in (d.mere, d.directrice):
        assert Fichier.objects.lisibles_par(qui).filter(pk=fichier.pk).exists()
