"""A class that has told, shown, answered and asked; and keepsakes of it."""

import io
import zipfile
from types import SimpleNamespace

import pytest

from cahier_de_textes.actions import remises
from cahier_de_textes.models import Remise
from ent.annuaire.models import Personne
from ent.fichiers.actions import Envoi
from ent.fichiers.controles import preparer
from ent.fichiers.registres import Destination
from ent.services.souvenirs import actions, lectures
from ent.services.souvenirs.models import AlbumSouvenir
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre
from tests.fichiers import fabriques
from tests.fichiers.conftest import objets, prives
from tests.messagerie.mots import envoyer, signer
from tests.pages.conftest import montrables
from tests.pages.journal import fichiers_de, publie

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def demander(personne: Personne, eleve: Personne) -> AlbumSouvenir:
    par = relu(personne)
    return actions.demander(eleve=eleve, par=par, contenu=lectures.contenu_de(par, eleve, par.langue))


def avancer(album: AlbumSouvenir, fois: int = 100) -> AlbumSouvenir:
    """What its tasks do, one after the other."""
    for _n in range(fois):
        album = AlbumSouvenir.objects.select_related("eleve", "demandeur", "etablissement").get(pk=album.pk)
        if album.etat != AlbumSouvenir.Etat.EN_COURS:
            break
        actions.avancer(album=album)
    return AlbumSouvenir.objects.get(pk=album.pk)


def faire(personne: Personne, eleve: Personne) -> AlbumSouvenir:
    return avancer(demander(personne, eleve))


def octets(album: AlbumSouvenir) -> bytes:
    return b"".join(lectures.lire_album(list(album.parts.all()), 0, album.octets))


def ouvrir(album: AlbumSouvenir) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(octets(album)))
    assert archive.testzip() is None
    return archive


def page(album: AlbumSouvenir) -> str:
    return ouvrir(album).read("index.html").decode()


def avec_une_voix(d) -> Remise:
    """A work of Inès, to which her teacher answered by a word, a stamp and her voice."""
    remise = rendre(donner(d, texte="Ma feuille d’arbre", est_a_rendre=True), d.eleve_cp)
    voix = fabriques.televerse("voix.wav", fabriques.wav())
    son = Envoi(Destination(d.elementaire, d.cp_ce1), prepares=[preparer(voix, voix.name)])
    remises.repondre(remise=remise, auteur=d.enseignante, texte="Bien vu !", tampon="bravo", envoi=son)
    return remise


@pytest.fixture
def vecu(d, mardi, montrables) -> SimpleNamespace:
    """Of Inès (`eleve_cp`): a billet with one photo of her and one of Kenza (whose family refused), one of the CM2; a work with a sound in answer; a mot that
    each of her parents signed.
    """
    montrables["journal"] |= {d.eleve_cp, d.eleve_cm2}
    billet = publie(
        d, [d.eleve_cp], [d.eleve_cp, d.eleve_ce1], titre="La sortie à la ferme", texte="Nous avons vu les chèvres."
    )
    publie(d, [], titre="Réservé au CM2", auteur=d.enseignant, classe=d.cm2)
    remise = avec_une_voix(d)
    rendre(remise.travail, d.eleve_ce1)
    mot = envoyer(d, titre="Sortie du 12 décembre", texte="Prévoir des bottes.")
    signer(mot, d.eleve_cp, d.mere)
    signer(mot, d.eleve_cp, d.pere_separe, nom="Mehdi signe aussi")
    visible, cachee = fichiers_de(billet)
    return SimpleNamespace(billet=billet, remise=remise, mot=mot, visible=visible, cachee=cachee)


@pytest.fixture(autouse=True)
def pas_a_pas(monkeypatch):
    """Tasks run when a test says so."""
    monkeypatch.setattr(actions, "_continuer", lambda album: None)


__all__ = ["montrables", "objets", "prives"]
