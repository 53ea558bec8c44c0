"""Whether each part may go: computed from what the holders of authority of today said of these words.

One « oui » is enough for a usual act while nobody said « non » (code civil, art. 372-2); a part of `A_DEUX` waits for each holder. Two answers that
differ are a disagreement, which nobody settles here: the part stays.

A « non » outlives the tie of who said it: it stands until the others were asked anew (`Dossier.redemande_le`), and then each « oui » is said again.
"""

import datetime as dt
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
    return {pk: frozenset(siens) for pk, siens in autorites_de(dossiers).items()}


def autorites_de(dossiers: Collection[Dossier]) -> dict[int, dict[int, str]]:
    """By dossier, each of them (ids) with what the school says of their authority: confirmed, or to be. One query."""
    liens = Responsabilite.objects.filter(
        en_cours(),
        enfant__in=[d.eleve_id for d in dossiers],
        etablissement__in={d.etablissement_id for d in dossiers},
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    siens: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    champs = ("enfant_id", "etablissement_id", "adulte_id", "autorite")
    for enfant, ecole, adulte, autorite in liens.order_by().values_list(*champs):
        siens[enfant, ecole][adulte] = autorite
    return {d.pk: siens[d.eleve_id, d.etablissement_id] for d in dossiers}


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
    version: Version,
    titulaires: Collection[int],
    avis: Collection[Avis],
    retours: Collection[Retour],
    redemande_le: dt.datetime | None = None,
) -> dict[str, Sort]:
    """By part of what was shown, its fate. A « oui » to other words, or of before its family was asked anew, counts no more; a « non » stands, whatever
    the words, until its holder answers these: nobody undoes it by a comma. While one of them would talk first, nothing goes.
    """
    retenu = any(
        r.choix in RETIENNENT and (r.personne_id in titulaires or vaut_encore(r.repondu_le, redemande_le))
        for r in retours
    )
    anciens = refus_d_avant(titulaires, avis, redemande_le)
    sorts = {}
    for ligne in version.contenu:
        dits = {
            a.personne_id: a.accorde
            for a in avis
            if a.partie == ligne["partie"]
            and (not a.accorde or (a.empreinte == ligne["empreinte"] and vaut_encore(a.dit_le, redemande_le)))
        }
        sort = Sort.REFUSE if ligne["partie"] in anciens else sort_de(ligne["partie"], titulaires, dits)
        sorts[ligne["partie"]] = Sort.ATTEND if retenu and sort is Sort.PART else sort
    return sorts


def qui_laisse_partir(
    version: Version, partent: Collection[str], avis: Collection[Avis], redemande_le: dt.datetime | None
) -> frozenset[int]:
    """Those (ids) who said « oui », that still counts, to one at least of these parts in these words."""
    mots = {(ligne["partie"], ligne["empreinte"]) for ligne in version.contenu if ligne["partie"] in partent}
    return frozenset(
        a.personne_id
        for a in avis
        if a.accorde and (a.partie, a.empreinte) in mots and vaut_encore(a.dit_le, redemande_le)
    )


def vaut_encore(dit_le: dt.datetime | None, redemande_le: dt.datetime | None) -> bool:
    return redemande_le is None or (dit_le is not None and dit_le >= redemande_le)


def refus_d_avant(
    titulaires: Collection[int], avis: Collection[Avis], redemande_le: dt.datetime | None
) -> frozenset[str]:
    """Parts to which somebody said « non » who is a holder no more, while nobody was asked anew."""
    return frozenset(
        a.partie
        for a in avis
        if a.personne_id not in titulaires and not a.accorde and vaut_encore(a.dit_le, redemande_le)
    )
