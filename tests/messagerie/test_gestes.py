"""A page makes something once, never corrects unseen, and takes away once: each address that does is walked by tests/test_gestes.py, tests/test_deux_fois.py."""

import datetime as dt
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, EnvoiRecu
from messagerie.models import Absence, Message, Mot
from tests.gestes import version_de, version_portee
from tests.graines import MARDI_10H


# --- Making -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def mot(d) -> dict:
    return {
        "numero": str(uuid.uuid4()),
        "nature": "accuse",
        "titre": "Piscine",
        "texte": "Lundi.",
        "date_limite": "2026-12-01",
        "signatures": "une",
    }


def test_the_second_sending_says_that_it_was_kept_already(d, mardi, entrer, mot):
    client, adresse = entrer(d.enseignante), reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    premiere = client.post(adresse, mot)
    seconde = client.post(adresse, mot, follow=True)
    assert seconde.redirect_chain[0][0] == premiere["Location"]
    assert "C’était déjà enregistré" in seconde.text
    assert Mot.objects.filter(titre="Piscine").count() == 1


def test_what_an_outbox_sends_again_is_said_on_no_page_of_something_else(d, mardi, entrer, mot):
    """It leaves behind its reader, whose next page said « le voici » of what it did not show."""
    client, adresse = entrer(d.enseignante), reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    client.post(adresse, mot, follow=True)
    boite = client.post(adresse, mot, headers={"X-Boite": "un"})
    assert boite.json()["recu"] == "un" and boite.json()["adresse"]
    assert "C’était déjà enregistré" not in client.get("/").text


def test_a_page_gone_back_to_and_written_otherwise_is_another_sending(d, mardi, entrer, mot):
    """What was typed is never dropped: nobody can tell a correction from a second mot."""
    client, adresse = entrer(d.enseignante), reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    client.post(adresse, mot)
    client.post(adresse, mot | {"titre": "Piscine, le mardi"})
    assert set(Mot.objects.filter(titre__startswith="Piscine").values_list("titre", flat=True)) == {
        "Piscine",
        "Piscine, le mardi",
    }


def test_a_refused_page_keeps_its_number(d, mardi, entrer, mot):
    client, adresse = entrer(d.enseignante), reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    assert client.post(adresse, mot | {"titre": ""}).status_code == 422
    assert not EnvoiRecu.objects.exists()
    assert client.post(adresse, mot).status_code == 302


def test_the_number_of_one_is_nothing_to_another(d, mardi, entrer, mot):
    adresse = reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    entrer(d.enseignante).post(adresse, mot)
    assert entrer(d.directrice).post(adresse, mot).status_code == 302
    assert Mot.objects.filter(titre="Piscine").count() == 2


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_sendings_that_cross_make_one(d, entrer, mot):
    """A double tap on a slow network: the second waits for the first, then shows what it made."""
    adresse = reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
    clients = [entrer(d.enseignante) for _ in range(4)]

    def envoyer(client):
        try:
            return client.post(adresse, mot)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        menees = set(fils.map(envoyer, clients))
    assert len(menees) == 1
    assert Mot.objects.filter(titre="Piscine").count() == 1


# --- Correcting -------------------------------------------------------------------------------------------------------
@pytest.fixture
def envoye(d, mardi, entrer, mot) -> Mot:
    entrer(d.enseignante).post(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), mot)
    return Mot.objects.get(titre="Piscine")


def corrections(d, entrer, envoye, mot):
    adresse = reverse("carnet_corriger", args=[envoye.pk])
    une, autre = entrer(d.enseignante), entrer(d.enseignante)  # on two devices
    return adresse, une, autre, {cle: mot[cle] for cle in ("titre", "texte", "date_limite")}


