"""What the pages show: who of a school is linked, where each provider stands, one's own links."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import d_un_eleve_present, en_cours
from ent.annuaire.models import Etablissement, Personne, Responsabilite, Role
from ent.connexion.droits import est_activee
from ent.socle.tri import cle

from ..models import FournisseurIdentite, Rattachement
from . import saml

VIEILLES = dt.timedelta(days=2)  # metadata that were not read again since are said so
BIENTOT = dt.timedelta(days=14)


def boutons() -> list[FournisseurIdentite]:
    """By the order of the door: families first. One query."""
    ouverts = FournisseurIdentite.objects.ouverts().only("uuid", "nom", "public")
    return sorted(ouverts, key=lambda f: (not f.est_educonnect, cle(f.nom)))


def ouvert(fournisseur: UUID) -> FournisseurIdentite | None:
    """One by which anybody may try to come in."""
    return FournisseurIdentite.objects.ouverts().filter(uuid=fournisseur).first()


def connu(fournisseur: UUID) -> FournisseurIdentite | None:
    """What it needs to know of us is public, even before it is open."""
    return FournisseurIdentite.objects.filter(uuid=fournisseur).first()


# --- The operator's page --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Etat:
    """Where a provider stands: whether one comes in by it, and what should be looked at."""

    fournisseur: FournisseurIdentite
    alertes: list[str]

    @property
    def va_bien(self) -> bool:
        return not self.alertes


def etat_de(fournisseur: FournisseurIdentite) -> Etat:
    alertes = []
    if not fournisseur.metadonnees:
        alertes.append(_("Ses métadonnées n’ont jamais été lues : personne n’entre encore."))
    elif fournisseur.adresse and fournisseur.lues_le and fournisseur.lues_le < timezone.now() - VIEILLES:
        alertes.append(_("Ses métadonnées n’ont pas pu être relues depuis plus de deux jours : les dernières servent."))
    fin = saml.fin_de_validite(fournisseur) if fournisseur.est_saml else None
    if fin is not None and fin < timezone.now().timestamp():
        alertes.append(_("Ses métadonnées gardées ont expiré : demandez-lui les nouvelles."))
    elif fin is not None and fin < (timezone.now() + BIENTOT).timestamp():
        alertes.append(_("Ses métadonnées expirent dans moins de quinze jours."))
    return Etat(fournisseur, alertes)


def registre(personne: Personne) -> list[Etat]:
    tenus = FournisseurIdentite.objects.tenus_par(personne).annotate(
        nb=Count("rattachements"), vu=Max("rattachements__vu_le")
    )
    return [etat_de(f) for f in tenus]


# --- A school -------------------------------------------------------------------------------------------------------------
@dataclass
class Adulte:
    """Somebody of a school who may come in by an identity."""

    personne: Personne
    enfants: list[str] = field(default_factory=list)
    par: list[str] = field(default_factory=list)  # the providers that know them
    deux_noms: bool = False  # one of them under another name, and they said that both are theirs

    @property
    def est_ouvert(self) -> bool:
        return est_activee(self.personne)


@dataclass
class Groupe:
    """Families, or the team: linked; not linked, whose account is open; not linked, who get a paper."""

    lies: list[Adulte]
    ouverts: list[Adulte]
    a_imprimer: list[Adulte]

    @property
    def nombre(self) -> int:
        return len(self.lies) + len(self.ouverts) + len(self.a_imprimer)


def familles_de(ecole: Etablissement) -> Groupe:
    """The responsables that the school declares for a pupil of today. Three queries."""
    liens = Responsabilite.objects.filter(
        d_un_eleve_present(), etablissement=ecole, adulte__fermee_le=None, adulte__fusionnee_dans=None
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    adultes: dict[int, Adulte] = {}
    for lien in liens.select_related("adulte", "enfant"):
        adultes.setdefault(lien.adulte_id, Adulte(lien.adulte)).enfants.append(lien.enfant.prenom)
    return _ranger(adultes, FournisseurIdentite.Public.EDUCONNECT)


def equipe_de(ecole: Etablissement) -> Groupe:
    roles = Role.objects.filter(
        en_cours(), etablissement=ecole, personne__fermee_le=None, personne__fusionnee_dans=None
    ).select_related("personne")
    return _ranger({r.personne_id: Adulte(r.personne) for r in roles}, FournisseurIdentite.Public.AGENTS)


def _ranger(adultes: dict[int, Adulte], public: str) -> Groupe:
    la = Rattachement.objects.filter(personne__in=adultes, fournisseur__public=public).order_by("fournisseur__nom")
    for personne, nom, comment in la.values_list("personne_id", "fournisseur__nom", "comment"):
        adultes[personne].deux_noms |= comment == Rattachement.Comment.DEUX_NOMS
        if nom not in adultes[personne].par:
            adultes[personne].par.append(nom)
    tous = sorted(adultes.values(), key=lambda a: (cle(str(a.personne.nom)), cle(a.personne.prenom), a.personne.pk))
    return Groupe(
        [a for a in tous if a.par],
        [a for a in tous if not a.par and a.est_ouvert],
        [a for a in tous if not a.par and not a.est_ouvert],
    )
