"""What a page of the editor sends when its scripts had no time to write it: a sentence, nothing written, nothing lost."""

import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from pages.cms import AUTORISEES
from pages.models import Actualite, RubriqueActualites
from tests.pages.sites import Redaction, bloc_image
from tests.pages.test_site_cms import VUES, Objets

# Nothing, to every form. To those of pages: a title alone; blocks that came in pieces, or are no blocks.
RIEN: dict = {}
ENVOIS: list[dict] = [
    RIEN,
    {"action-publish": "1"},
    {"title": "Bonjour", "action-publish": "1"},
    {"title": "Bonjour", "corps-count": "x"},
    {"title": "Bonjour", "corps-count": "2"},
    {"title": "Bonjour", "corps-count": "1", "corps-0-deleted": "", "corps-0-type": "rien", "corps-0-order": "a"},
    {"title": "Bonjour", "corps-count": "1", "corps-0-deleted": "", "corps-0-type": "galerie", "corps-0-order": "0"},
    {"title": "Bonjour", "corps-count": "1", "corps-0-deleted": "", "corps-0-type": "texte", "corps-0-order": "0", "corps-0-value": "{"},
    {"title": "Bonjour", "corps-count": "0", "comments-TOTAL_FORMS": "x"},
    {"title": "Bonjour", "corps-count": "0", "illustration": "abc"},
    {"title": "Bonjour", "corps-count": "0", "illustration": "9" * 25},
]  # fmt: skip


@pytest.fixture
def ici(d) -> Objets:
    return Objets(d.elementaire, d.directrice, "ici")


def formulaires(ici: Objets) -> Iterator[str]:
    """Every address of the editor that is opened here."""
    yield from (ici.adresse(nom, motif) for nom, motif in VUES if nom in AUTORISEES)


def formulaires_de_pages(ici: Objets) -> Iterator[str]:
    """Of each kind of page, the one to write and the one to correct."""
    accueil = ici.redaction.accueil
    for page in [accueil, *accueil.get_descendants().specific()]:
        yield reverse("wagtailadmin_pages:edit", args=[page.pk])
        for modele in type(page).allowed_subpage_models():
            yield reverse("wagtailadmin_pages:add", args=["pages", modele._meta.model_name, page.pk])


@pytest.mark.parametrize("envoi", ENVOIS)
def test_no_form_of_the_editor_breaks_when_it_is_sent_bare(d, entrer, ici, envoi):
    client = entrer(d.directrice)
    client.raise_request_exception = False
    cassees = {}
    adresses = [*formulaires_de_pages(ici), *(formulaires(ici) if envoi == RIEN else ())]
    for adresse in dict.fromkeys(adresses):
        with transaction.atomic():
            statut = client.post(adresse, envoi).status_code
            transaction.set_rollback(True)
        if statut >= 500:
            cassees[adresse] = statut
    assert cassees == {}


def test_blocks_that_did_not_come_are_said_and_those_of_before_stay(d, entrer):
    redaction = Redaction(d.elementaire, d.directrice)
    page = redaction.actualite("Le potager", corps=[bloc_image(redaction.image(), "Des tomates")])
    adresse = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = entrer(d.directrice)
    reponse = client.post(adresse, {"title": "Le potager en hiver", "date": "2026-11-24", "action-publish": "1"})
    assert "La page n’était pas entière quand elle est partie" in reponse.text
    assert 'value="Le potager en hiver"' in reponse.text and "Des tomates" in reponse.text, (
        "what was typed, and was there"
    )
    relue = Actualite.objects.get(pk=page.pk)
    assert (relue.title, relue.latest_revision_id, len(relue.corps)) == ("Le potager", page.latest_revision_id, 1)


def test_a_page_without_the_fields_of_comments_is_saved(d, entrer):
    page = Redaction(d.elementaire, d.directrice).actualite("Le potager")
    lue = page.latest_revision
    envoi = {"title": "Le potager en hiver", "date": "2026-11-24", "corps-count": "0", "action-publish": "1"}
    ouverte = {"loaded_revision_id": lue.pk, "loaded_revision_created_at": lue.created_at.isoformat()}
    entrer(d.directrice).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), envoi | ouverte)
    assert Actualite.objects.get(pk=page.pk).title == "Le potager en hiver"


# --- Dates, as they are typed here --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tapee", "lue"),
    [
        ("11/12/2026", dt.date(2026, 12, 11)),
        ("2026-12-11", dt.date(2026, 12, 11)),
        ("32/13/2026", None),
        ("demain", None),
    ],
)
def test_a_date_is_read_as_it_is_typed_here_and_what_is_none_publishes_nothing(d, entrer, tapee, lue):
    rubrique = Redaction(d.elementaire, d.directrice).page(RubriqueActualites)
    adresse = reverse("wagtailadmin_pages:add", args=["pages", "actualite", rubrique.pk])
    envoi = {"title": "La kermesse", "date": tapee, "corps-count": "0", "action-publish": "1"}
    reponse = entrer(d.directrice).post(adresse, envoi)
    assert list(Actualite.objects.filter(title="La kermesse").values_list("date", flat=True)) == ([lue] if lue else [])
    if not lue:
        assert "Ce n’est pas une date." in reponse.text and f'value="{tapee}"' in reponse.text


def test_the_calendar_of_the_editor_is_french_and_replaces_nothing(d, entrer):
    page = Redaction(d.elementaire, d.directrice).actualite("Le potager")
    lu = entrer(d.directrice).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    reglages = re.search(r'initDateChooser\("id_date", (\{.*?\})\)', lu)[1]
    assert json.loads(reglages) == {"dayOfWeekStart": 1, "format": "d/m/Y", "validateOnBlur": False}
    assert f'value="{page.date:%d/%m/%Y}"' in lu
