"""The consents of the school and its public pages together: nothing stands in for either."""

import datetime as dt

import pytest
from django.test import TestCase
from django.urls import reverse

from ent.fichiers.supports import Support
from ent.services.vie_scolaire.actions import consentements
from pages.actions import billets
from pages.models import DeclinaisonDEcole
from tests.pages.journal import fichiers_de, publie
from tests.pages.sites import Redaction, bloc_image

pytestmark = pytest.mark.besoin_de("ent.services.vie_scolaire")  # who may be shown


@pytest.fixture
def demande(d, mardi):
    """Asked to the whole school, for both media; every holder of Inès said yes."""
    demande = consentements.demander_consentement(
        etablissement=d.elementaire,
        auteur=d.directrice,
        finalite="vie_de_classe",
        supports=[Support.JOURNAL, Support.SITE],
        texte="Des photos de la vie de la classe.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )
    for responsable in (d.mere, d.pere_separe):
        dire(demande, responsable, d, site=True, journal=True)
    return demande


def dire(demande, responsable, d, **reponses: bool) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):  # rooms are told after commit
        consentements.repondre(demande=demande, eleve=d.eleve_cp, par=responsable, reponses=reponses)


@pytest.mark.parametrize("qui_retire", ["mere", "pere_separe"])
def test_a_holder_who_withdraws_takes_the_picture_off_the_site_at_the_next_request(qui_retire, d, client, demande):
    redaction = Redaction(d.elementaire, d.directrice)
    image = redaction.image("Le potager", "eleves", [d.eleve_cp])
    autre = redaction.image("La cour", "personne")
    article = redaction.actualite(image=image, corps=[bloc_image(image), bloc_image(autre)])
    pages = ["/ecoles/ecole-du-cerf-volant/", f"/ecoles/ecole-du-cerf-volant/actualites/{article.slug}/"]
    adresses = [taille.url for taille in DeclinaisonDEcole.objects.filter(image=image)]
    assert "original" in image.renditions.values_list("filter_spec", flat=True)
    for _lecture in ("drawn", "kept"):
        assert [f'src="/medias/{image.pk}/' in client.get(page).text for page in pages] == [True, True]
    etiquette = client.get(pages[1]).headers["ETag"]
    assert {client.get(adresse).status_code for adresse in adresses} == {200}
    marque = client.get(adresses[0]).headers["ETag"]

    dire(demande, getattr(d, qui_retire), d, site=False)

    assert [f"/medias/{image.pk}/" in client.get(page).text for page in pages] == [False, False]
    assert f'src="/medias/{autre.pk}/' in client.get(pages[1]).text, "the rest of the page stays"
    assert client.get(pages[1], headers={"If-None-Match": etiquette}).status_code == 200, "not « as you have it »"
    assert {client.get(adresse).status_code for adresse in adresses} == {404}
    assert client.get(adresses[0], headers={"If-None-Match": marque}).status_code == 404


def test_one_holder_who_has_not_answered_keeps_it_off(d, client, demande):
    image = Redaction(d.elementaire, d.directrice).image("Le potager", "eleves", [d.eleve_cp, d.eleve_ce1])
    article = Redaction(d.elementaire, d.directrice).actualite(image=image)
    assert f"/medias/{image.pk}/" not in client.get(f"/ecoles/ecole-du-cerf-volant/actualites/{article.slug}/").text


def test_a_holder_who_withdraws_takes_the_photo_of_a_billet_off_the_public_page(d, client, demande):
    billet = publie(d, [d.eleve_cp], [], texte="Nos semis")
    billets.montrer_sur_le_site(billet=billet, auteur=d.enseignante, est_montre=True)
    page = reverse("journal_public", args=[d.elementaire.uai])
    avec, sans = fichiers_de(billet)
    adresses = {
        fichier: [
            reverse("journal_public_fichier", args=[d.elementaire.uai, fichier.uuid, taille.nom])
            for taille in fichier.declinaisons.all()
        ]
        for fichier in (avec, sans)
    }

    def statuts(fichier) -> set[int]:
        return {client.get(adresse).status_code for adresse in adresses[fichier]}

    for _lecture in ("first", "again"):
        assert [str(fichier.uuid) in client.get(page).text for fichier in (avec, sans)] == [True, True]
    assert (statuts(avec), statuts(sans)) == ({200}, {200})
    dire(demande, d.pere_separe, d, site=False)
    assert [str(fichier.uuid) in client.get(page).text for fichier in (avec, sans)] == [False, True]
    assert (statuts(avec), statuts(sans)) == ({404}, {200})
    assert "Nos semis" in client.get(page).text
