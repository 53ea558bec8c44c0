"""What an attacker tried on Wagtail's administration and on the public sites."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from ent.annuaire.actions import donner_role
from ent.annuaire.models import Inscription, Personne, Role
from pages.actions.billets_eleves import proposer_billet
from pages.models import ImageDEcole, RubriqueActualites, SiteDEcole
from tests.pages.journal import image as pixels
from tests.pages.sites import Redaction, bloc_document, bloc_image

SECRET = "Zébulon"


@pytest.fixture
def ici(d):
    return Redaction(d.elementaire, d.directrice)


@pytest.fixture
def ailleurs(d):
    return Redaction(d.maternelle, d.directrice_maternelle)


@pytest.fixture
def editrice(d, entrer, ici, ailleurs):
    return entrer(d.directrice)


def champs(page, **changes) -> dict:
    """What the form of a page sends, opened at its last version."""
    lue = page.get_latest_revision()
    base = {
        "loaded_revision_id": str(lue.pk), "loaded_revision_created_at": lue.created_at.isoformat(),
        "title": page.title, "slug": page.slug, "resume": "", "date": "2026-11-24", "corps-count": "0", "seo_title": "",
        "search_description": "", "show_in_menus": "", "go_live_at": "", "expire_at": "", "illustration": "",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    return base | changes


# --- Bulk actions --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("suite", ["?id=all", "?id=all&q=Zébulon", "?id=all&childOf=", "?id=all&childOf=1"])
@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_everything_at_once_is_everything_of_ones_school(action, suite, editrice, ailleurs):
    ailleurs.actualite(f"Brouillon {SECRET}", publiee=False)
    reponse = editrice.get(reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + suite)
    assert reponse.status_code in (200, 404)
    assert SECRET not in reponse.text
    assert "Coquelicots" not in reponse.text


# --- The home of the administration ------------------------------------------------------------------------------------
def test_who_left_a_school_reads_nothing_of_it_on_the_home(d, entrer, ici, ailleurs):
    """The groups that are stored may be those of yesterday."""
    page = ailleurs.actualite(f"Brouillon {SECRET}", publiee=False)
    page.get_workflow().start(page, ailleurs.auteur)
    redactrice = Redaction(d.maternelle, d.directrice_maternelle).auteur
    Role.objects.filter(personne=redactrice).update(fin="2026-11-01")
    donner_role(personne=redactrice, nature="directeur", etablissement=d.elementaire, debut="2026-11-02")
    reponse = entrer(Personne.objects.get(pk=redactrice.pk)).get("/cms/")
    assert reponse.status_code == 200
    assert SECRET not in reponse.text


def test_the_home_holds_while_a_pupil_waits_to_be_read(d, entrer, ici):
    proposer_billet(eleve=d.eleve_cp, classe=d.cp_ce1, uuid=uuid.uuid4(), texte="J’ai vu un renard.")
    reponse = entrer(d.enseignante).get("/cms/")
    assert reponse.status_code == 200
    assert "renard" not in reponse.text


def test_a_preview_is_shown_in_the_frame_of_its_editor_and_the_public_page_in_none(editrice, ici, client):
    page = ici.actualite()
    adresse = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editrice.post(adresse, champs(page, title="Un autre titre")).json()["is_valid"] is True
    apercu = editrice.get(adresse + "?in_preview_panel=true")
    assert "Un autre titre" in apercu.text
    assert "frame-ancestors 'self'" in apercu.headers["Content-Security-Policy"]
    assert apercu.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get(page.url).headers["Content-Security-Policy"]


# --- Links to what is elsewhere ----------------------------------------------------------------------------------------
def test_a_button_to_a_page_of_another_school_says_nothing_of_it(editrice, ici, ailleurs, client):
    page = ici.actualite()
    la_bas = ailleurs.actualite(f"Brouillon {SECRET}", publiee=False)
    envoi = champs(page, **{
        "corps-count": "1", "corps-0-deleted": "", "corps-0-order": "0", "corps-0-type": "bouton", "corps-0-id": "",
        "corps-0-value-libelle": "Voir", "corps-0-value-page": str(la_bas.pk), "corps-0-value-adresse": "",
    })  # fmt: skip
    adresse = reverse("wagtailadmin_pages:edit", args=[page.pk])
    reponse = editrice.post(adresse, envoi, follow=True)
    assert SECRET not in reponse.text
    assert "bulon" not in reponse.text
    assert "bulon" not in editrice.get(adresse).text
    editrice.post(adresse, envoi | {"action-publish": "1"})
    assert "bulon" not in client.get(page.url).text


def test_a_link_to_a_page_of_another_school_says_nothing_of_it(editrice, ici, ailleurs, client):
    page = ici.actualite()
    la_bas = ailleurs.actualite(f"Brouillon {SECRET}", publiee=False)
    texte = {
        "blocks": [
            {
                "key": "a",
                "text": "ici",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": la_bas.pk, "url": "/x/", "parentId": 1}}
        },
    }
    envoi = champs(page, **{
        "corps-count": "1", "corps-0-deleted": "", "corps-0-order": "0", "corps-0-type": "texte", "corps-0-id": "",
        "corps-0-value": json.dumps(texte),
    })  # fmt: skip
    adresse = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "bulon" not in editrice.post(adresse, envoi, follow=True).text
    assert "bulon" not in editrice.get(adresse).text
    editrice.post(adresse, envoi | {"action-publish": "1"})
    assert "bulon" not in client.get(page.url).text
    # Written another way, it is read the same.
    deguise = envoi | {"corps-0-value": json.dumps(texte).replace("entityMap", "\\u0065ntityMap")}
    assert editrice.post(adresse, deguise).status_code == 404
    assert editrice.post(adresse, envoi | {"corps-0-value": '{"a":' * 100_000}).status_code in (200, 404)


def test_words_that_look_like_a_rich_text_are_words(editrice, ici):
    page = ici.actualite()
    adresse = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for mots in ('Le mot "entityMap"', '{"entityMap" sans fin', '{"a": 1}'):
        editrice.post(adresse, champs(page, title=mots))
        page.refresh_from_db()
        assert page.get_latest_revision_as_object().title == mots


def test_an_address_of_another_school_is_not_turned_into_its_page(editrice, ailleurs):
    page = ailleurs.actualite("Publiée")
    page.draft_title = f"Brouillon {SECRET}"
    page.save()
    site = ailleurs.site.site
    for url in (page.full_url, f"{site.root_url}/actualites/{page.slug}/", f"{site.root_url}/"):
        reponse = editrice.post(
            reverse("wagtailadmin_choose_page_external_link"),
            {"external-link-chooser-url": url, "external-link-chooser-link_text": "x"},
        )
        assert "bulon" not in reponse.text
        assert reponse.json()["result"] == {"url": url, "title": "x", "prefer_this_title_as_link_text": True}


def test_a_document_of_another_school_is_not_put_in_ones_page(d, editrice, entrer, ici, ailleurs, client):
    """Whoever wrote first in this process: fields of Wagtail's blocks outlive a request."""
    la_bas, mien = ailleurs.document(f"Document {SECRET}"), ici.document("Le mien")
    autre_page, page = ailleurs.actualite(), ici.actualite()

    def envoyer(qui, ou, document, titre="x"):
        envoi = champs(ou, title=titre, **{
            "corps-count": "1", "corps-0-deleted": "", "corps-0-order": "0", "corps-0-type": "document", "corps-0-id": "",
            "corps-0-value-document": str(document.pk), "action-publish": "1",
        })  # fmt: skip
        return qui.post(reverse("wagtailadmin_pages:edit", args=[ou.pk]), envoi)

    assert envoyer(entrer(d.directrice_maternelle), autre_page, la_bas).status_code == 302
    assert envoyer(editrice, page, la_bas).status_code == 200
    assert SECRET not in client.get(page.url).text
    assert envoyer(editrice, page, mien).status_code == 302
    assert "Le mien" in client.get(page.url).text