def test_a_second_editor_is_told_who_and_when_keeps_their_words_and_may_replace(d, entrer, envoye, mot):
    adresse, une, autre, champs = corrections(d, entrer, envoye, mot)
    lue = version_de(une, adresse)
    assert autre.post(adresse, champs | {"texte": "Mardi.", "version": version_de(autre, adresse)}).status_code == 302
    refus = une.post(adresse, champs | {"texte": "Jeudi.", "version": lue})
    assert refus.status_code == 422
    assert "a modifié cela à 10 h 00, pendant que vous écriviez" in refus.text
    assert d.enseignante.nom_affiche in refus.text
    assert re.search(r"<textarea[^>]*>\s*Jeudi\.", refus.text)
    assert re.search(r'<dt class="note">Le mot</dt><dd class="fort">Mardi\.</dd>', refus.text)
    assert Mot.objects.get(pk=envoye.pk).texte == "Mardi."
    assert une.post(adresse, champs | {"texte": "Jeudi.", "version": version_portee(adresse, refus)}).status_code == 302
    assert Mot.objects.get(pk=envoye.pk).texte == "Jeudi."


def test_an_answer_of_a_family_is_no_correction(d, entrer, envoye, mot):
    """Only what the form shows counts: a mot is signed all day long."""
    adresse, une, _autre, champs = corrections(d, entrer, envoye, mot)
    lue = version_de(une, adresse)
    signer = reverse("carnet_signer", args=[d.eleve_cp.uuid, envoye.pk])
    assert entrer(d.mere).post(signer, {"uuid": str(uuid.uuid4())}).status_code == 302
    assert une.post(adresse, champs | {"texte": "Jeudi.", "version": lue}).status_code == 302


def test_another_fault_does_not_hide_the_conflict(d, entrer, envoye, mot):
    """The page that comes back for another reason still bears what it had read."""
    adresse, une, autre, champs = corrections(d, entrer, envoye, mot)
    lue = version_de(une, adresse)
    reponse = une.post(adresse, champs | {"titre": "", "version": lue})
    assert version_portee(adresse, reponse) == lue
    autre.post(adresse, champs | {"texte": "Mardi.", "version": lue})
    assert une.post(adresse, champs | {"texte": "Jeudi.", "version": lue}).status_code == 422


