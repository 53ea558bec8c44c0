"""A message reported, what the direction reads of it and decides; people kept from writing for a while."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from messagerie.actions import messages, moderation
from messagerie.models import Message, Signalement, Suspension

JUSQU_AU = dt.date(2026, 12, 1)


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


def adresse_de_signaler(message) -> str:
    return reverse("messagerie_signaler", args=[message.pk])


def refaire(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def vexant(d, fils_de, ecrire) -> Message:
    """What a pupil wrote in the thread of the class, among others."""
    fil = fils_de.eleves
    for n in range(1, 5):
        ecrire(fil, d.enseignante, f"Consigne {n}")
    message = ecrire(fil, d.eleve_ce1, "Tu es nul")
    for n in range(5, 9):
        ecrire(fil, d.enseignante, f"Consigne {n}")
    return message


@pytest.fixture
def signale(d, vexant) -> Message:
    moderation.signaler_message(message=vexant, par=d.mere, motif="Inès a pleuré")
    return vexant


# --- Report -----------------------------------------------------------------------------------------------------------
def test_a_reader_reports_a_message_and_the_direction_is_told_at_once(d, vexant, entrer):
    mere = entrer(d.mere)
    assert "Tu es nul" in texte(mere.get(adresse_de_signaler(vexant)))
    assert mere.post(adresse_de_signaler(vexant), {"motif": "Inès a pleuré"}).status_code == 302
    signalement = Signalement.objects.get()
    assert (signalement.message, signalement.par, signalement.motif, signalement.suite) == (
        vexant, d.mere, "Inès a pleuré", "",
    )  # fmt: skip
    dite = Notification.objects.visibles_par(d.directrice).get(nature="messagerie.signalement")
    assert dite.adresse == reverse("messagerie_signalement", args=[vexant.pk])
    assert not Notification.objects.filter(nature="messagerie.signalement").exclude(destinataire=d.directrice).exists()
    assert EntreeJournal.objects.filter(verbe="messagerie.signaler", auteur_uuid=d.mere.uuid).count() == 1


def test_a_report_needs_no_reason_and_counts_once(d, vexant, entrer):
    mere = entrer(d.mere)
    for _fois in range(2):
        assert mere.post(adresse_de_signaler(vexant)).status_code == 302
    assert Signalement.objects.count() == 1
    assert "Vous l’avez déjà signalé" in texte(mere.get(adresse_de_signaler(vexant)))


def test_a_pupil_has_one_big_button_and_few_words(d, vexant, entrer):
    eleve = entrer(d.eleve_cp)
    page = eleve.get(adresse_de_signaler(vexant))
    assert page.text.partition("<main")[2].count("<textarea") == 0
    assert "Ce message ne va pas" in texte(page)
    reponse = eleve.post(adresse_de_signaler(vexant))
    assert reponse.status_code == 200 and "C’est dit. Un adulte va lire." in texte(reponse)
    assert Signalement.objects.get().par == d.eleve_cp


@pytest.mark.parametrize("qui", ["eleve_cm2", "enseignant", "directrice_maternelle", "operateur", "remplacant"])
def test_who_does_not_read_a_message_cannot_report_it(d, vexant, entrer, qui):
    client = entrer(d.gens[qui])
    assert [
        client.get(adresse_de_signaler(vexant)).status_code,
        client.post(adresse_de_signaler(vexant)).status_code,
    ] == [404, 404]
    assert not Signalement.objects.exists()


def test_one_does_not_report_oneself(d, vexant, entrer):
    assert entrer(d.eleve_ce1).post(adresse_de_signaler(vexant)).status_code == 403
    with pytest.raises(PermissionDenied):
        moderation.signaler_message(message=vexant, par=d.eleve_ce1)


def test_what_has_not_left_cannot_be_reported_even_by_who_wrote_it(d, fils_de, ecrire, entrer, horloge):
    from django.utils import timezone

    horloge(dt.datetime(2026, 11, 24, 21, 0, tzinfo=timezone.get_default_timezone()))
    attend = ecrire(fils_de.foyer(), d.mere, "Demain peut-être")
    assert attend.numero is None
    for qui in (d.mere, d.enseignante):
        assert entrer(qui).get(adresse_de_signaler(attend)).status_code == 404


def test_a_reason_too_long_is_explained(d, vexant, entrer):
    reponse = entrer(d.mere).post(adresse_de_signaler(vexant), {"motif": "a" * 501})
    assert reponse.status_code == 422 and not Signalement.objects.exists()


# --- What the direction reads -----------------------------------------------------------------------------------------
def test_the_direction_reads_what_stands_around_and_no_more(d, fils_de, ecrire, entrer):
    """Of a household's thread that the direction does not read: seven messages of twelve."""
    fil = fils_de.foyer()
    ecrits = [ecrire(fil, d.mere if n % 2 else d.enseignante, f"Phrase{n}.") for n in range(1, 13)]
    directrice = entrer(d.directrice)
    adresse = reverse("messagerie_signalement", args=[ecrits[5].pk])
    assert directrice.get(adresse).status_code == 404
    moderation.signaler_message(message=ecrits[5], par=d.mere)
    lue = texte(directrice.get(adresse))
    assert re.findall(r"Phrase(\d+)\.", lue) == ["3", "4", "5", "6", "7", "8", "9"]
    assert re.findall(r"Phrase(\d+)\.", texte(directrice.get(reverse("messagerie_moderation", args=[d.elementaire.uai])))) == [
        "3", "4", "5", "6", "7", "8", "9",
    ]  # fmt: skip
    # The thread itself, its other messages and the thread of another household stay closed to it.
    assert directrice.get(reverse("messagerie_signalement", args=[ecrits[6].pk])).status_code == 404
    assert fil not in type(fil).objects.visibles_par(refaire(d.directrice))
    assert not Message.objects.visibles_par(refaire(d.directrice)).filter(fil=fil).exists()


