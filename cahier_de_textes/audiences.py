"""Whom many items concern at once. Five queries at most, whatever their number."""

from collections import defaultdict
from collections.abc import Collection

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Responsabilite
from ent.diffusion import actions as diffusion

from .ecrits import UnEcrit
from .evenements import SEANCE_CHANGEE, TRAVAIL_CHANGE, enseignants_de
from .models import Seance

Cle = tuple  # items with the same key concern the same people


def _cle(ecrit: UnEcrit) -> Cle:
    niveaux = tuple(ecrit.liste_niveaux) if isinstance(ecrit, Seance) else (ecrit.niveau,) if ecrit.niveau else ()
    est_lisible = not ecrit.est_brouillon and not ecrit.attend
    return type(ecrit), ecrit.classe_id, ecrit.groupe_id, niveaux, est_lisible


def signaler_ecrits(ecrits: Collection[UnEcrit]) -> None:
    """Tell the browsers of those who teach them and of those who may read them: one signal per audience, not per item."""
    if not ecrits:
        return
    lots: dict[Cle, list[UnEcrit]] = defaultdict(list)
    for ecrit in ecrits:
        lots[_cle(ecrit)].append(ecrit)
    tetes = [lot[0] for lot in lots.values()]
    enseignants = enseignants_de(tetes)
    familles = _familles([tete for cle, tete in zip(lots, tetes, strict=True) if cle[-1]])
    for tete in tetes:
        diffusion.signaler(
            nature=SEANCE_CHANGEE if isinstance(tete, Seance) else TRAVAIL_CHANGE,
            objet_id=tete.pk,
            destinataires=enseignants[tete] | familles.get(tete, set()),
        )


def eleves_de(ecrits: Collection[UnEcrit]) -> dict[UnEcrit, set[int]]:
    """The pupils of each of these items of one school, by the rights of this moment. Two queries, whatever their number."""
    if not ecrits:
        return {}
    (ecole,) = {ecrit.etablissement_id for ecrit in ecrits}
    inscriptions = Inscription.objects.filter(en_cours(), classe__etablissement=ecole).order_by()
    des_classes = inscriptions.filter(classe__in={e.classe_id for e in ecrits if not e.groupe_id})
    par_classe = list(des_classes.values_list("classe_id", "niveau", "eleve_id"))
    des_groupes = inscriptions.filter(eleve__groupes__in={e.groupe_id for e in ecrits if e.groupe_id})
    par_groupe = list(des_groupes.values_list("eleve__groupes", "classe_id", "eleve_id"))
    eleves = {}
    for ecrit in ecrits:
        _modele, classe, groupe, niveaux, _lisible = _cle(ecrit)
        eleves[ecrit] = (
            {eleve for g, c, eleve in par_groupe if g == groupe and classe in (None, c)}
            if groupe
            else {eleve for c, niveau, eleve in par_classe if c == classe and (not niveaux or niveau in niveaux)}
        )
    return eleves


def _familles(tetes: list[UnEcrit]) -> dict[UnEcrit, set[int]]:
    """Pupils of each audience and those who answer for them, by the rights of this moment."""
    if not tetes:
        return {}
    eleves = eleves_de(tetes)
    adultes: dict[int, set[int]] = defaultdict(set)
    liens = Responsabilite.objects.filter(
        en_cours(), enfant__in=set().union(*eleves.values()), etablissement=tetes[0].etablissement_id
    )
    for adulte, enfant in (
        liens.exclude(autorite=Responsabilite.Autorite.SANS).order_by().values_list("adulte_id", "enfant_id")
    ):
        adultes[enfant].add(adulte)
    return {tete: ids.union(*(adultes[eleve] for eleve in ids)) for tete, ids in eleves.items()}
