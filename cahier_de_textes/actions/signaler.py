"""Tell browsers of many items at once: one signal per audience, not per item."""

from collections import defaultdict
from collections.abc import Collection

from ent.annuaire import destinataires
from ent.diffusion import actions as diffusion

from ..ecrits import UnEcrit
from ..evenements import SEANCE_CHANGEE, TRAVAIL_CHANGE, enseignants_de
from ..models import Seance


def _cle(ecrit: UnEcrit) -> tuple:
    """Items with the same key concern the same people."""
    return type(ecrit), ecrit.audience, not ecrit.est_brouillon and not ecrit.attend


def signaler_ecrits(ecrits: Collection[UnEcrit]) -> None:
    """Those who teach them and those who may read them. Five queries at most, whatever their number."""
    lots: dict[tuple, UnEcrit] = {}
    for ecrit in ecrits:
        lots.setdefault(_cle(ecrit), ecrit)
    enseignants = enseignants_de(list(lots.values()))
    familles = _familles([tete for (_type, _audience, est_lisible), tete in lots.items() if est_lisible])
    for tete in lots.values():
        diffusion.signaler(
            nature=SEANCE_CHANGEE if isinstance(tete, Seance) else TRAVAIL_CHANGE,
            objet_id=tete.pk,
            destinataires=enseignants[tete] | familles.get(tete, set()),
        )


def _familles(tetes: list[UnEcrit]) -> dict[UnEcrit, set[int]]:
    """Pupils of each audience and those who answer for them, by the rights of this moment."""
    if not tetes:
        return {}
    eleves = destinataires.eleves_de({tete.audience for tete in tetes})
    adultes: dict[int, set[int]] = defaultdict(set)
    for adulte, enfant in destinataires.familles(tetes[0].etablissement_id, set().union(*eleves.values())):
        adultes[enfant].add(adulte)
    return {tete: eleves[tete.audience].union(*(adultes[e] for e in eleves[tete.audience])) for tete in tetes}
