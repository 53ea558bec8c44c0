"""Files in a content: one's own deposit or the item's own file, and nothing else."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from cahier_de_textes.actions.commun import tenir_les_fichiers
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.templatetags.contenus import contenu
from ent.fichiers import actions as depots
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from tests.cahier_de_textes.test_contenus import Formulaire, bloc, donnees


def png(couleur: str = "red") -> bytes:
    flux = io.BytesIO()
    Image.new("RGB", (640, 480), couleur).save(flux, "PNG")
    return flux.getvalue()


@pytest.fixture
def deposer(d, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "fichiers": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }

    def depot(personne, classe, nom: str = "chat.png", octets: bytes | None = None) -> Fichier:
        fichier, _neuf = depots.deposer(
            deposant=personne,
            envoi=uuid.uuid4(),
            contenu=SimpleUploadedFile(nom, octets or png()),
            nom=nom,
            destination=Destination(classe.etablissement, classe),
        )
        return fichier

    yield depot
    storages._storages.clear()


def formulaire(auteur, classe, *paires, ecrit=None, fichiers=None) -> Formulaire:
    f = Formulaire(donnees(*paires, ("titre", "x")), MultiValueDict(fichiers or {}))
    f.fields["contenu"].pour(auteur, ecrit, lieu=f"classe:{classe.pk}")
    return f


def image(fichier_uuid, legende: str = "Un chat", cle: str = "0") -> list[tuple[str, str]]:
    return bloc(cle, "image", fichier_deposes=str(fichier_uuid), legende=legende)


def travail_de(auteur, classe, bruts):
    return publier_travail(
        auteur=auteur, classe=classe, nature="lire", texte="Regarde", date_pour=dt.date(2026, 11, 26), contenu=bruts
    )


def test_a_deposit_of_the_author_is_named_then_held_and_shown(d, mardi, deposer):
    fichier = deposer(d.enseignante, d.cp_ce1)
    f = formulaire(d.enseignante, d.cp_ce1, *image(fichier.uuid))
    assert f.is_valid(), f["contenu"].data[0].erreurs
    travail = travail_de(d.enseignante, d.cp_ce1, f.cleaned_data["contenu"])
    assert list(travail.fichiers.all()) == [fichier]
    fichier.refresh_from_db()
    assert fichier.attache_le is not None
    page = contenu(travail)
    assert f'src="{fichier.adresse()}"' in page
    assert 'alt="Un chat"' in page
    assert 'width="640" height="480"' in page
    assert 'loading="lazy"' in page
    assert "320w" in page


def test_the_file_of_another_gives_nothing(d, mardi, deposer):
    """Who knows the uuid of a file of another class neither sees it, nor keeps it, nor shows it."""
    secret = deposer(d.directrice_maternelle, d.ms, "secret.png")
    deja_tenu = travail_de(
        d.directrice_maternelle,
        d.ms,
        [{"type": "image", "value": {"fichier": str(secret.uuid), "legende": ""}, "id": str(uuid.uuid4())}],
    )
    libre = deposer(d.directrice_maternelle, d.ms, "libre.png", png("blue"))
    assert list(deja_tenu.fichiers.all()) == [secret]
    for vole in (secret, libre):
        f = formulaire(d.enseignante, d.cp_ce1, *image(vole.uuid))
        assert not f.is_valid()
        assert f["contenu"].data[0].erreurs == {"fichier": "Ce fichier n’est plus là. Choisissez-le à nouveau."}
        page = str(f["contenu"])
        assert str(vole.uuid) not in page
        assert vole.nom not in page
        # Even where a content would name it, it is not held, hence not shown.
        brut = {"type": "image", "value": {"fichier": str(vole.uuid), "legende": "volée"}, "id": str(uuid.uuid4())}
        travail = travail_de(d.enseignante, d.cp_ce1, [brut])
        assert not travail.fichiers.exists()
        assert str(vole.uuid) not in contenu(travail)
    libre.refresh_from_db()
    assert libre.attache_le is None


def test_a_file_of_the_item_stays_for_whoever_corrects_it_and_leaves_with_its_block(d, mardi, deposer):
    fichier = deposer(d.enseignante, d.cp_ce1)
    travail = travail_de(
        d.enseignante, d.cp_ce1, formulaire_valide(formulaire(d.enseignante, d.cp_ce1, *image(fichier.uuid)))
    )
    corrige = formulaire(d.enseignant, d.cp_ce1, *image(fichier.uuid, "Deux chats"), ecrit=travail)
    travail.contenu = formulaire_valide(corrige)
    travail.save()
    tenir_les_fichiers(travail, d.enseignant)
    assert list(travail.fichiers.all()) == [fichier]
    # The same name in another item gives nothing.
    ailleurs = formulaire(d.enseignant, d.cp_ce1, *image(fichier.uuid))
    assert not ailleurs.is_valid()
    travail.contenu = []
    travail.save()
    tenir_les_fichiers(travail, d.enseignant)
    assert not Fichier.objects.filter(pk=fichier.pk).exists()


def formulaire_valide(f: Formulaire) -> list[dict]:
    assert f.is_valid(), [s.erreurs for s in f["contenu"].data]
    return f.cleaned_data["contenu"]


def test_a_file_of_another_kind_is_refused(d, mardi, deposer):
    texte = deposer(d.enseignante, d.cp_ce1, "liste.txt", b"chat\nchien\n")
    f = formulaire(d.enseignante, d.cp_ce1, *image(texte.uuid))
    assert not f.is_valid()
    assert f["contenu"].data[0].erreurs == {
        "fichier": "« liste.txt » n’a pas sa place ici. Choisissez un autre fichier."
    }


def test_without_script_a_file_sent_with_the_form_is_kept_whatever_comes_next(d, mardi, deposer):
    envoye = {"contenu-0-fichier": [SimpleUploadedFile("chat.png", png())]}
    geste = formulaire(
        d.enseignante,
        d.cp_ce1,
        *bloc("0", "image", legende="Un chat"),
        ("contenu-geste", "ajouter-mots"),
        fichiers=envoye,
    )
    assert not geste.is_valid()
    depose = geste["contenu"].data[0].champs["fichier"]
    suite = formulaire(d.enseignante, d.cp_ce1, *image(depose))
    assert formulaire_valide(suite)[0]["value"] == {"fichier": depose, "legende": "Un chat"}
    assert Fichier.objects.filter(deposant=d.enseignante).count() == 1


def test_a_file_that_is_refused_says_why_and_the_rest_stays(d, mardi, deposer):
    envoye = {"contenu-1-fichier": [SimpleUploadedFile("chat.png", b"<svg onload=alert(1)>")]}
    f = formulaire(d.enseignante, d.cp_ce1, *bloc("0", "texte", texte="reste"), *bloc("1", "image"), fichiers=envoye)
    assert not f.is_valid()
    texte, refusee = f["contenu"].data
    assert texte.champs["texte"] == "reste"
    assert refusee.erreurs["fichier"].startswith("« chat.png »")
    assert refusee.erreurs["fichier"] in str(f["contenu"]).replace("&#x27;", "'")
    # In a class one does not teach, nothing is deposited.
    f = formulaire(
        d.enseignante, d.ms, *bloc("1", "image"), fichiers={"contenu-1-fichier": [SimpleUploadedFile("a.png", png())]}
    )
    assert not f.is_valid()
    assert f["contenu"].data[0].erreurs == {"fichier": "Ce compte ne peut pas déposer de fichier ici."}
    assert not Fichier.objects.exists()


def test_showing_contents_asks_as_many_questions_for_one_file_as_for_three(
    d, mardi, deposer, django_assert_num_queries
):
    for n in (1, 3):
        fichiers = [
            deposer(d.enseignante, d.cp_ce1, f"{i}.png", png(c)) for i, c in enumerate(["red", "blue", "green"][:n])
        ]
        bruts = [{"type": "image", "value": {"fichier": str(f.uuid), "legende": ""}, "id": ""} for f in fichiers]
        travail = travail_de(d.enseignante, d.cp_ce1, bruts)
        with django_assert_num_queries(1):
            assert contenu(travail).count("<img") == n
        deja = type(travail).objects.prefetch_related("fichiers").get(pk=travail.pk)
        with django_assert_num_queries(0):
            assert contenu(deja, "eleve").count("<img") == n
