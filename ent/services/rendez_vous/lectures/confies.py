"""Meetings that were confided: of which household, to read or to book and move too. A delegate stands for who confided, and reads nobody else."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne

from .. import droits
from ..models import Reservation

# By child and school (ids).
Place = tuple[int, int]


@dataclass(frozen=True)
class PourQui:
    """The household that confided: who did, who lives with them, and whether its hour is chosen too."""

    delegant: Personne
    foyer: frozenset[int]
    repond: bool


def pour_qui(personne: Personne, eleve: UUID | None = None) -> dict[Place, list[PourQui]]:
    """Each household that confided the meetings of a child, of this one if it is named. No query of who was confided none; else one, and one
    a child.
    """
    confies = [s for s in droits.confies_de(personne) if eleve is None or s.eleve.uuid == eleve]
    places = {(s.eleve.pk, s.etablissement_id) for s in confies}
    par_place: dict[Place, list[PourQui]] = defaultdict(list)
    if not places:
        return par_place
    donnees = personne.delegations_recues.en_vigueur().filter(enfant__in={enfant for enfant, _ecole in places})
    for delegation in donnees.select_related("delegant", "etablissement").order_by("pk"):
        place = (delegation.enfant_id, delegation.etablissement_id)
        if place not in places or not delegation.confie.lit(droits.SALLE):
            continue
        foyers = foyers_de([delegation.enfant_id], delegation.etablissement).get(delegation.enfant_id, [])
        foyer = next((f for f in foyers if delegation.delegant_id in f), frozenset([delegation.delegant_id]))
        siens = par_place[place]
        repond = delegation.confie.repond(droits.SALLE)
        deja = next((rang for rang, un in enumerate(siens) if un.foyer == foyer), None)
        if deja is None:
            siens.append(PourQui(delegation.delegant, foyer, repond))
        elif repond and not siens[deja].repond:
            siens[deja] = PourQui(delegation.delegant, foyer, repond)
    return par_place


def adultes_par_place(confiees: dict[Place, list[PourQui]]) -> dict[Place, frozenset[int]]:
    return {place: frozenset().union(*(un.foyer for un in siens)) for place, siens in confiees.items()}


def celui_de(confiees: dict[Place, list[PourQui]], reservation: Reservation) -> PourQui:
    """The household that booked it, among those that confided that child."""
    place = (reservation.eleve_id, reservation.creneau.rencontre.etablissement_id)
    return next(un for un in confiees[place] if reservation.responsable_id in un.foyer)


def reservation_confiee(personne: Personne, uuid: UUID) -> tuple[Reservation, PourQui] | None:
    """What a household that confided its meetings booked, and did not cancel; and that household."""
    confiees = pour_qui(personne)
    siennes = Reservation.objects.confiees_a(personne, adultes_par_place(confiees))
    trouvee = siennes.filter(uuid=uuid).select_related("creneau__rencontre__etablissement", "eleve").first()
    return (trouvee, celui_de(confiees, trouvee)) if trouvee else None
