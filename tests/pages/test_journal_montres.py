"""A billet for the families of those shown follows who is shown, whatever page says it: its words go with its photos."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.actions import changer_de_classe
from ent.diffusion.models import Notification
from pages.actions import billets as actions
from pages.actions import billets_photos
from pages.lectures.billets_photos import EQUIPE, MONTRES
from tests.heures import MARDI_21H
from tests.pages.journal import brouillon, fichiers_de, lecteurs, publie, relu

INES = ["directrice", "eleve_cp", "enseignante", "mere", "pere_separe"]
FAMILLE_D_INES = {"eleve_cp", "mere", "pere_separe"}
KENZA = ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


def dites(billet) -> set[str]:
    return {
        n.destinataire.prenom for n in Notification.objects.filter(objet_id=billet.pk, nature="pages.billet_publie")
    }


def modifier(d, entrer, billet, *gardes, **champs):
    """By the page « Modifier », these files kept."""
    page = entrer(relu(d.enseignante)).post(
        reverse("journal_modifier", args=[billet.pk]),
        {"titre": billet.titre, "texte": billet.texte, "fichiers-deposes": [str(f.uuid) for f in gardes]} | champs,
    )
    assert page.status_code == 302


def test_a_photo_taken_out_on_the_page_that_modifies_takes_its_families_with_it(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], [d.eleve_ce1], public=MONTRES, texte="Voici.")
    modifier(d, entrer, billet, fichiers_de(billet)[0], texte="Inès a mordu.")
    assert lecteurs(d, billet) == INES
    page = entrer(d.mere_arabophone).get(reverse("journal_billet", args=[billet.pk]))
    assert page.status_code == 404
    assert dites(billet) == {d.mere.prenom, d.pere_separe.prenom}
    assert "Inès a mordu." in entrer(d.mere).get(reverse("journal_billet", args=[billet.pk])).text


def test_with_all_its_photos_taken_out_it_goes_back_to_the_team(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], public=MONTRES, texte="Voici.")
    modifier(d, entrer, billet)
    billet.refresh_from_db()
    assert (billet.equipe, lecteurs(d, billet), dites(billet)) == (True, ["enseignante"], set())


def test_said_to_show_nobody_then_corrected_it_comes_back_to_who_is_shown(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], public=MONTRES, texte="Voici.")
    navigateur = entrer(relu(d.enseignante))
    qui = reverse("fichiers_qui", args=[fichiers_de(billet)[0].uuid])
    navigateur.post(qui, {"personne": "1"})
    assert (lecteurs(d, billet), dites(billet)) == (["enseignante"], set())
    page = navigateur.get(reverse("journal_billet", args=[billet.pk])).text
    assert "Les familles des enfants montrés : aucun ne l’est" in page.replace("\u00a0", " ").replace("\u202f", " ")
    navigateur.post(qui, {"visages": [str(d.eleve_cp.uuid)]})
    assert (lecteurs(d, billet), dites(billet)) == (INES, {d.mere.prenom, d.pere_separe.prenom})


def test_given_to_the_team_by_choice_it_stays_there_whoever_is_shown(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], public=MONTRES, texte="Voici.")
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=EQUIPE)
    adresse = reverse("fichiers_qui", args=[fichiers_de(billet)[0].uuid])
    entrer(relu(d.enseignante)).post(adresse, {"visages": [str(d.eleve_ce1.uuid)]})
    assert (lecteurs(d, billet), dites(billet)) == (["enseignante"], set())


def test_only_its_words_change_and_nobody_is_told_again(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], public=MONTRES, texte="Voici.")
    Notification.objects.update(lue_le=mardi)
    modifier(d, entrer, billet, *fichiers_de(billet), texte="Voilà.")
    assert lecteurs(d, billet) == INES and not Notification.objects.non_lues().exists()


def test_who_is_said_on_the_page_of_the_photo_is_whom_it_is_for(d, mardi, entrer):
    billet = publie(d, [d.eleve_ce1], public=MONTRES)
    assert lecteurs(d, billet) == KENZA
    page = entrer(d.enseignante).post(
        reverse("fichiers_qui", args=[fichiers_de(billet)[0].uuid]), {"visages": [str(d.eleve_cp.uuid)]}
    )
    assert page.status_code == 302
    assert lecteurs(d, billet) == INES
    assert dites(billet) == {d.mere.prenom, d.pere_separe.prenom}, (
        "who is newly concerned is told, who is no more is not"
    )


def test_blurred_on_the_page_of_the_photo_a_child_takes_their_family_with_them(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], public=MONTRES)
    zone = {"gauche": 0, "haut": 0, "droite": 500, "bas": 500}
    adresse = reverse("fichiers_flouter", args=[fichiers_de(billet)[0].uuid])
    page = entrer(d.enseignante).post(adresse, zone | {"masques": [str(d.eleve_ce1.uuid)]})
    assert page.status_code == 302
    assert lecteurs(d, billet) == INES


def quitte_la_classe(d) -> None:
    kenza = d.eleve_ce1.inscriptions.get(fin=None)
    changer_de_classe(inscription=kenza, classe=d.cm2, niveau="CM2", auteur=d.directrice)


def test_a_face_is_blurred_though_another_child_shown_has_left_the_class(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], public=MONTRES, texte="Voici.")
    quitte_la_classe(d)
    (fichier,) = fichiers_de(billet)
    zone = {"gauche": 0, "haut": 0, "droite": 500, "bas": 500}
    adresse = reverse("fichiers_flouter", args=[fichier.uuid])
    page = entrer(relu(d.enseignante)).post(adresse, zone | {"masques": [str(d.eleve_cp.uuid)]})
    assert page.status_code == 302
    assert [v.eleve for v in fichier.visages.all()] == [d.eleve_ce1]
    assert FAMILLE_D_INES.isdisjoint(lecteurs(d, billet))


def test_a_child_who_left_the_class_is_blurred_on_its_photos(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], public=MONTRES, texte="Voici.")
    quitte_la_classe(d)
    (fichier,) = fichiers_de(billet)
    zone = {"gauche": 0, "haut": 0, "droite": 500, "bas": 500}
    adresse = reverse("fichiers_flouter", args=[fichier.uuid])
    page = entrer(relu(d.enseignante)).post(adresse, zone | {"masques": [str(d.eleve_ce1.uuid)]})
    assert (page.status_code, lecteurs(d, billet)) == (302, INES)


def test_blurred_once_gone_a_child_takes_what_their_family_was_told_with_them(d, mardi):
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], public=MONTRES, texte="Voici.")
    d.eleve_ce1.inscriptions.update(fin=mardi.date() - dt.timedelta(days=1))
    assert d.mere_arabophone.prenom in dites(billet)
    pieces = list(billet.pieces.all())
    billets_photos.dire_qui_est_sur(billet=billet, pieces=pieces, eleves=[d.eleve_cp], auteur=d.enseignante)
    assert dites(billet) == {d.mere.prenom, d.pere_separe.prenom}


@pytest.mark.parametrize("qui", ["eleve_cp", "eleve_cm2"])
def test_who_is_on_a_photo_is_said_whatever_class_they_are_in(d, mardi, qui):
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], public=MONTRES, texte="Voici.")
    quitte_la_classe(d)
    pieces, dits = list(billet.pieces.all()), [d.eleve_ce1, d.gens[qui]]
    billets_photos.dire_qui_est_sur(billet=billet, pieces=pieces, eleves=dits, auteur=d.enseignante)
    assert {v.eleve for v in pieces[0].fichier.visages.all()} == set(dits)
    assert {*lecteurs(d, billet)} <= {*INES, *KENZA}, "it is for nobody of another class"


def test_a_photo_is_taken_out_though_a_child_shown_has_left_the_class(d, mardi, entrer):
    billet = publie(d, [d.eleve_cp], [d.eleve_ce1], public=MONTRES, texte="Voici.")
    quitte_la_classe(d)
    modifier(d, entrer, billet, fichiers_de(billet)[1], texte="Autre.")
    assert FAMILLE_D_INES.isdisjoint(lecteurs(d, billet))


def test_a_draft_is_published_though_a_child_shown_has_left_the_class(d, mardi):
    """Photos of a morning wait in a draft; meanwhile a child moves."""
    billet = brouillon(d, [d.eleve_cp], [d.eleve_ce1], texte="Voici.")
    quitte_la_classe(d)
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=MONTRES)
    assert FAMILLE_D_INES <= {*lecteurs(d, billet)} <= {*INES, *KENZA}


def test_it_is_published_again_though_a_child_shown_has_left_the_class(d, mardi):
    billet = publie(d, [d.eleve_cp], [d.eleve_ce1], public=MONTRES, texte="Voici.")
    quitte_la_classe(d)
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=MONTRES)
    assert set(INES) <= set(lecteurs(d, billet))


def test_in_quiet_hours_who_is_newly_shown_waits_for_the_morning(d, mardi, horloge):
    billet = publie(d, [d.eleve_ce1], public=MONTRES)
    horloge(MARDI_21H)
    billets_photos.dire_qui_est_sur(
        billet=billet, pieces=list(billet.pieces.all()), eleves=[d.eleve_cp], auteur=d.enseignante
    )
    assert not Notification.objects.visibles_par(relu(d.mere)).filter(nature="pages.billet_publie").exists()
    assert dites(billet) == {d.mere.prenom, d.pere_separe.prenom}


@pytest.mark.parametrize("autre", ["familles", "equipe"])
def test_a_billet_for_others_keeps_its_readers(d, mardi, entrer, autre):
    billet = publie(d, [d.eleve_ce1], public=autre, texte="Voici.")
    avant = lecteurs(d, billet)
    entrer(d.enseignante).post(
        reverse("fichiers_qui", args=[fichiers_de(billet)[0].uuid]), {"visages": [str(d.eleve_cp.uuid)]}
    )
    assert lecteurs(d, billet) == avant
