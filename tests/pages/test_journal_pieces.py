"""Correcting a billet's files: those that were added, moved and taken out."""

import pytest
from django.db.models import QuerySet

from ent.annuaire.models import EntreeJournal
from ent.diffusion import actions as diffusion
from ent.diffusion.models import Notification
from ent.fichiers.actions import Envoi
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from pages.actions import billets_photos
from pages.actions.billets import corriger_billet
from pages.evenements.billets import BILLET_CHANGE
from pages.models import ArchiveJournal, Billet
from tests.pages.journal import brouillon, fichiers_de, photo, publie, voyeurs


@pytest.fixture
def signaux(monkeypatch):
    """(recipients, kind, id) of each signal that left."""
    partis: list[tuple[set[int], str, int]] = []
    monkeypatch.setattr(diffusion, "publier", lambda qui, s: partis.append((set(qui), s["type"], s["id"])))
    return partis


def corriger(d, billet: Billet, *fichiers: Fichier | None, **champs) -> Billet:
    """With these files, in this order; None alone: nothing is said of them."""
    envoi = None if fichiers == (None,) else Envoi(Destination(d.elementaire, d.cp_ce1), deposes=list(fichiers))
    dits = {"titre": billet.titre, "texte": "Relu"} | champs
    return corriger_billet(billet=billet, auteur=d.enseignante, envoi=envoi, **dits)


@pytest.mark.parametrize("faire", [brouillon, publie])
def test_correcting_holds_the_files_it_is_given_in_their_order(d, mardi, faire):
    billet = faire(d, [d.eleve_cp], [d.eleve_ce1], texte="Nos semis")
    premiere, seconde = fichiers_de(billet)
    nouvelle = photo(d.enseignante, d.cp_ce1, "blue")
    derniere = photo(d.enseignante, d.cp_ce1, "green")
    corrige = corriger(d, billet, nouvelle, premiere, derniere)
    assert fichiers_de(corrige) == [nouvelle, premiere, derniere]
    assert [piece.rang for piece in corrige.pieces.all()] == [0, 1, 2]
    assert corrige.est_publie is corrige.live is (faire is publie), "a draft stays one"
    assert corrige.texte == "Relu"
    nouvelle.refresh_from_db()
    assert nouvelle.attache_le is not None
    assert not Fichier.objects.filter(pk=seconde.pk).exists(), "what was taken out is erased, for nothing else holds it"


def test_a_file_that_was_taken_out_is_shown_to_nobody_and_one_that_was_added_is(d, mardi):
    billet = publie(d, [], texte="Nos semis")
    (ancienne,) = fichiers_de(billet)
    assert voyeurs(d, ancienne) == [
        "directrice",
        "eleve_ce1",
        "eleve_cp",
        "enseignante",
        "mere",
        "mere_arabophone",
        "pere_separe",
    ]
    nouvelle = photo(d.enseignante, d.cp_ce1, "blue")
    corriger(d, billet, nouvelle)
    assert voyeurs(d, ancienne) == []
    assert voyeurs(d, nouvelle) == ["directrice", "enseignante"], "nobody said yet who is on it"


def test_correcting_the_words_alone_leaves_the_files(d, mardi):
    billet = publie(d, [], [], texte="Nos semis")
    avant = fichiers_de(billet)
    assert fichiers_de(corriger(d, billet, None)) == avant


def test_taking_all_of_them_out_leaves_the_words(d, mardi):
    billet = publie(d, [], texte="Nos semis")
    corrige = corriger(d, billet)
    assert (fichiers_de(corrige), corrige.texte) == ([], "Relu")


def test_a_correction_is_in_the_journal_and_told_to_the_pages_that_are_open(
    d, mardi, signaux, django_capture_on_commit_callbacks
):
    billet = publie(d, [], texte="Nos semis")
    with django_capture_on_commit_callbacks(execute=True):
        corriger(d, billet, None, titre="Nos radis")
    entree = EntreeJournal.objects.get(verbe="pages.corriger_billet")
    assert (entree.objet, entree.etablissement, entree.auteur_uuid) == (
        f"billet {billet.pk}",
        d.elementaire,
        d.enseignante.uuid,
    )
    assert {pk for _cibles, nature, pk in signaux if nature == BILLET_CHANGE} == {billet.pk}
    billet.refresh_from_db()
    assert billet.titre == "Nos radis"
    assert all(
        "Nos radis" in n.texte for n in Notification.objects.filter(objet_id=billet.pk, nature="pages.billet_publie")
    )
    assert Notification.objects.filter(objet_id=billet.pk, nature="pages.billet_publie").exists()


def test_a_draft_keeps_the_title_it_is_given(d, mardi):
    billet = brouillon(d, [])
    corriger(d, billet, None, titre="Nos radis")
    billet.refresh_from_db()
    assert (billet.titre, billet.texte, billet.live) == ("Nos radis", "Relu", False)


@pytest.mark.parametrize(("faire", "gardees"), [(publie, 0), (brouillon, 1)])
def test_what_families_took_away_before_a_correction_is_forgotten(d, mardi, faire, gardees):
    billet = faire(d, [], texte="Nos semis")
    ArchiveJournal.objects.create(
        etablissement=d.elementaire, classe=d.cp_ce1, eleve=d.eleve_cp, demandee_par=d.mere, nature="zip"
    )
    corriger(d, billet, None)
    assert ArchiveJournal.objects.count() == gardees


def _modifier(d, billet):
    corriger(d, billet, *fichiers_de(billet))


def _dire(d, billet):
    pieces = list(billet.pieces.all())
    billets_photos.dire_qui_est_sur(billet=billet, pieces=pieces, eleves=[d.eleve_ce1], auteur=d.enseignante)


def _sortir(d, billet):
    billets_photos.sortir_une_piece(billet=billet, piece=billet.pieces.first(), auteur=d.enseignante)


@pytest.mark.parametrize("acte", [_modifier, _dire, _sortir])
def test_files_are_locked_before_the_billet_as_an_image_that_changes_does(d, mardi, monkeypatch, acte):
    billet = publie(d, [d.eleve_cp], [d.eleve_cp], public="montres", texte="Nos semis")
    verrous, verrouiller = [], QuerySet.select_for_update

    def noter(lus, **options):
        verrous.append(lus.model)
        return verrouiller(lus, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", noter)
    acte(d, billet)
    assert verrous[0] is Fichier and Billet in verrous
