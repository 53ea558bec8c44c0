"""What is joined to a message is read by who reads the message, no longer than they do."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from PIL import Image

from ent.fichiers.models import Fichier
from messagerie.actions import fils as actions_fils
from messagerie.actions import messages as actions
from messagerie.models import Message
from tests.fichiers import fabriques


def photo(nom: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    tampon = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(tampon, "JPEG")
    return SimpleUploadedFile(nom, tampon.getvalue(), content_type="image/jpeg")


def joindre(client, fil, fichier, texte="", **champs):
    corps = {"uuid": str(uuid.uuid4()), "texte": texte, "fichiers": [fichier], **champs}
    return client.post(f"/messages/fil/{fil.pk}/envoyer/", corps, headers={"X-Boite": "1"})


def lire(client, message) -> int:
    return client.get(message.pieces.get().adresse()).status_code


def test_a_photo_alone_is_a_message_read_by_both_sides(d, fils_de, entrer):
    fil = fils_de.foyer()
    piece = joindre(entrer(d.mere), fil, photo()).json()["message"]["pieces"][0]
    assert (piece["nom"], piece["nature"]) == ("Photo", "image")
    message = Message.objects.get()
    assert {cle: lire(entrer(d.gens[cle]), message) for cle in ("mere", "enseignante")} == {
        "mere": 200,
        "enseignante": 200,
    }


def test_nobody_else_reads_it(d, fils_de, entrer):
    joindre(entrer(d.mere), fils_de.foyer(), photo())
    message = Message.objects.get()
    for cle in ("pere_separe", "mere_arabophone", "eleve_cp", "enseignant", "directrice", "operateur"):
        assert lire(entrer(d.gens[cle]), message) == 404, cle


def test_taken_back_it_is_read_by_nobody(d, fils_de, entrer):
    joindre(entrer(d.mere), fils_de.foyer(), photo(), "Voici")
    message = Message.objects.get()
    actions.rappeler(message=message, auteur=d.mere)
    assert lire(entrer(d.mere), message) == lire(entrer(d.enseignante), message) == 404
    assert Fichier.objects.count() == 1, "kept as evidence"


def test_what_waits_for_the_morning_is_read_by_its_author_alone(d, fils_de, entrer, horloge, mardi):
    horloge(mardi.replace(hour=22))
    joindre(entrer(d.mere), fils_de.foyer(), photo())
    message = Message.objects.get()
    assert (lire(entrer(d.mere), message), lire(entrer(d.enseignante), message)) == (200, 404)


def test_joined_for_two_households_it_is_one_file_read_by_each(d, fils_de, entrer):
    fil = fils_de.foyer(d.eleve_cp, d.mere)
    joindre(entrer(d.enseignante), fil, photo(), "La sortie", aux_foyers="1")
    assert Fichier.objects.count() == 1
    a_elle, a_lui = Message.objects.order_by("pk")
    assert (lire(entrer(d.mere), a_elle), lire(entrer(d.pere_separe), a_lui)) == (200, 200)


def test_a_file_that_is_not_one_is_refused_with_a_sentence(d, fils_de, entrer):
    faux = SimpleUploadedFile("photo.jpg", b"<svg><script>alert(1)</script></svg>", content_type="image/jpeg")
    reponse = joindre(entrer(d.mere), fils_de.foyer(), faux, "Voici")
    assert (reponse.status_code, Message.objects.count(), Fichier.objects.count()) == (422, 0, 0)
    assert "photo.jpg" in reponse.json()["phrase"]


def test_whoever_may_not_write_deposits_nothing(d, fils_de, entrer):
    fil = fils_de.annonce
    envoi = {"envoi": str(uuid.uuid4()), "lieu": f"fil:{fil.pk}", "fichier": photo()}
    assert entrer(d.mere).post("/fichiers/deposer/", envoi).status_code in (403, 404, 422)
    assert not Fichier.objects.exists()


# --- Sent again after a cut, or from a page gone back to --------------------------------------------------------------
def deposer(client, fil, fichier) -> str:
    corps = {"envoi": str(uuid.uuid4()), "lieu": f"fil:{fil.pk}", "fichier": fichier}
    return client.post("/fichiers/deposer/", corps).json()["uuid"]


def test_what_was_deposited_before_it_is_taken_once_when_the_answer_was_lost(d, fils_de, entrer):
    """The message left, its answer did not come back: the outbox sends it again, and is told that it is received."""
    fil, client = fils_de.foyer(), entrer(d.mere)
    corps = {"uuid": str(uuid.uuid4()), "texte": "Voici", "fichiers-deposes": [deposer(client, fil, photo())]}
    envoyer = f"/messages/fil/{fil.pk}/envoyer/"
    recus = [client.post(envoyer, corps, headers={"X-Boite": "1"}) for _fois in range(2)]
    assert [(r.status_code, r.json().get("recu")) for r in recus] == [(200, corps["uuid"])] * 2
    assert Message.objects.get().pieces.count() == 1


def test_another_photo_without_words_from_a_page_gone_back_to_is_another_message(d, fils_de, entrer):
    fil, client, numero = fils_de.foyer(), entrer(d.mere), str(uuid.uuid4())
    bleu = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(bleu, "JPEG")
    for contenu in (photo(), SimpleUploadedFile("IMG_0002.jpg", bleu.getvalue(), content_type="image/jpeg")):
        for _fois in range(2):
            contenu.seek(0)
            client.post(f"/messages/fil/{fil.pk}/envoyer/", {"uuid": numero, "texte": "", "fichiers": [contenu]})
    noms = [[f.nom_donne for f in m.pieces.all()] for m in Message.objects.order_by("pk")]
    assert noms == [["IMG_0001.jpg"], ["IMG_0002.jpg"]]


def test_what_left_is_received_though_nobody_writes_there_since(d, fils_de, entrer):
    fil, client = fils_de.eleves, entrer(d.eleve_cp)
    corps = {"uuid": str(uuid.uuid4()), "texte": "Bonjour la classe"}
    envoyer = f"/messages/fil/{fil.pk}/envoyer/"
    client.post(envoyer, corps, headers={"X-Boite": "1"})
    actions_fils.fermer(fil=fil, auteur=d.enseignante)
    encore = client.post(envoyer, corps, headers={"X-Boite": "1"})
    assert (encore.status_code, encore.json()["recu"]) == (200, corps["uuid"])
    autre = client.post(envoyer, corps | {"texte": "Encore"}, headers={"X-Boite": "1"})
    assert (autre.status_code, Message.objects.count()) == (403, 1)


def test_gone_back_to_for_the_other_household_what_is_missing_leaves(d, fils_de, entrer):
    fil, client, numero = fils_de.foyer(), entrer(d.enseignante), str(uuid.uuid4())
    for champs in ({}, {"aux_foyers": "on"}, {"aux_foyers": "on"}):
        assert joindre(client, fil, photo(), "Voici", uuid=numero, **champs).status_code == 200
    assert sorted(Message.objects.values_list("fil__foyer", flat=True)) == sorted(
        [fil.foyer, fils_de.foyer(d.eleve_cp, d.pere_separe).foyer]
    )


@pytest.mark.parametrize("numero", ["", "pas un numéro"])
def test_without_a_number_nothing_is_taken_for_known(d, fils_de, entrer, numero):
    joint = joindre(entrer(d.mere), fils_de.foyer(), photo(), "Voici", uuid=numero)
    assert (joint.status_code, Message.objects.count()) == (422, 0)


def test_the_inbox_says_what_is_joined_to_a_message_without_words(d, fils_de, entrer):
    """« Mme Belhadj : … » was all that it said of a photo or of a voice; so did the page where a message is reported."""
    fil = fils_de.foyer()
    fichiers = [photo(), photo("IMG_0002.jpg"), fabriques.televerse("voix.wav", fabriques.wav())]
    message = joindre(entrer(d.mere), fil, fichiers[0], fichiers=fichiers).json()["message"]["id"]
    extrait = re.compile(r"boite-fil__extrait.*?</span>", re.DOTALL)

    def dit(client) -> str:
        return " ".join(strip_tags(extrait.search(client.get("/messages/").text)[0].partition(">")[2]).split())

    assert dit(entrer(d.enseignante)) == "Mme Belhadj : 2 photos, 1 son"
    assert "2 photos, 1 son" in entrer(d.enseignante).get(f"/messages/message/{message}/signaler/").text
    joindre(entrer(d.mere), fil, photo(), texte="La voici")
    assert dit(entrer(d.enseignante)) == "Mme Belhadj : La voici"
