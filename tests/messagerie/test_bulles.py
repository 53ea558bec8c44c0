"""A message is drawn once for all who read the same words from the same side, and again as soon as anything of it changes; so is what tells of it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from messagerie.actions import messages as actions
from messagerie.lectures import bulles
from messagerie.lectures.conversation import bulle_de, conversation, fil_lu
from messagerie.lectures.fils import place
from messagerie.models import Message
from messagerie.templatetags.messagerie import _bulle
from messagerie.templatetags.messagerie import bulles as dessinees
from messagerie.trames import COURT, EXTRAIT, Piece, _trame, dit, trame, trame_de


def relire(message: Message) -> Message:
    return Message.objects.select_related("auteur", "en_reponse_a__auteur").get(pk=message.pk)


def lue(personne, message: Message):
    return bulle_de(personne, relire(message), place(personne, message.fil))


def dessin(personne, message: Message) -> str:
    return dessinees([lue(personne, message)], est_eleve=False)


def test_what_the_page_reads_of_a_message_is_what_a_signal_says_of_it(d, fils_de, ecrire):
    fil = fils_de.foyer()
    premier = ecrire(fil, d.mere, "Bonjour")
    reponse = ecrire(fil, d.enseignante, "Bonsoir", en_reponse_a=premier.pk)
    actions.reagir(message=reponse, personne=d.mere, signe="merci")
    menu = {"nature": "document", "nom_donne": "Menu.pdf", "type_mime": "application/pdf", "empreinte": "0" * 64}
    recu = Fichier.objects.create(etablissement=fil.etablissement, deposant=d.enseignante, octets=2_000, **menu)
    reponse.pieces.add(recu)
    for message in (premier, reponse):
        assert trame_de(lue(d.mere, message).dit, None) == trame(relire(message))
    dite = lue(d.mere, reponse).dit
    assert (dite.pieces, dite.signes) == ((Piece(2_000, "document", "Menu.pdf", dite.pieces[0].uuid),), ("merci",))
    assert dit(relire(reponse))._replace(pieces=()) == dite._replace(
        pieces=(), uuid=str(reponse.uuid), auteur=str(reponse.auteur.uuid)
    )
    assert trame(relire(reponse))["reponse"]["extrait"] == "Bonjour"
    # Joined to who reads it, it is their own: what is shared is never added to.
    assert lue(d.mere, reponse).trame.keys() - trame(relire(reponse)).keys() == {
        "est_moi",
        "mon_signe",
        "peut_modifier",
    }
    assert "est_moi" not in trame_de(dite, translation.get_language())


def test_what_answers_a_message_without_words_says_that_something_was_joined(d, fils_de, ecrire, entrer):
    """A photo or a voice has no words to quote: the answer stood under an empty frame."""
    fil = fils_de.foyer()
    photo = ecrire(fil, d.mere, "Voyez")
    Message.objects.filter(pk=photo.pk).update(texte="")
    reponse = ecrire(fil, d.enseignante, "Merci", en_reponse_a=photo.pk)
    assert lue(d.mere, reponse).trame["reponse"]["extrait"] == "Pièce jointe"
    page = entrer(d.enseignante).get(reverse("messagerie_fil", args=[fil.pk]), {"repondre": photo.pk}).text
    assert re.search(r"data-cite=.Pièce jointe.><span><b>[^<]*Belhadj</b> Pièce jointe</span>", page)


def test_two_who_read_the_same_words_are_given_one_drawing_and_who_wrote_them_another(d, fils_de, ecrire):
    message = ecrire(fils_de.annonce, d.enseignante, "Demain, piscine")
    _bulle.cache_clear()
    vus = [dessin(personne, message) for personne in (d.mere, d.pere_separe, d.directrice, d.enseignante)]
    assert _bulle.cache_info().misses == 2
    assert vus[0] == vus[1] == vus[2] != vus[3]
    assert "bulle--moi" in vus[3] and "bulle--moi" not in vus[0]


def test_the_longest_are_drawn_each_time_so_that_nobody_fills_the_memory_of_a_server(d, fils_de, ecrire):
    court, long = (ecrire(fils_de.annonce, d.enseignante, '"' * n) for n in (COURT, COURT + 1))
    gardees = []
    for message in (court, long):
        _bulle.cache_clear()
        _trame.cache_clear()
        assert dessin(d.mere, message).count("&#34;") == len(message.texte)
        assert lue(d.mere, message).trame["texte"] == message.texte
        gardees.append((_bulle.cache_info().currsize, _trame.cache_info().currsize))
    assert gardees == [(1, 1), (0, 0)]


def test_of_what_it_answers_no_more_is_read_than_is_said(d, fils_de, ecrire):
    cite = ecrire(fils_de.annonce, d.enseignante, "é" * (EXTRAIT + 1))
    reponse = ecrire(fils_de.annonce, d.enseignante, "Oui", en_reponse_a=cite.pk)
    assert lue(d.mere, reponse).dit.cite_texte == dit(relire(reponse)).cite_texte == "é" * EXTRAIT


@pytest.mark.parametrize(
    ("geste", "lu", "tu"),
    [
        (lambda d, m: actions.modifier(message=m, auteur=d.mere, texte="Corrigé"), "Corrigé", "Bonjour"),
        (lambda d, m: actions.rappeler(message=m, auteur=d.mere), "Message retiré", "Bonjour"),
        (lambda d, m: actions.reagir(message=m, personne=d.enseignante, signe="bravo"), 'data-signe="bravo"', None),
        (lambda d, m: Message.objects.filter(pk=m.pk).update(urgence="Panne"), 'bulle__urgent" data-champ', None),
        (lambda d, m: type(d.mere).objects.filter(pk=d.mere.pk).update(nom_usage="Ziani"), "Ziani", None),
        (
            lambda d, m: Message.objects.filter(pk=m.pk).update(parti_le=timezone.now() - dt.timedelta(hours=3)),
            None,
            None,
        ),
    ],
)
def test_whatever_changes_of_it_is_seen_at_once(d, fils_de, ecrire, geste, lu, tu):
    message = ecrire(fils_de.foyer(), d.mere, "Bonjour")
    avant = dessin(d.enseignante, message)
    assert "Bonjour" in avant
    geste(d, relire(message))
    apres = dessin(d.enseignante, message)
    assert apres != avant
    assert (lu or "") in apres
    assert tu is None or tu not in apres


def test_it_is_said_in_the_language_and_to_the_age_of_who_reads(d, fils_de, ecrire):
    message = ecrire(fils_de.annonce, d.enseignante, "Demain, piscine")
    en_francais = dessin(d.mere, message)
    with translation.override("en"):
        assert "Urgent" in dessin(d.mere, message) != en_francais
    assert dessin(d.mere, message) == en_francais
    assert "data-lire" in dessinees([lue(d.mere, message)], est_eleve=True)
    assert "data-lire" not in en_francais


def test_signs_that_no_writing_has_come_back_in_the_field_as_they_were_typed(d, fils_de, ecrire, entrer):
    ecrit = "Bonjour\x02\x03, qui vient ?"
    message = ecrire(fils_de.foyer(), d.mere, ecrit)
    page = entrer(d.mere).get(f"/messages/message/{message.pk}/").content.decode()
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", page) == [ecrit]
    assert page.count("\x02") == page.count("\x03") == 2, "in its bubble and in its field, and no mark besides"


@pytest.mark.parametrize(
    "page", [lambda d, m: conversation(d.mere, fil_lu(d.mere, m.fil_id)).bulles[-1], lambda d, m: lue(d.mere, m)]
)
def test_a_sign_put_while_the_page_is_read_is_on_the_message_that_says_it_changed(
    d, fils_de, ecrire, monkeypatch, page
):
    message, vraie = ecrire(fils_de.foyer(), d.mere, "Bonjour"), bulles.MESSAGES.lire

    def lire(voulus):
        actions.reagir(message=message, personne=d.enseignante, signe="merci")
        return vraie(voulus)

    monkeypatch.setattr(bulles.MESSAGES, "lire", lire)
    dite = page(d, message).dit
    # A browser that holds this revision asks for nothing more of it.
    assert (dite.revision, dite.signes) == (message.revision + 1, ("merci",))


def test_what_tells_of_a_message_is_said_once_whatever_the_number_of_those_who_read(d, fils_de, ecrire, monkeypatch):
    """Of a thousand, a fifth of the time that writing took."""
    dites = []
    monkeypatch.setattr("messagerie.actions.annonces.annonce", lambda fil, auteur: dites.append(fil) or "Un message")
    ecrire(fils_de.annonce, d.enseignante, "Bonjour")
    assert len(dites) == len({p.langue for p in Personne.objects.filter(notifications__texte="Un message")}) < 3
    assert Notification.objects.filter(texte="Un message").count() > 5
