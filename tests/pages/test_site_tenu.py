"""The pages without which there is no site: neither withdrawn, moved nor deleted, by whatever way, and a sentence says why."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.models import AccueilDEcole, DeclarationAccessibilite, MentionsLegales
from tests.pages.sites import Redaction

TENUES = [AccueilDEcole, DeclarationAccessibilite, MentionsLegales]
PHRASES = {AccueilDEcole: "Retirez ses pages une par une", DeclarationAccessibilite: "demandée par la loi"}


@pytest.fixture
def ici(d, mardi) -> Redaction:
    return Redaction(d.elementaire, d.directrice)


def gestes(page: Page, mere: int) -> dict[str, str]:
    """Each way of Wagtail to take this page away."""
    lot = {a: reverse("wagtail_bulk_action", args=["wagtailcore", "page", a]) for a in ("unpublish", "delete", "move")}
    return {
        "retirer": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "effacer": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "déplacer": reverse("wagtailadmin_pages:move", args=[page.pk]),
        "déplacer là": reverse("wagtailadmin_pages:move_confirm", args=[page.pk, mere]),
    } | {f"{action} en lot": f"{adresse}?id={page.pk}" for action, adresse in lot.items()}


@pytest.mark.parametrize("modele", TENUES)
def test_none_of_them_leaves_the_site_and_a_sentence_says_why(ici, entrer, client, modele):
    page, direction = ici.page(modele), entrer(ici.auteur)
    for geste, adresse in gestes(page, ici.accueil.pk).items():
        for reponse in (
            direction.get(adresse),
            direction.post(adresse, {"include_descendants": "on", "confirm": "on"}),
        ):
            assert (geste, reponse.status_code) == (geste, 403)
            assert PHRASES.get(modele, "demandée par la loi") in reponse.text
    assert modele.objects.get(pk=page.pk).live
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_all_at_once_leaves_them_where_they_are(ici, entrer, action):
    adresse = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    entrer(ici.auteur).post(f"{adresse}?id=all&childOf={ici.accueil.pk}", {"include_descendants": "on"})
    assert all(ici.page(modele).live for modele in TENUES)


@pytest.mark.parametrize("modele", TENUES)
def test_neither_is_offered_nor_a_date_at_which_they_would_withdraw_themselves(ici, entrer, modele):
    page, direction = ici.page(modele), entrer(ici.auteur)
    lus = direction.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    lus += direction.get(reverse("wagtailadmin_explore", args=[ici.accueil.pk])).text
    for nom in ("unpublish", "delete", "move"):
        assert reverse(f"wagtailadmin_pages:{nom}", args=[page.pk]) not in lus
    assert 'name="expire_at"' not in lus


def test_the_other_pages_go_as_before(ici, entrer):
    article, direction = ici.actualite(), entrer(ici.auteur)
    offertes = direction.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text
    for nom in ("unpublish", "delete", "move"):
        assert reverse(f"wagtailadmin_pages:{nom}", args=[article.pk]) in offertes
    assert direction.get(reverse("wagtailadmin_pages:move", args=[article.pk])).status_code == 200
    assert direction.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk])).status_code == 302
    assert not Page.objects.get(pk=article.pk).live
    lot = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert direction.post(f"{lot}?id={article.pk}").status_code == 302
    assert not Page.objects.filter(pk=article.pk).exists()


# --- The images and the documents of a site ------------------------------------------------------------------------------
@pytest.mark.parametrize("nom", ["wagtailimages:index", "wagtaildocs:index", "wagtailadmin_explore"])
def test_no_listing_offers_at_once_what_leads_to_nothing(ici, entrer, nom):
    poses = {"wagtailimages:index": ici.image(), "wagtaildocs:index": ici.document()}
    pose = poses.get(nom) or ici.actualite()
    direction = entrer(ici.auteur)
    liste = direction.get(reverse(nom, args=[ici.accueil.pk] if nom == "wagtailadmin_explore" else [])).text
    lots = set(re.findall(r'href="(/cms/bulk/[^"?]+)', liste))
    assert lots and {lot for lot in lots if direction.get(f"{lot}?id={pose.pk}").status_code != 200} == set()


def test_a_date_that_a_draft_kept_withdraws_nothing(ici, mardi, horloge):
    from pages.actions import site_suivi

    ici.accueil.expire_at = mardi + dt.timedelta(hours=1)
    ici.accueil.save_revision(user=ici.auteur).publish(user=ici.auteur)
    horloge(mardi + dt.timedelta(hours=2))
    site_suivi.publier_le_prevu()
    assert AccueilDEcole.objects.get(pk=ici.accueil.pk).live
