"""What waits for a direction in the messages of its school: on its home, one tap away."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste

from .models import Signalement, Suspension


def signales(personne: Personne) -> dict[int, int]:
    """Messages reported that nobody has read yet, by school (id). One query."""
    attendent = Signalement.objects.moderes_par(personne).filter(suite="").order_by()
    return dict(attendent.values_list("etablissement").annotate(Count("message", distinct=True)))


def lire_les_signales(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s message signalé attend que vous le lisiez.", "%(n)s messages signalés attendent que vous les lisiez.", n
    )
    adresse = reverse("messagerie_moderation", args=[etat.ecole.uai])
    return Geste(phrase % {"n": n}, _("Lire et décider"), adresse)


def suspendus(personne: Personne) -> dict[int, int]:
    """People who may not write for now, by school (id). One query."""
    posees = Suspension.objects.moderes_par(personne).filter(levee_le=None, date_fin__gte=timezone.localdate())
    return dict(posees.order_by().values_list("etablissement").annotate(Count("pk")))
