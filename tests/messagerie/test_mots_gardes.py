"""A signature that waited on a phone: received once, given to what was read, never over a later answer."""

import re
import uuid

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from messagerie.actions import mots as actions
from messagerie.actions import mots_reponses as reponses
from messagerie.models import ReponseMot
from tests.messagerie.mots import SAMEDI, envoyer, relu, signer

TRACE = "[[[10, 10], [200, 120]]]"


def poster(client, mot, enfant, numero=None, **champs):
    numero = numero or uuid.uuid4()
    envoi = {"uuid": numero, "version": mot.version, "depuis": 0} | champs
    adresse = reverse("carnet_signer", args=[enfant.uuid, mot.pk])
    return client.post(adresse, envoi, headers={"X-Boite": "1"})


def en_vigueur() -> list[str]:
    return list(ReponseMot.objects.en_vigueur().values_list("choix", flat=True))


@pytest.fixture
def mot(d, mardi):
    return envoyer(d, nature="oui_non")


@pytest.fixture
def telephone(d, entrer):
    return entrer(d.mere)


def test_it_is_received_once_however_often_it_is_sent(d, mot, telephone):
    numero = uuid.uuid4()
    for _fois in range(3):
        reponse = poster(telephone, mot, d.eleve_cp, numero, choix="oui")
        assert (reponse.status_code, reponse.json()) == (200, {"recu": str(numero)})
    assert ReponseMot.objects.count() == 1
    assert EntreeJournal.objects.filter(verbe="messagerie.repondre_au_mot").count() == 1


def test_a_drawn_signature_too(d, mardi, telephone):
    mot, numero = envoyer(d, avec_dessin=True), uuid.uuid4()
    for _fois in range(2):
        assert poster(telephone, mot, d.eleve_cp, numero, trace=TRACE).status_code == 200
    assert ReponseMot.objects.count() == 1


def test_sent_again_after_one_changed_one_s_mind_it_changes_nothing(d, mot, telephone):
    numero = uuid.uuid4()
    poster(telephone, mot, d.eleve_cp, numero, choix="oui")
    signer(mot, d.eleve_cp, d.mere, "non")
    assert poster(telephone, mot, d.eleve_cp, numero, choix="oui").json() == {"recu": str(numero)}
    assert en_vigueur() == ["non"]


def test_what_was_answered_since_on_another_device_stays(d, mot, telephone):
    signer(mot, d.eleve_cp, d.mere, "non")
    reponse = poster(telephone, mot, d.eleve_cp, choix="oui")
    assert reponse.status_code == 422
    assert (
        reponse.json()["phrase"]
        == "Vous avez changé votre réponse depuis, sur un autre appareil : c’est elle qui reste."
    )
    assert en_vigueur() == ["non"]


def test_the_same_answer_from_two_devices_is_one(d, mot, telephone):
    signer(mot, d.eleve_cp, d.mere, "oui")
    assert poster(telephone, mot, d.eleve_cp, choix="oui").status_code == 200
    assert ReponseMot.objects.count() == 1


def test_changing_one_s_mind_waits_as_well(d, mot, telephone):
    premiere = signer(mot, d.eleve_cp, d.mere, "non")
    assert poster(telephone, mot, d.eleve_cp, choix="oui", depuis=premiere.pk).status_code == 200
    assert en_vigueur() == ["oui"]


def test_what_was_taken_back_since_stays_taken_back(d, mot, telephone):
    premiere = signer(mot, d.eleve_cp, d.mere, "non")
    reponses.reprendre_reponse(mot=mot, eleve=d.eleve_cp, par=d.mere, auteur=d.mere)
    assert poster(telephone, mot, d.eleve_cp, choix="oui", depuis=premiere.pk).status_code == 422
    assert en_vigueur() == []


def test_nobody_signs_what_they_have_not_read(d, mot, telephone):
    """The school corrected it meanwhile, and asks everyone again."""
    actions.corriger_mot(mot=mot, auteur=d.enseignante, redemander=True, texte="Le prix a changé : 40 €.")
    reponse = poster(telephone, mot, d.eleve_cp, choix="oui", version=1)
    assert reponse.status_code == 422
    assert reponse.json()["phrase"] == "L’école a corrigé ce mot depuis : relisez-le, puis répondez."
    assert not ReponseMot.objects.exists()


def test_it_came_too_late(d, mot, telephone, horloge):
    horloge(SAMEDI)
    reponse = poster(telephone, mot, d.eleve_cp, choix="oui")
    assert (reponse.status_code, "C’était jusqu’au" in reponse.json()["phrase"]) == (422, True)


@pytest.mark.parametrize("manque", ["uuid", "version", "depuis"])
def test_an_envelope_without_its_marks_is_refused(d, mot, telephone, manque):
    assert poster(telephone, mot, d.eleve_cp, choix="oui", **{manque: "x"}).status_code == 422
    assert not ReponseMot.objects.exists()


def test_one_s_number_gives_nothing_on_the_mot_of_another_family(d, mot, entrer, telephone):
    numero = uuid.uuid4()
    poster(telephone, mot, d.eleve_cp, numero, choix="oui")
    autre = entrer(relu(d.mere_arabophone))
    assert poster(autre, mot, d.eleve_ce1, numero, choix="non").status_code == 403
    assert poster(autre, mot, d.eleve_cp, choix="non").status_code == 404
    assert [(r.par, r.choix) for r in ReponseMot.objects.all()] == [(d.mere, "oui")]


# --- Without script, or on a device that keeps nothing --------------------------------------------------------------------
def champs_de(page, action: str) -> dict[str, str]:
    """The hidden fields of the form that signs, as the page draws them."""
    formulaire = page.text.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    return dict(re.findall(r'<input type="hidden" name="(version|depuis)" value="(\d+)"', formulaire))


@pytest.mark.parametrize("ou", ["carnet_mot", "carnet", "accueil"])
def test_a_page_that_was_open_signs_neither_what_was_corrected_nor_over_a_later_answer(d, mot, telephone, ou):
    action = reverse("carnet_signer", args=[d.eleve_cp.uuid, mot.pk])
    page = telephone.get(reverse(ou, args=[d.eleve_cp.uuid, mot.pk] if ou == "carnet_mot" else []))
    lus = champs_de(page, action)
    assert lus == {"version": "1", "depuis": "0"}
    signer(mot, d.eleve_cp, d.mere, "non")
    refusee = telephone.post(action, {"choix": "oui"} | lus)
    assert refusee.status_code == 422 and "sur un autre appareil" in refusee.text
    assert en_vigueur() == ["non"]
    actions.corriger_mot(mot=mot, auteur=d.enseignante, redemander=True, titre="Sortie à la mer", texte="9 h.")
    refusee = telephone.post(action, {"choix": "oui"} | lus)
    assert refusee.status_code == 422 and "relisez-le, puis répondez" in refusee.text
    assert not en_vigueur()
    # The answer of that page bears what it now shows.
    assert telephone.post(action, {"choix": "oui"} | champs_de(refusee, action)).status_code == 302
    assert en_vigueur() == ["oui"]
