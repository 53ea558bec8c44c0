"""Links from a site that is also a provider: they open our page signed in by it."""

from collections.abc import Callable, Collection
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from ..models import FournisseurIdentite


def entree_par(origines: Collection[str]) -> Callable[[str], str] | None:
    """Of the provider of families that is on one of these servers, and was read once. One query."""
    ouverts = FournisseurIdentite.objects.ouverts().filter(public=FournisseurIdentite.Public.EDUCONNECT)
    la = next((f for f in ouverts.exclude(metadonnees="").order_by("pk") if _origine(f) in origines), None)
    return (
        None if la is None else lambda page: f"{reverse('identites_aller', args=[la.uuid])}?{urlencode({'next': page})}"
    )


def _origine(fournisseur: FournisseurIdentite) -> str:
    """Of the address where it says who it is; of SAML given as a file, of its name."""
    try:
        parties = urlsplit(fournisseur.adresse or fournisseur.entite)
    except ValueError:
        return ""
    return f"{parties.scheme}://{parties.netloc}"
