"""What members of a team were told of what they may read no more: the class is another's now, and news of before name nobody."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ent.annuaire.models import Affectation, Personne
from ent.socle.rustines.django_suppressions import effacer_sans_lire

from ..models import Notification
from ..registres import lecteurs

RECENTES = dt.timedelta(days=3)  # a worker may have been down for a night


@transaction.atomic
def oublier_l_illisible(personnes: Collection[int]) -> None:
    """Asked of each room, since a notification keeps the id of a thing and not who may read it. News of a child are judged by their tie."""
    for personne in Personne.objects.filter(pk__in=personnes):
        siennes = Notification.objects.filter(destinataire=personne, eleve=None)
        for nature, lisibles in lecteurs().items():
            dits = set(siennes.filter(nature=nature).values_list("objet_id", flat=True))
            if perdus := dits and dits - lisibles(personne, dits):
                effacer_sans_lire(siennes.filter(nature=nature, objet_id__in=perdus))


def oublier_les_classes_rendues() -> None:
    """Of those whose time in a class ended by its date, as a remplaçant's. Once a day."""
    aujourd_hui = timezone.localdate()
    finies = Affectation.objects.filter(fin__gte=aujourd_hui - RECENTES, fin__lt=aujourd_hui)
    oublier_l_illisible(set(finies.order_by().values_list("enseignant", flat=True)))
