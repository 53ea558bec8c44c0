"""The thread of adults of several schools: who reads it, the stricter of their rules, who is told, its end."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.etages import MODULE
from ent.annuaire.models import EntreeJournal, Personne, Role
from ent.annuaire.registres import collectifs
from ent.annuaire.registres.collectifs import Collectif
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from ent.fichiers.actions import Envoi
from ent.fichiers.controles import preparer
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from messagerie import porteurs
from messagerie.actions import fils as actions_fils
from messagerie.actions import messages as actions
from messagerie.actions import moderation
from messagerie.evenements.fils import participants
from messagerie.lectures.boite import boite, chercher
from messagerie.models import Fil, Message, Signalement
from tests.annuaire.mandats import secretaire_de
from tests.etages import poser
from tests.fichiers import fabriques
from tests.messagerie.collectifs import FIN, Projet, relue
from tests.messagerie.test_pieces import photo


@pytest.fixture
def projet(d, mardi) -> Projet:
    return Projet(d)


# --- Who reads --------------------------------------------------------------------------------------------------------
def test_whom_it_names_and_the_direction_of_each_school_read_it(d, projet):
    lisent = {p.pk for p in Personne.objects.all() if projet.lit(p)}
    assert lisent == {projet.louise.pk, projet.anouk.pk, d.directrice.pk, d.directrice_maternelle.pk}


def test_no_pupil_family_nor_third_school_reads_it(d, projet, entrer):
    message = projet.ecrire(projet.louise, "La mare est gelée")
    for personne in (d.mere, d.pere_separe, d.eleve_cm2, d.enseignante, projet.autre, projet.chef_tiers, d.referente):
        assert not projet.lit(personne)
        client = entrer(personne)
        assert client.get(reverse("messagerie_fil", args=[projet.fil.pk])).status_code == 404
        assert client.get(reverse("messagerie_message", args=[message.pk])).status_code == 404
        assert client.post(reverse("messagerie_reagir", args=[message.pk]), {"signe": "merci"}).status_code == 404
        assert not chercher(relue(personne), "gelée")
    assert chercher(relue(projet.anouk), "gelee") == [message]


def test_an_adult_reads_while_they_work_in_one_of_its_schools(d, projet):
    Role.objects.create(personne=projet.anouk, nature="enseignant", etablissement=d.elementaire, debut="2026-09-01")
    Role.objects.filter(personne=projet.anouk, etablissement=d.maternelle).update(fin="2026-11-20")
    assert projet.lit(projet.anouk), "she works in the other school"
    Role.objects.filter(personne=projet.anouk).update(fin="2026-11-20")
    assert not projet.lit(projet.anouk)
    Role.objects.create(personne=projet.anouk, nature="enseignant", etablissement=projet.tierce, debut="2026-09-01")
    assert not projet.lit(projet.anouk), "a school that is not of it"


def test_whom_it_names_no_more_reads_no_more(d, projet):
    projet.tenir(adultes=[projet.louise, d.directrice_maternelle])
    assert not projet.lit(projet.anouk) and projet.lit(projet.louise)


def test_of_a_school_that_left_nobody_reads_and_what_was_told_goes_too(d, projet, entrer):
    projet.tenir(ecoles=[d.elementaire, d.maternelle, projet.tierce], adultes=[*projet.adultes, projet.autre])
    assert projet.lit(projet.autre) and projet.lit(projet.chef_tiers)
    projet.ecrire(projet.louise, "Rendez-vous à dix heures")
    dite = Notification.objects.get(destinataire=projet.autre)
    assert dite.etablissement == projet.tierce
    projet.tenir(ecoles=[d.elementaire, d.maternelle])  # even if the room still names them
    assert not projet.lit(projet.autre) and not projet.lit(projet.chef_tiers)
    assert "a écrit dans" not in entrer(projet.autre).get(reverse("nouvelles")).text
    assert projet.lit(projet.anouk)


def test_one_who_moves_from_a_direction_reads_no_more(d, projet):
    d.directrice_maternelle.roles.filter(nature="directeur").update(fin="2026-11-20")
    assert not projet.lit(d.directrice_maternelle)


def test_a_school_that_closed_the_room_is_out_while_it_is_closed(d, projet):
    """The room that gathers them is named by the key: its module is asked at each reading."""
    module, fil = f"{MODULE}espaces", projet.fil
    poser({module: False}, d.maternelle)
    lisent = {p.pk for p in Personne.objects.all() if fil in Fil.objects.visibles_par(relue(p))}
    assert lisent == participants(fil) == {projet.louise.pk, d.directrice.pk}
    with pytest.raises(PermissionDenied):
        actions.envoyer(fil=fil, auteur=relue(projet.anouk), uuid=uuid.uuid4(), texte="Bonjour")
    poser({module: True}, d.maternelle)
    assert projet.anouk.pk in participants(fil)


def test_a_space_of_one_school_has_no_thread_and_closes_that_it_had(d, mardi, projet):
    collectifs.tenir_parole(
        Collectif("espaces-13", "Seuls", (d.elementaire.pk,), (), (d.enseignant.pk,), FIN), par=relue(d.directrice)
    )
    assert not Fil.objects.filter(collectif="espaces-13").exists()
    projet.tenir(ecoles=[d.elementaire])
    assert not projet.fil.est_ouvert and projet.lit(projet.louise) and not projet.peut(projet.louise)
    projet.tenir(ecoles=[d.elementaire, d.maternelle])
    assert projet.peut(projet.louise) and projet.peut(projet.anouk)


def test_said_twice_it_is_one_thread(d, projet):
    projet.tenir()
    projet.tenir()
    assert Fil.objects.filter(nature="collectif").count() == 1
    assert projet.fil.participations.filter(est_membre=True).count() == 2 and projet.fil.ecoles.count() == 2
    assert EntreeJournal.objects.filter(verbe="messagerie.ouvrir_collectif").count() == 1


@pytest.mark.parametrize("cle", ["elementaire", "maternelle"])
def test_reading_it_asks_no_query_more(d, projet, django_assert_num_queries, cle):
    """What names a person and what gathers their schools is one question."""
    personne = relue(projet.louise if cle == "elementaire" else projet.anouk)
    personne.portee.etablissements_de_travail  # noqa: B018 (read)
    fil = projet.fil
    with django_assert_num_queries(2):
        assert fil.pk in {fil.pk for fil in Fil.objects.visibles_par(personne)}


# --- Images -----------------------------------------------------------------------------------------------------------
def test_no_image_is_joined_between_schools(d, projet, entrer):
    adresse = reverse("messagerie_envoyer", args=[projet.fil.pk])
    envoi = entrer(projet.anouk).post(adresse, {"uuid": uuid.uuid4(), "texte": "La mare", "fichiers": photo()})
    assert envoi.status_code == 422 and "tableau des travaux" in envoi.text and "La mare" in envoi.text
    assert not Message.objects.exists()


def test_what_is_joined_counts_on_the_school_of_its_author(d, projet):
    cle = str(projet.fil.pk)
    assert porteurs.fil(relue(projet.anouk), cle).etablissement == d.maternelle
    assert porteurs.fil(relue(projet.louise), cle).etablissement == d.elementaire
    assert porteurs.fil(relue(projet.autre), cle) is None


def test_the_action_itself_joins_no_image(d, projet):
    photo_deposee = Fichier(nature="image", etablissement=d.maternelle)
    with pytest.raises(ValidationError, match="tableau des travaux"):
        projet.ecrire(projet.anouk, deja=[photo_deposee])
    assert not Message.objects.exists()


# --- Told, counted, reported ------------------------------------------------------------------------------------------
def test_each_is_told_by_their_own_school_and_reads_it_on_their_home(d, projet, entrer):
    projet.ecrire(projet.louise, "La mare est gelée")
    assert {n.destinataire for n in Notification.objects.filter(nature="messagerie.message")} == {projet.anouk}
    assert "M. Caradec a écrit dans « La mare aux grenouilles »" in entrer(projet.anouk).get("/").text.replace(
        "\xa0", " "
    ).replace("\u202f", " ")


def test_signals_go_to_whom_reads(d, projet, monkeypatch, django_capture_on_commit_callbacks):
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, s: partis.append((set(cibles), s["type"])))
    with django_capture_on_commit_callbacks(execute=True):
        projet.ecrire(projet.louise)
    [destinataires] = [cibles for cibles, genre in partis if genre == "messagerie.message"]
    assert destinataires == {projet.louise.pk, projet.anouk.pk, d.directrice.pk, d.directrice_maternelle.pk}


def test_unread_counts_follow_the_reader(d, projet):
    projet.ecrire(projet.louise)
    projet.ecrire(projet.louise)
    assert [(e.titre, e.non_lus) for e in boite(relue(projet.anouk)) if e.fil == projet.fil] == [
        ("La mare aux grenouilles", 2)
    ]
    actions_fils.avancer(fil=projet.fil, personne=relue(projet.anouk), lu=2)
    assert [e.non_lus for e in boite(relue(projet.anouk)) if e.fil == projet.fil] == [0]
    Role.objects.filter(personne=projet.anouk).update(fin="2026-11-20")
    assert not boite(relue(projet.anouk))


def test_a_report_goes_to_the_direction_of_who_wrote(d, projet, entrer):
    message = projet.ecrire(projet.anouk, "Une menace")
    moderation.signaler_message(message=message, par=relue(projet.louise), motif="elle me menace")
    assert Signalement.objects.get().etablissement == d.maternelle
    assert {n.destinataire for n in Notification.objects.filter(nature=moderation.SIGNALEMENT)} == {
        d.directrice_maternelle
    }
    adresse = reverse("messagerie_signalement", args=[message.pk])
    assert entrer(d.directrice).get(adresse).status_code == 404
    assert entrer(d.directrice_maternelle).post(adresse, {"geste": "retirer"}).status_code == 302
    message.refresh_from_db()
    assert message.texte == "" and message.rappele_le
    lue = Notification.objects.get(nature=moderation.SIGNALEMENT_LU)
    assert (lue.destinataire, lue.etablissement) == (projet.louise, d.elementaire)


def test_what_a_direction_wrote_is_judged_by_that_of_who_reports_it(d, projet):
    chef = d.directrice_maternelle
    projet.tenir(adultes=[*projet.adultes, chef])
    message = projet.ecrire(chef)
    moderation.signaler_message(message=message, par=relue(projet.louise), motif="elle me menace")
    assert Signalement.objects.get().etablissement == d.elementaire
    assert [n.destinataire for n in Notification.objects.filter(nature=moderation.SIGNALEMENT)] == [d.directrice]


def test_what_a_school_that_left_wrote_is_judged_by_that_of_who_reports_it(d, projet):
    """Neither by the school that left, nor by the one that carries the project."""
    message = projet.ecrire(projet.anouk)
    projet.tenir(ecoles=[d.elementaire, projet.tierce], adultes=[projet.louise, projet.autre])
    moderation.signaler_message(message=Message.objects.get(pk=message.pk), par=relue(projet.autre))
    assert Signalement.objects.get().etablissement == projet.tierce
    assert [n.destinataire for n in Notification.objects.filter(nature=moderation.SIGNALEMENT)] == [projet.chef_tiers]


def test_a_direction_that_nobody_named_reads_and_is_not_told_of_each_message(d, projet):
    projet.ecrire(projet.louise)
    assert projet.lit(d.directrice_maternelle)
    assert not Notification.objects.filter(destinataire=d.directrice_maternelle).exists()
    projet.tenir(adultes=[*projet.adultes, d.directrice_maternelle])
    projet.ecrire(projet.louise)
    assert Notification.objects.filter(destinataire=d.directrice_maternelle).count() == 1


# --- The end ----------------------------------------------------------------------------------------------------------
def test_after_its_day_it_is_read_only(d, projet, horloge, entrer):
    message = projet.ecrire(projet.louise)
    horloge(dt.datetime(2027, 6, 18, 15, tzinfo=timezone.get_default_timezone()))
    assert projet.peut(projet.anouk), "its last day"
    horloge(dt.datetime(2027, 6, 21, 10, tzinfo=timezone.get_default_timezone()))
    assert projet.lit(projet.anouk) and not projet.peut(projet.anouk)
    with pytest.raises(PermissionDenied, match="reste à lire"):
        actions.reagir(message=message, personne=relue(projet.anouk), signe="merci")
    assert "reste à lire" in entrer(projet.anouk).get(reverse("messagerie_fil", args=[projet.fil.pk])).text


def test_closed_it_is_read_only_and_opens_again_when_said_so(d, projet):
    collectifs.clore_parole("espaces-12", par=None)
    collectifs.clore_parole("espaces-12", par=None)
    assert projet.lit(projet.anouk) and not projet.peut(projet.anouk) and not projet.peut(d.directrice)
    assert EntreeJournal.objects.filter(verbe="messagerie.clore_collectif").count() == 1
    projet.tenir()
    assert projet.peut(projet.anouk)


def test_what_waits_for_nobody_and_what_was_taken_back_is_in_no_archive(d, projet):
    projet.ecrire(projet.louise, "La mare est gelée")
    retire = projet.ecrire(projet.anouk, "Une bêtise")
    projet.ecrire(projet.anouk, "Elle fond")
    actions.rappeler(message=retire, auteur=relue(projet.anouk))
    lignes = list(collectifs.archive_de_la_parole("espaces-12"))
    assert [(li.qui, li.quoi) for li in lignes] == [("M. Caradec", "La mare est gelée"), ("Mme Kerbrat", "Elle fond")]
    assert not list(collectifs.archive_de_la_parole("espaces-99"))


def test_the_archive_names_a_sound_as_the_thread_does(d, projet):
    """A telephone that records a pupil calls the file by their name; it goes to the directions of the other schools."""
    sons = [fabriques.televerse(nom, fabriques.wav()) for nom in ("Wassim_Ouali.wav", "Wassim_encore.wav")]
    papier = fabriques.televerse("Programme.pdf", fabriques.pdf())
    prepares = [preparer(f, f.name) for f in [*sons, papier]]
    projet.ecrire(projet.louise, "Écoutez", envoi=Envoi(Destination(d.elementaire), prepares=prepares))
    [ligne] = collectifs.archive_de_la_parole("espaces-12")
    assert "Wassim" not in ligne.quoi
    assert [f"(fichier joint : {nom})" in ligne.quoi for nom in ("Son 1", "Son 2", "Programme.pdf")] == [True] * 3


def test_the_page_says_who_reads_and_until_when(d, projet, entrer):
    page = entrer(projet.louise).get(reverse("messagerie_fil", args=[projet.fil.pk])).text
    assert "École du Cerf-Volant, École Les Coquelicots" in page and "18 juin 2027" in page
    assert "Terminer le projet" not in page


def test_whoever_works_in_a_school_is_not_of_it_for_all_that(d, projet):
    assert not projet.lit(secretaire_de(d))


def test_too_long_a_name_is_cut(d, projet):
    with pytest.raises(ValidationError):
        actions.envoyer(fil=projet.fil, auteur=relue(projet.louise), uuid=uuid.uuid4(), texte="")
