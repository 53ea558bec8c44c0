"""What the staff of a school reads beside its lists: services, régimes, who may declare."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.calendrier import prochain_jour_de_classe
from ent.annuaire.equipes import equipe_de
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Role
from ent.socle.tri import cle

from .. import droits
from ..models import Declarant, JourDeclare, Regime, ServicePeriscolaire
from .listes import jour_a_montrer
from .menus import SEMAINE, ecoles_ecrites, lundi_de, semaine_a_lire

MOIS = 4  # how many one exports again


@dataclass
class ServiceLu:
    service: ServicePeriscolaire
    jour: dt.date  # today where it is open, else the next
    inscrits: int = 0
    se_lit: bool = False  # by name
    se_compte: bool = False
    se_regle: bool = False

    @property
    def est_aujourd_hui(self) -> bool:
        return self.jour == timezone.localdate()


@dataclass
class EcoleLue:
    ecole: Etablissement
    services: list[ServiceLu] = field(default_factory=list)
    dirige: bool = False
    regle: bool = False  # its services
    ecrit: bool = False  # its menus

    @property
    def lundi(self) -> dt.date:
        """The week whose menus are to be written: the next one that has a day of class."""
        dimanche = lundi_de(timezone.localdate()) + SEMAINE - dt.timedelta(days=1)
        return lundi_de(prochain_jour_de_classe(self.ecole, dimanche))

    @property
    def lue_d_abord(self) -> dt.date:
        """The week whose menus are read."""
        return semaine_a_lire()


def ecoles_de(personne: Personne) -> list[EcoleLue]:
    """Schools where one works, those whose menus one writes. Four queries, one more a day shown."""
    portee = droits.portee_de(personne)
    ecrites = {e.pk: e for e in ecoles_ecrites(personne)}
    de_travail = Etablissement.objects.filter(pk__in=portee.etablissements_de_travail)
    ecoles = {e.pk: EcoleLue(e) for e in sorted({*ecrites.values(), *de_travail}, key=lambda e: (cle(e.nom), e.pk))}
    for lue in ecoles.values():
        lue.dirige, lue.ecrit = droits.peut_diriger(personne, lue.ecole.pk), lue.ecole.pk in ecrites
        lue.regle = droits.peut_regler(personne, lue.ecole.pk)
    lus = ServicePeriscolaire.objects.filter(droits.services_lus_par(personne) | droits.services_comptes_par(personne))
    services = lus.filter(ferme_le=None).distinct().select_related("etablissement").order_by("debut", "pk")
    for service in services:
        lu = ServiceLu(service, jour_a_montrer(service))
        lu.se_lit = service.etablissement_id in portee.etablissements_de_travail
        communes = service.etablissement.commune_id in portee.communes
        lu.se_compte = communes or service.etablissement_id in droits.ecoles_servies_par(personne)
        lu.se_regle = droits.peut_regler(personne, service.etablissement_id)
        ecoles[service.etablissement_id].services.append(lu)
    _compter([lu for lue in ecoles.values() for lu in lue.services])
    return list(ecoles.values())


def _compter(services: Collection[ServiceLu]) -> None:
    """How many are declared: one query a day."""
    for jour in {lu.jour for lu in services}:
        du_jour = {lu.service.pk: lu for lu in services if lu.jour == jour}
        ecoles = {lu.service.etablissement_id for lu in du_jour.values()}
        dits = JourDeclare.objects.en_vigueur().presents(jour, ecoles)
        oui = dits.filter(service__in=du_jour, etat=JourDeclare.Etat.OUI).order_by()
        for pk, n in oui.values_list("service_id").annotate(Count("pk")):
            du_jour[pk].inscrits = n


def enseignants_de(ecole: Etablissement) -> list[Personne]:
    """Whom the direction may name to keep a service."""
    return [p for p in equipe_de(ecole) if any(r.nature == Role.Nature.ENSEIGNANT for r in p.roles_ici)]


def mois_a_exporter() -> list[dt.date]:
    """This month and those before, by their first day."""
    mois = [timezone.localdate().replace(day=1)]
    while len(mois) < MOIS:
        mois.append((mois[-1] - dt.timedelta(days=1)).replace(day=1))
    return mois


@dataclass
class LigneDeRegime:
    eleve: Personne
    regime: Regime | None
    declarant: Personne | None

    @property
    def est_particulier(self) -> bool:
        return bool(
            self.declarant or (self.regime and (self.regime.repas != Regime.Repas.TOUT or self.regime.a_eviter))
        )


def regimes_de(ecole: Etablissement) -> list[tuple[Classe, list[LigneDeRegime]]]:
    """Class by class. Three queries."""
    regimes = {r.eleve_id: r for r in Regime.objects.en_vigueur().filter(etablissement=ecole)}
    declarants = Declarant.objects.en_vigueur().filter(etablissement=ecole).select_related("responsable")
    decident = {d.eleve_id: d.responsable for d in declarants}
    classes: dict[Classe, list[LigneDeRegime]] = defaultdict(list)
    presents = destinataires.presents(ecole.pk).select_related("eleve", "classe")
    for i in presents.order_by("classe__nom", "classe_id", "eleve__prenom", "eleve__nom", "pk"):
        classes[i.classe].append(LigneDeRegime(i.eleve, regimes.get(i.eleve_id), decident.get(i.eleve_id)))
    return list(classes.items())


@dataclass
class Fiche:
    inscription: Inscription
    regime: Regime | None
    adultes: list[Personne]
    declarant: Personne | None

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve


def fiche_de(ecole: Etablissement, eleve: UUID) -> Fiche | None:
    """A child who is of the school today."""
    presents = destinataires.presents(ecole.pk).filter(Q(eleve__uuid=eleve)).select_related("eleve", "classe")
    if (inscription := presents.first()) is None:
        return None
    liens = destinataires.liens(ecole.pk, [inscription.eleve_id]).select_related("adulte").order_by("pk")
    declarants = Declarant.objects.en_vigueur().filter(etablissement=ecole, eleve=inscription.eleve_id)
    decide = declarants.select_related("responsable").first()
    return Fiche(
        inscription,
        Regime.objects.en_vigueur().filter(etablissement=ecole, eleve=inscription.eleve_id).first(),
        [lien.adulte for lien in liens],
        decide.responsable if decide else None,
    )
