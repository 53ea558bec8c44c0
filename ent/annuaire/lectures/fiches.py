"""Sheets: a pupil and an adult as one school holds them, for who may read them there.

A sheet is of one school: what another school declares of the same person, their children there and who answers for them, is not read.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch

from ent.socle.dates import aujourd_hui

from .. import droits
from ..equipes import DU_TRAVAIL, professeurs_de
from ..models import Affectation, Classe, Etablissement, Groupe, Inscription, Personne, Responsabilite, Role


@dataclass
class FicheEleve:
    """A pupil in one school. `est_dirigee`: who reads directs it, and reads what the school alone knows."""

    eleve: Personne
    etablissement: Etablissement
    est_dirigee: bool
    inscriptions: list[Inscription]
    passees: list[Inscription] = field(default_factory=list)
    liens: list[Responsabilite] = field(default_factory=list)
    groupes: list[Groupe] = field(default_factory=list)
    enseignants: dict[int, list[Affectation]] = field(default_factory=dict)  # by class
    classes_gerees: frozenset[int] = frozenset()

    @property
    def personne(self) -> Personne:
        return self.eleve

    @property
    def part_ce_soir(self) -> bool:
        """Today is their last day there, as who directs it reads."""
        jour = aujourd_hui()
        encore = any(i.fin != jour for i in self.inscriptions) or any(i.debut > jour for i in self.passees)
        return self.est_dirigee and not encore

    @property
    def par_classe(self) -> list[tuple[Inscription, list[Affectation]]]:
        return [(i, self.enseignants.get(i.classe_id, [])) for i in self.inscriptions]


@dataclass
class FicheAdulte:
    """An adult in one school: their children there, what they do there."""

    adulte: Personne
    etablissement: Etablissement
    est_dirigee: bool
    enfants: list[tuple[Responsabilite, list[Inscription]]]
    roles: list[Role]
    tenues: list[Affectation]
    classes_gerees: frozenset[int] = frozenset()

    @property
    def personne(self) -> Personne:
        return self.adulte

    @property
    def liens(self) -> list[Responsabilite]:
        return [lien for lien, _inscriptions in self.enfants]

    @property
    def classes(self) -> list[int]:
        return [i.classe_id for _lien, inscriptions in self.enfants for i in inscriptions]

    def classe_geree(self, enfants: Collection[Personne]) -> int | None:
        """A class of one of these children whose papers the reader keeps."""
        siennes = (i.classe_id for lien, inscriptions in self.enfants for i in inscriptions if lien.enfant in enfants)
        return next((classe for classe in siennes if classe in self.classes_gerees), None)


def fiche_d_eleve(lecteur: Personne, uai: str, uuid) -> FicheEleve | None:
    """None for who has nothing to do with this pupil in this school. Six queries."""
    inscriptions = list(
        lecteur.portee.inscriptions_du_travail.filter(eleve__uuid=uuid, classe__etablissement__uai=uai)
        .select_related("eleve", "classe__annee", "classe__etablissement__commune")
        .distinct()
    )
    if not inscriptions:
        return None
    eleve, etablissement = inscriptions[0].eleve, inscriptions[0].classe.etablissement
    fiche = FicheEleve(eleve, etablissement, _dirige(lecteur, etablissement), inscriptions)
    fiche.liens = list(
        Responsabilite.objects.filter(
            droits.responsabilites_du_travail_de(lecteur), enfant=eleve, etablissement=etablissement
        )
        .select_related("adulte", "etablissement")
        .order_by("adulte__nom", "adulte__prenom", "pk")
    )
    fiche.groupes = list(
        Groupe.objects.visibles_par(lecteur).filter(
            droits.pas_finie("annee__"), eleves=eleve, etablissement=etablissement, ponctuel_de=None
        )
    )
    if fiche.est_dirigee:
        a_l_ecole = Inscription.objects.filter(eleve=eleve, classe__etablissement=etablissement)
        fiche.passees = list(
            a_l_ecole.exclude(pk__in=[i.pk for i in inscriptions]).select_related("classe__annee").order_by("-debut")
        )
    fiche.enseignants = _enseignants(inscriptions)
    fiche.classes_gerees = _gerees(lecteur, inscriptions)
    return fiche


def est_parti_d_ici(lecteur: Personne, uai: str, uuid) -> bool:
    """Whether this pupil was in a school that the reader directs, and is known to them still. One query."""
    ici = {"classe__etablissement__uai": uai, "classe__etablissement__in": lecteur.portee.etablissements_diriges}
    places = Inscription.objects.filter(eleve=OuterRef("pk"), **ici)
    return Personne.objects.connues_de(lecteur).filter(Exists(places), uuid=uuid).exists()


def fiche_d_adulte(lecteur: Personne, uai: str, uuid) -> FicheAdulte | None:
    """None for who knows nothing of this adult by their work. A colleague who directs nothing opens no colleague's sheet."""
    etablissement = Etablissement.objects.filter(uai=uai).select_related("commune").first()
    vivant = Personne.objects.filter(uuid=uuid, fermee_le=None, fusionnee_dans=None).first()
    if etablissement is None or vivant is None:
        return None
    est_dirigee = _dirige(lecteur, etablissement)
    ici = lecteur.portee.inscriptions_du_travail.filter(classe__etablissement=etablissement)
    liens = list(
        Responsabilite.objects.filter(
            droits.responsabilites_du_travail_de(lecteur), adulte=vivant, etablissement=etablissement
        )
        .select_related("enfant", "etablissement")
        .prefetch_related(
            Prefetch("enfant__inscriptions", ici.select_related("classe").distinct(), to_attr="inscriptions_ici")
        )
        .order_by("enfant__prenom", "pk")
    )
    roles: list[Role] = []
    tenues: list[Affectation] = []
    if est_dirigee:
        siens = Role.objects.filter(droits.en_cours(), etablissement=etablissement, nature__in=DU_TRAVAIL)
        roles = list(siens.filter(personne=vivant).select_related("personne"))
        classes = Affectation.objects.filter(droits.en_cours(), enseignant=vivant, classe__fermee_le=None)
        tenues = list(classes.filter(classe__etablissement=etablissement).select_related("classe", "enseignant"))
    if not (liens or roles):
        return None
    enfants = [(lien, lien.enfant.inscriptions_ici) for lien in liens]
    gerees = _gerees(lecteur, [i for _lien, siennes in enfants for i in siennes])
    return FicheAdulte(vivant, etablissement, est_dirigee, enfants, roles, tenues, gerees)


def _dirige(lecteur: Personne, etablissement: Etablissement) -> bool:
    return droits.peut_lire_les_coordonnees(lecteur, etablissement.pk)


def _gerees(lecteur: Personne, inscriptions: list[Inscription]) -> frozenset[int]:
    """Of these classes, those whose papers and secrets the reader keeps."""
    classes = Classe.objects.gerees_par(lecteur).filter(pk__in={i.classe_id for i in inscriptions})
    return frozenset(classes.order_by().values_list("pk", flat=True))


def _enseignants(inscriptions: list[Inscription]) -> dict[int, list[Affectation]]:
    par_classe: dict[int, list[Affectation]] = defaultdict(list)
    for tenue in professeurs_de([i.classe_id for i in inscriptions]):
        par_classe[tenue.classe_id].append(tenue)
    return par_classe
