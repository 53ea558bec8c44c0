"""Who is on an image, and who may be shown it: in every room, of whatever holds images.

A kind of item that holds files is guarded by the ground (`ent.fichiers.droits`), or says why not: a new one neither played nor named here fails.
"""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db.models import Q
from django.urls import reverse

from ent.annuaire.models import Personne, Place, Role
from ent.fichiers import actions as fichiers
from ent.fichiers import registres
from ent.fichiers.actions import Envoi
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from tests.matrice import Objets
from tests.pages.journal import photo

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire")

DEMAIN = dt.date(2026, 11, 26)
HIER = dt.date(2026, 11, 24)
IMAGE, CACHEE = "image/webp", "image/svg+xml"

# Why nobody asks who is on their images, as the registry says.
SANS_CONTROLE = {
    "renseignements.autorise": "the face of an adult, for who opens the gate: no pupil is shown by it",
    "renseignements.sante": "a medical paper of one child",
    "cahier_de_textes.remise": "a child's own work, read by their household",
    "cahier_de_textes.retour": "a sound, to one household",
    "pages.billet": "judged by pages/porteurs_journal.py",
    "pages.portfolio": "a child's own works, read by their household; of a billet, judged by pages/porteurs_journal.py",
    "espaces.oeuvre": "judged by models/tableau.py, for what families said of projects with another school",
    "liaison.piece": "chosen one by one: nobody but the child is on them (lectures/choix.py)",
    "liaison_recu": "l’école qui l’envoie l’a jugé : un enfant seul y est, et ses responsables l’ont laissé partir",
    "vie_scolaire.justificatif": "a proof, read by who sent it and by the direction",
}
# Guarded as all are: read by no family but its author; or by one child's, and played in tests/services/liaison.
SANS_FAMILLE = {"messagerie.rendu", "messagerie.signalement", "liaison.version"}


def _bloc(image: Fichier) -> list[dict]:
    return [{"type": "image", "value": {"fichier": str(image.uuid), "legende": ""}, "id": str(uuid.uuid4())}]


def _travail(d, image: Fichier, eleves=()) -> None:
    from cahier_de_textes.actions.travaux import publier_travail

    publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        eleves=eleves,
        nature="lire",
        texte="Lire",
        date_pour=DEMAIN,
        contenu=_bloc(image),
    )


def _seance(d, image: Fichier, eleves=()) -> None:
    from cahier_de_textes.actions.seances import ecrire_seance

    ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, eleves=eleves, date=HIER, titre="La cour", contenu=_bloc(image)
    )


def _mot(d, image: Fichier, eleves=()) -> None:
    from messagerie.actions.mots import Public
    from tests.messagerie.mots import envoyer

    envoyer(d, envoi=_envoi(d, image), public=Public(d.elementaire, classe=d.cp_ce1, eleves=tuple(eleves)))


def _envoi(d, image: Fichier) -> Envoi:
    return Envoi(Destination(d.elementaire, d.cp_ce1), deposes=[image])


def _dans(nom: str, auteur: str = "enseignante") -> Callable:
    def ecrire(d, image: Fichier, eleves=()) -> None:
        from messagerie.actions import messages
        from tests.messagerie.fils import Fils

        fil = Fils(d).foyer() if nom == "foyer" else getattr(Fils(d), nom)
        messages.envoyer(fil=fil, auteur=d.gens[auteur], uuid=uuid.uuid4(), envoi=_envoi(d, image))

    return ecrire


POSES = {
    "cahier_de_textes.travail": [_travail],
    "cahier_de_textes.seance": [_seance],
    "messagerie.mot": [_mot],
    "messagerie.message": [_dans("annonce"), _dans("ecole", "directrice")],
}


@pytest.fixture
def image(d, mardi) -> Fichier:
    return photo(d.enseignante, d.cp_ce1)


def vue(entrer, qui: Personne, image: Fichier) -> str:
    """What is sent in place of the image: its kind; nothing to whoever reads no item that holds it."""
    reponse = entrer(Personne.objects.get(pk=qui.pk)).get(image.adresse("320"))
    return reponse["Content-Type"] if reponse.status_code == 200 else ""


