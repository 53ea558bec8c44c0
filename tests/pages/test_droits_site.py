"""Who is sent each image and each document of a school's site: one world where each stands in each of its states."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from ent.annuaire.models import Classe
from ent.fichiers import registres
from pages.models import DocumentDEcole, ImageDEcole, PageSimple, PieceDePage, SiteDEcole
from tests.pages.journal import relu
from tests.pages.sites import Redaction, bloc_document, bloc_image


@pytest.fixture
def ici(d, mardi) -> Redaction:
    return Redaction(d.elementaire, d.directrice)


@pytest.fixture
def ailleurs(d, mardi) -> Redaction:
    """The site of the school beside, whose home was taken down while its news were left."""
    redaction = Redaction(d.maternelle, d.directrice_maternelle)
    Page.objects.filter(pk=redaction.accueil.pk).update(live=False)
    return redaction


@pytest.fixture
def images(d, mardi, ici, ailleurs, montrables) -> dict[str, ImageDEcole]:
    """Inès may be shown on the site, and a pupil of a class that was closed since; her neighbour may not."""
    montrables["site"] |= {d.eleve_cp, d.eleve_cm2}
    Classe.objects.filter(pk=d.cm2.pk).update(fermee_le=mardi)
    posees = {
        "le potager": ("personne", []), "des parents": ("adultes", []), "Inès": ("eleves", [d.eleve_cp]),
        "à dire": ("", []), "à dire, d’Inès": ("", [d.eleve_cp]), "élèves sans nom": ("eleves", []),
        "Inès et son voisin": ("eleves", [d.eleve_cp, d.eleve_ce1]), "le voisin au fond": ("adultes", [d.eleve_ce1]),
        "d’une classe fermée": ("eleves", [d.eleve_cm2]),
    }  # fmt: skip
    faites = {nom: ici.image(nom, *dit) for nom, dit in posees.items()}
    ici.actualite(corps=[bloc_image(image) for image in faites.values()])
    faites |= {nom: ici.image(nom) for nom in ("l’en-tête", "dépubliée", "de côté")}
    ici.actualite("Retirée depuis", corps=[bloc_image(faites["dépubliée"])]).unpublish(user=ici.auteur)
    for nom, dit in [("en-tête à dire", ""), ("sans accueil", "personne")]:
        faites[nom] = ailleurs.image(nom, dit)
    ailleurs.actualite(corps=[bloc_image(faites["sans accueil"])])
    for redaction, nom in [(ici, "l’en-tête"), (ailleurs, "en-tête à dire")]:
        SiteDEcole.objects.filter(pk=redaction.site.pk).update(bandeau=faites[nom])
    return faites


@pytest.fixture
def documents(ici, ailleurs) -> dict[str, DocumentDEcole]:
    faits = {nom: ici.document(nom) for nom in ("règlement", "dépublié", "de côté")}
    ici.actualite("Le règlement", corps=[bloc_document(faits["règlement"])])
    ici.actualite("Retirée depuis", corps=[bloc_document(faits["dépublié"])]).unpublish(user=ici.auteur)
    faits["sans accueil"] = ailleurs.document("sans accueil")
    ailleurs.actualite(corps=[bloc_document(faits["sans accueil"])])
    return faits


MONTREES = {"le potager", "des parents", "Inès", "l’en-tête"}
D_ICI = MONTREES | {
    "à dire", "à dire, d’Inès", "élèves sans nom", "Inès et son voisin", "le voisin au fond", "d’une classe fermée", "dépubliée",
    "de côté",
}  # fmt: skip
LUES = {
    "visiteur": (MONTREES, {"règlement"}),
    "mere": (MONTREES, {"règlement"}),
    "eleve_cp": (MONTREES, {"règlement"}),
    "operateur": (MONTREES, {"règlement"}),
    "directrice": (D_ICI, {"règlement", "dépublié", "de côté"}),
    "enseignante": (D_ICI, {"règlement", "dépublié", "de côté"}),
    "directrice_maternelle": (MONTREES | {"en-tête à dire", "sans accueil"}, {"règlement", "sans accueil"}),
}


def test_a_visitor_is_sent_what_pages_show_and_who_writes_the_site_all_of_it(d, images, documents):
    sont = {qui: AnonymousUser() if qui == "visiteur" else relu(d.gens[qui]) for qui in LUES}
    lues = {
        qui: tuple(
            {objet.title for objet in modele.objects.lisibles_par(personne)} for modele in (ImageDEcole, DocumentDEcole)
        )
        for qui, personne in sont.items()
    }
    assert lues == LUES


MONTRABLES = {"le potager", "des parents", "Inès", "l’en-tête", "dépubliée", "de côté", "sans accueil"}


def test_an_image_may_be_shown_when_all_who_are_on_it_may_be(images):
    assert {image.title for image in ImageDEcole.objects.montrables()} == MONTRABLES


def test_where_nobody_says_who_may_be_shown_no_pupil_is(images, monkeypatch):
    monkeypatch.setattr(registres, "_droit", None)
    assert {image.title for image in ImageDEcole.objects.montrables()} == MONTRABLES - {"Inès"}


def test_however_deep_a_page_is_what_it_holds_is_public_while_it_is_live(ici):
    page = ici.accueil
    for rang in range(10):
        page = page.add_child(instance=PageSimple(title=f"Sous-page {rang}", owner=ici.auteur))
    piece = PieceDePage.objects.create(page=page, document=ici.document())
    lus = DocumentDEcole.objects.lisibles_par(AnonymousUser())
    assert lus.contains(piece.document)
    Page.objects.filter(pk=page.pk).update(live=False)
    assert not lus.contains(piece.document)
