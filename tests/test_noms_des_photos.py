"""The name of a photo's file, often a pupil's, is read by no other household: of whatever room it comes from, by whatever way it leaves."""

import io
import re
import uuid
import zipfile
from functools import partial
from html import unescape
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion.models import Notification
from ent.fichiers import actions as fichiers
from ent.fichiers import registres
from ent.fichiers.actions import Envoi
from ent.fichiers.models import Declinaison, Fichier, nom_montre, numeroter
from ent.fichiers.registres import Destination
from tests.pages import journal
from tests.test_images_partout import POSES

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages", "ent.services.vie_scolaire")

NOM = "Wassim_Ouali_privé-de-sortie.png"
LIEN = re.compile(r"""(?:href|src|data-[a-z-]+)="(/[^"\s]*)"|(/[^"\s]+) [0-9]+w""")
# What ends the session, what is the same for everybody, and calendars, which go on for ever.
LAISSES = re.compile(r"/(deconnexion|connexion|static|assemblages|aide)/|[?&](?!telecharger)")


def _billet(d) -> None:
    billet = journal.publie(d, [], [], texte="Nos semis")
    journal.actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
    Fichier.objects.filter(pk=billet.pieces.last().fichier_id).update(nature=Fichier.Nature.VIDEO)


def _portfolio(d) -> None:
    from pages.actions import portfolio

    envoi = Envoi(Destination(d.elementaire, d.cp_ce1), deposes=[_deposee(d)])
    portfolio.garder(eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre="Jeu", envoi=envoi)


def _remise(d) -> None:
    from cahier_de_textes.actions.remises import remettre
    from tests.cahier_de_textes.test_actions import donner

    travail = donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)
    envoi = Envoi(Destination(d.elementaire, d.cp_ce1), deposes=[_deposee(d, d.mere)])
    remettre(travail=travail, eleve=d.eleve_cp, par=d.mere, uuid=uuid.uuid4(), texte="Voilà", envoi=envoi)


def _deposee(d, qui=None) -> Fichier:
    return journal.photo(qui or d.enseignante, d.cp_ce1, nom=NOM)


@pytest.fixture
def posees(d, mardi, monkeypatch, django_capture_on_commit_callbacks) -> list[Fichier]:
    """A photo of that name in each room that carries some, for the families of the class; nobody is recognised on it."""
    monkeypatch.setattr(journal, "photo", partial(journal.photo, nom=NOM))
    with django_capture_on_commit_callbacks(execute=True):
        for poser in (pose for poses in POSES.values() for pose in poses):
            poser(d, _deposee(d))
        for poser in (_billet, _portfolio, _remise):
            poser(d)
        lues = list(Fichier.objects.exclude(attache_le=None))
        for fichier in lues:
            fichiers.dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    assert {f.nom_donne for f in lues} == {NOM}
    return lues


def en_sons(deposees: list[Fichier]) -> None:
    """As if a telephone had recorded them."""
    objets = Declinaison.objects.filter(fichier__in=deposees)
    objets.filter(nom="320").update(nom="original", type_mime="audio/mpeg")
    Fichier.objects.filter(pk__in=[f.pk for f in deposees]).update(nature=Fichier.Nature.SON)


