"""Confided accesses: who gives, who ends, who reads what of them. No model is imported.

Three readings. Who gave it, and who lives with them, read all of it and end it. The other holder of authority reads that it exists: which
of their children, which kind of tie, which rooms, until when; never a name, an address or a code. The school reads who, and for which pupil; who works there
and holds authority over that pupil reads no more by it than at home.
"""

from typing import Any

from django.db.models import Q

from ent.annuaire.audience.droits import des_enfants
from ent.annuaire.droits import delegations_du_travail_de, dits_par_un_autre

ENTIER, EXISTENCE = "entier", "existence"


def enfants_de(personne) -> list:
    """Those that one may confide: followed by a tie of one's own. What was confided is confided no further."""
    return personne.portee.enfants_suivis


def acces_des_enfants_de(personne) -> Q:
    """Whoever gave them, of the children that one follows, in the school where one follows them."""
    return des_enfants(enfants_de(personne), eleve="enfant")


def acces_recus_par(personne) -> Q:
    return Q(delegue=personne.pk) & ~Q(acceptee_le=None)


def acces_lus_a_l_ecole_par(personne) -> Q:
    """The teachers of the class and the direction."""
    return delegations_du_travail_de(personne)


def acces_diriges_par(personne) -> Q:
    diriges = Q(etablissement__in=personne.portee.etablissements_diriges)
    return diriges & ~dits_par_un_autre(personne, par="delegant", eleve="enfant")


def ce_qu_en_lit(personne, delegation: Any, foyer: frozenset[int]) -> str:
    """`foyer`: the adults who live with this person and answer for this child."""
    return ENTIER if delegation.delegant_id == personne.pk or delegation.delegant_id in foyer else EXISTENCE


def peut_changer(personne, delegation: Any) -> bool:
    """Rooms, days, the code: who gave it alone. Who lives with them may end it; a same address is all that says so."""
    return delegation.delegant_id == personne.pk


def peut_s_opposer(personne, lecture: str) -> bool:
    """The holder of authority who did not give it: nothing is cut by it, the direction reads it."""
    return lecture == EXISTENCE
