"""What may not be published says who and why; what may no longer be shown goes at once; who left writes no more."""

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Page

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne, Role
from ent.fichiers import registres
from pages.actions.site_equipes import aligner_equipes
from pages.actions.site_suivi import oublier_les_images_de
from pages.models import Actualite, RubriqueActualites
from tests.pages.sites import Redaction


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


def envoi(titre: str, *, image=None, publier: bool = True) -> dict:
    """What the form of a news sends."""
    donnees = {
        "title": titre, "slug": "une-nouvelle", "date": "2026-11-24", "resume": "", "corps-count": "0",
        "illustration": image.pk if image else "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "seo_title": "", "search_description": "",
    }  # fmt: skip
    return donnees | ({"action-publish": "action-publish"} if publier else {})


def ecrire(client, redaction, donnees):
    rubrique = redaction.page(RubriqueActualites)
    return client.post(reverse("wagtailadmin_pages:add", args=["pages", "actualite", rubrique.pk]), donnees)


def test_a_news_is_published_with_its_school(d, entrer, redaction, client):
    assert ecrire(entrer(d.directrice), redaction, envoi("La kermesse")).status_code == 302
    page = Actualite.objects.get(title="La kermesse")
    assert (page.live, page.etablissement) == (True, d.elementaire)
    assert "La kermesse" in client.get("/ecoles/ecole-du-cerf-volant/").text


def test_an_image_with_pupils_who_did_not_agree_is_refused_with_their_name(d, entrer, redaction, monkeypatch):
    image = redaction.image("Le potager", "eleves", [d.eleve_cp])
    monkeypatch.setattr(registres, "_refus", lambda support, eleves: dict.fromkeys(eleves, "Inès n’a pas d’accord."))
    reponse = ecrire(entrer(d.directrice), redaction, envoi("Le potager", image=image))
    assert reponse.status_code == 200
    assert "Image « Le potager » : Inès n’a pas d’accord." in reponse.text
    assert not Actualite.objects.filter(title="Le potager").exists()
    assert ecrire(entrer(d.directrice), redaction, envoi("Le potager", image=image, publier=False)).status_code == 302


def test_an_image_of_another_school_is_refused(d, entrer, redaction):
    ailleurs = Redaction(d.maternelle, d.directrice_maternelle).image("Zébulon")
    reponse = ecrire(entrer(d.directrice), redaction, envoi("Emprunt", image=ailleurs, publier=False))
    assert reponse.status_code == 200
    assert "Zébulon" not in reponse.text
    assert not Actualite.objects.filter(title="Emprunt").exists()


def test_a_teacher_writes_a_draft_and_does_not_publish(d, entrer, redaction):
    enseignante = entrer(d.enseignante)
    enseignante.post("/cms/entrer/", {"ecole": d.elementaire.pk})
    ecrire(enseignante, redaction, envoi("Lecture du soir"))
    page = Actualite.objects.get(title="Lecture du soir")
    assert page.live is False


def test_a_role_that_ends_closes_the_site_at_once_whatever_is_stored(d, entrer, redaction):
    client = entrer(d.directrice)
    accueil = reverse("wagtailadmin_explore", args=[redaction.accueil.pk])
    assert client.get(accueil).status_code == 200
    Role.objects.filter(personne=d.directrice).update(fin=dt.date(2026, 11, 23))
    assert d.directrice.groups.count() == 1
    assert client.get(accueil).status_code == 403
    aligner_equipes()
    assert d.directrice.groups.count() == 0


def test_a_direction_that_moves_writes_the_other_site_and_no_longer_the_first(d, entrer, redaction):
    Role.objects.filter(personne=d.directrice).update(fin=dt.date(2026, 11, 23))
    annuaire.donner_role(personne=d.directrice, nature=Role.Nature.DIRECTEUR, etablissement=d.maternelle)
    client = entrer(d.directrice)
    ailleurs = Page.objects.get(pk=d.maternelle.site.site.root_page_id)
    assert client.get(reverse("wagtailadmin_explore", args=[redaction.accueil.pk])).status_code == 404
    assert client.get(reverse("wagtailadmin_explore", args=[ailleurs.pk])).status_code == 200


def test_a_withdrawn_consent_takes_the_photo_down_at_its_old_address_too(d, client, redaction):
    """The page stays, without the picture; the address that a reader kept answers 404."""
    permis = Personne.objects.filter(telephone_travail="permis")  # in a field that nothing else reads
    Personne.objects.filter(pk=d.eleve_cp.pk).update(telephone_travail="permis")
    image = redaction.image("Le potager", "eleves", [d.eleve_cp])
    with pytest.MonkeyPatch.context() as remplacer:
        remplacer.setattr(registres, "_droit", registres.DroitALImage(lambda support: permis.values("pk")))
        article = redaction.actualite(image=image)
        adresse, photo = f"/ecoles/ecole-du-cerf-volant/actualites/{article.slug}/", image.renditions.first().url
        assert "<img" in client.get(adresse).text
        assert client.get(photo).status_code == 200
        permis.update(telephone_travail="")
        oublier_les_images_de([d.eleve_cp.pk])
        assert "<img" not in client.get(adresse).text
        assert client.get(photo).status_code == 404


def test_wagtail_is_given_its_own_policy_and_nothing_else_is(d, entrer):
    client = entrer(d.directrice)
    assert "script-src 'self' 'unsafe-inline'" in client.get("/cms/").headers["Content-Security-Policy"]
    assert client.get("/cms/").headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'self';" in client.get("/ecoles/ecole-du-cerf-volant/").headers["Content-Security-Policy"]
    assert client.get("/ecoles/ecole-du-cerf-volant/").headers["X-Frame-Options"] == "DENY"