def contenu(reponse) -> str:
    """All that one may read of an answer: its headers, its words, what a ZIP holds."""
    octets = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    texte = unquote(str(reponse.headers))
    if octets[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return texte + "".join(
                archive.namelist() + [archive.read(n).decode(errors="ignore") for n in archive.namelist()]
            )
    return texte + unescape(octets.decode(errors="ignore"))


def parcourir(client: Client, departs: list[str]) -> dict[str, str]:
    """Every page that one comes to from these, by what it links to or shows."""
    lues: dict[str, str] = {}
    a_lire = list(departs)
    while a_lire and len(lues) < 400:
        chemin = a_lire.pop(0)
        if chemin in lues or LAISSES.search(chemin):
            continue
        lues[chemin] = contenu(client.get(chemin))
        a_lire += [unescape(lien or taille) for lien, taille in LIEN.findall(lues[chemin])]
    return lues


def _archive(d) -> str:
    from pages.actions import archives
    from pages.lectures import archives as lectures

    mere = Personne.objects.get(pk=d.mere.pk)
    archive = archives.demander(recueil=lectures.recueils_de(mere, d.eleve_cp.uuid)[0], nature="zip", par=mere)
    archives.fabriquer(archive=archive)
    return reverse("journal_archive_prendre", args=[archive.pk])


def test_no_way_out_tells_another_household_the_name_of_a_photo(d, posees, entrer):
    zips = [
        reverse("fichiers_tout", args=[nom, cle])
        for nom, genre in registres.albums().items()
        for cle in genre.table._base_manager.filter(fichier__in=posees).values_list(genre.champ, flat=True).distinct()
    ]
    departs = ["/", _archive(d), *zips, *(f.adresse(n) for f in posees for n in ("320", "800", "1600"))]
    lues = parcourir(entrer(d.mere), departs)
    servies = {f.pk for f in posees if f.est_image and f.adresse("320") in lues}
    assert all(any(f.page in texte for texte in lues.values()) for f in posees if f.est_image), "each came in some page"
    assert len(servies) == sum(f.est_image for f in posees)
    assert sum("2026-11-24-cp-ce1.webp" in lues[z] for z in zips) >= 2, "albums were taken in a ZIP"
    assert [chemin for chemin, texte in lues.items() if "Ouali" in texte] == []


def test_nor_does_the_public_site_an_e_mail_or_a_notification(d, posees, client):
    lues = parcourir(client, [reverse("journal_public", args=[d.elementaire.uai])])
    assert any(reverse("journal_public_fichier", args=[d.elementaire.uai, f.uuid, "320"]) in lues for f in posees)
    dites = [str(n) for n in Notification.objects.values()] + [
        f"{m.subject} {m.body} {m.alternatives}" for m in mail.outbox
    ]
    assert dites and [texte for texte in [*lues.values(), *dites] if "Ouali" in texte] == []


def test_the_site_does_not_offer_it_as_the_words_of_a_photo_in_a_page():
    from pages.models import ImageDEcole

    assert ImageDEcole(title="Wassim_Ouali", collection_id=1).default_alt_text == ""
    assert ImageDEcole(title="Wassim_Ouali", collection_id=1, description="Un chêne").default_alt_text == "Un chêne"


def test_its_depositor_and_the_school_find_it_by_its_name(d, posees, entrer):
    qui = reverse("fichiers_qui", args=[posees[0].uuid])
    assert NOM in unescape(entrer(d.enseignante).get(qui).text)
    libre = _deposee(d)
    assert (
        entrer(d.enseignante)
        .get(reverse("fichiers_deposer"), {"envoi": libre.envoi})
        .json()["envois"][str(libre.envoi)]["nom"]
        == NOM
    )


@pytest.mark.parametrize(
    ("nature", "montre"), [("image", "Photo"), ("video", "Vidéo"), ("son", "Son"), ("document", NOM)]
)
def test_a_document_alone_keeps_the_name_that_says_what_it_is(nature, montre):
    assert nom_montre(nature, NOM) == Fichier(nature=nature, nom_donne=NOM).nom == montre


def test_nor_does_any_way_out_tell_the_name_of_a_recording(d, posees, entrer):
    """A telephone names it after who holds it: « Enregistrement de Léo Martin.m4a »."""
    zips = [
        reverse("fichiers_tout", args=[nom, cle])
        for nom, genre in registres.albums().items()
        for cle in genre.table._base_manager.filter(fichier__in=posees).values_list(genre.champ, flat=True).distinct()
    ]
    originaux = [reverse("fichiers_servir", args=[f.uuid, "original"]) for f in posees]
    en_sons(posees)
    lues = parcourir(entrer(d.mere), ["/", _archive(d), *zips, *originaux, *[f"{o}?telecharger" for o in originaux]])
    assert sum('2026-11-24-cp-ce1.mp3"' in lues[f"{o}?telecharger"] for o in originaux) > 3
    assert sum("Son" in texte for texte in lues.values()) > 3
    assert [chemin for chemin, texte in lues.items() if "Ouali" in texte] == []


# --- Several of one kind ------------------------------------------------------------------------------------------------
def test_photos_of_one_item_are_told_apart_by_their_place():
    natures = ["image", "document", "image", "son", "image"]
    lus = numeroter(Fichier(nature=nature, nom_donne=NOM) for nature in natures)
    assert [f.nom for f in lus] == ["Photo 1", NOM, "Photo 2", "Son", "Photo 3"]


@pytest.fixture
def par_quatre(d, mardi, monkeypatch) -> dict[str, list[Fichier]]:
    """By room, two photos and two sounds of one item that a mother reads."""
    from cahier_de_textes.actions.remises import remettre
    from messagerie.actions import messages
    from pages.actions import portfolio
    from tests.cahier_de_textes.test_actions import donner
    from tests.messagerie.fils import Fils
    from tests.messagerie.mots import envoyer

    def quatre(qui=None) -> list[Fichier]:
        return [_deposee(d, qui) for _ in range(4)]

    par_salle = {
        "message": quatre(),
        "mot": quatre(),
        "remise": quatre(d.mere),
        "portfolio": quatre(),
        "billet": quatre(),
    }
    envoi = {salle: Envoi(Destination(d.elementaire, d.cp_ce1), deposes=siens) for salle, siens in par_salle.items()}
    messages.envoyer(fil=Fils(d).foyer(), auteur=d.enseignante, uuid=uuid.uuid4(), envoi=envoi["message"])
    envoyer(d, envoi=envoi["mot"])
    travail = donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)
    remettre(travail=travail, eleve=d.eleve_cp, par=d.mere, uuid=uuid.uuid4(), texte="Voilà", envoi=envoi["remise"])
    portfolio.garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre="Jeu", envoi=envoi["portfolio"]
    )
    billet = journal.actions.ecrire_billet(
        classe=d.cp_ce1, auteur=d.enseignante, titre="Semis", texte="", envoi=envoi["billet"]
    )
    journal.actions.publier_billet(billet=billet, auteur=d.enseignante, public=journal.FAMILLES)
    for siens in par_salle.values():
        for fichier in siens:
            fichiers.dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
        en_sons(siens[2:])
    return par_salle


def test_so_they_are_to_their_readers_in_every_room(d, par_quatre, entrer):
    lues = parcourir(entrer(d.mere), ["/"])
    for salle, siens in par_quatre.items():
        montrant = [texte for texte in lues.values() if all(str(f.uuid) in texte for f in siens)]
        noms = [re.findall(r'(?:alt|aria-label)="(?:Écouter : )?((?:Photo|Son)\b[^"]*)"', texte) for texte in montrant]
        assert any({"Photo 1", "Photo 2", "Son 1", "Son 2"} <= set(dits) for dits in noms), salle
        assert not any({"Photo", "Son"} & set(dits) for dits in noms), salle
        # In the journal, where each billet has its « Photo 1 », the name says of which it is.
        assert salle != "billet" or any("Photo 1, Semis" in dits for dits in noms)


def test_and_on_the_way_out(d, par_quatre, entrer):
    for salle, siens in par_quatre.items():
        adresses = [f.adresse("320") for f in siens[:2]] + [f.adresse("original") for f in siens[2:]]
        noms = [entrer(d.mere).get(f"{a}?telecharger")["Content-Disposition"] for a in adresses]
        assert [re.search(r"-0(\d)\.", nom)[1] for nom in noms] == ["1", "2", "1", "2"], salle
