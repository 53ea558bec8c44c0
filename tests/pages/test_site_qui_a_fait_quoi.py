"""What somebody publishes on the site of their school, takes back or deletes is told in « Qui a fait quoi »."""

import pytest
from django.urls import reverse
from wagtail.log_actions import LogContext

from ent.annuaire.journal import raconter
from ent.annuaire.models import EntreeJournal
from pages.actions import site_suivi
from pages.models import Actualite
from tests.pages.sites import Redaction

VERBES = ["pages.publier_page", "pages.retirer_page", "pages.effacer_page"]


def lignes(d) -> list[tuple]:
    entrees = EntreeJournal.objects.filter(verbe__in=VERBES).order_by("pk")
    return [(e.auteur_uuid, e.etablissement_id, raconter(e)) for e in entrees]


@pytest.mark.parametrize("geste", ["publier", "retirer", "effacer"])
def test_from_wagtail_s_administration(d, mardi, entrer, geste):
    redaction = Redaction(d.elementaire, d.directrice)
    page = redaction.actualite(publiee=geste == "retirer")
    client = entrer(redaction.auteur)
    phrases = {
        "publier": "a publié sur le site de l’école (actualité)",
        "retirer": "a retiré du site de l’école (actualité)",
        "effacer": "a supprimé du site de l’école (actualité)",
    }
    assert lignes(d) == [], "what no person of the administration did is not theirs"
    if geste == "publier":
        with LogContext(user=redaction.auteur):
            page.latest_revision.publish(user=redaction.auteur)
    else:
        nom = {"retirer": "wagtailadmin_pages:unpublish", "effacer": "wagtailadmin_pages:delete"}[geste]
        assert client.post(reverse(nom, args=[page.pk])).status_code == 302
    assert lignes(d) == [(d.directrice.uuid, d.elementaire.pk, phrases[geste])]


def test_what_appears_on_its_day_is_the_site_s(d, mardi, horloge):
    import datetime as dt

    redaction = Redaction(d.elementaire, d.directrice)
    page = redaction.actualite(publiee=False)
    page.go_live_at = mardi + dt.timedelta(hours=2)
    page.save_revision(user=redaction.auteur).publish(user=redaction.auteur)
    horloge(mardi + dt.timedelta(hours=3))
    site_suivi.publier_le_prevu()
    assert Actualite.objects.get(pk=page.pk).live
    assert lignes(d) == [(None, d.elementaire.pk, "a publié sur le site de l’école (actualité)")]


def test_a_kind_of_page_that_is_no_more_is_still_told():
    assert raconter(EntreeJournal(verbe="pages.publier_page", details={})) == "a publié sur le site de l’école (page)"