@pytest.mark.parametrize("qui", ["directrice_maternelle", "enseignante", "mere", "eleve_cp", "operateur"])
def test_nobody_else_reads_the_queue(d, signale, entrer, qui):
    client = entrer(d.gens[qui])
    for adresse in (
        reverse("messagerie_moderation", args=[d.elementaire.uai]),
        reverse("messagerie_signalement", args=[signale.pk]),
    ):
        assert client.get(adresse).status_code == 404
    assert client.post(reverse("messagerie_signalement", args=[signale.pk]), {"geste": "retirer"}).status_code == 404


def test_the_trace_of_corrections_and_recalls_is_there(d, fils_de, ecrire, entrer):
    message = ecrire(fils_de.foyer(), d.mere, "Première version")
    messages.modifier(message=message, auteur=d.mere, texte="Deuxième version")
    moderation.signaler_message(message=message, par=d.enseignante)
    messages.rappeler(message=message, auteur=d.mere)
    lue = texte(entrer(d.directrice).get(reverse("messagerie_signalement", args=[message.pk])))
    assert "Première version" in lue and "Deuxième version" in lue and "Retiré le 24 novembre" in lue


def test_the_direction_reads_the_files_of_a_reported_message_alone(d, fils_de, ecrire):
    from ent.fichiers.models import Fichier

    fil = fils_de.foyer()
    photos = []
    for nom in ("photo.jpg", "autre.jpg"):
        message = ecrire(fil, d.mere, nom)
        photos.append(
            Fichier.objects.create(
                etablissement=d.elementaire,
                nature="image",
                nom_donne=nom,
                type_mime="image/jpeg",
                octets=1,
                empreinte="0" * 64,
                attache_le=message.ecrit_le,
            )
        )
        message.pieces.add(photos[-1])
    signale = Message.objects.get(texte="photo.jpg")
    assert not Fichier.objects.lisibles_par(refaire(d.directrice)).exists()
    moderation.signaler_message(message=signale, par=d.enseignante)
    assert list(Fichier.objects.lisibles_par(refaire(d.directrice))) == [photos[0]]
    assert not Fichier.objects.lisibles_par(refaire(d.directrice_maternelle)).exists()


