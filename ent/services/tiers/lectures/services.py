"""Which services a person may open, as what, and for which children; what a direction and the operator keep of them."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ent.annuaire.codes import NIVEAUX_PAR_NATURE
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee

from .. import droits
from ..attributs import Attribut, Public
from ..models import OppositionTiers, OuvertureTiers, ServiceTiers
from .numeros import numero

NOMMEES = OuvertureTiers.classes.through
OUVERTURES = Preparee(
    lambda: OuvertureTiers.objects.select_related("service", "etablissement").annotate(
        en_nomme=Exists(NOMMEES.objects.filter(ouverturetiers=OuterRef("pk"))),
        en_retire=Exists(OppositionTiers.objects.filter(service=OuterRef("service"), reprise_le=None)),
    )
)
RETIRES = Preparee(
    lambda: OppositionTiers.objects.qui_comptent().order_by().values_list("service_id", "eleve_id", "par_id", "tient")
)
CLASSES = Preparee(lambda: NOMMEES.objects.order_by("pk").values_list("ouverturetiers_id", "classe_id"))
EN_VIGUEUR = Preparee(lambda: ServiceTiers.objects.filter(retire_le=None))
OIDC = str(ServiceTiers.Protocole.OIDC)


@dataclass(frozen=True)
class Retire:
    """A child whom a holder of authority took out of a service: by the one who reads, by another, who is not named, by somebody who holds none now."""

    suivi: Suivi
    par_moi: bool
    par_un_autre: bool
    par_un_ancien: bool

    @property
    def eleve(self) -> Personne:
        return self.suivi.eleve

    @property
    def a_moi_de_dire(self) -> bool:
        """Nobody else who may say so keeps the child out."""
        return self.par_moi or not self.par_un_autre


@dataclass
class Acces:
    """A service as one person meets it: as what they may open it, in which schools, and which of their children may."""

    service: ServiceTiers
    entrees: list[tuple[OuvertureTiers, str]] = field(default_factory=list)  # that let this person open it, and as what
    choisi_par: list[OuvertureTiers] = field(default_factory=list)  # that concern them or their children
    suivis: list[Suivi] = field(default_factory=list)  # children who may open it
    retires: list["Retire"] = field(default_factory=list)  # those who could, had no holder of authority taken them out

    @property
    def profils(self) -> list[str]:
        return [profil for _ouverture, profil in self.entrees]

    @property
    def peut_ouvrir(self) -> bool:
        return bool(self.entrees)

    @property
    def recoit(self) -> frozenset[str]:
        """Of this person's own account: what every school through which they come agreed to."""
        return frozenset.intersection(*(ouverture.recoit for ouverture, _profil in self.entrees))

    def ecoles_qui_disent(self, attribut: str) -> dict[int, str]:
        """UAI by id, of those that agreed to it, and where this person comes otherwise than for a child."""
        siennes = [o for o, profil in self.entrees if profil != Public.RESPONSABLE and attribut in o.recoit]
        return {o.etablissement_id: o.etablissement.uai for o in siennes}

    @property
    def attributs(self) -> list[Attribut]:
        """What it may receive of one at least of those whom a page speaks of."""
        return [a for a in Attribut if any(a in ouverture.recoit for ouverture in self.choisi_par)]

    @property
    def enfants(self) -> list[Personne]:
        return list({s.eleve.pk: s.eleve for s in self.suivis}.values())

    @property
    def enfants_retires(self) -> list[Retire]:
        """Each once."""
        return list({r.eleve.pk: r for r in self.retires}.values())

    @property
    def peut_en_retirer(self) -> bool:
        """Its school took a pupil out, maybe: whoever teaches there asks whom."""
        return any(ouverture.en_retire for ouverture in self.choisi_par)

    @property
    def nombre(self) -> int:
        """How many things it receives: of a child, or of the pupil who reads."""
        return 0 if self.service.est_un_lien else 1 + len(self.attributs)


def acces_de(personne: Personne, lesquels: Q | None = None) -> list[Acces]:
    """By the name of the service, or of some of these. One query beyond those of the person's reach, one more where a school named classes, one
    more where a family took a child out.
    """
    dans = droits.ouvertures_des_ecoles_de(personne)
    ouvertures = OUVERTURES.lire(dans if lesquels is None else dans & lesquels)
    nommees: dict[int, list[int]] = defaultdict(list)
    for ouverture, classe in CLASSES.lire(Q(ouverturetiers__in=[o.pk for o in ouvertures if o.en_nomme])):
        nommees[ouverture].append(classe)
    retires = _retires(personne, ouvertures)
    trouves: dict[int, Acces] = {}
    for ouverture in filter(lambda o: o.sait_qui_vient, ouvertures):
        classes, dehors = nommees[ouverture.pk], retires[ouverture.service_id]
        profil = droits.profil(personne, ouverture, classes, est_retire=personne.pk in dehors)
        suivis = droits.enfants_concernes(personne, ouverture, classes)
        if profil or suivis:
            acces = trouves.setdefault(ouverture.service_id, Acces(ouverture.service))
            acces.choisi_par.append(ouverture)
            acces.suivis += [s for s in suivis if s.eleve.pk not in dehors]
            acces.retires += [_retire(s, par, personne) for s in suivis if (par := dehors.get(s.eleve.pk))]
            if profil:
                acces.entrees.append((ouverture, profil))
    return list(trouves.values())


