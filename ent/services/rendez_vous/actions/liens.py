"""What becomes of bookings when ties change: whose child left the class, or who answers for the child no more, gives the slot back; a change that is undone
gives it back to them.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from ent.annuaire import destinataires

from .. import evenements
from ..models import Reservation
from . import exigences
from .nouvelles import ANNULE, MAINTENU, dire_a_la_famille, dire_aux_hotes
from .reservations import chacun_son_tour, finir, prendre, remettre
from .traces import consigner, signaler


@transaction.atomic
def suivre_les_liens(*, eleves: Collection[int]) -> None:
    liberer(eleves=eleves)
    rendre(eleves=eleves)


@transaction.atomic
def liberer(*, eleves: Collection[int]) -> int:
    """Slots of children who left the class, or whose adult no longer answers for them: others may take them. Who still answers for the child, and who
    receives, are told: nobody comes for nothing.
    """
    liberees = 0
    for reservation in _a_venir(eleves).filter(annulee_le=None):
        if _tient(reservation):
            continue
        finir(reservation, Reservation.Fin.LIENS)
        consigner("rendez_vous.liberer", reservation.creneau.rencontre, None)
        dire_a_la_famille(
            reservation, ANNULE, adresse=reverse("rdv")
        )  # of a class that is not theirs, there is no page
        dire_aux_hotes(reservation, gettext_noop("%(enfant)s : rendez-vous annulé, %(jour)s à %(heure)s"))
        signaler(reservation.creneau.rencontre, evenements.foyer_du(reservation))
        liberees += 1
    return liberees


@transaction.atomic
def rendre(*, eleves: Collection[int]) -> int:
    """What ties had ended and hold again, while the slot is free and the household took no other; the last that was ended first."""
    finies = _a_venir(eleves).filter(annulee_par=Reservation.Fin.LIENS).order_by("-annulee_le", "-pk")
    return sum(_rendre(reservation) for reservation in finies if _tient(reservation))


def _rendre(reservation: Reservation) -> bool:
    creneau, foyer = reservation.creneau, evenements.foyer_du(reservation)
    try:
        with transaction.atomic():
            chacun_son_tour([reservation.eleve])
            prendre(creneau, par_l_ecole=True)
            exigences.exiger_aucune(creneau, reservation.eleve, foyer)
            exigences.exiger_disponible(creneau, foyer, discret=True)
            remettre(reservation)
    except ValidationError:
        return False
    consigner("rendez_vous.rendre", creneau.rencontre, None)
    dire_a_la_famille(reservation, MAINTENU)
    dire_aux_hotes(reservation, gettext_noop("%(enfant)s : rendez-vous maintenu, %(jour)s à %(heure)s"))
    signaler(creneau.rencontre, foyer)
    return True


def _a_venir(eleves: Collection[int]) -> QuerySet[Reservation]:
    liens = "eleve", "responsable", "creneau__rencontre__etablissement", "creneau__rencontre__classe"
    siennes = Reservation.objects.filter(eleve__in=eleves, creneau__debut__gt=timezone.now())
    return siennes.select_for_update(of=("self",), no_key=True).select_related(*liens)


def _tient(reservation: Reservation) -> bool:
    """The child is of the class, and who comes answers for them there."""
    rencontre = reservation.creneau.rencontre
    if not destinataires.inscriptions(rencontre.audience).filter(eleve=reservation.eleve).exists():
        return False
    tenus = destinataires.adultes(rencontre.etablissement_id, [reservation.eleve_id])
    return reservation.responsable_id is None or reservation.responsable_id in tenus
