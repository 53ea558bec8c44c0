"""Who directs or teaches, and answers for the child at home, reads in no school what the other holder wrote or held back."""

from django.urls import reverse

from ent.services.liaison.actions import receptions
from ent.services.liaison.models import Dossier, Envoi, Reception
from tests.autres_responsables import adresses, devient_parent, lu_dans, ou_se_lisent

from .test_echange import envoyer

MOT = "Il aime lire."


def test_a_head_hands_over_no_file_of_their_own_child(d, accorde, college, entrer):
    """It holds the other's word, and the parts that are not in it are those that the other held back."""
    remettre = reverse("liaison_remettre", args=[accorde.uuid])
    page = reverse("liaison_envois", args=[accorde.campagne.uuid])
    client = entrer(d.directrice)
    assert remettre in client.get(page).text
    remise = client.post(remettre, follow=True)
    assert MOT in lu_dans(b"".join(remise.streaming_content))

    devient_parent(d.directrice, d.eleve_cm2, d.elementaire)
    client = entrer(d.directrice)
    assert remettre not in client.get(page).text
    refusee = client.post(remettre)
    assert refusee.status_code == 403 and "une autre personne de l’école remet ce fichier" in refusee.text
    assert client.post(remettre, {"quoi": "pai"}).status_code == 403
    assert client.get(reverse("liaison_fichier", args=[Envoi.objects.get().uuid])).status_code == 403


def test_nor_is_it_read_where_it_is_received(d, accorde, college, reseau, entrer):
    """By the teacher of the child, or the principal, who is the other holder; the rest of the school reads it once it is known whose it is."""
    envoyer(d, accorde)
    recue = Reception.objects.get()
    a_confirmer = reverse("liaison_reception", args=[recue.uuid])
    assert MOT not in entrer(college.principale).get(a_confirmer).text
    receptions.confirmer(reception=recue, eleve=d.eleve_cm2, auteur=college.principale)
    adresse = reverse("liaison_lire", args=[recue.uuid])
    for personne in (college.professeur, college.principale):
        assert MOT in entrer(personne).get(adresse).text
        devient_parent(personne, d.eleve_cm2, d.college)
        assert MOT not in entrer(personne).get(adresse).text


# --- By every address of the room -----------------------------------------------------------------------------------------
def chemins(dossier: Dossier, recue: Reception) -> list[str]:
    uuids = [dossier.uuid, dossier.campagne.uuid, recue.uuid, *Envoi.objects.values_list("uuid", flat=True)]
    choix = {"uuid": uuids, "int": [dossier.campagne.classe_id, 1], "str": [dossier.etablissement.uai]}
    return adresses("ent.services.liaison", choix)


def test_no_address_tells_a_head_or_a_principal_who_is_a_parent(d, accorde, college, reseau, entrer):
    """Those that tell it to a head who is not are found by the same walk."""
    envoyer(d, accorde)
    recue = Reception.objects.get()
    receptions.confirmer(reception=recue, eleve=d.eleve_cm2, auteur=college.principale)
    for personne, ecole in ((d.directrice, d.elementaire), (college.principale, d.college)):
        assert ou_se_lisent(entrer(personne), chemins(accorde, recue), [MOT]), "the walk reads it where it is"
        devient_parent(personne, d.eleve_cm2, ecole)
        assert ou_se_lisent(entrer(personne), chemins(accorde, recue), [MOT]) == set()
