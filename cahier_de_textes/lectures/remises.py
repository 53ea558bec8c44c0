"""What was handed in, and what was answered, read in a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from ent.annuaire.droits import en_cours, est_le_sien
from ent.annuaire.foyers import foyers_d_alors
from ent.annuaire.models import Inscription, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from .. import droits
from ..evenements import inscriptions_concernees
from ..models import Remise, Retour, Travail
from .lignes import FAITS, AFaireLu, lundi_de, questions_de_famille
from .lus import SeanceLue, seances_lues

# Two numbers and a word, to be read with the news.
RENDUES = Preparee(lambda: Remise.objects.order_by().values_list("travail_id", "pk", "travail__texte"))
REPONDUES = Preparee(lambda: Retour.objects.order_by().values_list("remise__travail_id", "pk", Value("")))
RETOURS = Preparee(
    lambda: (
        Retour.objects.select_related("remise__travail", "auteur")
        .defer("remise__travail__contenu")
        .order_by("-visible_le", "-pk")
    )
)
# The latest try of each pupil at each travail, while nobody answered it.
A_REGARDER = Preparee(
    lambda: (
        Remise.objects.order_by()
        .filter(
            ~Exists(Retour.objects.filter(remise=OuterRef("pk"))),
            ~Exists(Remise.objects.filter(travail=OuterRef("travail"), eleve=OuterRef("eleve"), pk__gt=OuterRef("pk"))),
        )
        .values_list("travail_id", "pk", Value(""))
    )
)
A_REGARDER_DEPUIS = dt.timedelta(days=15)  # what nobody answered by then is no more asked of anybody
RECENTES, REPONSES = dt.timedelta(days=6), 3  # how long, and how many, a pupil's home tells


def avec_reponses(remises: QuerySet, *, lisibles: bool) -> QuerySet:
    """These tries with their answers (`reponses`): those a family may read now, or all of them for teachers."""
    retours = Retour.objects.lisibles() if lisibles else Retour.objects.all()
    reponses = Prefetch("retours", retours.select_related("auteur", "son"), to_attr="reponses")
    return remises.prefetch_related("fichiers", reponses)


def essais_de(personne: Personne, travail: Travail, eleve: Personne) -> list[Remise]:
    """The tries of one child at a travail, latest first, as the child and the household read them. Four queries, and one where another adult wrote.

    What an adult wrote beside a work stays between their household and who teaches: elsewhere, and by the child, the work alone is read.
    """
    remises = Remise.objects.des_enfants_de(personne).filter(travail=travail, eleve=eleve)
    essais = list(avec_reponses(remises, lisibles=True))
    for essai in a_un_autre_foyer(personne, essais):
        essai.texte, essai.est_tu = "", True
    return essais


def a_un_autre_foyer(personne: Personne, essais: list[Remise]) -> list[Remise]:
    """Of these tries of one child, those whose words an adult of another household wrote (or who is gone). One query at most."""
    d_un_autre = [e for e in essais if e.texte and e.par_id not in (e.eleve_id, personne.pk)]
    if not d_un_autre:
        return []
    eleve, ecole = d_un_autre[0].eleve_id, d_un_autre[0].travail.etablissement
    foyers = foyers_d_alors([eleve], ecole).get(eleve, [])
    siens = next((adultes for adultes in foyers if personne.pk in adultes), frozenset())
    return [essai for essai in d_un_autre if essai.par_id not in siens]


def encore_la() -> Exists:
    """On tries: whose pupil the school still has. Nobody is told of what is answered to another."""
    sienne = {"eleve": OuterRef("eleve"), "classe__etablissement": OuterRef("travail__etablissement")}
    return Exists(Inscription.objects.filter(en_cours(), **sienne))


def sans_les_mots_d_un_autre(personne: Personne, essais: Iterable[Remise]) -> list[Remise]:
    """Tries as who teaches reads them: of a child of their own, without what another adult wrote beside. No query."""
    lus = list(essais)
    for essai in lus:
        if est_le_sien(personne, essai.eleve_id) and essai.par_id not in (essai.eleve_id, personne.pk):
            essai.texte, essai.est_tu = "", True
    return lus


def rendu_par(personne: Personne, pk: int, eleve: UUID) -> tuple[Travail, Suivi] | None:
    """A travail that is given to this child no more, for which they handed something in: that, and the answers, stay theirs.

    They changed class, or it is for others now. What it says since is for those to whom it is given. One query at most.
    """
    suivis = [s for s in personne.portee.suivis if s.eleve.uuid == eleve]
    if not suivis:
        return None
    rendues = Remise.objects.des_enfants_de(personne).filter(eleve=suivis[0].eleve)
    travail = Travail.objects.presents().filter(pk=pk, remises__in=rendues).distinct().first()
    if travail is None:
        return None
    return travail, next(s for s in suivis if s.etablissement_id == travail.etablissement_id)


def reponses_recentes(eleve: Personne) -> list[Retour]:
    """What was answered to this pupil these last days, latest first, one for each travail: a home tells `REPONSES`. One query.

    An answer comes once the day of the travail is past: without this, its card would be gone. `quoi` is what the travail
    says, or its kind alone once it is given to them no more.
    """
    recents = Q(remise__eleve=eleve, remise__travail__retire_le=None, visible_le__gte=timezone.now() - RECENTES)
    retours = RETOURS.lire(droits.retours_des_enfants_de(eleve) & recents)
    premieres = {retour.remise.travail_id: retour for retour in reversed(retours)}
    reponses = sorted(premieres.values(), key=lambda r: (r.visible_le, r.pk), reverse=True)
    for retour in reponses:
        travail = retour.remise.travail
        est_donne = any(droits.concerne(travail, suivi) for suivi in eleve.portee.suivis)
        retour.quoi = travail.texte if est_donne else travail.get_nature_display()
    return reponses


def peut_reprendre(essais: list[Remise]) -> bool:
    """The latest try goes back while nobody has answered it, even for a later hour; by who reads all of it."""
    return bool(essais) and not essais[0].est_tu and not essais[0].retours.exists()


def essais_a_corriger(personne: Personne, remise: Remise) -> list[Remise]:
    """All the tries of that pupil at that travail, latest first, for one of its teachers. Four queries."""
    essais = (
        remise.travail.remises.filter(eleve=remise.eleve).select_related("eleve", "par").annotate(est_la=encore_la())
    )
    return sans_les_mots_d_un_autre(personne, avec_reponses(essais, lisibles=False))


def essai_repris(personne: Personne, travail: int, eleve: int) -> tuple[Travail, Personne] | None:
    """Of a try that is there no more, as the journal knew it (ids): of what, and whose, to who teaches that pupil. Two queries at most."""
    donne = Travail.objects.modifiables_par(personne).presents().filter(pk=travail).first()
    qui = Personne.objects.filter(pk=eleve).first() if donne else None
    return (donne, qui) if qui else None


def par_prenom(eleve: Personne) -> tuple:
    """The order of a class list."""
    return cle(eleve.prenom), cle(eleve.nom), eleve.pk


@dataclass
class Copie:
    """What one pupil handed in for a travail: the latest try, how many there are; whether the school has them no more."""

    eleve: Personne
    derniere: Remise | None
    nombre: int

    @property
    def est_parti(self) -> bool:
        return self.derniere is not None and not self.derniere.est_la

    @property
    def attend_une_reponse(self) -> bool:
        return self.derniere is not None and not self.derniere.reponses and not self.est_parti


def copies(personne: Personne, travail: Travail) -> list[Copie]:
    """Each pupil concerned, and those who handed in before leaving the class, by first name. Five queries."""
    eleves = {i.eleve_id: i.eleve for i in inscriptions_concernees(travail).select_related("eleve")}
    par_eleve: dict[int, list[Remise]] = {}
    rendues = Remise.objects.corrigees_par(personne).filter(travail=travail).select_related("eleve", "par")
    rendues = rendues.annotate(est_la=encore_la())
    for remise in sans_les_mots_d_un_autre(personne, avec_reponses(rendues, lisibles=False)):
        eleves.setdefault(remise.eleve_id, remise.eleve)
        par_eleve.setdefault(remise.eleve_id, []).append(remise)
    lignes = [
        Copie(eleve, par_eleve[pk][0] if pk in par_eleve else None, len(par_eleve.get(pk, [])))
        for pk, eleve in eleves.items()
    ]
    return sorted(lignes, key=lambda copie: par_prenom(copie.eleve))


def voisines(personne: Personne, remise: Remise) -> tuple[int | None, int | None]:
    """Latest tries of the pupils before and after this one, in the order of `copies`. One query."""
    memes = Remise.objects.corrigees_par(personne).filter(travail=remise.travail_id).select_related("eleve")
    dernieres: dict[int, Remise] = {}
    for essai in memes:
        dernieres.setdefault(essai.eleve_id, essai)
    ordre = sorted(dernieres.values(), key=lambda essai: par_prenom(essai.eleve))
    rang = next(n for n, essai in enumerate(ordre) if essai.eleve_id == remise.eleve_id)
    avant = ordre[rang - 1].pk if rang else None
    apres = ordre[rang + 1].pk if rang + 1 < len(ordre) else None
    return avant, apres


def questions_d_eleve(eleve: Personne) -> list[tuple[Preparee, Q]]:
    """What this pupil ticked, of what there is to do then since Monday; what they handed in, and what was answered to it.

    Asked by their home with all that it asks, once what there is to do was read: one query.
    """
    lundi = dt.datetime.combine(lundi_de(timezone.localdate()), dt.time(), tzinfo=timezone.get_current_timezone())
    (faits,) = questions_de_famille(eleve)
    a_rendre = [travail.pk for travail in eleve.lu.part(AFaireLu).travaux or () if travail.est_a_rendre]
    return [
        faits,
        (FAITS, Q(eleve=eleve, fait_le__gte=lundi, travail__retire_le=None)),
        (RENDUES, droits.remises_a_dire_a(eleve, a_rendre, timezone.now() - RECENTES)),
        (REPONDUES, droits.retours_des_enfants_de(eleve) & Q(remise__eleve=eleve, remise__travail__in=a_rendre)),
    ]


def questions_d_enseignant(personne: Personne) -> list[tuple[Preparee, Q]]:
    """What was handed in lately in their classes and nobody answered, asked with all that their home asks (`a_regarder`)."""
    if not (personne.portee.classes_tenues or personne.portee.groupes_tenus):
        return []
    siens = droits.TRAVAUX.sous("travail__").tenues_par(personne)
    return [(A_REGARDER, siens & Q(travail__retire_le=None, remis_le__gte=timezone.now() - A_REGARDER_DEPUIS))]


def a_regarder(personne: Personne, essais: Collection[int]) -> list[tuple[Travail, int]]:
    """Of these tries, those that this person corrects, of pupils whom the school still has: how many wait for each travail, the latest
    given first. One query, or none.
    """
    if not essais:
        return []
    rendus = (
        Remise.objects.corrigees_par(personne)
        .filter(encore_la(), pk__in=essais)
        .select_related("travail")
        .defer("travail__contenu")
    )
    nombres = Counter(remise.travail for remise in rendus)
    return sorted(nombres.items(), key=lambda compte: compte[0].pk, reverse=True)


def est_fait(travail: Travail, eleve: Personne) -> bool:
    return travail.faits.filter(eleve=eleve).exists()


def seances_du_jour(eleve: Personne) -> list[SeanceLue]:
    """What this pupil did at school today. One query."""
    return seances_lues(droits.seances_des_enfants_de(eleve) & Q(date=timezone.localdate()))