def test_an_image_of_another_school_is_not_put_in_ones_page(d, editrice, entrer, ici, ailleurs, client):
    la_bas, mien = ailleurs.image(), ici.image()
    autre_page, page = ailleurs.actualite(), ici.actualite()

    def envoyer(qui, ou, image):
        envoi = champs(ou, **{
            "corps-count": "1", "corps-0-deleted": "", "corps-0-order": "0", "corps-0-type": "image", "corps-0-id": "",
            "corps-0-value-image-image": str(image.pk), "corps-0-value-image-alt_text": "x", "corps-0-value-legende": "",
            "action-publish": "1", "illustration": str(image.pk),
        })  # fmt: skip
        return qui.post(reverse("wagtailadmin_pages:edit", args=[ou.pk]), envoi)

    assert envoyer(entrer(d.directrice_maternelle), autre_page, la_bas).status_code == 302
    assert envoyer(editrice, page, la_bas).status_code == 200
    assert envoyer(editrice, page, mien).status_code == 302


# --- Pieces of one's own page that name another's ---------------------------------------------------------------------------
def test_ones_page_with_the_reading_or_the_revision_of_another(d, editrice, ici, ailleurs):
    mienne, la_bas = ici.actualite("Mienne", publiee=False), ailleurs.actualite(f"Brouillon {SECRET}", publiee=False)
    mienne.get_workflow().start(mienne, ici.auteur)
    etat = la_bas.get_workflow().start(la_bas, ailleurs.auteur)
    tache, r = etat.current_task_state, la_bas.latest_revision_id
    for nom, arguments in [
        ("workflow_action", [mienne.pk, "approve", tache.pk]),
        ("collect_workflow_action_data", [mienne.pk, "reject", tache.pk]),
        ("workflow_preview", [mienne.pk, tache.task_id]),
        ("workflow_history_detail", [mienne.pk, etat.pk]),
        ("revisions_view", [mienne.pk, r]), ("revisions_revert", [mienne.pk, r]), ("revisions_unschedule", [mienne.pk, r]),
        ("revisions_compare", [mienne.pk, r, "latest"]), ("revisions_compare", [mienne.pk, r, r]),
    ]:  # fmt: skip
        for methode in (editrice.get, editrice.post):
            reponse = methode(reverse(f"wagtailadmin_pages:{nom}", args=arguments))
            assert reponse.status_code in (302, 403, 404, 405), (nom, reponse.status_code)
            assert "bulon" not in reponse.text, nom
    tache.refresh_from_db()
    assert tache.status == "in_progress"