@pytest.fixture
def autoriser(d, mardi):
    """``autoriser(True)``: Kenza's mother is asked by the school, and answers."""
    from ent.services.vie_scolaire.actions import consentements

    demande = consentements.demander_consentement(
        etablissement=d.elementaire,
        auteur=d.directrice,
        finalite="vie_de_classe",
        supports=["journal"],
        texte="Des photos.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )
    return lambda oui: consentements.repondre(
        demande=demande, eleve=d.eleve_ce1, par=d.mere_arabophone, reponses={"journal": oui}
    )


# --- The class of faults ----------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.renseignements", "ent.services.liaison", "ent.services.espaces")
def test_each_kind_of_item_that_holds_files_is_guarded_or_says_why_not():
    connus = registres.porteurs_par_nom()
    assert {nom: p.sans_controle for nom, p in connus.items() if p.sans_controle} == SANS_CONTROLE
    assert connus.keys() == SANS_CONTROLE.keys() | SANS_FAMILLE | POSES.keys()


@pytest.mark.parametrize("poser", [pose for poses in POSES.values() for pose in poses])
def test_an_image_is_shown_to_families_once_the_school_says_who_is_on_it_and_each_may_be_shown(
    d, image, entrer, autoriser, poser
):
    poser(d, image)
    image.refresh_from_db()
    assert (vue(entrer, d.mere, image), vue(entrer, d.enseignante, image)) == (CACHEE, IMAGE)
    assert vue(entrer, d.directrice_maternelle, image) == ""  # another school knows nothing of it
    assert entrer(d.mere).get(image.adresse("320") + "?telecharger").status_code == 404
    fichiers.dire_qui(fichier=image, eleves=[], auteur=d.enseignante)
    assert vue(entrer, d.mere, image) == IMAGE
    fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignante)
    assert vue(entrer, d.mere, image) == CACHEE, "Kenza's family was not asked"
    autoriser(True)
    assert vue(entrer, d.mere, image) == IMAGE
    autoriser(False)
    assert vue(entrer, d.mere, image) == CACHEE, "taken back since"
    assert vue(entrer, d.enseignante, image) == IMAGE
    fichiers.flouter(fichier=image, rectangles=[(0, 0, 500, 500)], masques=[d.eleve_ce1], auteur=d.enseignante)
    assert vue(entrer, d.mere, image) == IMAGE


@pytest.mark.parametrize("poser", [_travail, _seance, _mot])
def test_for_one_named_pupil_nobody_is_asked_and_for_two_they_are(d, image, entrer, poser):
    poser(d, image, [d.eleve_cp])
    a_deux = photo(d.enseignante, d.cp_ce1)
    poser(d, a_deux, [d.eleve_cp, d.eleve_ce1])
    assert [vue(entrer, d.mere, i) for i in (image, a_deux)] == [IMAGE, CACHEE]


def test_held_by_an_item_of_another_household_it_stays_hidden_from_the_rest(d, image, entrer):
    """The same photo, to Kenza's household alone and to the class: the class does not read it through her."""
    _travail(d, image, [d.eleve_ce1])
    _seance(d, image)
    assert [vue(entrer, qui, image) for qui in (d.mere_arabophone, d.mere)] == [IMAGE, CACHEE]


def test_a_household_and_its_teacher_send_each_other_what_they_like(d, image, entrer):
    _dans("foyer")(d, image)
    la_leur = photo(d.mere, d.cp_ce1)
    _dans("foyer", "mere")(d, la_leur)
    assert {vue(entrer, qui, i) for qui in (d.mere, d.enseignante) for i in (image, la_leur)} == {IMAGE}


def test_a_child_of_elsewhere_who_was_named_is_shown_to_a_household_as_anywhere(d, image, entrer, autoriser):
    _dans("foyer")(d, image)
    for eleve, montree in ((d.eleve_cp, IMAGE), (d.eleve_ce1, CACHEE)):
        fichiers.dire_qui(fichier=image, eleves=[eleve], auteur=d.enseignante)
        assert [vue(entrer, qui, image) for qui in (d.mere, d.enseignante)] == [montree, IMAGE]
    autoriser(True)
    assert vue(entrer, d.mere, image) == IMAGE