def _retire(suivi: Suivi, par: dict[int, bool], personne: Personne) -> Retire:
    autres = [tient for qui, tient in par.items() if qui != personne.pk]
    return Retire(suivi, personne.pk in par, any(autres), not all(autres))


def _retires(personne: Personne, ouvertures: Iterable[OuvertureTiers]) -> dict[int, dict[int, dict[int, bool]]]:
    """By service, of this person and of their children: who is out, by whom, and whether these hold authority today."""
    par_service: dict[int, dict[int, dict[int, bool]]] = defaultdict(lambda: defaultdict(dict))
    services = {o.service_id for o in ouvertures if o.en_retire}
    eleves = {s.eleve.pk for s in personne.portee.suivis} if services else set()
    for service, eleve, par, tient in RETIRES.lire(Q(service__in=services, eleve__in=eleves)) if eleves else ():
        par_service[service][eleve][par] = tient
    return par_service


@dataclass
class AccesLus(PartLue):
    par_service: dict[UUID, Acces | None] = field(default_factory=dict)


def acces_a(personne: Personne, service: ServiceTiers) -> Acces | None:
    """This person's, to this service, today: judged once for as long as they are in hand."""
    lus = personne.lu.part(AccesLus).par_service
    if service.uuid not in lus:
        lus[service.uuid] = next(iter(acces_de(personne, Q(service=service))), None)
    return lus[service.uuid]


def acces_a_l_adresse(personne: Personne, adresse: str, protocole: str) -> Acces | None:
    """This person's to the service that is at this very address: found where their schools opened it, so that the registry is not read before."""
    siens = acces_de(personne, Q(service__protocole=protocole, service__adresses__contains=adresse))
    return next((acces for acces in siens if adresse and acces.service.admet(adresse)), None)


def acces_oidc(personne: Personne, identite: UUID) -> Acces | None:
    """This person's to the service that speaks OIDC under this number, if they may go there with their account: judged once too."""
    lus = personne.lu.part(AccesLus).par_service
    if identite not in lus:
        siens = acces_de(personne, Q(service__uuid=identite))
        lus[identite] = next(iter(siens), None)
    acces = lus[identite]
    return acces if acces and acces.peut_ouvrir and acces.service.protocole == OIDC else None


def acces_ouvert(personne: Personne, service: ServiceTiers) -> Acces | None:
    """The same, if they may go there with their account."""
    acces = acces_a(personne, service)
    return acces if acces and acces.peut_ouvrir else None


@dataclass(frozen=True)
class Dit:
    """What a service is told of a person, before any dialect: nothing that it may not receive."""

    numero: str
    profil: str = ""
    prenom: str = ""
    nom: str = ""
    niveaux: tuple[str, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()  # (UAI, name)
    ecoles: tuple[str, ...] = ()  # UAI


def ce_qui_est_dit(acces: Acces, personne: Personne) -> Dit:
    """All that leaves, whatever the protocol: of the person who goes there, and of nobody else; what their schools agreed to, and nothing more.

    A responsable's account says nothing of a child, nor of a child's school.
    """
    recus, profil = acces.recoit, min(acces.profils, key=list(Public).index)
    return Dit(
        numero=numero(acces.service, personne),
        profil=profil if Attribut.PROFIL in recus else "",
        prenom=personne.prenom if Attribut.PRENOM in recus else "",
        nom=(personne.nom_usage or personne.nom) if Attribut.NOM in recus else "",
        niveaux=_niveaux(acces, personne, profil),
        classes=_classes(acces, personne, profil),
        ecoles=tuple(acces.ecoles_qui_disent(Attribut.ECOLE).values()) if profil != Public.RESPONSABLE else (),
    )


def _niveaux(acces: Acces, personne: Personne, profil: str) -> tuple[str, ...]:
    """A pupil's own."""
    ecoles = acces.ecoles_qui_disent(Attribut.NIVEAU)
    if profil != Public.ELEVE or not ecoles:
        return ()
    return _une_fois(s.niveau for s in _siens(personne, ecoles) if s.niveau)


def _classes(acces: Acces, personne: Personne, profil: str) -> tuple[tuple[str, str], ...]:
    """A pupil's own, those that a teacher holds; in the schools that agreed to say them."""
    uais = acces.ecoles_qui_disent(Attribut.CLASSE)
    if profil == Public.ELEVE and uais:
        siens = _siens(personne, uais)
        return tuple(dict.fromkeys((uais[s.etablissement_id], s.inscription.classe.nom) for s in siens))
    if profil == Public.ENSEIGNANT and uais:
        tenues = Classe.objects.filter(pk__in=personne.portee.classes_tenues, etablissement__in=uais)
        return tuple((uais[c.etablissement_id], c.nom) for c in tenues.order_by("nom", "pk"))
    return ()


def _siens(personne: Personne, ecoles: Container[int]) -> list[Suivi]:
    return [s for s in personne.portee.suivis if s.eleve.pk == personne.pk and s.etablissement_id in ecoles]


def _une_fois(mots: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mots))


