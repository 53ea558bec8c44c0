"""Which services a person may open, as what, and for which children; what a direction and the operator keep of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from ent.annuaire.models import Classe, Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee

from .. import droits
from ..attributs import Attribut, Public
from ..models import OuvertureTiers, ServiceTiers
from .numeros import numero

OUVERTURES = Preparee(lambda: OuvertureTiers.objects.select_related("service", "etablissement"))
CLASSES = Preparee(
    lambda: OuvertureTiers.classes.through.objects.order_by("pk").values_list("ouverturetiers_id", "classe_id")
)


@dataclass
class Acces:
    """A service as one person meets it: as what they may open it, in which schools, and which of their children may."""

    service: ServiceTiers
    profils: list[str] = field(default_factory=list)
    ecoles: list[Etablissement] = field(default_factory=list)  # that let this person open it
    choisi_par: list[OuvertureTiers] = field(default_factory=list)  # that concern them or their children
    suivis: list[Suivi] = field(default_factory=list)  # children who may open it

    @property
    def peut_ouvrir(self) -> bool:
        return bool(self.profils)

    @property
    def enfants(self) -> list[Personne]:
        return list({s.eleve.pk: s.eleve for s in self.suivis}.values())

    @property
    def nombre(self) -> int:
        """How many things it receives: of a child, or of the pupil who reads."""
        return nombre_de_choses(self.service)


def nombre_de_choses(service: ServiceTiers) -> int:
    return 0 if service.est_un_lien else 1 + len(service.attributs_dits)


def acces_de(personne: Personne, service: ServiceTiers | None = None) -> list[Acces]:
    """By the name of the service. Two queries, beyond those of the person's reach; of one service, with `service`."""
    dans = droits.ouvertures_des_ecoles_de(personne)
    ouvertures = OUVERTURES.lire(dans if service is None else dans & Q(service=service))
    nommees: dict[int, list[int]] = defaultdict(list)
    for ouverture, classe in CLASSES.lire(Q(ouverturetiers__in=[o.pk for o in ouvertures])):
        nommees[ouverture].append(classe)
    trouves: dict[int, Acces] = {}
    for ouverture in ouvertures:
        classes = nommees[ouverture.pk]
        profil = droits.profil(personne, ouverture, classes)
        suivis = droits.enfants_concernes(personne, ouverture, classes)
        if profil or suivis:
            acces = trouves.setdefault(ouverture.service_id, Acces(ouverture.service))
            acces.choisi_par.append(ouverture)
            acces.suivis += suivis
            if profil:
                acces.profils.append(profil)
                acces.ecoles.append(ouverture.etablissement)
    return list(trouves.values())


@dataclass
class AccesLus(PartLue):
    par_service: dict[int, Acces | None] = field(default_factory=dict)


def acces_a(personne: Personne, service: ServiceTiers) -> Acces | None:
    """This person's, to this service, today: judged once for as long as they are in hand."""
    lus = personne.lu.part(AccesLus).par_service
    if service.pk not in lus:
        lus[service.pk] = next(iter(acces_de(personne, service)), None)
    return lus[service.pk]


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
    """Of the person who goes there, and of nobody else: a responsable's account says nothing of a child, nor of a child's school."""
    recus, profil = set(acces.service.attributs_dits), min(acces.profils, key=list(Public).index)
    siennes = profil != Public.RESPONSABLE
    niveaux, classes = (
        _ou(acces, personne, profil) if siennes and recus & {Attribut.NIVEAU, Attribut.CLASSE} else ((), ())
    )
    return Dit(
        numero=numero(acces.service, personne),
        profil=profil if Attribut.PROFIL in recus else "",
        prenom=personne.prenom if Attribut.PRENOM in recus else "",
        nom=(personne.nom_usage or personne.nom) if Attribut.NOM in recus else "",
        niveaux=niveaux if Attribut.NIVEAU in recus else (),
        classes=classes if Attribut.CLASSE in recus else (),
        ecoles=tuple(e.uai for e in acces.ecoles) if siennes and Attribut.ECOLE in recus else (),
    )


def _ou(acces: Acces, personne: Personne, profil: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Levels and classes: a pupil's own, a teacher's, in the schools that opened it."""
    uais = {e.pk: e.uai for e in acces.ecoles}
    if profil == Public.ELEVE:
        siens = [s for s in personne.portee.suivis if s.eleve.pk == personne.pk and s.etablissement_id in uais]
        classes = [(uais[s.etablissement_id], s.inscription.classe.nom) for s in siens]
        return _une_fois(s.niveau for s in siens if s.niveau), tuple(dict.fromkeys(classes))
    if profil == Public.ENSEIGNANT:
        tenues = Classe.objects.filter(pk__in=personne.portee.classes_tenues, etablissement__in=uais)
        return (), tuple((uais[c.etablissement_id], c.nom) for c in tenues.order_by("nom", "pk"))
    return (), ()


def _une_fois(mots: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mots))


# --- Those who choose ---------------------------------------------------------------------------------------------------
def services_de_l_ecole(personne: Personne, ecole: Etablissement) -> list[tuple[ServiceTiers, OuvertureTiers | None]]:
    """What the territory proposes, each with what this school decided of it. Three queries."""
    decidees = {
        o.service_id: o
        for o in OuvertureTiers.objects.dirigees_par(personne)
        .filter(etablissement=ecole)
        .select_related("service", "ouvert_par")
        .prefetch_related("classes")
    }
    return [(service, decidees.get(service.pk)) for service in ServiceTiers.objects.proposes_de(personne)]


def registre(personne: Personne) -> list[ServiceTiers]:
    """Those in force first, each with how many schools opened it (`nb_ecoles`). One query."""
    ouvertes = Count("ouvertures", filter=Q(ouvertures__ferme_le=None))
    return sorted(
        ServiceTiers.objects.tenus_par(personne).annotate(nb_ecoles=ouvertes), key=lambda s: s.retire_le is not None
    )


def service_de(adresse: str, protocole: str) -> ServiceTiers | None:
    """The one of the registry that is at this very address. Those in force are a few dozens."""
    en_vigueur = ServiceTiers.objects.filter(protocole=protocole, retire_le=None, adresses__contains=adresse)
    return next((service for service in en_vigueur if adresse and service.admet(adresse)), None)


def parle_saml() -> bool:
    """Whether the registry ever held one that does: a key to sign with is then there."""
    return ServiceTiers.objects.filter(protocole=ServiceTiers.Protocole.SAML).exists()


def service_saml(entite: str) -> ServiceTiers | None:
    """The one whose metadata bear this very name."""
    return ServiceTiers.objects.filter(entite=entite, protocole=ServiceTiers.Protocole.SAML, retire_le=None).first()


def service_oidc(identite: UUID) -> ServiceTiers | None:
    """The one that speaks OIDC under this number, if it is in force."""
    return ServiceTiers.objects.filter(uuid=identite, protocole=ServiceTiers.Protocole.OIDC, retire_le=None).first()
