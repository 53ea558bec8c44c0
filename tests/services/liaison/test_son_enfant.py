"""Who directs or teaches, and answers for the child at home, reads in no school what the other holder wrote or held back."""

import io
import itertools
import re
import zipfile

from django.db import transaction
from django.urls import reverse

from ent.annuaire.models import Personne, Responsabilite
from ent.services.liaison import urls
from ent.services.liaison.actions import receptions
from ent.services.liaison.models import Dossier, Envoi, Reception

from .test_echange import envoyer

MOT = "Il aime lire."


def devient_parent(d, adulte: Personne, ecole) -> None:
    Responsabilite.objects.create(
        adulte=adulte,
        enfant=d.eleve_cm2,
        etablissement=ecole,
        lien="mere",
        autorite="confirmee",
        debut=d.cm2.annee.debut,
    )


def lu_dans(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        return "".join(z.read(nom).decode(errors="replace") for nom in z.namelist())


def test_a_head_hands_over_no_file_of_their_own_child(d, accorde, college, entrer):
    """It holds the other's word, and the parts that are not in it are those that the other held back."""
    remettre = reverse("liaison_remettre", args=[accorde.uuid])
    page = reverse("liaison_envois", args=[accorde.campagne.uuid])
    client = entrer(d.directrice)
    assert remettre in client.get(page).text
    remise = client.post(remettre, follow=True)
    assert MOT in lu_dans(b"".join(remise.streaming_content))

    devient_parent(d, d.directrice, d.elementaire)
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
        devient_parent(d, personne, d.college)
        assert MOT not in entrer(personne).get(adresse).text


# --- By every address of the room -----------------------------------------------------------------------------------------
def adresses(dossier: Dossier, recue: Reception | None) -> list[str]:
    """Each that has a name, of every thing that fits what it asks for."""
    uuids = [dossier.uuid, dossier.campagne.uuid, *Envoi.objects.values_list("uuid", flat=True)]
    uuids += [recue.uuid] if recue else []
    choix = {"uuid": uuids, "int": [dossier.campagne.classe_id, 1], "str": [dossier.etablissement.uai]}
    trouvees = []
    for motif in urls.urlpatterns:
        genres = re.findall(r"<(\w+):", str(motif.pattern))
        trouvees += [
            reverse(motif.name, args=siens) for siens in itertools.product(*(choix[genre] for genre in genres))
        ]
    return trouvees


def ou_se_lit_le_mot(client, chemins: list[str]) -> set[str]:
    """What is asked changes nothing for the next one."""
    lues = set()
    for chemin, methode in itertools.product(chemins, ("get", "post")):
        with transaction.atomic():
            reponse = getattr(client, methode)(chemin, follow=True)
            contenu = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
            transaction.set_rollback(True)
        lu = lu_dans(contenu) if contenu.startswith(b"PK") else contenu.decode(errors="replace")
        lues |= {f"{methode} {chemin}"} if MOT in lu else set()
    return lues


def test_no_address_tells_a_head_or_a_principal_who_is_a_parent(d, accorde, college, reseau, entrer):
    """Those that tell it to a head who is not are found by the same walk."""
    envoyer(d, accorde)
    recue = Reception.objects.get()
    receptions.confirmer(reception=recue, eleve=d.eleve_cm2, auteur=college.principale)
    for personne, ecole in ((d.directrice, d.elementaire), (college.principale, d.college)):
        chemins = adresses(accorde, recue)
        assert ou_se_lit_le_mot(entrer(personne), chemins), "the walk reads it where it is"
        devient_parent(d, personne, ecole)
        assert ou_se_lit_le_mot(entrer(personne), chemins) == set()
