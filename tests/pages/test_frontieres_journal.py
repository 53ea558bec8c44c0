"""What an attacker tried on the journal: old addresses, archives made before, hours that are not come, other schools."""

import datetime as dt
import io
import zipfile

from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Inscription, Responsabilite
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from pages.actions import archives, billets_photos, portfolio
from pages.actions import billets as actions
from pages.evenements.billets import BILLET_PUBLIE
from pages.lectures import archives as archives_lues
from pages.lectures.billets_photos import EQUIPE, FAMILLES, MONTRES
from pages.models import ArchiveJournal
from tests.heures import MARDI_21H
from tests.pages.journal import fichiers_de, publie, relu, voit


def archive_de(parent, eleve) -> ArchiveJournal:
    (recueil,) = archives_lues.recueils_de(relu(parent), eleve.uuid)
    return archives.demander(recueil=recueil, nature="zip", par=parent)


def noms(entrer, parent, archive) -> list[str] | int:
    reponse = entrer(parent).get(reverse("journal_archive_prendre", args=[archive.pk]))
    if reponse.status_code != 200:
        return reponse.status_code
    return zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content))).namelist()


# --- Archives made before a change --------------------------------------------------------------------------------------
def test_an_archive_goes_when_a_pupil_is_named_on_a_photo_after_it(
    d, mardi, montrables, entrer, django_capture_on_commit_callbacks
):
    billet = publie(d, [], texte="Nos semis")
    archive = archive_de(d.mere, d.eleve_cp)
    assert len(noms(entrer, d.mere, archive)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        billets_photos.dire_qui_est_sur(
            billet=billet, pieces=list(billet.pieces.all()), eleves=[d.eleve_ce1], auteur=d.enseignante
        )
    assert noms(entrer, d.mere, archive) == 404


def test_an_archive_goes_when_a_photo_is_blurred(d, mardi, montrables, entrer, django_capture_on_commit_callbacks):
    billet = publie(d, [], texte="Nos semis")
    archive = archive_de(d.mere, d.eleve_cp)
    with django_capture_on_commit_callbacks(execute=True):
        billets_photos.flouter_une_photo(
            billet=billet, piece=billet.pieces.get(), rectangles=[(0, 0, 500, 500)], masques=[], auteur=d.enseignante
        )
    assert noms(entrer, d.mere, archive) == 404


def test_an_archive_goes_when_a_billet_is_withdrawn_or_changed(
    d, mardi, montrables, entrer, django_capture_on_commit_callbacks
):
    billet = publie(d, [], texte="Nos semis")
    gestes = [
        lambda: actions.retirer_billet(billet=billet, auteur=d.enseignante),
        lambda: actions.publier_billet(billet=billet, auteur=d.enseignante, public=EQUIPE),
        lambda: billets_photos.sortir_une_piece(billet=billet, piece=billet.pieces.get(), auteur=d.enseignante),
    ]
    for geste in gestes:
        actions.publier_billet(billet=billet, auteur=d.enseignante, public=FAMILLES)
        archive = archive_de(d.mere, d.eleve_cp)
        with django_capture_on_commit_callbacks(execute=True):
            geste()
        assert noms(entrer, d.mere, archive) == 404


def test_an_archive_is_judged_again_each_time_it_is_taken(d, mardi, montrables, entrer):
    """Nothing told of the change, or who was told died first: it is given no more, and its page offers to make it again."""
    montrables["journal"] |= {d.eleve_ce1}
    publie(d, [d.eleve_ce1], texte="Nos semis")
    archive = archive_de(d.mere, d.eleve_cp)
    page = reverse("journal_archive", args=[d.eleve_cp.uuid])
    assert "Prendre le dossier ZIP" in entrer(d.mere).get(page).text
    montrables["journal"] -= {d.eleve_ce1}
    assert noms(entrer, d.mere, archive) == 404
    lue = entrer(d.mere).get(page).text
    assert ("Prendre le dossier ZIP" in lue, "Faire le dossier ZIP" in lue) == (False, True)
    assert len(noms(entrer, d.mere, archive_de(d.mere, d.eleve_cp))) == 1


def test_an_archive_goes_at_midnight_with_a_pupil_whose_last_day_it_was(d, mardi, horloge, montrables, entrer):
    montrables["journal"] |= {d.eleve_ce1}
    publie(d, [d.eleve_ce1], texte="Nos semis")
    annuaire.noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice, ce_soir=True)
    archive = archive_de(d.mere, d.eleve_cp)
    assert len(noms(entrer, d.mere, archive)) == 2
    horloge(mardi + dt.timedelta(hours=15))
    assert noms(entrer, d.mere, archive) == 404


