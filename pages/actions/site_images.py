"""The sizes of an image are made when it arrives: reading a page, public or not, writes nothing."""

from wagtail.images.models import Filter

from ..models import DeclinaisonDEcole, ImageDEcole
from ..models.site_images import LEGERES, PUBLIQUES, effacer

# Beside the public widths, those that Wagtail's own pages show.
DE_L_ADMINISTRATION = ("max-165x165", "max-800x600")


def decliner(image: ImageDEcole) -> None:
    """Make what is missing. Inside the caller's transaction: when one fails, the objects of those before it go too."""
    faites = set(image.renditions.values_list("filter_spec", flat=True))
    neuves: list[DeclinaisonDEcole] = []
    try:
        for taille in (*PUBLIQUES, *LEGERES, *DE_L_ADMINISTRATION):
            # One by one: made together, Wagtail would keep them in its cache without their numbers.
            if taille not in faites:
                neuves.append(image.create_rendition(Filter(spec=taille)))
    except BaseException:
        for declinaison in neuves:
            effacer(declinaison.file)
        raise
