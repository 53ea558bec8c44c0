"""What is told of meetings, and to whom: the right of the moment gives the recipients."""

from collections.abc import Collection

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.foyers import foyer_de_qui_repondait, foyers_de
from ent.annuaire.models import Etablissement, Role

from .models import Rencontre, Reservation

OUVERTE = "rendez_vous.ouverte"  # to families: slots are there
RELANCE = "rendez_vous.relance"  # to those who have none
RAPPEL = "rendez_vous.rappel"  # the eve
CHANGE_PAR_L_ECOLE = "rendez_vous.change_par_l_ecole"  # moved or cancelled, to one household
CHANGE_PAR_LA_FAMILLE = "rendez_vous.change_par_la_famille"  # moved or cancelled, to who receives
CHANGE = "rendez_vous.change"  # pages are read again


def familles_de(rencontre: Rencontre) -> set[tuple[int, int]]:
    """(adult, child) of the class today."""
    return destinataires.familles(rencontre.etablissement_id, list(destinataires.eleves(rencontre.audience)))


def foyer_de(etablissement: Etablissement, eleve: int, adulte: int | None) -> frozenset[int]:
    """The adults who live with this one for this child, themself included. One query; nobody for nobody."""
    if adulte is None:
        return frozenset()
    foyers = foyers_de([eleve], etablissement).get(eleve, [])
    return next((foyer for foyer in foyers if adulte in foyer), frozenset([adulte]))


def foyer_du(reservation: Reservation) -> frozenset[int]:
    """Those of the household who still answer for the child, be it without the one who booked."""
    if reservation.responsable_id is None:
        return frozenset()
    rencontre = reservation.creneau.rencontre
    tenus = destinataires.adultes(rencontre.etablissement_id, [reservation.eleve_id])
    return foyer_de_qui_repondait(reservation.eleve_id, reservation.responsable_id, rencontre.etablissement) & tenus


def hotes_de(rencontre: Rencontre) -> set[int]:
    """Those who receive, and still work there."""
    presents = Role.objects.filter(en_cours(), etablissement=rencontre.etablissement_id, nature__in=DU_TRAVAIL)
    return set(rencontre.hotes.filter(pk__in=presents.order_by().values("personne")).values_list("pk", flat=True))


def a_prevenir(rencontre: Rencontre, foyer: Collection[int]) -> set[int]:
    return hotes_de(rencontre) | set(foyer)