def test_an_archive_holds_the_words_as_they_are_now(d, mardi, horloge, montrables, entrer):
    """Of a photo too: what is said under it. What is read since takes nothing away."""
    billet = publie(d, [], texte="Nos semis")
    publie(d, [], texte="Le renard", a=mardi + dt.timedelta(hours=1))
    archive = archive_de(d.mere, d.eleve_cp)
    horloge(mardi + dt.timedelta(hours=2))
    assert len(noms(entrer, d.mere, archive)) == 2
    billet.pieces.update(legende="Kenza et ses semis")
    assert noms(entrer, d.mere, archive) == 404
    archive = archive_de(d.mere, d.eleve_cp)
    type(billet).objects.filter(pk=billet.pk).update(texte="Nos semis à nous")
    assert noms(entrer, d.mere, archive) == 404


def test_an_archive_of_before_it_said_what_it_holds_is_made_again(d, mardi, entrer):
    publie(d, texte="Nos semis")
    archive = archive_de(d.mere, d.eleve_cp)
    ArchiveJournal.objects.filter(pk=archive.pk).update(tenu=None)
    assert noms(entrer, d.mere, archive) == 404


def test_a_class_to_come_gives_no_archive_yet(d, mardi):
    publie(d, classe=d.cm2, auteur=d.enseignant, texte="Le cross")
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=mardi.date() + dt.timedelta(days=1))
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.cm2, niveau="CM2", debut=mardi.date() + dt.timedelta(days=2))
    assert archives_lues.recueils_de(relu(d.mere), d.eleve_cp.uuid) == []


def test_the_offer_of_an_archive_is_not_told_to_a_parent_whose_tie_ended(d, mardi):
    publie(d, texte="Nos semis")
    Responsabilite.objects.filter(adulte=d.pere_separe).update(fin=mardi.date() - dt.timedelta(days=1))
    archives.offrir(classe=d.cp_ce1)
    dits = Notification.objects.filter(nature=archives.ARCHIVE_OFFERTE)
    assert dits.filter(destinataire=d.mere).exists()
    assert not dits.filter(destinataire=d.pere_separe).exists()


def test_who_changes_class_is_still_told_that_its_journal_may_be_kept_and_no_more_of_its_billets(d, mardi, entrer):
    billet = publie(d, titre="Nos semis", texte="Ils poussent")
    archives.offrir(classe=d.cp_ce1)
    siennes = Notification.objects.filter(destinataire=d.mere, eleve=d.eleve_cp, nature__startswith="pages.")
    assert set(siennes.values_list("nature", "objet_id")) == {
        (BILLET_PUBLIE, billet.pk),
        (archives.ARCHIVE_OFFERTE, d.cp_ce1.pk),
    }
    place = d.eleve_cp.inscriptions.get(fin=None)
    annuaire.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    assert entrer(relu(d.mere)).get(siennes.get().adresse).status_code == 200
    assert siennes.get().nature == archives.ARCHIVE_OFFERTE


# --- Portfolio ----------------------------------------------------------------------------------------------------------
def test_a_billet_held_by_quiet_hours_is_not_read_through_a_portfolio(d, horloge, montrables, entrer):
    horloge(MARDI_21H)
    billet = publie(d, [], titre="Secret du soir", texte="Nos semis")
    entrer(d.enseignante).post(reverse("journal_portfolio_billet", args=[billet.pk, d.eleve_cp.uuid]))
    page = entrer(d.mere).get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).text
    assert "Secret du soir" not in page
    assert "Nos semis" not in page
    assert not voit(d.mere, fichiers_de(billet)[0])


