"""Hours that meetings offer, and that families took, for other rooms and for one another."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils import timezone

from ent.annuaire.droits import module_ouvert
from ent.annuaire.models import Personne
from ent.annuaire.occupations import Plage, aussi_prises, aussi_proposees

from .. import droits, evenements
from ..models import Creneau, Rencontre, Reservation


def proposees(adultes: Collection[int], debut: dt.datetime, fin: dt.datetime) -> list[Plage]:
    """Slots of meetings that these adults keep, but pauses and those that they closed. One query."""
    creneaux = Creneau.objects.filter(
        module_ouvert(droits.MODULE, "rencontre__etablissement__"),
        rencontre__hotes__in=adultes,
        debut__lt=fin,
        fin__gt=debut,
        etat=Creneau.Etat.OUVERT,
    )
    return [_plage(creneau) for creneau in creneaux.select_related("rencontre").distinct()]


def prises(adultes: Collection[int], debut: dt.datetime, fin: dt.datetime) -> list[Plage]:
    """What these adults booked. One query."""
    siennes = Reservation.objects.en_vigueur().filter(
        module_ouvert(droits.MODULE, "creneau__rencontre__etablissement__"),
        responsable__in=adultes,
        creneau__debut__lt=fin,
        creneau__fin__gt=debut,
    )
    return [_plage(prise.creneau) for prise in siennes.select_related("creneau__rencontre")]


def _plage(creneau: Creneau) -> Plage:
    return Plage(f"rencontre-{creneau.rencontre_id}", creneau.rencontre.titre, creneau.debut, creneau.fin)


def aussi_proposees_par(personne: Personne, rencontre: Rencontre, creneaux: Iterable[Creneau]) -> list[Plage]:
    """What who receives offers elsewhere at the hours of these slots that are to come; theirs alone, not a colleague's. A query a room."""
    ouverts = (c for c in creneaux if c.etat == Creneau.Etat.OUVERT and c.fin > timezone.now())
    cle = f"rencontre-{rencontre.pk}"
    return aussi_proposees([personne.pk], [Plage(cle, rencontre.titre, c.debut, c.fin) for c in ouverts])


def aussi_prises_par_le_foyer(reservation: Reservation) -> list[Plage]:
    """What the household that booked it took elsewhere at that hour."""
    if reservation.est_annulee or reservation.creneau.fin <= timezone.now():
        return []
    return aussi_prises(evenements.foyer_du(reservation), [_plage(reservation.creneau)])
