"""Wagtail's administration, address by address: an editor of school A finds nothing of school B, whatever they ask for."""

import re
from functools import partial

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, reverse
from wagtail.admin import urls as wagtail

from pages.cms import AUTORISEES
from pages.cms import VUES as TABLE
from tests.pages.sites import Redaction, bloc_document, bloc_image

SECRETS = ["Coquelicots", "Tissier", "Zébulon"]


def vues(motifs, prefixe: str = "") -> list[tuple[str, str]]:
    """Every view of Wagtail, as (name with its namespace, pattern)."""
    trouvees = []
    for motif in motifs:
        if isinstance(motif, URLPattern):
            trouvees.append((f"{prefixe}{motif.name or ''}", motif))
        elif isinstance(motif, URLResolver):
            espace = f"{prefixe}{motif.namespace}:" if motif.namespace else prefixe
            trouvees += vues(motif.url_patterns, espace)
    return trouvees


VUES = [(nom, motif) for nom, motif in vues(wagtail.urlpatterns) if nom and not nom.endswith(":")]


class Objets:
    """What addresses name, in one school: pages live and draft, a page in reading, an image, a document."""

    def __init__(self, ecole, auteur, mot: str) -> None:
        self.redaction = r = Redaction(ecole, auteur)
        self.image, self.document = r.image(f"Brouillon d’image {mot}"), r.document(f"Brouillon de document {mot}")
        self.publiee = r.actualite(f"Publiée {mot}", corps=[bloc_image(self.image), bloc_document(self.document)])
        self.page = r.actualite(f"Brouillon {mot}", publiee=False, image=self.image)
        relecture = self.page.get_workflow()
        self.etat = relecture.start(self.page, r.auteur)
        self.revision = self.page.latest_revision

    def arguments(self, motif: URLPattern) -> dict | None:
        connus = {
            "page_id": self.page.pk, "parent_page_id": self.page.get_parent().pk, "page_to_move_id": self.page.pk,
            "destination_id": self.redaction.accueil.pk, "pk": self.page.pk, "revision_id": self.revision.pk,
            "image_id": self.image.pk, "document_id": self.document.pk, "doc_id": self.document.pk,
            "app_label": "wagtailcore", "model_name": "page", "action": "delete", "object_id": str(self.page.pk),
            "session_id": 1, "content_type_app_name": "pages", "content_type_model_name": "actualite",
            "action_name": "approve", "task_state_id": self.etat.current_task_state_id,
            "task_id": self.etat.current_task_state.task_id, "workflow_state_id": self.etat.pk,
            "revision_id_a": "earliest", "revision_id_b": "latest", "uploaded_file_id": 1, "filter_spec": "width-100",
            "collection_id": self.redaction.site.collection_id, "page_pk": self.page.pk,
            "workflow_pk": self.redaction.site.relecture_id, "app_name": "pages", "uidb64": "x", "token": "x",
        }  # fmt: skip
        return {cle: connus[cle] for cle in motif.pattern.converters} | {
            cle: connus[cle] for cle in motif.pattern.regex.groupindex
        }

    def adresse(self, nom: str, motif: URLPattern) -> str:
        arguments = self.arguments(motif)
        if nom == "wagtailimages_chooser:chosen":
            arguments["pk"] = self.image.pk
        if nom == "wagtaildocs_chooser:chosen":
            arguments["pk"] = self.document.pk
        adresse = reverse(nom, kwargs=arguments)
        suites = {
            "wagtail_bulk_action": f"?id={self.page.pk}",
            "wagtailadmin_api:pages:listing": f"?for_explorer=1&child_of={self.page.get_parent().pk}",
            "wagtailadmin_choose_page_chosen_multiple": f"?id={self.page.pk}",
            "wagtailimages_chooser:chosen_multiple": f"?id={self.image.pk}",
            "wagtaildocs_chooser:chosen_multiple": f"?id={self.document.pk}",
            "wagtailadmin_pages:search": "?q=brouillon", "wagtailadmin_pages:search_results": "?q=brouillon",
            "wagtailadmin_choose_page_search": "?q=brouillon", "wagtailimages:index": "?q=brouillon",
            "wagtaildocs:index": "?q=brouillon", "wagtailimages_chooser:choose": "?q=brouillon",
            "wagtaildocs_chooser:choose": "?q=brouillon", "wagtailimages_chooser:choose_results": "?q=brouillon",
            "wagtaildocs_chooser:choose_results": "?q=brouillon", "wagtailimages:index_results": "?q=brouillon",
            "wagtaildocs:index_results": "?q=brouillon", "wagtailadmin_choose_page": "?page_type=pages.actualite",
        }  # fmt: skip
        return adresse + suites.get(nom, "")