@pytest.mark.parametrize(
    ("fil", "auteur", "autre"), [("parents", "mere", "mere_arabophone"), ("eleves", "eleve_cp", "mere")]
)
def test_what_a_family_or_a_pupil_brings_to_the_class_waits_for_the_school(d, mardi, entrer, fil, auteur, autre):
    from tests.messagerie.test_regles import regler

    regler(Place(ecole=d.elementaire), d.directrice, {("responsable", "responsable"): "oui"})
    image = photo(d.gens[auteur], d.cp_ce1)
    _dans(fil, auteur)(d, image)
    image.refresh_from_db()
    assert [vue(entrer, d.gens[q], image) for q in (auteur, autre, "enseignante")] == [IMAGE, CACHEE, IMAGE]
    assert entrer(d.gens[auteur]).get(reverse("fichiers_qui", args=[image.uuid])).status_code == 404
    entrer(d.enseignante).post(reverse("fichiers_qui", args=[image.uuid]), qui_de(entrer, d, image, personne="1"))
    assert vue(entrer, d.gens[autre], image) == IMAGE


def test_what_is_hidden_is_looked_at_as_hidden_and_does_not_leave_in_a_zip(d, image, entrer):
    from messagerie.models import Mot

    vue_aussi = photo(d.enseignante, d.cp_ce1, "blue")
    _mot(d, image)
    Mot.objects.get().fichiers.add(vue_aussi)
    fichiers.attacher(fichiers=[vue_aussi])
    fichiers.dire_qui(fichier=vue_aussi, eleves=[], auteur=d.enseignante)
    album = reverse("fichiers_album", args=["mot", Mot.objects.get().pk])
    mere, enseignante = entrer(d.mere), entrer(d.enseignante)
    assert [i.adresse() in mere.get(album).text for i in (image, vue_aussi)] == [False, True]
    assert [i.adresse() in enseignante.get(album).text for i in (image, vue_aussi)] == [True, True]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(mere.get(f"{album}tout/").streaming_content)))
    assert len(archive.namelist()) == 1
    page = mere.get(image.page)
    assert page.status_code == 200 and "Photo cachée" in page.text and "telecharger" not in page.text
    assert entrer(d.directrice_maternelle).get(image.page).status_code == 404


@pytest.mark.parametrize("nom", [nom for nom in SANS_CONTROLE if nom in registres.porteurs_par_nom()])
def test_nobody_names_nor_blurs_what_a_kind_that_is_not_asked_about_holds(d, mardi, entrer, monkeypatch, nom):
    """A paper of health, the face of who collects a child, a pupil's own work: the teacher who reads it alters nothing of it."""
    leur = photo(d.mere, d.cp_ce1)
    Fichier.objects.filter(pk=leur.pk).update(classe=None, attache_le=mardi)
    lu = replace(registres.porteurs_par_nom()[nom], lisibles_par=lambda _personne: Q(pk=leur.pk))
    monkeypatch.setitem(registres._porteurs, nom, lu)
    statut = 200 if nom in ("pages.billet", "espaces.oeuvre") else 404  # these two judge their photos themselves
    for qui in (d.enseignante, d.directrice):
        assert leur in Fichier.objects.lisibles_par(qui)
        for adresse in ("fichiers_qui", "fichiers_flouter"):
            assert entrer(qui).get(reverse(adresse, args=[leur.uuid])).status_code == statut
    Fichier.objects.filter(pk=leur.pk).update(deposant=d.enseignante, attache_le=None)
    assert entrer(d.enseignante).get(reverse("fichiers_flouter", args=[leur.uuid])).status_code == 200


# --- Asked where it is joined -----------------------------------------------------------------------------------------
def qui_de(entrer, d, image: Fichier, **champs) -> dict:
    from tests.gestes import version_de

    return {"version": version_de(entrer(d.enseignante), reverse("fichiers_qui", args=[image.uuid])), **champs}


def _joint(d, nom: str, image: Fichier, **champs) -> tuple[str, dict]:
    arguments, envoi = Objets(d, "elementaire").arguments(nom)
    jointe = {"fichiers-deposes": str(image.uuid)}
    if nom.startswith("cahier"):
        jointe = {"contenu-0-type": "image", "contenu-0-fichier-deposes": str(image.uuid), "contenu-0-legende": ""}
    return reverse(nom, args=arguments), {**envoi, **jointe, **champs}


