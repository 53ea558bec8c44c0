"""Many ties at once: what one page states never replaces unseen what another has just stated."""

import re

import pytest
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Responsabilite
from ent.portail.constats import liens_a_confirmer


@pytest.fixture
def liens(d, mardi) -> list[Responsabilite]:
    return list(d.elementaire.responsabilites.filter(fin=None).order_by("pk")[:2])


def page_des_liens(liens, **changes) -> dict:
    """What a page read now sends, with these changes."""
    envoi: dict = {"l": [lien.pk for lien in liens]}
    for lien in liens:
        envoi |= {
            f"lu-{lien.pk}": lien.lu,
            f"lien-{lien.pk}": lien.lien,
            f"autorite-{lien.pk}": lien.autorite,
            f"foyer-{lien.pk}": lien.foyer,
        }
    return envoi | changes


def test_a_row_that_one_did_not_touch_keeps_what_another_said(d, entrer, liens):
    adresse = reverse("annuaire_responsables", args=[d.elementaire.uai])
    un, autre = liens
    vieille = page_des_liens(liens, **{f"lien-{autre.pk}": "tuteur"})
    Responsabilite.objects.filter(pk=un.pk).update(autorite="sans")
    assert entrer(d.directrice).post(adresse, vieille).status_code == 302
    assert [Responsabilite.objects.get(pk=lien.pk).autorite for lien in liens] == ["sans", autre.autorite]
    assert Responsabilite.objects.get(pk=autre.pk).lien == "tuteur"


def test_a_row_that_both_changed_is_refused_once_and_shown(d, entrer, liens):
    adresse = reverse("annuaire_responsables", args=[d.elementaire.uai])
    un, _autre = liens
    vieille = page_des_liens(liens, **{f"autorite-{un.pk}": "confirmee", f"lien-{un.pk}": "pere"})
    client = entrer(d.directrice)
    client.post(adresse, page_des_liens(liens, **{f"autorite-{un.pk}": "sans"}))
    refus = client.post(adresse, vieille)
    assert refus.status_code == 422
    assert f"dit par {d.directrice.nom_affiche} à 10 h 00" in refus.text
    assert Responsabilite.objects.get(pk=un.pk).autorite == "sans"
    lu = re.search(rf'name="lu-{un.pk}" value="([^"]*)"', refus.text)[1]
    assert client.post(adresse, vieille | {f"lu-{un.pk}": lu}).status_code == 302
    assert Responsabilite.objects.get(pk=un.pk).autorite == "confirmee"


def test_what_the_home_counts_is_what_the_page_lists_without_who_left(d, mardi, entrer):
    """A pupil left: their ties wait for nobody's word, and the home asked for one that no page showed."""
    client = entrer(d.directrice)
    sienne = Responsabilite.objects.filter(etablissement=d.elementaire, fin=None, autorite="a_confirmer")
    parti = sienne.order_by("pk")[0].enfant
    annuaire.noter_la_sortie(eleve=parti, etablissement=d.elementaire, auteur=d.directrice)
    page = client.get(reverse("annuaire_responsables", args=[d.elementaire.uai])).context["page"]
    dits = liens_a_confirmer(d.directrice)[d.elementaire.pk]
    ecole = client.get(reverse("annuaire_ecole", args=[d.elementaire.uai])).context["a_confirmer"]
    assert dits == page.paginator.count == ecole == sienne.exclude(enfant=parti).count()
    sienne.exclude(enfant=parti).update(autorite="confirmee")
    assert liens_a_confirmer(d.directrice) == {}