DES_LIENS = {
    f"wagtailadmin_choose_page_{sorte}_link" for sorte in ("external", "email", "phone", "anchor")
}  # no object


@pytest.fixture
def ici(d):
    return Objets(d.elementaire, d.directrice, "Amandine")


@pytest.fixture
def ailleurs(d):
    return Objets(d.maternelle, d.directrice_maternelle, "Zébulon")


@pytest.fixture
def editrice(d, entrer, ici, ailleurs):
    client = entrer(d.directrice)
    assert client.post("/cms/entrer/", {"ecole": d.elementaire.pk}).status_code == 302
    return client


def trouves(reponse) -> list[str]:
    texte = (
        b"".join(reponse.streaming_content).decode() if reponse.streaming else reponse.content.decode(errors="replace")
    )
    return [secret for secret in SECRETS if re.search(secret.replace("é", "(é|\\\\u00e9|&eacute;)"), texte)]


def jouer(nom: str, geste):
    """Each address as if it came first: what one wrote is undone before the next."""
    with transaction.atomic():
        reponse = geste()
        transaction.set_rollback(True)
    return reponse


def test_an_editor_finds_nothing_of_another_school(editrice, ailleurs):
    for nom, motif in VUES:
        for methode in (editrice.get, editrice.post)[: 1 if nom in DES_LIENS else 2]:
            envoyer = partial(methode, ailleurs.adresse(nom, motif), headers={"X-Requested-With": "XMLHttpRequest"})
            reponse = jouer(nom, envoyer)
            assert trouves(reponse) == [], nom
            if motif.pattern.converters and nom not in {"wagtailadmin_editing_sessions:release"}:
                assert reponse.status_code in (404, 403, 405), f"{nom}: {reponse.status_code}"


def test_what_is_not_opened_does_not_exist(editrice, ici):
    nos_portes = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}
    for nom, motif in VUES:
        if nom not in AUTORISEES | nos_portes:
            assert editrice.get(ici.adresse(nom, motif)).status_code == 404, nom


# Arguments of addresses that are no page: kinds, and what Wagtail or our managers look for within a page or a school.
PAS_DES_PAGES = {
    "app_label", "model_name", "action", "object_id", "session_id", "content_type_app_name", "content_type_model_name",
    "action_name", "task_state_id", "task_id", "workflow_state_id", "revision_id", "revision_id_a", "revision_id_b",
    "image_id", "document_id", "doc_id", "uploaded_file_id",
}  # fmt: skip


def test_every_page_of_an_address_is_named_by_the_table():
    """An argument that a later version of Wagtail adds is neither: it has to be placed."""
    for nom, motif in VUES:
        if nom in TABLE:
            arguments = {*motif.pattern.converters, *motif.pattern.regex.groupindex} - PAS_DES_PAGES
            arguments -= {"pk"} if "_chooser:" in nom else set()  # an image, a document
            assert set(TABLE[nom].arguments) == arguments, nom


def test_what_is_opened_holds_the_school_of_the_editor_alone(editrice, ici, ailleurs):
    """No view fails, and those that list hold nothing of the other school."""
    for nom, motif in VUES:
        if nom in AUTORISEES:
            reponse = editrice.get(ici.adresse(nom, motif))
            assert reponse.status_code in (200, 302, 404, 405), nom
            assert trouves(reponse) == [], nom


def test_the_pages_of_every_day_open(editrice, ici):
    for nom in ("wagtailadmin_home", "wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_explore",
                "wagtailadmin_pages:copy", "wagtailadmin_pages:move", "wagtailimages:edit", "wagtaildocs:edit",
                "wagtailimages:image_usage", "wagtailadmin_pages:view_draft"):  # fmt: skip
        assert editrice.get(ici.adresse(nom, dict(VUES)[nom])).status_code == 200, nom


@pytest.mark.parametrize("cle", ["mere", "pere_separe", "eleve_cp", "referente", "operateur"])
def test_families_pupils_and_the_territory_never_enter(cle, d, entrer):
    client = entrer(getattr(d, cle))
    assert client.get("/cms/").status_code == 403
    assert client.get("/cms/login/?next=/cms/").status_code == 403
    assert client.post("/cms/entrer/", {"ecole": d.elementaire.pk}).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_sign_in_of_the_product(client):
    assert client.get("/cms/").headers["Location"] == "/entrer/?next=/cms/"
    assert client.get("/cms/login/?next=/cms/images/").headers["Location"] == "/entrer/?next=/cms/images/"
    assert client.get("/cms/login/?next=https://ailleurs.example/").headers["Location"] == "/entrer/?next=/cms/"
