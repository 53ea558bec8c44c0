"""The sizes of an image are made when it arrives: reading a page, public or not, writes nothing."""

from wagtail.images.models import Filter

from ..models import ImageDEcole

# Public widths first, then those that Wagtail's own pages show.
PUBLIQUES = ("width-480", "width-960", "original")
DE_L_ADMINISTRATION = ("max-165x165", "max-800x600")


def decliner(image: ImageDEcole) -> None:
    """Make what is missing. Inside the caller's transaction."""
    faites = set(image.renditions.values_list("filter_spec", flat=True))
    for taille in (*PUBLIQUES, *DE_L_ADMINISTRATION):
        if (
            taille not in faites
        ):  # one by one: made together, Wagtail would keep them in its cache without their numbers
            image.create_rendition(Filter(spec=taille))