@pytest.mark.parametrize("nom", ["carnet_ecrire_classe", "cahier_donner_classe", "cahier_seance_classe"])
def test_a_form_comes_back_until_one_said_who_is_on_its_images_in_one_tap(d, image, entrer, nom):
    chemin, envoi = _joint(d, nom, image)
    client = entrer(d.enseignante)
    refus = client.post(chemin, envoi)
    assert refus.status_code == 422
    assert f"Dites qui est sur « {image.nom_donne} »" in refus.text
    assert str(image.uuid) in refus.text, "nothing of it is lost"
    adresse = reverse("fichiers_qui", args=[image.uuid])
    fragment = client.get(adresse, headers={"HX-Request": "true"}).text
    assert "Personne n’est sur cette photo" in fragment
    assert d.eleve_cp.prenom in fragment
    assert d.eleve_ms.prenom not in fragment, "of the class alone"
    dit = client.post(
        adresse, qui_de(entrer, d, image, visages=[str(d.eleve_ce1.uuid)]), headers={"HX-Request": "true"}
    )
    assert f"{d.eleve_ce1.prenom} :" in dit.text, "why she may not be shown, at once"
    refus = client.post(chemin, envoi)
    assert refus.status_code == 422
    assert "ne peut pas être montrée à ces familles" in refus.text
    client.post(adresse, qui_de(entrer, d, image, personne="1"), headers={"HX-Request": "true"})
    assert client.post(chemin, envoi).status_code == 302


@pytest.mark.parametrize("nom", ["cahier_donner_classe", "cahier_seance_classe"])
def test_a_draft_waits_for_no_answer_and_says_it_when_it_is_given(d, image, entrer, nom):
    from cahier_de_textes.models import Seance, Travail

    chemin, envoi = _joint(d, nom, image, brouillon="1")
    client = entrer(d.enseignante)
    assert client.post(chemin, envoi).status_code == 302
    ecrit = (Travail if "donner" in nom else Seance).objects.latest("pk")
    genre = "" if isinstance(ecrit, Travail) else "seance_"
    client.post(reverse(f"cahier_{genre}publier", args=[ecrit.pk]))
    page = client.get(
        reverse("cahier_travail" if isinstance(ecrit, Travail) else "cahier_seance", args=[ecrit.pk])
    ).text
    assert "1 image est cachée aux familles" in page
    assert reverse("fichiers_qui", args=[image.uuid]) in page
    image.refresh_from_db()
    assert vue(entrer, d.mere, image) in (CACHEE, ""), "hidden, or not yet of their day"


def test_a_message_to_a_class_asks_and_one_to_a_household_does_not(d, image, entrer):
    from tests.messagerie.fils import Fils

    client, libre = entrer(d.enseignante), photo(d.enseignante, d.cp_ce1)
    envoyer = {"uuid": str(uuid.uuid4()), "texte": "La sortie"}
    boite = {"X-Boite": "1"}
    annonce, foyer = (reverse("messagerie_envoyer", args=[f.pk]) for f in (Fils(d).annonce, Fils(d).foyer()))
    assert client.post(foyer, {**envoyer, "fichiers-deposes": str(libre.uuid)}, headers=boite).status_code == 200
    refus = client.post(annonce, {**envoyer, "fichiers-deposes": str(image.uuid)}, headers=boite)
    assert refus.status_code == 422
    assert "Dites qui est sur" in refus.json()["phrase"]
    # Without script, or from an outbox, it comes along with the words: taken, hidden, and asked on the page of the thread.
    jointe = Objets(d, "elementaire").televerse()
    assert client.post(annonce, {**envoyer, "fichiers": jointe}, headers=boite).status_code == 200
    recue = Fichier.objects.latest("pk")
    fil = reverse("messagerie_fil", args=[Fils(d).annonce.pk])
    lien = reverse("fichiers_qui", args=[recue.uuid])
    assert lien in client.get(fil).text
    assert lien not in entrer(d.mere).get(fil).text
    assert vue(entrer, d.mere, recue) == CACHEE