def test_what_waits_comes_first_and_two_readers_make_one_file(d, fils_de, ecrire, entrer):
    fil = fils_de.annonce
    lu, en_attente = ecrire(fil, d.enseignante, "Déjà lu"), ecrire(fil, d.enseignante, "À lire encore")
    moderation.signaler_message(message=lu, par=d.mere)
    moderation.classer_sans_suite(message=lu, auteur=d.directrice)
    for qui in (d.mere, d.mere_arabophone):
        moderation.signaler_message(message=en_attente, par=qui)
    page = entrer(d.directrice).get(reverse("messagerie_moderation", args=[d.elementaire.uai]))
    assert page.text.count("<article") == 2
    premier, second = page.text.split("<article")[1:]
    assert "à lire" in premier and premier.count("Signalé par") == 2
    assert "sans suite" in second
    assert "1 message à lire" in texte(entrer(d.directrice).get(reverse("messagerie_ecole", args=[d.elementaire.uai])))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(d, fils_de, ecrire, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        message = ecrire(fils_de.annonce, d.enseignante, f"Annonce {n}")
        messages.modifier(message=message, auteur=d.enseignante, texte=f"Annonce {n} corrigée")
        moderation.signaler_message(message=message, par=d.mere)
    directrice = entrer(d.directrice)
    with django_assert_num_queries(12):
        page = directrice.get(reverse("messagerie_moderation", args=[d.elementaire.uai]))
    assert page.text.count("<article") == nombre


# --- What it decides --------------------------------------------------------------------------------------------------
def test_no_follow_up(d, signale, entrer):
    adresse = reverse("messagerie_signalement", args=[signale.pk])
    assert entrer(d.directrice).post(adresse, {"geste": "sans_suite"}).status_code == 302
    signalement = Signalement.objects.get()
    assert (signalement.suite, signalement.traite_par) == ("sans_suite", d.directrice)
    assert Message.objects.get(pk=signale.pk).texte == "Tu es nul"
    assert not Notification.objects.filter(nature="messagerie.signalement").exists()
    assert Notification.objects.get(nature="messagerie.signalement_lu").destinataire == d.mere
    ligne = EntreeJournal.objects.get(verbe="messagerie.traiter_signalement")
    assert (ligne.objet, ligne.details) == (f"message {signale.pk}", {"suite": "sans_suite"})


def test_the_message_is_removed_for_all_and_its_trace_stays(d, signale, entrer):
    adresse = reverse("messagerie_signalement", args=[signale.pk])
    directrice = entrer(d.directrice)
    assert directrice.post(adresse, {"geste": "retirer"}).status_code == 302
    message = Message.objects.get(pk=signale.pk)
    assert (message.texte, message.recherche) == ("", "")
    assert message.rappele_le is not None and message.revision == message.fil.revision
    assert [v.texte for v in message.versions.all()] == ["Tu es nul"]
    assert "Tu es nul" in texte(directrice.get(adresse))
    encore = directrice.post(adresse, {"geste": "retirer"})
    assert encore.status_code == 422 and "Ce message est déjà retiré." in texte(encore)


def test_its_author_is_suspended_from_there_and_the_message_may_go_too(d, signale, entrer):
    directrice = entrer(d.directrice)
    adresse = reverse("messagerie_signalement", args=[signale.pk])
    envoi = {
        "geste": "suspendre",
        "cible": "eleve",
        "date_fin": "2026-12-01",
        "motif": "Mots blessants",
        "retirer": "1",
    }
    assert directrice.post(adresse, envoi).status_code == 302
    suspension = Suspension.objects.get()
    assert (suspension.personne, suspension.date_fin, suspension.par) == (d.eleve_ce1, JUSQU_AU, d.directrice)
    assert Message.objects.get(pk=signale.pk).rappele_le is not None
    assert Signalement.objects.get().suite == "suspendu"


def test_what_somebody_decided_meanwhile_is_not_said_to_have_had_no_follow_up(d, signale, entrer):
    """Two of a direction, each with the page open; a report that came since is answered all the same."""
    moderation.retirer_le_message(message=signale, auteur=d.directrice)
    moderation.signaler_message(message=signale, par=d.enseignante)
    adresse = reverse("messagerie_signalement", args=[signale.pk])
    assert entrer(d.directrice).post(adresse, {"geste": "sans_suite"}).status_code == 302
    assert list(Signalement.objects.order_by("pk").values_list("suite", flat=True)) == ["retire", "sans_suite"]


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({}, "Choisissez ce qui suit."),
        ({"geste": "exclure"}, "Choisissez ce qui suit."),
        ({"geste": "suspendre", "cible": "eleve", "date_fin": "2026-12-01"}, "Dites pourquoi : la personne lira cette phrase."),
        ({"geste": "suspendre", "cible": "eleve", "date_fin": "2026-11-23", "motif": "x"}, "Ce jour est déjà passé."),
        ({"geste": "suspendre", "cible": "eleve", "date_fin": "2027-11-23", "motif": "x"}, "Choisissez un jour de cette année scolaire."),
        ({"geste": "suspendre", "cible": "eleve", "date_fin": "demain", "motif": "x"}, "Ce jour n’existe pas."),
        ({"geste": "suspendre", "date_fin": "2026-12-01", "motif": "x"}, "Choisissez un élève ou un foyer."),
    ],
)  # fmt: skip
def test_a_decision_that_is_not_complete_is_explained_and_nothing_is_written(d, signale, entrer, envoi, phrase):
    reponse = entrer(d.directrice).post(reverse("messagerie_signalement", args=[signale.pk]), envoi)
    assert reponse.status_code == 422 and phrase in texte(reponse)
    assert not Suspension.objects.exists() and Signalement.objects.get().suite == ""


def test_a_member_of_the_team_is_not_suspended_there(d, fils_de, ecrire, entrer):
    message = ecrire(fils_de.annonce, d.enseignante, "Annonce")
    moderation.signaler_message(message=message, par=d.mere)
    directrice = entrer(d.directrice)
    adresse = reverse("messagerie_signalement", args=[message.pk])
    assert "on ne le suspend pas ici" in texte(directrice.get(adresse))
    envoi = {"geste": "suspendre", "cible": "eleve", "date_fin": "2026-12-01", "motif": "x"}
    assert directrice.post(adresse, envoi).status_code == 422
    assert not Suspension.objects.exists()
