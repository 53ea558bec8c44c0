"""Whether each part may go: computed from what the holders of authority of today said of these words.

One « oui » is enough for a usual act while nobody said « non » (code civil, art. 372-2); a part of `A_DEUX` waits for each holder. Two answers that
differ are a disagreement, which nobody settles here: the part stays.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Responsabilite

from ..models import Avis, Dossier, Retour, Version
from ..parties import A_DEUX

# Whole answers that hold everything back until their holder says another.
RETIENNENT = frozenset({Retour.Choix.GENE, Retour.Choix.PARLER})


class Sort(StrEnum):
    """Of one part."""

    PART = "part"
    ATTEND = "attend"
    REFUSE = "refuse"
    DESACCORD = "desaccord"


def titulaires_de(dossiers: Collection[Dossier]) -> dict[int, frozenset[int]]:
    """By dossier, the holders of authority (ids) of its pupil today, as its school declared them. One query."""
    liens = Responsabilite.objects.filter(
        en_cours(),
        enfant__in=[d.eleve_id for d in dossiers],
        etablissement__in={d.etablissement_id for d in dossiers},
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    siens = defaultdict(set)
    for enfant, ecole, adulte in liens.order_by().values_list("enfant_id", "etablissement_id", "adulte_id"):
        siens[enfant, ecole].add(adulte)
    return {d.pk: frozenset(siens[d.eleve_id, d.etablissement_id]) for d in dossiers}


def sort_de(partie: str, titulaires: Collection[int], dits: Mapping[int, bool]) -> Sort:
    """`dits`: by holder, what they said of these very words."""
    siens = {personne: dit for personne, dit in dits.items() if personne in titulaires}
    if len(set(siens.values())) > 1:
        return Sort.DESACCORD
    if not siens:
        return Sort.ATTEND
    if not all(siens.values()):
        return Sort.REFUSE
    return Sort.ATTEND if partie in A_DEUX and len(siens) < len(titulaires) else Sort.PART


def sorts_de(
    version: Version, titulaires: Collection[int], avis: Collection[Avis], retours: Collection[Retour]
) -> dict[str, Sort]:
    """By part of what was shown, its fate. A « oui » to other words counts no more; a « non » stands, whatever the words, until its holder answers
    these: nobody undoes it by a comma. While one of them would talk first, nothing goes.
    """
    retenu = any(r.personne_id in titulaires and r.choix in RETIENNENT for r in retours)
    sorts = {}
    for ligne in version.contenu:
        dits = {
            a.personne_id: a.accorde
            for a in avis
            if a.partie == ligne["partie"] and (a.empreinte == ligne["empreinte"] or not a.accorde)
        }
        sort = sort_de(ligne["partie"], titulaires, dits)
        sorts[ligne["partie"]] = Sort.ATTEND if retenu and sort is Sort.PART else sort
    return sorts
