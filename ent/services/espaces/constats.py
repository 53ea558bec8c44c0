"""What waits for a direction in spaces between schools: on its home, one tap away."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste

from .models import EcoleDeLEspace


def invitations(personne: Personne) -> dict[int, int]:
    """Invitations that wait for a word, by school (id). One query."""
    attendent = EcoleDeLEspace.objects.invitees_de(personne).order_by()
    return dict(attendent.values_list("etablissement").annotate(Count("pk")))


def les_lire(_etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s invitation à un espace entre écoles attend votre réponse.",
        "%(n)s invitations à des espaces entre écoles attendent votre réponse.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Lire et répondre"), reverse("espaces"))
