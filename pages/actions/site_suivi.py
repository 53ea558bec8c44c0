"""What follows a change of a site: the pieces that its published pages hold, and the version of all it shows."""

from collections.abc import Collection

from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from wagtail.models import Page

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


def publier_le_prevu() -> None:
    """Pages whose day has come appear, those whose day has passed go: Wagtail's own command, each page by itself."""
    call_command("publish_scheduled", verbosity=0)
