"""A school that was opened by mistake goes with its site as it was made; not with what somebody did there."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import Etablissement
from pages.actions.site_reglages import heberger_site, regler_site
from pages.models import SiteDEcole
from tests.annuaire.test_ecoles import OUVERTURE
from tests.pages.sites import Redaction


@pytest.fixture
def ouverte(d, mardi, entrer) -> Etablissement:
    entrer(d.operateur).post("/annuaire/ecoles/ouvrir/", OUVERTURE)
    return Etablissement.objects.get(uai=OUVERTURE["uai"])


FAIRE = {
    "host": lambda site, d: heberger_site(site=site, auteur=d.operateur, hote="merisiers.exemple.fr"),
    "look": lambda site, d: regler_site(site=site, auteur=d.operateur, embleme="lune", bandeau=None),
    "draft": lambda site, d: Redaction(site.etablissement, d.operateur).actualite(publiee=False),
    "image": lambda site, d: Redaction(site.etablissement, d.operateur).image(),
    "document": lambda site, d: Redaction(site.etablissement, d.operateur).document(),
}


@pytest.mark.parametrize("quoi", FAIRE)
def test_what_somebody_did_on_the_site_keeps_the_school_as_it_is(d, ouverte, settings, quoi):
    settings.ALLOWED_HOSTS = ["*"]
    site = SiteDEcole.objects.get(etablissement=ouverte)
    FAIRE[quoi](site, d)
    for geste, dits in (
        (actions.retirer_une_ouverture, {}),
        (actions.corriger_une_ouverture, {"nom": "Autre", "nature": "maternelle", "code_insee": "78621"}),
    ):
        with pytest.raises(ValidationError, match="a déjà une adresse à lui, des pages ou des images"):
            geste(etablissement=ouverte, auteur=d.operateur, **dits)
    assert SiteDEcole.objects.filter(pk=site.pk, site__root_page__live=True).exists()


def test_it_is_said_on_the_page_that_corrects(d, ouverte, entrer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    FAIRE["host"](SiteDEcole.objects.get(etablissement=ouverte), d)
    retirer = reverse("annuaire_fiche_retirer", args=[ouverte.uai])
    assert "a déjà une adresse à lui" in entrer(d.operateur).post(retirer, follow=True).text


def test_untouched_it_goes_with_the_school(d, ouverte):
    actions.retirer_une_ouverture(etablissement=ouverte, auteur=d.operateur)
    assert not SiteDEcole.objects.filter(slug="ecole-des-merisiers").exists()
