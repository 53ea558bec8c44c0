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
    are confirmed by the direction and said yes; and no « non », of one of them or of the child, stands against any question
    in force: a photo does not bear the purpose for which it was taken. « Today » is said when the database is asked.
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


def _qui_touchent_l_enfant() -> Q:
    """Answers to a question in force that still asks about the child who is judged."""
    inscrit = Inscription.objects.filter(
        en_cours(jour=JOUR),
        eleve=OuterRef("eleve"),
        classe__fermee_le=None,
        classe__etablissement=OuterRef("demande__etablissement"),
    )
    dans_sa_classe = _dans_une_classe(OuterRef("demande"), OuterRef("eleve"))
    concerne = Q(demande__toute_l_ecole=True) & Q(Exists(inscrit)) | Q(demande__toute_l_ecole=False) & Q(
        Exists(dans_sa_classe)
    )
    return demande_en_vigueur("demande__", JOUR) & concerne


def _refus_des_adultes(support: str) -> QuerySet:
    a_autorite = Responsabilite.objects.filter(
        en_cours(jour=JOUR),
        adulte=OuterRef("responsable"),
        enfant=OuterRef("eleve"),
        etablissement=OuterRef("demande__etablissement"),
    ).exclude(autorite=SANS)
    nons = Consentement.objects.en_vigueur().filter(eleve=OuterRef("pk"), support=support, accorde=False)
    return nons.filter(_qui_touchent_l_enfant(), Exists(a_autorite)).order_by()


def _refus_de_l_enfant(support: str) -> QuerySet:
    nons = AccordEleve.objects.en_vigueur().filter(eleve=OuterRef("pk"), support=support, accorde=False)
    return nons.filter(_qui_touchent_l_enfant()).order_by()


# --- Child by child ---------------------------------------------------------------------------------------------------
class Cas(models.IntegerChoices):
    """Why a child may be shown or not; of two questions of one school, the greater counts, of two schools, the lesser."""

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
    dits: dict[tuple[int, int, str], dict[int, bool]] = field(
        default_factory=dict
    )  # (question, child, medium) → adult → yes
    accords: dict[tuple[int, int, str], bool] = field(default_factory=dict)

    def situation(self, eleve: int, support: str) -> Situation:
        siennes = self.inscriptions.get(eleve, [])
        if not siennes:
            return Situation(Cas.PAS_INSCRIT)
        par_ecole: dict[int, set[int]] = defaultdict(set)
        for inscription in siennes:
            par_ecole[inscription.classe.etablissement_id].add(inscription.classe_id)
        situations = []
        for ecole, classes in par_ecole.items():
            demandes = [d for d in self.demandes if self._concerne(d, ecole, classes) and support in d.supports]
            cas = [self._pour(d, eleve, support) for d in demandes] or [Situation(Cas.PAS_DEMANDE)]
            refus = [s for s in cas if s.cas <= Cas.REFUSE]
            situations.append(min(refus, key=_rang) if refus else max(cas, key=_rang))
        return min(situations, key=_rang)

    def _concerne(self, demande: DemandeConsentement, ecole: int, classes: set[int]) -> bool:
        if demande.etablissement_id != ecole:
            return False
        return demande.toute_l_ecole or bool(self.classes.get(demande.pk, set()) & classes)

    def _pour(self, demande: DemandeConsentement, eleve: int, support: str) -> Situation:
        liens = self.liens.get((eleve, demande.etablissement_id), {})
        dits = {a: oui for a, oui in self.dits.get((demande.pk, eleve, support), {}).items() if a in liens}
        if self.accords.get((demande.pk, eleve, support)) is False:
            return Situation(Cas.ENFANT_REFUSE)
        if False in dits.values():
            return Situation(Cas.REFUSE)
        if not liens:
            return Situation(Cas.SANS_RESPONSABLE)
        if len(dits) < len(liens):
            return Situation(Cas.INCOMPLET if dits else Cas.SANS_REPONSE, len(dits), len(liens))
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
    demandes = list(DemandeConsentement.objects.en_vigueur().filter(etablissement__in=ecoles))
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
    dits = Consentement.objects.en_vigueur().filter(demande__in=demandes, eleve__in=ids).order_by()
    for demande, eleve, adulte, support, accorde in dits.values_list(
        "demande_id", "eleve_id", "responsable_id", "support", "accorde"
    ):
        resultat.dits.setdefault((demande, eleve, support), {})[adulte] = accorde
    accords = AccordEleve.objects.en_vigueur().filter(demande__in=demandes, eleve__in=ids).order_by()
    for demande, eleve, support, accorde in accords.values_list("demande_id", "eleve_id", "support", "accorde"):
        resultat.accords[demande, eleve, support] = accorde
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
