"""A site whose pages send to « Contact » says there how to reach the school: its direction is told where it does not."""

from django.urls import reverse

from pages.models import PageContact, SiteDEcole
from tests.pages.sites import Redaction

DIT = "Le site ne dit ni téléphone ni adresse e-mail"


def test_the_direction_is_told_that_its_site_says_no_way_and_led_to_where_it_is_said(d, mardi, entrer):
    client, site = entrer(d.directrice), SiteDEcole.objects.get(etablissement=d.elementaire)
    assert DIT in client.get("/").text
    contact = Redaction(d.elementaire, d.directrice).page(PageContact)
    mene = client.post(reverse("cms_entrer"), {"ecole": site.etablissement_id, "quoi": "contact"})
    assert mene["Location"] == reverse("wagtailadmin_pages:edit", args=[contact.pk])
    contact.telephone = "01 99 00 12 30"
    contact.save_revision(user=d.directrice)
    assert DIT in client.get("/").text  # nobody reads a draft
    contact.latest_revision.publish(user=d.directrice)
    assert DIT not in client.get("/").text
