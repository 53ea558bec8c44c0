"""What was allowed to the families of a class is shown to those of no other: a séance that is copied shows them no pupil of elsewhere."""

import pytest
from django.urls import reverse

from cahier_de_textes.actions import organisation, reserve
from cahier_de_textes.actions.seances import ecrire_seance
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.models import Seance
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Inscription, Responsabilite
from ent.fichiers import actions as fichiers
from tests.cahier_de_textes.test_frontieres import changer_de_classe, relu
from tests.pages.journal import photo
from tests.test_images_partout import CACHEE, HIER, IMAGE, _bloc, autoriser, vue

__all__ = ["autoriser"]  # a fixture
pytestmark = pytest.mark.besoin_de("ent.services.vie_scolaire", "messagerie", "pages")


@pytest.fixture
def image(d, mardi, autoriser):
    """Kenza is on it, and her mother said yes to « le journal de la classe »."""
    autoriser(True)
    image = photo(d.enseignante, d.cp_ce1)
    fichiers.dire_qui(fichier=image, eleves=[d.eleve_ce1], auteur=d.enseignante)
    return image


@pytest.fixture
def seance(d, image) -> Seance:
    return ecrire_seance(auteur=d.enseignante, classe=d.cp_ce1, date=HIER, titre="La cour", contenu=_bloc(image))


def une_famille_de(d, classe, *, sauf=()):
    liens = Responsabilite.objects.filter(enfant__inscriptions__classe=classe, enfant__inscriptions__fin=None)
    return liens.exclude(adulte__in=[d.mere, d.pere_separe, d.mere_arabophone, *sauf]).earliest("pk").adulte


def copier(d, ecrit, classe, **champs):
    organisation.dupliquer(ecrit=ecrit, auteur=d.enseignante, classe=classe, date=HIER, **champs)
    return type(ecrit).objects.latest("pk")


def page(entrer, qui, ecrit) -> str:
    return entrer(relu(qui)).get(reverse("cahier_seance", args=[ecrit.pk])).text


# --- Another class ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("est_repris", [False, True])
def test_the_families_of_another_class_are_sent_a_hidden_image(d, seance, image, entrer, est_repris):
    autre = une_famille_de(d, d.cm2)
    assert (vue(entrer, d.mere, image), vue(entrer, autre, image)) == (IMAGE, "")
    copier(d, seance, d.cm2, est_repris=est_repris)
    assert vue(entrer, autre, image) == CACHEE
    assert [vue(entrer, qui, image) for qui in (d.mere, d.enseignante, d.enseignant)] == [IMAGE] * 3


def test_those_of_another_school_too(d, seance, image, entrer):
    autre = Responsabilite.objects.filter(etablissement=d.maternelle).exclude(adulte=d.mere).first().adulte
    copier(d, seance, d.ms)
    assert vue(entrer, autre, image) == CACHEE


def test_a_travail_is_as_a_seance(d, image, entrer):
    autre = une_famille_de(d, d.cm2)
    travail = publier_travail(
        auteur=d.enseignante, classe=d.cp_ce1, nature="lire", texte="Lire", date_pour=HIER, contenu=_bloc(image)
    )
    copier(d, travail, d.cm2)
    assert (vue(entrer, d.mere, image), vue(entrer, autre, image)) == (IMAGE, CACHEE)


def test_given_to_one_pupil_of_another_class_it_is_hidden_too(d, image, entrer):
    publier_travail(
        auteur=d.enseignante,
        classe=d.cm2,
        eleves=[d.eleve_cm2],
        nature="lire",
        texte="Lire",
        date_pour=HIER,
        contenu=_bloc(image),
    )
    assert vue(entrer, d.eleve_cm2, image) == CACHEE


def test_taken_up_from_the_reserve_of_a_colleague(d, seance, image, entrer):
    reserve.partager(ecrit=seance, auteur=d.enseignante, est_partage=True)
    envoi = {"cible": f"classe-{d.cm2.pk}", "date": HIER.isoformat()}
    reprise = entrer(d.enseignant).post(reverse("cahier_reserve_reprendre", args=["seance", seance.pk]), envoi)
    assert reprise.status_code == 302
    assert vue(entrer, une_famille_de(d, d.cm2), image) == CACHEE


def test_the_parent_of_who_is_on_it_sees_their_own_child_anywhere(d, seance, image, entrer):
    copier(d, seance, d.cm2)
    frere = Inscription.objects.filter(classe=d.cm2, fin=None).exclude(eleve=d.eleve_cm2).first().eleve
    annuaire.rattacher(adulte=d.mere_arabophone, enfant=frere, etablissement=d.elementaire)
    assert vue(entrer, d.mere_arabophone, image) == IMAGE


# --- Nothing is hidden for nothing ------------------------------------------------------------------------------------
def test_an_image_with_nobody_on_it_goes_with_the_copy(d, seance, image, entrer):
    fichiers.dire_qui(fichier=image, eleves=[], auteur=d.enseignante)
    copier(d, seance, d.cm2)
    assert vue(entrer, une_famille_de(d, d.cm2), image) == IMAGE


def test_a_copy_for_another_day_of_the_class_shows_it(d, seance, image, entrer):
    copie = copier(d, seance, d.cp_ce1)
    seance.delete()
    assert copie.fichiers.count() == 1 and vue(entrer, d.mere, image) == IMAGE


def test_the_class_keeps_it_when_its_pupil_goes_to_another(d, seance, image, entrer):
    changer_de_classe(d.eleve_ce1, d.cm2)
    assert vue(entrer, d.mere, image) == IMAGE


def test_the_families_of_a_group_are_shown_those_of_the_group(d, image, entrer):
    """Kenza comes to it from another class than Sofiane."""
    contenu = _bloc(image)
    ecrire_seance(auteur=d.enseignante, groupe=d.groupe_lecture, date=HIER, titre="Lire", contenu=contenu)
    assert vue(entrer, d.eleve_cm2, image) == IMAGE
    d.groupe_lecture.eleves.remove(d.eleve_ce1)
    assert vue(entrer, d.eleve_cm2, image) == CACHEE


# --- Said -------------------------------------------------------------------------------------------------------------
def test_who_copies_is_told_before_and_after(d, seance, image, entrer):
    chemin = reverse("cahier_dupliquer", args=["seance", seance.pk])
    assert "n’est montrée qu’aux familles de sa classe" in entrer(d.enseignante).get(chemin).text
    copie = copier(d, seance, d.cm2)
    assert "1 image est cachée aux familles : un élève qui y est" in page(entrer, d.enseignant, copie)
    assert "cachée aux familles" not in page(entrer, d.enseignante, seance)


def test_the_page_of_the_photo_says_who_sees_it_there(d, seance, image, entrer):
    copier(d, seance, d.cm2)
    seance.delete()
    assert "elle est cachée aux familles" in entrer(d.enseignant).get(image.page).text


def test_a_copy_without_an_image_asks_nothing(d, mardi, entrer):
    nue = ecrire_seance(auteur=d.enseignante, classe=d.cp_ce1, date=HIER, titre="La cour")
    chemin = reverse("cahier_dupliquer", args=["seance", nue.pk])
    assert "n’est montrée qu’aux familles de sa classe" not in entrer(d.enseignante).get(chemin).text
