"""What people were told of what they may read no more: a class is another's now, or a child is in another class. News of before name nobody."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import RIEN
from ent.annuaire.models import Affectation, Mandat, Personne
from ent.socle.rustines.django_suppressions import effacer_sans_lire

from ..models import MiseDeCote, Notification
from ..registres import lecteurs, publics
from .retraits import rendre_le_geste, rendre_les_retirees

RECENTES = dt.timedelta(days=3)  # a worker may have been down for a night


@transaction.atomic
def oublier_l_illisible(personnes: Collection[int], natures: Collection[str] | None = None) -> None:
    """Asked of each room, since a notification keeps the id of a thing and not who may read it. News of a child are judged by their tie."""
    juges = {nature: dits for nature, dits in lecteurs().items() if natures is None or nature in natures}
    for personne in Personne.objects.filter(pk__in=personnes):
        siennes = Notification.objects.filter(destinataire=personne, eleve=None)
        for nature, lisibles in juges.items():
            dits = set(siennes.filter(nature=nature).values_list("objet_id", flat=True))
            if perdus := dits and dits - lisibles(personne, dits):
                effacer_sans_lire(siennes.filter(nature=nature, objet_id__in=perdus))


def oublier_le_travail_fini() -> None:
    """Of those whose time in a class ended by its date, as a remplaçant's, or what a direction had confided. Once a day."""
    aujourd_hui = timezone.localdate()
    hier = Q(fin__gte=aujourd_hui - RECENTES, fin__lt=aujourd_hui)
    finies = Affectation.objects.filter(hier).order_by().values_list("enseignant", flat=True)
    finis = Mandat.objects.filter(hier, fini_le=None).order_by().values_list("personne", flat=True)
    oublier_l_illisible({*finies, *finis})


def oublier_la_classe(ecole: int, eleves: Collection[int], geste: int | None = None) -> None:
    """What a school told of these pupils and is not theirs in the class where they are now: it named them, and leads to pages of another.

    For a `geste` that may be undone it is set aside, read by nobody, until `rendre_la_classe` or the day's purge.
    """
    dites = Notification.objects.filter(etablissement=ecole, eleve__in=eleves)
    encore = _encore_les_leurs(dites)
    dites.filter(encore).update(gardee_le=timezone.localdate())
    perdues = dites.exclude(encore)
    if geste is not None:
        MiseDeCote.objects.create(geste=geste, etablissement_id=ecole, rangees=list(perdues.order_by("pk").values()))
    effacer_sans_lire(perdues)


def _encore_les_leurs(dites: QuerySet[Notification]) -> Q:
    """Those of things that are for the pupil of whom they were told: rooms say whom each is for. Three queries, and one a kind."""
    de_qui: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for nature, objet, eleve in dites.order_by().values_list("nature", "objet_id", "eleve_id").distinct():
        de_qui[nature][objet].add(eleve)
    pour_qui = {nature: dire(de_qui[nature]) for nature, dire in publics().items() if nature in de_qui}
    atteints = destinataires.eleves_de(
        {a for dits in pour_qui.values() for audiences in dits.values() for a in audiences}
    )
    # Together, things that reach all of those of whom they were told (nobody is named: the whole school is one clause), or the same of them.
    ensemble: dict[tuple[str, frozenset[int] | None], list[int]] = defaultdict(list)
    for nature, dits in pour_qui.items():
        for objet, audiences in dits.items():
            siens = de_qui[nature][objet]
            if restent := siens & set().union(*(atteints[a] for a in audiences)):
                ensemble[nature, None if restent == siens else frozenset(restent)].append(objet)
    encore = RIEN
    for (nature, lesquels), objets in ensemble.items():
        encore |= Q(nature=nature, objet_id__in=objets) & (Q() if lesquels is None else Q(eleve__in=lesquels))
    return encore


@transaction.atomic(savepoint=False)
def rendre(*, natures: Collection[str], objets: Collection[int]) -> None:
    """What had been told of these things, now that they are put back, to those who may still read it: meanwhile a child may be in another class,
    and who taught it elsewhere.
    """
    if not rendre_les_retirees(natures=natures, objets=objets):
        return
    rendues = Notification.objects.filter(nature__in=natures, objet_id__in=objets)
    d_enfants = rendues.filter(nature__in=publics()).exclude(eleve=None)
    effacer_sans_lire(d_enfants.exclude(_encore_les_leurs(d_enfants)))
    oublier_l_illisible(set(rendues.filter(eleve=None).values_list("destinataire", flat=True)), natures)


def rendre_la_classe(geste: int) -> None:
    """As they were: read or not, held or not. Whoever was erased meanwhile is told nothing."""
    rendre_le_geste(geste=geste)