def test_what_was_given_back_is_judged_again_when_it_is_sent(d, image, entrer, mardi):
    from messagerie.models import Message

    fichiers.dire_qui(fichier=image, eleves=[], auteur=d.enseignante)
    _dans("annonce")(d, image)
    message = Message.objects.get()
    Message.objects.update(numero=None, parti_le=None, rendu_le=mardi)
    fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignante)
    client = entrer(d.enseignante)
    client.post(reverse("messagerie_renvoyer", args=[message.pk]))
    page = client.get(reverse("messagerie_a_reprendre")).text
    assert "ne peut pas être montrée à ces familles" in page
    assert reverse("fichiers_qui", args=[image.uuid]) in page
    assert not Message.objects.partis().exists()
    fichiers.dire_qui(fichier=image, eleves=[], auteur=d.enseignante)
    client.post(reverse("messagerie_renvoyer", args=[message.pk]))
    assert Message.objects.partis().get() == message


def test_what_waited_leaves_with_its_words_and_its_author_is_told_of_a_photo_that_may_be_shown_no_more(
    d, image, entrer, autoriser, horloge, mardi, django_capture_on_commit_callbacks
):
    from ent.diffusion.models import Notification
    from messagerie.actions import messages
    from messagerie.models import Fil, Message

    autoriser(True)
    fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignante)
    horloge(mardi.replace(hour=22))
    _dans("annonce")(d, image)
    autoriser(False)
    horloge(mardi.replace(hour=7, minute=30) + dt.timedelta(days=1))
    messages.faire_partir(fil=Fil.objects.get())
    assert Message.objects.partis().count() == 1
    assert vue(entrer, d.mere, image) == CACHEE
    dite = Notification.objects.get(nature="messagerie.image_cachee")
    assert dite.destinataire == d.enseignante
    # Settled, it is told no more, and the screens of its readers draw the message again.
    avant = Fil.objects.get().revision
    with django_capture_on_commit_callbacks(execute=True):
        autoriser(True)
    assert not Notification.objects.filter(nature="messagerie.image_cachee").exists()
    assert (Fil.objects.get().revision, vue(entrer, d.mere, image)) == (avant + 1, IMAGE)


def test_a_colleague_of_another_class_sees_an_image_and_learns_no_name_of_it(d, image, entrer):
    """Everybody who works in the school reads what the direction tells it."""
    agent = Personne.objects.create(nom="Agent", courriel="agent@exemple.fr")
    Role.objects.create(personne=agent, nature="personnel", etablissement=d.elementaire, debut=HIER)
    gens = {"agent": agent, **d.gens}
    de_l_ecole, chemin = _dans("ecole", "directrice"), reverse("fichiers_qui", args=[image.uuid])
    de_l_ecole(d, image)
    assert {vue(entrer, gens[qui], image) for qui in ("agent", "enseignant", "enseignante")} == {IMAGE}
    dites = ("agent", "enseignant", "enseignante", "directrice")
    assert [entrer(gens[q]).get(chemin).status_code for q in dites] == [404, 404, 200, 200]
    # One that is of no class: who teaches there speaks of the pupils that they know, and of no other.
    sans_classe = photo(d.directrice, d.cp_ce1)
    Fichier.objects.filter(pk=sans_classe.pk).update(classe=None)
    de_l_ecole(d, sans_classe)
    page = entrer(d.enseignant).get(reverse("fichiers_qui", args=[sans_classe.uuid])).text
    assert (str(d.eleve_cm2.uuid) in page, str(d.eleve_cp.uuid) in page) == (True, False)
    assert entrer(agent).get(reverse("fichiers_qui", args=[sans_classe.uuid])).status_code == 404


def test_only_adults_of_the_school_say_who_is_on_an_image_and_blur(d, image, entrer):
    _mot(d, image)
    for nom in ("fichiers_qui", "fichiers_flouter"):
        chemin = reverse(nom, args=[image.uuid])
        statuts = {qui: entrer(d.gens[qui]).get(chemin).status_code for qui in d.gens}
        assert {qui for qui, statut in statuts.items() if statut == 200} == {"enseignante", "directrice"}
    client = entrer(d.enseignante)
    trace = {"gauche": "0", "haut": "0", "droite": "500", "bas": "500"}
    assert client.post(reverse("fichiers_flouter", args=[image.uuid]), {}).status_code == 422
    assert client.post(reverse("fichiers_flouter", args=[image.uuid]), trace).status_code == 302
