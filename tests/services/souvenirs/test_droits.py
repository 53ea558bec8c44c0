"""What a keepsake never holds, and to whom it is never given."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from ent.fichiers.registres import prevenir_les_retraits
from ent.services.souvenirs import actions, lectures
from ent.services.souvenirs.models import AlbumSouvenir, PartAlbum
from pages.actions import commentaires
from pages.models import Billet
from tests.messagerie.mots import sans_autorite
from tests.services.souvenirs.conftest import avancer, demander, faire, ouvrir, page, relu

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")

Etat = AlbumSouvenir.Etat


def objets_de(album: AlbumSouvenir) -> set[int]:
    return {e["fichier"] for part in album.parts.all() for e in part.entrees}


def adresse(eleve, quoi="album") -> str:
    return reverse(f"souvenirs_{quoi}", args=[eleve.uuid])


# --- What it never holds ----------------------------------------------------------------------------------------------
def test_a_photo_where_another_child_refused_is_absent(d, vecu):
    album = faire(d.mere, d.eleve_cp)
    assert vecu.visible.pk in objets_de(album)
    assert vecu.cachee.pk not in objets_de(album)


def test_words_of_other_families_and_works_of_other_children_are_absent(d, vecu):
    commentaires.ouvrir_aux_commentaires(billet=vecu.billet, auteur=d.enseignante, est_ouvert=True)
    billet = Billet.objects.get(pk=vecu.billet.pk)
    dit = commentaires.commenter(
        billet=billet,
        auteur=relu(d.mere_arabophone),
        uuid=uuid.uuid4(),
        texte="Kenza a adoré",
    )
    commentaires.montrer_commentaire(commentaire=dit, auteur=d.enseignante, est_montre=True)
    html = page(faire(d.mere, d.eleve_cp))
    assert "Kenza" not in html and html.count("Ma feuille d’arbre") == 1


def test_separated_parents_have_each_their_own(d, vecu):
    de_la_mere, du_pere = page(faire(d.mere, d.eleve_cp)), page(faire(d.pere_separe, d.eleve_cp))
    assert "Mehdi" not in de_la_mere and "Nadia" not in du_pere
    for html in (de_la_mere, du_pere):
        assert "Prévoir des bottes." in html and "La sortie à la ferme" in html


def test_what_the_other_parent_wrote_beside_a_work_is_theirs(d, vecu):
    vecu.remise.par, vecu.remise.texte = d.pere_separe, "Sa mère ne l’a pas aidée."
    vecu.remise.save()
    html = page(faire(d.mere, d.eleve_cp))
    assert "Sa mère ne" not in html and "Bien vu !" in html
    assert "Sa mère ne" in page(faire(d.pere_separe, d.eleve_cp))


def test_a_mot_that_one_did_not_sign_is_absent(d, vecu):
    vecu.mot.reponses.filter(par=d.mere).delete()
    assert "Prévoir des bottes." not in page(faire(d.mere, d.eleve_cp))


# --- To whom it is never given ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "qui", ["eleve_cp", "eleve_cm2", "enseignante", "directrice", "mere_arabophone", "assistante", "operateur"]
)
@pytest.mark.parametrize("quoi", ["album", "etat", "prendre"])
def test_a_pupil_a_teacher_another_family_and_who_was_confided_the_child_do_not_know_it(d, vecu, entrer, qui, quoi):
    faire(d.mere, d.eleve_cp)
    assert entrer(d.gens[qui]).get(adresse(d.eleve_cp, quoi)).status_code == 404


@pytest.mark.parametrize("qui", ["eleve_cp", "enseignante", "directrice", "assistante"])
def test_who_follows_no_child_has_no_list(d, entrer, qui):
    assert entrer(d.gens[qui]).get(reverse("souvenirs")).status_code == 404


def test_one_holder_never_takes_the_album_of_the_other(d, vecu, entrer):
    faire(d.mere, d.eleve_cp)
    assert entrer(d.pere_separe).get(adresse(d.eleve_cp, "prendre")).status_code == 404


def test_a_tie_without_authority_opens_nothing(d, vecu, entrer):
    faire(d.mere, d.eleve_cp)
    sans_autorite(d.mere, d.eleve_cp)
    assert entrer(d.mere).get(adresse(d.eleve_cp, "prendre")).status_code == 404
    actions.tournee()
    assert not PartAlbum.objects.exists()


# --- What changed since -----------------------------------------------------------------------------------------------
def test_a_consent_withdrawn_since_closes_it_at_once_then_it_is_made_again_without(d, vecu, montrables, entrer):
    album = faire(d.mere, d.eleve_cp)
    client = entrer(d.mere)
    assert client.get(adresse(d.eleve_cp, "prendre")).status_code == 200
    montrables["journal"] -= {d.eleve_cp}
    assert client.get(adresse(d.eleve_cp, "prendre"))["Location"] == adresse(d.eleve_cp)
    assert client.get(adresse(d.eleve_cp, "prendre"), headers={"range": "bytes=5-"}).status_code == 410
    assert "ne peut plus être donné tel quel" in client.get(adresse(d.eleve_cp)).text
    actions.rejuger(eleves=[d.eleve_cp.pk])
    refait = AlbumSouvenir.objects.get()
    assert (refait.pk, refait.etat, refait.tour, refait.parts.count()) == (album.pk, Etat.EN_COURS, 2, 0)
    assert not Notification.objects.filter(nature="souvenirs.pret").exists()
    assert "se refait tout seul" in client.get(adresse(d.eleve_cp)).text
    refait = avancer(refait)
    assert vecu.visible.pk not in objets_de(refait)
    assert client.get(adresse(d.eleve_cp, "prendre")).status_code == 200


def test_a_change_that_the_ground_tells_is_looked_at_by_a_worker(
    d, vecu, montrables, django_capture_on_commit_callbacks
):
    faire(d.mere, d.eleve_cp)
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_les_retraits([d.eleve_ce1.pk])
    assert AlbumSouvenir.objects.get().tour == 1, "nothing of it is to be taken away"
    montrables["journal"] -= {d.eleve_cp}
    with django_capture_on_commit_callbacks(execute=True):
        prevenir_les_retraits([d.eleve_cp.pk])
    assert AlbumSouvenir.objects.get().tour == 2


def test_an_image_that_changed_is_looked_for_in_what_holds_it_and_in_no_other(d, vecu, montrables, monkeypatch):
    """Each photo that a class publishes is judged: it is in no album yet, and none of those of the school is read again for it."""
    album, lus, vraie = faire(d.mere, d.eleve_cp), [], actions.lectures.contenu_de
    monkeypatch.setattr(actions.lectures, "contenu_de", lambda *dits: lus.append(dits) or vraie(*dits))
    autre = Fichier.objects.filter(etablissement=d.elementaire).exclude(pk__in=objets_de(album)).first()
    actions.rejuger(fichiers=[autre.pk])
    assert not lus
    actions.rejuger(fichiers=[vecu.visible.pk])
    assert len(lus) == 1 and AlbumSouvenir.objects.get().tour == 1, "it is as it was"
    montrables["journal"] -= {d.eleve_cp}
    actions.rejuger(fichiers=[vecu.visible.pk])
    assert AlbumSouvenir.objects.get().tour == 2


def test_nothing_waits_where_no_school_concerned_has_an_album(d, vecu, monkeypatch):
    differees: list[dict] = []
    monkeypatch.setattr(actions.diffusion, "differer", lambda tache, **dits: differees.append(dits))
    actions.rejuger_plus_tard(eleves=[d.eleve_cp.pk], fichiers=[vecu.visible.pk])
    assert not differees
    monkeypatch.undo()
    faire(d.mere, d.eleve_cp)
    monkeypatch.setattr(actions.diffusion, "differer", lambda tache, **dits: differees.append(dits))
    actions.rejuger_plus_tard(eleves=[d.eleve_ms.pk])  # of the maternelle, which has none
    assert not differees
    actions.rejuger_plus_tard(eleves=[d.eleve_ce1.pk])
    actions.rejuger_plus_tard(fichiers=[vecu.visible.pk])
    assert differees == [{"eleves": [d.eleve_ce1.pk], "fichiers": []}, {"eleves": [], "fichiers": [vecu.visible.pk]}]


def test_a_consent_withdrawn_while_it_is_made_begins_it_again(d, vecu, montrables, monkeypatch):
    monkeypatch.setattr(actions, "PART_FICHIERS", 1)
    album = avancer(demander(d.mere, d.eleve_cp), 1)
    assert vecu.visible.pk in objets_de(album)
    montrables["journal"] -= {d.eleve_cp}
    fini = avancer(album)
    assert (fini.tour, fini.etat) == (2, Etat.PRET)
    assert vecu.visible.pk not in objets_de(fini)


def test_a_billet_corrected_or_withdrawn_since_is_not_given(d, vecu, entrer):
    faire(d.mere, d.eleve_cp)
    Billet.objects.filter(pk=vecu.billet.pk).update(texte="Corrigé.")
    assert entrer(d.mere).get(adresse(d.eleve_cp, "prendre")).status_code == 302


def test_what_came_since_spoils_nothing(d, vecu, entrer, montrables):
    from tests.pages.journal import publie

    faire(d.mere, d.eleve_cp)
    publie(d, [d.eleve_cp], titre="Depuis")
    assert entrer(d.mere).get(adresse(d.eleve_cp, "prendre")).status_code == 200


def test_a_child_who_left_keeps_the_journal_of_their_class_until_it_is_erased(d, vecu, entrer, mardi):
    """What is handed in is read by who follows them in the school; the journal, until it is erased, by who answers for them today."""
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=mardi.date() - dt.timedelta(days=1))
    Billet.objects.filter(pk=vecu.billet.pk).update(visible_le=mardi - dt.timedelta(days=2))
    mere = relu(d.mere)
    assert lectures.enfant_de(mere, d.eleve_cp.uuid) == d.eleve_cp
    html = page(faire(d.mere, d.eleve_cp))
    assert "La sortie à la ferme" in html and "Ma feuille d’arbre" not in html
    assert Notification.objects.visibles_par(relu(d.mere)).filter(nature="souvenirs.pret").count() == 1
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(fin=mardi.date() - dt.timedelta(days=1))
    assert entrer(d.mere).get(adresse(d.eleve_cp)).status_code == 404


def test_the_zip_says_nothing_of_who_asked(d, vecu):
    archive = ouvrir(faire(d.mere, d.eleve_cp))
    assert "belhadj" not in archive.read("LISEZMOI.txt").decode().lower()
