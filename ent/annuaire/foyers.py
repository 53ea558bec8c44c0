"""Households: which adults of a child the school writes to together.

Nothing official says who lives with whom. The direction may state it for each tie (`Responsabilite.foyer`); otherwise adults of
the same postal address on the school's files are one household, and an adult without an address is a household of their own:
parting people who live together costs them a second thread, joining separated parents would show one's words to the other.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable

from django.db.models import Q

from ent.socle.preparees import Preparee
from ent.socle.textes import norme

from .destinataires import liens_d_alors
from .droits import en_cours
from .models import Etablissement, Responsabilite

DIT_D_UN_FOYER = ("pk", "enfant_id", "adulte_id", "foyer", "adulte__adresse", "adulte__code_postal")
# Who answers for a child, and what says with whom they live.
LIENS = Preparee(
    lambda: (
        Responsabilite.objects.exclude(autorite=Responsabilite.Autorite.SANS).order_by().values_list(*DIT_D_UN_FOYER)
    )
)


def foyers_de(eleves: Collection[int], etablissement: Etablissement) -> dict[int, list[frozenset[int]]]:
    """By child (ids), the households that answer for them in this school: sets of adults (ids). One query.

    Only the ties that this school declared count, and only with parental authority; a child whom nobody answers for is
    absent.
    """
    return en_foyers(LIENS.lire(en_cours() & Q(enfant__in=eleves, etablissement=etablissement)))


def foyers_d_alors(eleves: Collection[int], etablissement: Etablissement) -> dict[int, list[frozenset[int]]]:
    """`foyers_de`, of pupils who have left this school as well: to read what was written there. One query."""
    return en_foyers(list(liens_d_alors(etablissement.pk, eleves).order_by().values_list(*DIT_D_UN_FOYER)))


def foyer_de_qui_repondait(eleve: int, adulte: int, etablissement: Etablissement) -> frozenset[int]:
    """Who live, for this child, with an adult whose last tie here may bear no authority any more, or be over; themself included. One query."""
    repondent = en_cours() & ~Q(autorite=Responsabilite.Autorite.SANS)
    liens = Responsabilite.objects.filter(Q(adulte=adulte) | repondent, enfant=eleve, etablissement=etablissement)
    lus = liens.order_by("debut", "pk").values_list(*DIT_D_UN_FOYER[2:])
    cles = {qui: _cle(qui, *dits) for qui, *dits in lus}
    return frozenset(qui for qui, cle in cles.items() if cle == cles.get(adulte))


def en_foyers(liens: Collection[tuple[int, int, int, str, str, str]]) -> dict[int, list[frozenset[int]]]:
    """By child, the households that these rows of `LIENS` make."""
    foyers: dict[int, dict[Hashable, set[int]]] = defaultdict(lambda: defaultdict(set))
    for _pk, enfant, adulte, foyer, adresse, code_postal in sorted(liens):
        foyers[enfant][_cle(adulte, foyer, adresse, code_postal)].add(adulte)
    return {enfant: [frozenset(adultes) for adultes in siens.values()] for enfant, siens in foyers.items()}


def _cle(adulte: int, foyer: str, adresse: str, code_postal: str) -> Hashable:
    if foyer:
        return foyer
    return (norme(adresse), code_postal) if norme(adresse) else adulte
