"""Whom an audience reaches at this moment: exactly the people for whom `audience.droits.Colonnes` shows the thing."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .audience import droits
from .audience.enonces import Audience
from .droits import en_cours, pas_finie
from .equipes import enseignants_des_classes, enseignants_des_groupes
from .models import Inscription, Responsabilite


def presents(ecole: int) -> QuerySet[Inscription]:
    """Who is in a class of that school today."""
    return Inscription.objects.filter(droits.present([ecole]))


def inscriptions(audience: Audience) -> QuerySet[Inscription]:
    """Those of its pupils, by first name."""
    return Inscription.objects.filter(droits.inscrit(audience))


def dit_aux_familles(phrase: str, *audiences: Audience) -> str:
    """`phrase`, which says to who wrote that families see it: true where one of these has a pupil. One query for each, until one has."""
    if any(inscriptions(audience).exists() for audience in audiences):
        return phrase
    return _(
        "C’est fait, mais personne ne le voit : aucun élève n’y est encore inscrit. Les familles le liront quand il y en aura."
    )


def eleves(audience: Audience) -> dict[int, str]:
    """First name by id."""
    return dict(inscriptions(audience).values_list("eleve_id", "eleve__prenom"))


def ont_un_responsable(audience: Audience) -> dict[int, bool]:
    """Each of its pupils (ids): whether somebody answers for them, as `liens` says it. One query."""
    siens = Responsabilite.objects.filter(en_cours(), enfant=OuterRef("eleve"), etablissement=audience.ecole)
    quelqu_un = Exists(siens.exclude(autorite=Responsabilite.Autorite.SANS))
    return dict(inscriptions(audience).order_by().values_list("eleve", quelqu_un))


def liens(ecole: int, eleves: Collection[int]) -> QuerySet[Responsabilite]:
    """Who answers for these pupils, by the ties that the school declared, with authority over the child."""
    siens = Responsabilite.objects.filter(en_cours(), enfant__in=eleves, etablissement=ecole)
    return siens.exclude(autorite=Responsabilite.Autorite.SANS)


def liens_d_alors(ecole: int, eleves: Collection[int]) -> QuerySet[Responsabilite]:
    """Who answers for these pupils, and did by this school: of those who left it, another declares the tie. To read what was, never to write."""
    laissees = Responsabilite.anciennes_ecoles.through.objects.filter(etablissement=ecole).order_by()
    ici = Q(etablissement=ecole) | Q(pk__in=laissees.values("responsabilite"))
    siens = Responsabilite.objects.filter(ici, en_cours(), enfant__in=eleves)
    return siens.exclude(autorite=Responsabilite.Autorite.SANS)


def familles(ecole: int, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(adult, child) for each of these pupils."""
    return set(liens(ecole, eleves).order_by().values_list("adulte_id", "enfant_id"))


def adultes(ecole: int, eleves: Collection[int]) -> set[int]:
    return {adulte for adulte, _enfant in familles(ecole, eleves)}


def autres_adultes_de(eleve: int, par: int | None = None) -> set[int]:
    """Whom a tie of today joins to this child, with authority or without, declared by whichever school, but who speaks (`par`): they are told by no work of
    theirs what that one said (`droits.dits_par_un_autre`, read from the other side). One query.
    """
    liens = Responsabilite.objects.filter(en_cours(), enfant=eleve).exclude(adulte=par)
    return set(liens.order_by().values_list("adulte_id", flat=True))


def enseignants(audience: Audience) -> set[int]:
    """Those who teach the class or group today. One query; none for the whole school."""
    return enseignants_de([audience])[audience]


def enseignants_de(audiences: Collection[Audience]) -> dict[Audience, set[int]]:
    """`enseignants` of several. Two queries at most, whatever their number."""
    classes = enseignants_des_classes({a.classe for a in audiences if a.classe is not None})
    groupes = enseignants_des_groupes({a.groupe for a in audiences if a.groupe is not None and a.classe is None})
    return {a: _de_l_une(a, classes, groupes) for a in audiences}


def _de_l_une(audience: Audience, classes: dict[int, set[int]], groupes: dict[int, set[int]]) -> set[int]:
    if audience.classe is not None:
        return classes.get(audience.classe, set())
    return set() if audience.groupe is None else groupes.get(audience.groupe, set())


def eleves_de(audiences: Collection[Audience]) -> dict[Audience, set[int]]:
    """The pupils of each of these audiences. Two queries, whatever their number and their schools."""
    ici = Inscription.objects.filter(droits.present({a.ecole for a in audiences})).order_by()
    entieres = {a.ecole for a in audiences if a.est_d_ecole or a.eleves is not None}
    classes = {a.classe for a in audiences if a.groupe is None and a.eleves is None}
    des_classes = ici.filter(Q(classe__in=classes) | Q(classe__etablissement__in=entieres))
    lignes = list(des_classes.values_list("classe__etablissement_id", "classe_id", "niveau", "eleve_id"))
    groupes = {a.groupe for a in audiences if a.groupe is not None}
    des_groupes = ici.filter(pas_finie("eleve__groupes__annee__"), eleve__groupes__in=groupes)
    membres: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    membre = ("eleve__groupes", "classe__etablissement_id", "classe_id", "eleve_id")
    for groupe, ecole, classe, eleve in des_groupes.values_list(*membre):
        membres[groupe].append((ecole, classe, eleve))
    return {a: _parmi(a, lignes, membres) for a in audiences}


def _parmi(
    audience: Audience, lignes: list[tuple[int, int, str, int]], membres: dict[int, list[tuple[int, int, int]]]
) -> set[int]:
    """Of what was read, the pupils of this audience: `inscriptions` in hand."""
    ecole, classe, groupe, niveaux, eleves = audience
    if eleves is not None:
        return {eleve for ici, _classe, _niveau, eleve in lignes if ici == ecole and eleve in eleves}
    if groupe is not None:
        return {eleve for ici, la, eleve in membres[groupe] if ici == ecole and classe in (None, la)}
    return {
        eleve
        for ici, la, niveau, eleve in lignes
        if ici == ecole and classe in (None, la) and (not niveaux or niveau in niveaux)
    }
