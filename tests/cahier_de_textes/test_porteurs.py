"""The files of a content are read by whoever reads the item, and by nobody else."""

import datetime as dt
import io
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from cahier_de_textes.actions.seances import corriger_seance, ecrire_seance
from cahier_de_textes.actions.travaux import publier_travail, retirer_travail
from cahier_de_textes.models import Seance, Travail
from ent.fichiers.actions import deposer
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination

DEMAIN = dt.date(2026, 11, 26)


def photo(d, deposant, classe) -> Fichier:
    tampon = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(tampon, "JPEG")
    fichier, _neuf = deposer(
        deposant=deposant,
        envoi=uuid4(),
        contenu=ContentFile(tampon.getvalue()),
        nom="Cour.jpg",
        destination=Destination(classe.etablissement, classe),
    )
    return fichier


def bloc(fichier: Fichier) -> dict:
    return {"type": "image", "value": {"fichier": str(fichier.uuid), "legende": "La cour"}}


@pytest.fixture
def travail(d, mardi) -> Travail:
    image = photo(d, d.enseignante, d.cp_ce1)
    return publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        niveau="CP",
        nature="lire",
        texte="Regarder",
        date_pour=DEMAIN,
        contenu=[bloc(image)],
    )


def statut(entrer, personne, fichier: Fichier) -> int:
    return entrer(personne).get(reverse("fichiers_servir", args=[fichier.uuid, "320"])).status_code


def test_who_reads_one_picture_does_not_read_all(d, travail, entrer):
    """Kenza's mother reads what is given to the CE1, not what is shown to the CP."""
    pour_les_ce1 = publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        niveau="CE1",
        nature="lire",
        texte="Lire",
        date_pour=DEMAIN,
        contenu=[bloc(photo(d, d.enseignante, d.cp_ce1))],
    )
    lues = [statut(entrer, d.mere_arabophone, t.fichiers.get()) for t in (pour_les_ce1, travail)]
    assert lues == [200, 404]


def test_a_picture_is_read_with_the_travail_that_shows_it(d, travail, entrer):
    image = travail.fichiers.get()
    lecteurs = [d.enseignante, d.directrice, d.mere, d.pere_separe, d.eleve_cp]
    assert [statut(entrer, p, image) for p in lecteurs] == [200] * 5
    # The other level of the class, another class, another school, a commune, the operator.
    autres = [
        d.mere_arabophone,
        d.eleve_ce1,
        d.eleve_cm2,
        d.enseignant,
        d.directrice_maternelle,
        d.referente,
        d.operateur,
    ]
    assert [statut(entrer, p, image) for p in autres] == [404] * 7


def test_a_withdrawn_travail_takes_its_picture_with_it(d, travail, entrer):
    image = travail.fichiers.get()
    retirer_travail(travail=travail, auteur=d.enseignante)
    assert [statut(entrer, p, image) for p in (d.mere, d.eleve_cp)] == [404, 404]


def test_what_is_planned_or_a_draft_shows_nothing(d, mardi, entrer):
    for options in ({"date": dt.date(2026, 11, 26)}, {"date": dt.date(2026, 11, 23), "est_brouillon": True}):
        image = photo(d, d.enseignante, d.cp_ce1)
        ecrire_seance(auteur=d.enseignante, classe=d.cp_ce1, titre="La cour", contenu=[bloc(image)], **options)
        assert (statut(entrer, d.enseignante, image), statut(entrer, d.mere, image)) == (200, 404)


def test_naming_the_file_of_another_class_opens_nothing(d, mardi, entrer):
    """The teacher of the CM2 writes in a content the UUID of a picture that the CP-CE1 alone sees."""
    image = photo(d, d.enseignante, d.cp_ce1)
    ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=dt.date(2026, 11, 23), titre="La cour", contenu=[bloc(image)]
    )
    vol = publier_travail(
        auteur=d.enseignant, classe=d.cm2, nature="lire", texte="Voler", date_pour=DEMAIN, contenu=[bloc(image)]
    )
    assert vol.fichiers.count() == 0
    assert [statut(entrer, p, image) for p in (d.enseignant, d.eleve_cm2)] == [404, 404]


def test_a_picture_taken_out_of_the_content_is_erased(d, mardi):
    image = photo(d, d.enseignante, d.cp_ce1)
    seance = ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=dt.date(2026, 11, 23), titre="La cour", contenu=[bloc(image)]
    )
    corriger_seance(
        seance=seance,
        auteur=d.enseignante,
        date=seance.date,
        titre="La cour",
        niveaux=[],
        moment="matin",
        heure=None,
        domaine="",
        contenu=[],
    )
    assert Fichier.objects.filter(pk=image.pk).count() == 0
    assert Seance.objects.get().fichiers.count() == 0
