"""A photo joined to a message or to a mot opens in a page of ours, for its readers alone, with the way back."""

from django.urls import reverse

from ent.fichiers.actions import dire_qui
from messagerie.models import Message, Mot
from tests.fichiers.fabriques import photo, televerse
from tests.messagerie.test_mots_pages import MOT
from tests.messagerie.test_pieces import joindre
from tests.messagerie.test_pieces import photo as de_telephone


def ouvrent(d, entrer, adresse: str) -> set[str]:
    return {qui for qui, personne in d.gens.items() if entrer(personne).get(adresse).status_code == 200}


def test_of_a_message_by_those_who_read_the_thread(d, mardi, fils_de, entrer):
    fil = fils_de.foyer()
    piece = joindre(entrer(d.mere), fil, de_telephone()).json()["message"]["pieces"][0]
    message = Message.objects.get()
    assert piece["adresse"] == message.pieces.get().page
    album = reverse("fichiers_album", args=["message", message.pk])
    assert ouvrent(d, entrer, piece["adresse"]) == ouvrent(d, entrer, album) == {"mere", "enseignante"}
    page = entrer(d.enseignante).get(piece["adresse"]).text
    assert f'/messages/fil/{fil.pk}/?message={message.numero}#m{message.numero}" data-fermer' in page
    assert d.eleve_cp.prenom in page, "the thread is named as its reader has it"


def test_of_a_mot_by_the_families_and_who_follows_it(d, mardi, entrer):
    joints = [televerse("a.jpg", photo()), televerse("b.jpg", photo(90, 60))]
    entrer(d.enseignante).post(reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), MOT | {"fichiers": joints})
    mot = Mot.objects.get()
    premier, second = mot.fichiers.order_by("pk")
    for fichier in (premier, second):
        dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    album = reverse("fichiers_album", args=["mot", mot.pk])
    lisent = ouvrent(d, entrer, premier.page)
    assert lisent == ouvrent(d, entrer, album) == ouvrent(d, entrer, f"{album}tout/")
    assert lisent == {"mere", "pere_separe", "mere_arabophone", "enseignante", "directrice"}
    page = entrer(d.mere).get(premier.page).text
    assert f'href="{reverse("carnet_lire", args=[mot.pk])}" data-fermer' in page
    assert f'href="{second.page}" data-pas="apres"' in page
    assert (
        f'{premier.page}" data-visionneuse'
        in entrer(d.mere).get(reverse("carnet_mot", args=[d.eleve_cp.uuid, mot.pk])).text
    )
