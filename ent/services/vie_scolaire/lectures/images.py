"""Who may be shown on a medium today, and why the others may not.

The same rule twice: as a queryset, by which every page that publishes is judged, and child by child in words, for those who
choose images. Tests hold them to each other, and to a third that is written as a person would say it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.socle.preparees import JOUR

from ..droits.consentements import demande_en_vigueur
from ..models import AccordEleve, Consentement, DemandeConsentement

SANS, CONFIRMEE = Responsabilite.Autorite.SANS, Responsabilite.Autorite.CONFIRMEE


# --- As a queryset ----------------------------------------------------------------------------------------------------
def eleves_montrables(support: str) -> QuerySet[Personne]:
    """Pupils who may be shown there today.

    In each school where the child is enrolled, some question in force asks about this medium, all who hold authority there
    are confirmed by the direction and said yes; and of nobody who holds authority over the child anywhere, nor of the child, is the
    latest word on this medium a « non », whatever became of the question it answered (closed, over, to come, of another school): a
    refusal ends when who said it says yes, not when the school asks no more. « Today » is said when the database is asked.
    """
    du_support = DemandeConsentement.objects.filter(demande_en_vigueur(jour=JOUR), supports_bruts__contains=support)
    ici = Inscription.objects.filter(en_cours(jour=JOUR), classe__fermee_le=None)
    # `eleve` and `ecole` are those of the inscription that is judged.
    demandees = du_support.filter(etablissement=OuterRef("classe__etablissement")).filter(
        Q(toute_l_ecole=True) | Q(Exists(_dans_une_classe(OuterRef("pk"), OuterRef(OuterRef("eleve")))))
    )
    liens = Responsabilite.objects.filter(
        en_cours(jour=JOUR), etablissement=OuterRef("etablissement"), enfant=OuterRef(OuterRef("eleve"))
    ).exclude(autorite=SANS)
    ouis = Consentement.objects.en_vigueur().filter(
        demande=OuterRef(OuterRef("pk")),
        eleve=OuterRef("enfant"),
        responsable=OuterRef("adulte"),
        support=support,
        accorde=True,
    )
    manquants = liens.filter(~Q(autorite=CONFIRMEE) | ~Q(Exists(ouis)))
    valables = demandees.filter(Exists(liens), ~Exists(manquants))
    la_sienne = ici.filter(eleve=OuterRef("pk")).order_by()
    return Personne.objects.filter(
        Exists(la_sienne),
        ~Exists(la_sienne.filter(~Exists(valables.order_by()))),
        ~Exists(_refus_des_adultes(support)),
        ~Exists(_refus_de_l_enfant(support)),
    ).order_by()


def _dans_une_classe(demande: OuterRef, eleve: OuterRef) -> QuerySet:
    """The child is, today, in one of the classes of that question."""
    return DemandeConsentement.classes.through.objects.filter(
        en_cours("classe__inscriptions__", JOUR),
        demandeconsentement=demande,
        classe__inscriptions__eleve=eleve,
        classe__fermee_le=None,
    )


def _refus_des_adultes(support: str) -> QuerySet:
    """Latest words that are « non », of those who hold authority over the child today."""
    a_autorite = Responsabilite.objects.filter(
        en_cours(jour=JOUR), adulte=OuterRef("responsable"), enfant=OuterRef("eleve")
    ).exclude(autorite=SANS)
    dits = Consentement.objects.en_vigueur().filter(support=support).order_by()
    depuis = dits.filter(_dits_apres(), eleve=OuterRef("eleve"), responsable=OuterRef("responsable"))
    return dits.filter(Exists(a_autorite), ~Exists(depuis), eleve=OuterRef("pk"), accorde=False)


def _refus_de_l_enfant(support: str) -> QuerySet:
    dits = AccordEleve.objects.en_vigueur().filter(support=support).order_by()
    depuis = dits.filter(_dits_apres(), eleve=OuterRef("eleve"))
    return dits.filter(~Exists(depuis), eleve=OuterRef("pk"), accorde=False)


def _dits_apres() -> Q:
    return Q(dit_le__gt=OuterRef("dit_le")) | Q(dit_le=OuterRef("dit_le"), pk__gt=OuterRef("pk"))


# --- Child by child ---------------------------------------------------------------------------------------------------
class Cas(models.IntegerChoices):
    """Why a child may be shown or not; a refusal first; then, of two questions of one school the greater, of two schools the lesser."""

    PAS_INSCRIT = 0, gettext_lazy("n’est pas dans l’école aujourd’hui")
    ENFANT_REFUSE = 1, gettext_lazy("ne le souhaite pas")
    REFUSE = 2, gettext_lazy("sa famille a refusé")
    PAS_DEMANDE = 3, gettext_lazy("l’école n’a rien demandé à sa famille")
    SANS_RESPONSABLE = 4, gettext_lazy("l’école ne connaît aucun responsable")
    SANS_REPONSE = 5, gettext_lazy("sa famille n’a pas répondu")
    INCOMPLET = 6, gettext_lazy("tous ses responsables n’ont pas répondu")
    A_CONFIRMER = 7, gettext_lazy("l’école doit confirmer qui a l’autorité parentale")
    PEUT = 8, gettext_lazy("peut être montré")


@dataclass
class Situation:
    cas: Cas
    repondus: int = 0  # of the holders, when some are missing
    sur: int = 0

    @property
    def peut(self) -> bool:
        return self.cas is Cas.PEUT

    @property
    def phrase(self) -> str:
        """What those who choose images read. Never which holder."""
        if self.cas is Cas.INCOMPLET and (self.repondus, self.sur) == (1, 2):
            return _("un seul de ses deux responsables a répondu")
        return str(self.cas.label)


@dataclass
class Bilan:
    """What is needed to judge some children, read once for every medium."""

    inscriptions: dict[int, list[Inscription]]
    demandes: list[DemandeConsentement]
    classes: dict[int, set[int]]  # of a question that is not to the whole school
    liens: dict[tuple[int, int], dict[int, str]]  # (child, school) → adult → authority
    # (question, child, medium) → adult → yes
    dits: dict[tuple[int, int, str], dict[int, bool]] = field(default_factory=dict)
    # Latest words, whatever the question: (child, medium) → adult → yes; and the child's own.
    derniers: dict[tuple[int, str], dict[int, bool]] = field(default_factory=dict)
    paroles: dict[tuple[int, str], bool] = field(default_factory=dict)

    def situation(self, eleve: int, support: str) -> Situation:
        siennes = self.inscriptions.get(eleve, [])
        if not siennes:
            return Situation(Cas.PAS_INSCRIT)
        if self.paroles.get((eleve, support)) is False:
            return Situation(Cas.ENFANT_REFUSE)
        if self._refuse_par_un_adulte(eleve, support):
            return Situation(Cas.REFUSE)
        par_ecole: dict[int, set[int]] = defaultdict(set)
        for inscription in siennes:
            par_ecole[inscription.classe.etablissement_id].add(inscription.classe_id)
        situations = []
        for ecole, classes in par_ecole.items():
            demandes = [d for d in self.demandes if self._concerne(d, ecole, classes) and support in d.supports]
            cas = [self._pour(d, eleve, support) for d in demandes] or [Situation(Cas.PAS_DEMANDE)]
            situations.append(max(cas, key=_rang))
        return min(situations, key=_rang)

    def _refuse_par_un_adulte(self, eleve: int, support: str) -> bool:
        """One of those who hold authority over the child today, in any school, said no and nothing since."""
        adultes = {adulte for (enfant, _ecole), liens in self.liens.items() if enfant == eleve for adulte in liens}
        return any(not oui for adulte, oui in self.derniers.get((eleve, support), {}).items() if adulte in adultes)

    def _concerne(self, demande: DemandeConsentement, ecole: int, classes: set[int]) -> bool:
        if demande.etablissement_id != ecole:
            return False
        return demande.toute_l_ecole or bool(self.classes.get(demande.pk, set()) & classes)

    def _pour(self, demande: DemandeConsentement, eleve: int, support: str) -> Situation:
        liens = self.liens.get((eleve, demande.etablissement_id), {})
        # A « non » that its author took back since, in answer to another question, is no answer to this one.
        ouis = [a for a, oui in self.dits.get((demande.pk, eleve, support), {}).items() if oui and a in liens]
        if not liens:
            return Situation(Cas.SANS_RESPONSABLE)
        if len(ouis) < len(liens):
            return Situation(Cas.INCOMPLET if ouis else Cas.SANS_REPONSE, len(ouis), len(liens))
        if any(autorite != CONFIRMEE for autorite in liens.values()):
            return Situation(Cas.A_CONFIRMER)
        return Situation(Cas.PEUT)


def _rang(situation: Situation) -> int:
    return situation.cas.value


def bilan(eleves: Collection[int]) -> Bilan:
    """Six queries, whatever the number of children."""
    ids = list(eleves)
    inscriptions: dict[int, list[Inscription]] = defaultdict(list)
    ici = Inscription.objects.filter(en_cours(), eleve__in=ids, classe__fermee_le=None).select_related("classe")
    for inscription in ici:
        inscriptions[inscription.eleve_id].append(inscription)
    ecoles = {i.classe.etablissement_id for siennes in inscriptions.values() for i in siennes}
    demandes = list(DemandeConsentement.objects.images().en_vigueur().filter(etablissement__in=ecoles))
    classes: dict[int, set[int]] = defaultdict(set)
    a_des_classes = DemandeConsentement.classes.through.objects.filter(demandeconsentement__in=demandes)
    for demande, classe in a_des_classes.values_list("demandeconsentement_id", "classe_id"):
        classes[demande].add(classe)
    liens: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    avec_autorite = Responsabilite.objects.filter(en_cours(), enfant__in=ids).exclude(autorite=SANS).order_by()
    for enfant, ecole, adulte, autorite in avec_autorite.values_list(
        "enfant_id", "etablissement_id", "adulte_id", "autorite"
    ):
        liens[enfant, ecole][adulte] = autorite
    resultat = Bilan(inscriptions, demandes, classes, liens)
    dits = Consentement.objects.en_vigueur().filter(eleve__in=ids).order_by("dit_le", "pk")
    for demande, eleve, adulte, support, accorde in dits.values_list(
        "demande_id", "eleve_id", "responsable_id", "support", "accorde"
    ):
        resultat.dits.setdefault((demande, eleve, support), {})[adulte] = accorde
        resultat.derniers.setdefault((eleve, support), {})[adulte] = accorde
    accords = AccordEleve.objects.en_vigueur().filter(eleve__in=ids).order_by("dit_le", "pk")
    resultat.paroles = {
        (eleve, support): oui for eleve, support, oui in accords.values_list("eleve_id", "support", "accorde")
    }
    return resultat


def refus_d_image(support: str, eleves: Collection[int]) -> dict[int, str]:
    """« Lina : sa famille n’a pas répondu », for those of these pupils who may not be shown there today. Seven queries."""
    lu = bilan(eleves)
    situations = {pk: lu.situation(pk, support) for pk in eleves}
    refuses = {pk: s for pk, s in situations.items() if not s.peut}
    prenoms = dict(Personne.objects.filter(pk__in=refuses).values_list("pk", "prenom"))
    return {
        pk: _("%(prenom)s : %(raison)s") % {"prenom": prenoms.get(pk, ""), "raison": situation.phrase}
        for pk, situation in refuses.items()
    }
