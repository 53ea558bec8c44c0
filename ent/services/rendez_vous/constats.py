"""What waits for a direction in meetings: on its home, one tap away."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Etablissement, Personne
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste

from .models import Rencontre


def sans_hote(personne: Personne) -> dict[int, int]:
    """Meetings still to come whose hosts all left, by school (id) that one directs. One query."""
    dirigees = Etablissement.objects.diriges_par(personne).order_by().values("pk")
    seules = Rencontre.objects.filter(etablissement__in=dirigees).sans_hote().order_by()
    return dict(seules.values_list("etablissement").annotate(Count("pk")))


def dire(_etat: EtatEcole, n: int | None) -> int | str:
    return n or ""  # nothing where each is kept


def recevoir(_etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s classe a des rendez-vous que plus personne ne tient : les familles sont attendues.",
        "%(n)s classes ont des rendez-vous que plus personne ne tient : les familles sont attendues.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Voir les rendez-vous"), reverse("rdv_equipe"))