@pytest.mark.parametrize("part_le", [None, MARDI_10H + dt.timedelta(days=1)])
def test_a_message_corrected_on_two_devices_loses_no_words(d, fils_de, ecrire, entrer, part_le):
    """One that waits for the morning keeps no former version: what the second device did not read is not replaced unsaid."""
    message = ecrire(fils_de.foyer(), d.mere)
    if part_le:
        Message.objects.filter(pk=message.pk).update(part_le=part_le, parti_le=None, numero=None)
    adresse = reverse("messagerie_message", args=[message.pk])
    tablette, telephone = entrer(d.mere), entrer(d.mere)
    lue = version_de(telephone, adresse)
    ecrite = {"texte": "Bonjour, Inès a de la fièvre.", "version": lue}
    assert tablette.post(adresse, ecrite).status_code == 302
    refus = telephone.post(adresse, {"texte": "Bonjour à vous.", "version": lue})
    assert (refus.status_code, "pendant que vous écriviez" in refus.text) == (422, True)
    assert re.search(r"<textarea[^>]*>\s*Bonjour à vous\.", refus.text)
    assert re.search(r'<dd class="fort">Bonjour, Inès a de la fièvre\.</dd>', refus.text)
    assert Message.objects.get(pk=message.pk).texte == "Bonjour, Inès a de la fièvre."
    assert tablette.post(adresse, ecrite).status_code == 302, "sent again after a cut, it is what it says already"
    nouvelle = {"texte": "Bonjour à vous.", "version": version_portee(adresse, refus)}
    assert telephone.post(adresse, nouvelle).status_code == 302
    assert Message.objects.get(pk=message.pk).texte == "Bonjour à vous."


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_the_same_instant_one_is_refused(d, entrer, mot):
    entrer(d.enseignante).post(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), mot)
    adresse = reverse("carnet_corriger", args=[Mot.objects.get(titre="Piscine").pk])
    clients = [entrer(d.enseignante), entrer(d.enseignante)]
    lue = version_de(clients[0], adresse)
    champs = {cle: mot[cle] for cle in ("titre", "date_limite")} | {"version": lue}

    def corriger(couple):
        rang, client = couple
        try:
            return client.post(adresse, champs | {"texte": f"Mot {rang}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(corriger, enumerate(clients))) == [302, 422]


# --- Taking away ------------------------------------------------------------------------------------------------------
@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_taps_that_cross_one_takes_away_and_the_others_say_that_it_is_done(d, entrer):
    page = reverse("messagerie_absences")
    absence = Absence.objects.create(personne=d.mere, debut=dt.date(2099, 1, 4), fin=dt.date(2099, 1, 8))
    clients = [entrer(d.mere) for _ in range(4)]

    def retirer(client):
        try:
            adresse = reverse("messagerie_absence_retirer", args=[absence.pk])
            return client.post(adresse, headers={"Referer": f"http://testserver{page}"}).get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        assert set(fils.map(retirer, clients)) == {page}
    assert sorted("C’est déjà fait." in client.get(page).text for client in clients) == [False, True, True, True]
    assert EntreeJournal.objects.filter(verbe="messagerie.retirer_absence").count() == 1


def test_a_message_taken_back_by_two_taps_is_taken_back_once_and_by_its_author_alone(d, mardi, entrer, fils_de, ecrire):
    message = ecrire(fils_de.foyer(), d.mere, "Oups")
    rappeler = reverse("messagerie_rappeler", args=[message.pk])
    mere = entrer(d.mere)
    assert [mere.post(rappeler).status_code for _fois in range(2)] == [302, 302]
    assert entrer(d.enseignante).post(rappeler).status_code == 403
    assert EntreeJournal.objects.filter(verbe="messagerie.rappeler").count() == 1


# --- Said where it is done --------------------------------------------------------------------------------------------
PAR_LE_SCRIPT = {"HX-Request": "true"}


def test_what_the_thread_shows_by_itself_is_said_on_no_other_page(d, fils_de, ecrire, entrer):
    """« Le message est retiré » waited for the next page that was opened, whatever it was, and whatever message it showed."""
    message = ecrire(fils_de.foyer(), d.mere)
    client = entrer(d.mere)
    geste = client.post(reverse("messagerie_rappeler", args=[message.pk]), headers=PAR_LE_SCRIPT)
    assert geste.status_code == 204 and "HX-Trigger" in geste
    assert "Le message est retiré" not in client.get("/").text


def test_without_a_script_it_is_said_on_the_page_that_one_is_led_to(d, fils_de, ecrire, entrer):
    message = ecrire(fils_de.foyer(), d.mere)
    client = entrer(d.mere)
    assert "Le message est retiré" in client.post(reverse("messagerie_rappeler", args=[message.pk]), follow=True).text


def test_a_reaction_that_is_refused_is_said_at_once(d, fils_de, ecrire, entrer, monkeypatch):
    """The page stayed as it was, and why was read on another one."""
    message = ecrire(fils_de.foyer(), d.enseignante)
    client = entrer(d.mere)
    adresse = reverse("messagerie_reagir", args=[message.pk])
    assert "HX-Refresh" not in client.post(adresse, {"signe": "merci"}, headers=PAR_LE_SCRIPT)
    for geste in ({"signe": "nul"}, {"signe": "merci"}):
        refusee = client.post(adresse, geste, headers=PAR_LE_SCRIPT)
        assert refusee.status_code == 204 and refusee["HX-Refresh"] == "true"
        assert 'class="avis avis--urgent"' in client.get(reverse("messagerie_fil", args=[message.fil_id])).text
        monkeypatch.setattr("messagerie.views.fils.est_freine", lambda _request: True)