# --- Who is on an image ------------------------------------------------------------------------------------------------
def test_a_pupil_who_is_named_is_judged_whatever_else_is_said(d, ici, client):
    """« Des adultes » with a pupil named beside them: the pupil's word counts."""
    for sorte in ("adultes", "personne"):
        image = ici.image(personnes=sorte, eleves=[d.eleve_cp])
        page = ici.actualite(corps=[bloc_image(image)])
        assert "<img" not in client.get(page.url).text, sorte
        assert client.get(image.renditions.get(filter_spec="width-480").url).status_code == 404, sorte


def test_a_picture_that_takes_the_place_of_another_is_to_be_said_again(ici, editrice, client):
    image = ici.image(personnes="personne")
    ici.actualite(corps=[bloc_image(image)])
    former = image.renditions.get(filter_spec="width-480").url
    assert client.get(former).status_code == 200
    envoi = {"title": "x", "description": "x", "personnes": "personne"}
    adresse = reverse("wagtailimages:edit", args=[image.pk])
    editrice.post(adresse, envoi | {"file": SimpleUploadedFile("autre.png", pixels("red"), "image/png")})
    neuve = ImageDEcole.objects.get(pk=image.pk).renditions.get(filter_spec="width-480").url
    assert [client.get(a).status_code for a in (former, neuve)] == [404, 404]
    editrice.post(adresse, envoi)
    assert client.get(neuve).status_code == 200


def test_the_consent_given_to_the_new_school_shows_nothing_on_the_former_site(d, ici, client, montrables):
    montrables["site"] |= {d.eleve_cp}
    image = ici.image(personnes="eleves", eleves=[d.eleve_cp])
    ici.actualite(corps=[bloc_image(image)])
    adresse = image.renditions.get(filter_spec="width-480").url
    assert client.get(adresse).status_code == 200
    Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.ms)
    assert client.get(adresse).status_code == 404


def test_an_image_is_not_public_under_a_section_that_was_taken_down(d, ici, client):
    image, document = ici.image(), ici.document()
    page = ici.actualite(corps=[bloc_image(image), bloc_document(document)])
    adresses = [image.renditions.get(filter_spec="width-480").url, document.url]
    assert [client.get(a).status_code for a in adresses] == [200, 200]
    page.get_parent().specific.unpublish(user=ici.auteur)
    assert client.get(page.url).status_code == 404
    assert [client.get(a).status_code for a in adresses] == [404, 404]


@pytest.mark.parametrize(
    "hote", ["https://x.exemple.fr", "*.exemple.fr", ".exemple.fr", "portail.exemple.fr.", "PORTAIL.exemple.fr"]
)
def test_a_host_is_the_name_of_one_host_and_never_that_of_the_product(hote, d, entrer, ici, settings):
    settings.ALLOWED_HOSTS, settings.ENT_ADRESSE = ["testserver", ".exemple.fr"], "https://portail.exemple.fr"
    assert entrer(d.operateur).post(f"/sites/{ici.site.slug}/hote/", {"hote": hote}).status_code == 422
    assert SiteDEcole.objects.get(pk=ici.site.pk).hote == ""


def test_a_search_of_what_cannot_be_written_finds_nothing(d, client):
    assert client.get("/ecoles/ecole-du-cerf-volant/recherche/?q=a%00").status_code == 200


# --- Addresses ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["²", "12345", "-1", "1%00", "٣", "x"])
def test_a_page_number_that_is_none_breaks_nothing(page, d, client, ici):
    assert client.get(f"/ecoles/ecole-du-cerf-volant/actualites/?page={page}").status_code == 200


def test_the_host_of_a_school_sends_nobody_elsewhere_and_shows_no_page_of_the_product(d, client, ici, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "cerf-volant.exemple.fr"]
    SiteDEcole.objects.filter(pk=ici.site.pk).update(hote="cerf-volant.exemple.fr")
    for hote in ("cerf-volant.exemple.fr", "cerf-volant.exemple.fr.", "CERF-VOLANT.exemple.fr:8000"):
        assert client.get("/entrer/", HTTP_HOST=hote).status_code == 404, hote
        reponse = client.get("//ailleurs.example/x", HTTP_HOST=hote)
        assert not reponse.headers.get("Location", "").startswith("//"), hote


def test_moved_by_one_who_writes_both_a_page_belongs_to_the_school_it_is_in(d, ici, ailleurs, client):
    image = ici.image()
    page = ici.actualite(corps=[bloc_image(image)])
    page.move(ailleurs.page(RubriqueActualites), pos="last-child")
    page = Page.objects.get(pk=page.pk).specific
    assert page.etablissement_id == d.maternelle.pk
    assert client.get(image.renditions.get(filter_spec="width-480").url).status_code == 404
