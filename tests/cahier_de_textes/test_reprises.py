"""What a pupil takes back comes under their pen again, and who was answering it is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.actions import remises as actions
from cahier_de_textes.models import Remise
from ent.annuaire.models import EntreeJournal
from ent.fichiers.actions import purger
from ent.fichiers.models import Fichier
from ent.portail.models import Brouillon
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import adresse, rendre
from tests.fichiers import fabriques


@pytest.fixture
def travail(d, mardi):
    return donner(d, texte="Ma feuille d’arbre", est_a_rendre=True)


@pytest.fixture
def rendu(d, travail) -> Remise:
    return rendre(travail, d.eleve_cp, "Un chêne", fichiers=[fabriques.televerse("dessin.png", fabriques.photo())])


def page_de(client, travail):
    return client.get(reverse("cahier_eleve_travail", args=[travail.pk]))


def sous_la_plume(reponse) -> dict:
    """What the form of this page would send, as it stands."""
    formulaire = reponse.context["formulaire"]
    fichiers = formulaire.fields["fichiers"].actuels
    return {
        "uuid": str(formulaire["uuid"].value()),
        "texte": formulaire["texte"].value() or "",
        "fichiers-deposes": [str(fichier.uuid) for fichier in fichiers],
    }


# --- Under the pen ----------------------------------------------------------------------------------------------------
def test_words_and_drawing_come_back_and_leave_again(d, travail, rendu, entrer):
    client, photo = entrer(d.eleve_cp), rendu.fichiers.get()
    client.post(reverse("cahier_reprendre", args=[rendu.pk]))
    page = page_de(client, travail)
    assert sous_la_plume(page)["texte"] == "Un chêne" and sous_la_plume(page)["fichiers-deposes"] == [str(photo.uuid)]
    assert "Un chêne" in page.text and photo.vignette in page.text
    assert client.get(photo.vignette).status_code == 200
    assert (Remise.objects.count(), travail.faits.count()) == (0, 0)
    assert client.post(adresse(travail, d.eleve_cp), sous_la_plume(page)).status_code == 302
    seconde = Remise.objects.get()
    assert (seconde.texte, [f.pk for f in seconde.fichiers.all()]) == ("Un chêne", [photo.pk])
    assert sous_la_plume(page_de(client, travail))["texte"] == "" and not Brouillon.objects.exists()


def test_what_is_unticked_leaves_not(d, travail, rendu, entrer):
    client = entrer(d.eleve_cp)
    client.post(reverse("cahier_reprendre", args=[rendu.pk]))
    client.post(adresse(travail, d.eleve_cp), sous_la_plume(page_de(client, travail)) | {"fichiers-deposes": []})
    assert not Remise.objects.get().fichiers.exists()


def test_it_waits_for_another_day_and_another_tablet(d, travail, rendu, entrer):
    """A draft lasts; the purge of deposits leaves the files that it names."""
    actions.reprendre(remise=rendu, par=d.eleve_cp)
    Fichier.objects.update(cree_le=timezone.now() - dt.timedelta(days=10))
    assert purger()["fichiers"] == 0
    assert len(sous_la_plume(page_de(entrer(d.eleve_cp), travail))["fichiers-deposes"]) == 1
    Brouillon.objects.all().delete()
    assert purger()["fichiers"] == 1


def test_two_tries_that_are_taken_back_are_both_there(d, travail, rendu, entrer):
    seconde = rendre(travail, d.eleve_cp, "Ou un hêtre")
    for essai in [seconde, rendu]:
        actions.reprendre(remise=essai, par=d.eleve_cp)
    client = entrer(d.eleve_cp)
    ici = sous_la_plume(page_de(client, travail))
    assert ici["texte"] == "Un chêne\nOu un hêtre" and len(ici["fichiers-deposes"]) == 1
    assert client.post(adresse(travail, d.eleve_cp), ici).status_code == 302


def test_a_page_that_was_open_sends_its_own_and_loses_nothing(d, travail, rendu, entrer):
    client = entrer(d.eleve_cp)
    avant = sous_la_plume(page_de(client, travail))
    client.post(reverse("cahier_reprendre", args=[rendu.pk]))
    client.post(adresse(travail, d.eleve_cp), avant | {"texte": "Autre chose"})
    assert sous_la_plume(page_de(client, travail))["texte"] == "Un chêne"


@pytest.mark.parametrize(("qui", "statut"), [("eleve_ce1", 404), ("mere", 404), ("enseignante", 404)])
def test_it_is_read_by_who_took_it_back_alone(d, travail, rendu, entrer, qui, statut):
    photo = rendu.fichiers.get()
    actions.reprendre(remise=rendu, par=d.eleve_cp)
    assert entrer(getattr(d, qui)).get(photo.vignette).status_code == statut


def test_a_parent_takes_back_under_their_own_pen(d, travail, rendu, entrer):
    client = entrer(d.mere)
    client.post(reverse("cahier_reprendre", args=[rendu.pk]))
    page = client.get(reverse("cahier_enfant_travail", args=[d.eleve_cp.uuid, travail.pk]))
    assert sous_la_plume(page)["texte"] == "Un chêne" and '<details class="deplie" open>' in page.text
    assert client.post(adresse(travail, d.eleve_cp), sous_la_plume(page)).status_code == 302
    assert Remise.objects.get().fichiers.count() == 1


# --- While it was being answered --------------------------------------------------------------------------------------
def test_an_answer_to_what_was_taken_back_says_so_and_gives_its_words_back(d, travail, rendu, entrer):
    actions.reprendre(remise=rendu, par=d.eleve_cp)
    mots = "Bravo pour les nervures de la feuille."
    page = entrer(d.enseignante).post(reverse("cahier_remise", args=[rendu.pk]), {"texte": mots})
    assert page.status_code == 404
    assert f"{d.eleve_cp.prenom} a repris son travail" in page.text and mots in page.text
    assert reverse("cahier_remises", args=[travail.pk]) in page.text


@pytest.mark.parametrize("qui", ["enseignant", "directrice", "mere", "eleve_ce1"])
def test_it_is_said_to_nobody_else(d, travail, rendu, entrer, qui):
    actions.reprendre(remise=rendu, par=d.eleve_cp)
    page = entrer(getattr(d, qui)).get(reverse("cahier_remise", args=[rendu.pk]))
    assert page.status_code == 404 and "a repris son travail" not in page.text


def test_the_journal_says_of_whom_and_not_what(d, travail, rendu):
    actions.reprendre(remise=rendu, par=d.eleve_cp)
    ligne = EntreeJournal.objects.get(verbe="cahier_de_textes.reprendre_remise")
    assert ligne.details == {"travail": travail.pk, "eleve": d.eleve_cp.pk}