def test_a_billet_kept_then_narrowed_is_not_read_through_a_portfolio(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    for public, qui in [(EQUIPE, []), (MONTRES, [d.eleve_ce1])]:
        billet = publie(d, qui, titre="Resserré", texte="Nos semis")
        portfolio.garder(
            eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre=billet.titre, billet=billet
        )
        actions.publier_billet(billet=billet, auteur=d.enseignante, public=public)
        assert not voit(d.mere, fichiers_de(billet)[0]), public
        page = entrer(d.mere).get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).text
        assert "Nos semis" not in page, public
        assert "/fichiers/" not in page, public
        assert "Resserré" not in page, public


def test_a_withdrawn_billet_is_not_read_through_a_portfolio(d, mardi, montrables, entrer):
    billet = publie(d, [], titre="Retiré", texte="Nos semis")
    portfolio.garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre=billet.titre, billet=billet
    )
    actions.retirer_billet(billet=billet, auteur=d.enseignante)
    page = entrer(d.mere).get(reverse("journal_portfolio", args=[d.eleve_cp.uuid])).text
    assert "Nos semis" not in page


def test_who_teaches_the_child_later_does_not_read_former_classmates(d, mardi, montrables):
    """Elsewhere, the portfolio shows the photos of the child alone or of nobody; those of others stay in their class."""
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], [d.eleve_cp])
    portfolio.garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre=billet.titre, billet=billet
    )
    ensemble, seule = fichiers_de(billet)
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=mardi.date() - dt.timedelta(days=1))
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, niveau="GS", debut=mardi.date())
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(etablissement=d.maternelle)
    assert voit(d.directrice_maternelle, seule)
    assert not voit(d.directrice_maternelle, ensemble)
    assert not voit(d.mere, ensemble)


# --- Audience narrowed -------------------------------------------------------------------------------------------------
def test_what_was_told_to_families_is_taken_back_when_the_billet_is_narrowed(d, mardi, montrables):
    for public in (EQUIPE, MONTRES):
        billet = publie(d, [d.eleve_cp], titre="L’anniversaire d’Inès")
        dits = Notification.objects.filter(nature="pages.billet_publie", objet_id=billet.pk)
        assert dits.filter(destinataire=d.mere_arabophone).exists()
        actions.publier_billet(billet=billet, auteur=d.enseignante, public=public)
        assert not dits.filter(destinataire=d.mere_arabophone).exists(), public
        assert dits.filter(destinataire=d.mere).exists() == (public == MONTRES)


def test_a_billet_narrowed_leaves_the_site_for_good(d, mardi):
    billet = publie(d, texte="Nos semis")
    actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=EQUIPE)
    actions.publier_billet(billet=billet, auteur=d.enseignante, public=FAMILLES)
    billet.refresh_from_db()
    assert not billet.sur_le_site


# --- Everybody ---------------------------------------------------------------------------------------------------------
def test_on_the_site_neither_the_name_of_a_file_nor_a_voice(d, mardi, montrables, client):
    billet = publie(d, [], [], texte="Nos semis")
    actions.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
    photo, voix = fichiers_de(billet)
    Fichier.objects.filter(pk=photo.pk).update(nom_donne="Inès Belhadj.png")
    Fichier.objects.filter(pk=voix.pk).update(nature="son")
    lire = lambda f: client.get(reverse("journal_public_fichier", args=[d.elementaire.uai, f.uuid, "320"]))  # noqa: E731
    assert lire(photo).status_code == 200
    assert "Belhadj" not in str(lire(photo).headers)
    assert lire(voix).status_code == 404


# --- A child who changed school ------------------------------------------------------------------------------------------
def test_the_consent_given_to_the_new_school_shows_nothing_in_the_former_one(d, mardi, montrables):
    montrables["journal"] |= {d.eleve_cp}
    photo = fichiers_de(publie(d, [d.eleve_cp]))[0]
    assert voit(d.mere_arabophone, photo)
    Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.ms)
    assert not voit(d.mere_arabophone, photo)
