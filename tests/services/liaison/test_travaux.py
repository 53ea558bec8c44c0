"""Works of a dossier: chosen among what its teacher reads, each image judged for what leaves the school."""

import pytest
from django.urls import reverse

from cahier_de_textes.models import Remise
from ent.fichiers.lectures import lisible_par
from ent.services.liaison.actions import montrer, preparation, travaux
from ent.services.liaison.lectures.choix import choix_de
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre
from tests.pages.conftest import montrables  # noqa: F401
from tests.pages.journal import fichiers_de, publie, relu
from tests.services.liaison.conftest import ENVOI, REPONSE, relire

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "pages")


@pytest.fixture
def camarade(d):
    return d.cm2.inscriptions.exclude(eleve=d.eleve_cm2).first().eleve


@pytest.fixture
def billet(d, montrables, camarade, mardi):  # noqa: F811
    """Four photos: Sofiane alone, Sofiane with another, the other alone, and one of which nobody said who is on it."""
    montrables["journal"] |= {d.eleve_cm2, camarade}
    montres = [[d.eleve_cm2], [d.eleve_cm2, camarade], [camarade], []]
    return publie(d, *montres, auteur=d.enseignant, classe=d.cm2, titre="Le volcan", texte="Il fume.")


def test_an_image_where_another_is_named_stays_and_says_why(d, dossier, billet, camarade):
    [choix] = choix_de(relu(d.enseignant), dossier)
    assert choix.souvenir.cle == f"billet-{billet.pk}"
    photos = fichiers_de(billet)
    assert choix.vont == [photos[0], photos[3]], "his own, and one on which nobody can be recognised"
    assert [f for f, _raison in choix.restent] == [photos[1], photos[2]]
    assert choix.pourquoi == [f"on y voit aussi {camarade.prenom}"]


def test_one_of_which_nobody_said_who_is_on_it_stays(d, dossier, billet):
    seule = fichiers_de(billet)[0]
    seule.personnes_dites_le = None
    seule.save(update_fields=["personnes_dites_le"])
    [choix] = choix_de(relu(d.enseignant), dossier)
    assert "personne n’a dit qui est dessus" in choix.pourquoi


def test_who_does_not_teach_the_class_is_offered_nothing(d, dossier, billet):
    assert choix_de(relu(d.enseignante), dossier) == []


def test_chosen_it_is_copied_with_its_files_and_its_family_reads_them_once_shown(d, dossier, billet, entrer):
    adresse = reverse("liaison_travaux", args=[dossier.uuid])
    client = entrer(d.enseignant)
    assert "Le volcan" in client.get(adresse).text
    client.post(adresse, {"travaux": [f"billet-{billet.pk}"]})
    piece = dossier.pieces.get()
    assert (piece.titre, piece.texte) == ("Le volcan", "Il fume.")
    mienne, avec_un_autre, *_reste = fichiers_de(billet)
    assert [f.fichier for f in piece.fichiers.all()] == [mienne, fichiers_de(billet)[3]]
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)
    version = dossier.versions.get()
    assert {(f.fichier, f.partie) for f in version.fichiers.all()} >= {(mienne, "travaux")}
    billet.delete()
    assert lisible_par(relu(d.pere_separe), mienne.uuid) is not None
    assert lisible_par(relu(d.mere_arabophone), mienne.uuid) is None
    assert not version.fichiers.filter(fichier=avec_un_autre).exists()


def test_taken_out_of_the_draft_what_was_shown_keeps_its_file_and_a_colleagues_choice_stays(d, dossier, billet):
    cle = f"billet-{billet.pk}"
    travaux.choisir(dossier=dossier, auteur=relu(d.enseignant), cles=[cle], lues=[])
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)
    assert travaux.choisir(dossier=dossier, auteur=relu(d.enseignant), cles=[], lues=[]) is None
    assert travaux.choisir(dossier=dossier, auteur=relu(d.enseignant), cles=[], lues=[cle])
    assert not dossier.pieces.exists()
    assert dossier.versions.get().fichiers.count() == 2


def test_the_same_for_all_those_who_are_there_each_with_their_own_images(d, dossier, billet, camarade):
    campagne, cle = dossier.campagne, f"billet-{billet.pk}"
    assert travaux.choisir_pour_tous(campagne=campagne, auteur=relu(d.enseignant), cle=cle)[0] == 2
    assert travaux.choisir_pour_tous(campagne=campagne, auteur=relu(d.enseignant), cle=cle) == (0, None)
    sien = campagne.dossiers.get(eleve=camarade).pieces.get()
    assert [f.fichier for f in sien.fichiers.all()] == [fichiers_de(billet)[2], fichiers_de(billet)[3]]


def test_a_choice_is_taken_back_and_what_was_taken_out_comes_back(d, dossier, billet, camarade):
    cle, auteur = f"billet-{billet.pk}", relu(d.enseignant)
    geste = travaux.choisir(dossier=dossier, auteur=auteur, cles=[cle], lues=[])
    assert preparation.annuler(campagne=dossier.campagne, auteur=auteur, geste=geste) == 1
    assert not dossier.pieces.exists()
    _n, tous = travaux.choisir_pour_tous(campagne=dossier.campagne, auteur=auteur, cle=cle)
    ote = travaux.choisir(dossier=dossier, auteur=auteur, cles=[], lues=[cle])
    assert preparation.annuler(campagne=dossier.campagne, auteur=auteur, geste=ote) == 1
    assert dossier.pieces.get().fichiers.exists(), "with its files, judged again"
    assert preparation.annuler(campagne=dossier.campagne, auteur=auteur, geste=tous) == 1, (
        "of who was not touched since"
    )
    assert dossier.pieces.exists()


@pytest.mark.parametrize("combien", [1, 3])
def test_choosing_costs_the_same_whatever_there_is(
    d,
    dossier,
    montrables,  # noqa: F811
    mardi,
    entrer,
    django_assert_num_queries,
    combien,
):
    montrables["journal"] |= {d.eleve_cm2}
    for n in range(combien):
        publie(d, [d.eleve_cm2], auteur=d.enseignant, classe=d.cm2, titre=f"Billet {n}")
    client = entrer(d.enseignant)
    with django_assert_num_queries(13):
        client.get(reverse("liaison_travaux", args=[dossier.uuid]))


def test_of_what_was_handed_in_the_words_of_the_pupil_alone_never_those_of_a_family(d, mardi, montrables):  # noqa: F811
    travail = donner(d, est_a_rendre=True)
    sienne = rendre(travail, d.eleve_cp, texte="Voilà")
    par_sa_mere = rendre(travail, d.eleve_cp, texte="Elle a eu du mal.")
    Remise.objects.filter(pk=par_sa_mere.pk).update(par=d.mere)
    campagne = preparation.ouvrir_campagne(
        classe=d.cp_ce1,
        auteur=d.enseignante,
        vers="ecole",
        date_reponse=REPONSE,
        date_envoi=ENVOI,
        eleves=[d.eleve_cp.pk],
    )
    dits = {c.souvenir.cle: c.souvenir.texte for c in choix_de(relu(d.enseignante), campagne.dossiers.get())}
    assert dits == {f"remise-{sienne.pk}": "Voilà", f"remise-{par_sa_mere.pk}": ""}