def fermes_de(personne: Personne) -> list[OuvertureTiers]:
    """Closed of late, that this person or a child of theirs could open then, by who they are today. Two queries."""
    fermees = list(OuvertureTiers.objects.fermees_pour(personne).prefetch_related("classes"))
    classes = {o.pk: [classe.pk for classe in o.classes.all()] for o in fermees}
    return [
        o
        for o in fermees
        if droits.profil(personne, o, classes[o.pk]) or droits.enfants_concernes(personne, o, classes[o.pk])
    ]


# --- Those who choose ---------------------------------------------------------------------------------------------------
def services_de_l_ecole(personne: Personne, ecole: Etablissement) -> list[tuple[ServiceTiers, OuvertureTiers | None]]:
    """What the territory proposes to schools of its nature, each with what this one decided of it. Three queries."""
    decidees = {
        o.service_id: o
        for o in OuvertureTiers.objects.dirigees_par(personne)
        .filter(etablissement=ecole)
        .select_related("service", "ouvert_par")
        .prefetch_related("classes")
    }
    ici = frozenset(NIVEAUX_PAR_NATURE[ecole.nature])
    return [
        (service, decidees.get(service.pk))
        for service in ServiceTiers.objects.proposes_de(personne)
        if service.pk in decidees or not service.niveaux_dits or service.niveaux_dits & ici
    ]


def ouvertes_dirigees(personne: Personne) -> QuerySet[OuvertureTiers]:
    """Open today in the schools that this person directs."""
    siennes = OuvertureTiers.objects.dirigees_par(personne).select_related("service")
    return siennes.filter(ferme_le=None, service__retire_le=None)


def registre(personne: Personne) -> list[ServiceTiers]:
    """Those in force first, each with how many schools opened it (`nb_ecoles`). One query."""
    ouvertes = Count("ouvertures", filter=Q(ouvertures__ferme_le=None))
    return sorted(
        ServiceTiers.objects.tenus_par(personne).annotate(nb_ecoles=ouvertes), key=lambda s: s.retire_le is not None
    )


def service_de(adresse: str, protocole: str) -> ServiceTiers | None:
    """The one of the registry that is at this very address. Those in force are a few dozens."""
    la = EN_VIGUEUR.lire(Q(protocole=protocole, adresses__contains=adresse))
    return next((service for service in la if adresse and service.admet(adresse)), None)


def parle_saml() -> bool:
    """Whether the registry ever held one that does: a key to sign with is then there."""
    return ServiceTiers.objects.filter(protocole=ServiceTiers.Protocole.SAML).exists()


def service_saml(entite: str) -> ServiceTiers | None:
    """The one whose metadata bear this very name."""
    return ServiceTiers.objects.filter(entite=entite, protocole=ServiceTiers.Protocole.SAML, retire_le=None).first()


def service_saml_de(pk: int) -> ServiceTiers | None:
    """One that a session opened, if it is in force and speaks SAML."""
    return next(iter(EN_VIGUEUR.lire(Q(pk=pk, protocole=ServiceTiers.Protocole.SAML))), None)


def services_de_la_chaine(pks: Collection[int]) -> list[ServiceTiers]:
    """Those of a log-out that did not answer, by their name; no query where all did."""
    return EN_VIGUEUR.lire(Q(pk__in=pks)) if pks else []


def service_oidc(identite: UUID) -> ServiceTiers | None:
    """The one that speaks OIDC under this number, if it is in force."""
    return next(iter(EN_VIGUEUR.lire(Q(uuid=identite, protocole=OIDC))), None)
