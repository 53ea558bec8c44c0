"""What follows a change of a site: the pieces that its published pages hold, and the version of all it shows."""

from collections.abc import Collection

from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from wagtail.log_actions import LogContext, empty_log_context, get_active_log_context
from wagtail.models import Page

from ent.annuaire.journal import consigner

from ..lectures.site_public import pieces_de
from ..models import DocumentDEcole, ImageDEcole, PieceDePage, SiteDEcole


@transaction.atomic
def poser_les_pieces(page: Page) -> None:
    """After a publication: the images and documents of the published state, those alone."""
    images, documents = pieces_de(page)
    ecole = {"etablissement": page.etablissement_id}  # what belongs to another school is not shown there
    images = set(ImageDEcole.objects.filter(pk__in=images, **ecole).values_list("pk", flat=True))
    documents = set(DocumentDEcole.objects.filter(pk__in=documents, **ecole).values_list("pk", flat=True))
    PieceDePage.objects.filter(page=page.pk).exclude(Q(image__in=images) | Q(document__in=documents)).delete()
    PieceDePage.objects.bulk_create(
        [PieceDePage(page_id=page.pk, image_id=pk) for pk in images]
        + [PieceDePage(page_id=page.pk, document_id=pk) for pk in documents],
        ignore_conflicts=True,
    )
    renouveler([page.etablissement_id])


@transaction.atomic
def rattacher(page: Page) -> None:
    """Moved, a page and those under it belong to the school where they are now, and hold its images alone."""
    ecole = page.get_parent().specific.etablissement_id
    for deplacee in Page.objects.descendant_of(page, inclusive=True).specific():
        if deplacee.etablissement_id != ecole:
            renouveler([deplacee.etablissement_id])
            type(deplacee).objects.filter(pk=deplacee.pk).update(etablissement=ecole)
            deplacee.etablissement_id = ecole
            poser_les_pieces(deplacee)
    renouveler([ecole])


def renouveler(etablissements: Collection[int]) -> None:
    """Every page kept for these sites is forgotten once the transaction in progress is written."""
    SiteDEcole.objects.filter(etablissement__in=etablissements).update(version=F("version") + 1)


@transaction.atomic
def oublier_les_images_de(eleves: Collection[int]) -> None:
    """What may be shown of these pupils changed: the sites that have a picture of them show their pages anew."""
    renouveler(set(ImageDEcole.objects.filter(eleves__in=eleves).values_list("etablissement_id", flat=True)))


def consigner_la_publication(page: Page) -> None:
    _consigner("publier_page", page)


def consigner_le_retrait(page: Page) -> None:
    _consigner("retirer_page", page)


def consigner_l_effacement(page: Page) -> None:
    _consigner("effacer_page", page)


def _consigner(verbe: str, page: Page) -> None:
    """Somebody, or the day that they chose, published a page of a school's site, took it back or deleted it; in the transaction of the act.

    Who, Wagtail knows: its administration opens a context. Pages that a site is born with, moved or laid by a command have none.
    """
    contexte = get_active_log_context()
    if contexte is not empty_log_context:
        consigner(
            f"pages.{verbe}",
            auteur=contexte.user,
            etablissement=page.etablissement,
            objet=f"page {page.pk}",
            sorte=page._meta.model_name,
        )


def publier_le_prevu() -> None:
    """Pages whose day has come appear, those whose day has passed go: Wagtail's own command, each page by itself."""
    with LogContext():
        call_command("publish_scheduled", verbosity=0)
