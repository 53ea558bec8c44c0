"""What those who receive read: who comes, who has no slot yet, who needs paper; and the counts of a direction."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Classe, Inscription, Personne, Role
from ent.diffusion.lectures import Raison, atteignables
from ent.portail.lectures import reponses_de
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Creneau, Rencontre, Reservation
from .familles import A_VENIR, Soiree, en_soirees

TUILE = "rendez-vous"


@dataclass
class Famille:
    """One household of one child of the class."""

    inscription: Inscription
    adultes: list[Personne] = field(default_factory=list)
    est_sans_compte: bool = True
    reservation: Reservation | None = None

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve

    @property
    def cle(self) -> str:
        """What a form sends to name it."""
        return f"{self.eleve.uuid}:{self.adultes[0].uuid if self.adultes else ''}"

    @property
    def noms(self) -> str:
        return ", ".join(adulte.nom_affiche for adulte in self.adultes)


@dataclass
class Suivi:
    """A meeting, its evenings, its families."""

    rencontre: Rencontre
    creneaux: list[Creneau]
    familles: list[Famille]
    prises: dict[int, Reservation]  # by slot

    @property
    def soirees(self) -> list[Soiree]:
        return en_soirees(self.creneaux)

    @property
    def places(self) -> int:
        """Slots that are open, taken ones too."""
        return sum(c.etat == Creneau.Etat.OUVERT for c in self.creneaux)

    @property
    def libres(self) -> list[Creneau]:
        maintenant = timezone.now()
        return [
            c
            for c in self.creneaux
            if c.etat == Creneau.Etat.OUVERT and c.pk not in self.prises and c.debut > maintenant
        ]

    @property
    def sans_creneau(self) -> list[Famille]:
        return [f for f in self.familles if f.reservation is None]

    @property
    def sur_papier(self) -> list[Famille]:
        """Those whom no account reaches, and who have nothing yet."""
        return [f for f in self.sans_creneau if f.est_sans_compte]

    @property
    def a_relancer(self) -> list[Famille]:
        return [f for f in self.sans_creneau if not f.est_sans_compte]

    @property
    def interpretes(self) -> list[Reservation]:
        return [r for r in self.prises.values() if r.interprete]

    @property
    def au_moyen_retire(self) -> list[Reservation]:
        """Of families who come as it is not offered any more: what is booked stays."""
        return [r for r in self.prises.values() if r.moyen not in self.rencontre.moyens]

    @property
    def manquent(self) -> int:
        """Slots that are wanting for each family to have one."""
        return max(0, len(self.sans_creneau) - len(self.libres))


def suivi_de(rencontre: Rencontre) -> Suivi:
    """Six queries, whatever the number of pupils."""
    creneaux = list(rencontre.creneaux.all())
    for creneau in creneaux:
        creneau.rencontre = rencontre
    en_vigueur = Reservation.objects.en_vigueur().filter(creneau__rencontre=rencontre)
    prises = {r.creneau_id: r for r in en_vigueur.select_related("eleve", "responsable", "creneau")}
    familles = _familles(rencontre)
    _asseoir(familles, prises.values())
    return Suivi(rencontre, creneaux, familles, prises)


def _familles(rencontre: Rencontre) -> list[Famille]:
    inscriptions = {
        i.eleve_id: i for i in destinataires.inscriptions(rencontre.audience).select_related("eleve", "classe")
    }
    liens = destinataires.liens(rencontre.etablissement_id, list(inscriptions)).select_related("adulte")
    adultes = {lien.adulte_id: lien.adulte for lien in liens.order_by("pk")}
    atteintes = atteignables(adultes)
    foyers = foyers_de(list(inscriptions), rencontre.etablissement)
    familles = []
    for eleve, inscription in inscriptions.items():
        for foyer in foyers.get(eleve) or [frozenset()]:
            siens = [adultes[pk] for pk in sorted(foyer) if pk in adultes]
            sans = all(atteintes[a.pk].code == Raison.SANS_COMPTE for a in siens)
            familles.append(Famille(inscription, siens, sans))
    return familles


def _asseoir(familles: list[Famille], prises: Collection[Reservation]) -> None:
    """Each booking beside the household that made it; one made for nobody known is that of the child's first."""
    par_eleve: dict[int, list[Famille]] = defaultdict(list)
    for famille in familles:
        par_eleve[famille.eleve.pk].append(famille)
    for prise in prises:
        siennes = par_eleve.get(prise.eleve_id, [])
        de_qui = [f for f in siennes if prise.responsable_id in {a.pk for a in f.adultes}]
        for famille in (de_qui or siennes)[:1]:
            famille.reservation = prise


# --- Lists --------------------------------------------------------------------------------------------------------------
@dataclass
class Etat:
    """A meeting in figures."""

    rencontre: Rencontre
    places: int = 0
    prises: int = 0
    interpretes: list[tuple[str, int]] = field(default_factory=list)


def etats_de(personne: Personne) -> list[Etat]:
    """The meetings that one keeps, or of the school that one directs, newest first. Four queries."""
    suivies = list(
        Rencontre.objects.suivies_par(personne)
        .select_related("etablissement", "classe")
        .prefetch_related("hotes")
        .order_by("-cree_le", "-pk")[:60]
    )
    etats = {r.pk: Etat(r) for r in suivies}
    ouverts = Creneau.objects.filter(rencontre__in=etats, etat=Creneau.Etat.OUVERT).order_by()
    en_places = {
        "places": Count("pk", distinct=True),
        "prises": Count("reservations", filter=Q(reservations__annulee_le=None)),
    }
    for pk, places, pris in ouverts.values_list("rencontre").annotate(**en_places):
        etats[pk].places, etats[pk].prises = places, pris
    langues: dict[int, Counter] = defaultdict(Counter)
    demandes = Reservation.objects.en_vigueur().filter(creneau__rencontre__in=etats).exclude(interprete="")
    for pk, langue in demandes.order_by().values_list(F("creneau__rencontre"), "interprete"):
        langues[pk][langue] += 1
    for pk, compte in langues.items():
        etats[pk].interpretes = sorted(compte.items())
    return list(etats.values())


def classes_a_recevoir(personne: Personne) -> list[Classe]:
    return list(
        Classe.objects.tenues_par(personne.pour(droits.MODULE)).select_related("etablissement").order_by("nom", "pk")
    )


def collegues_de(personne: Personne, ecole: int):
    """Who teaches or directs there, but oneself."""
    enseignent = Role.objects.filter(
        en_cours(), etablissement=ecole, nature__in=[Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR]
    )
    return (
        Personne.objects.filter(pk__in=enseignent.order_by().values("personne"))
        .exclude(pk=personne.pk)
        .order_by("nom", "prenom", "pk")
    )


# --- The home of a teacher ----------------------------------------------------------------------------------------------
def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    ecoles = droits.portee_de(personne).etablissements_de_travail
    if not ecoles:
        return []
    return [(A_VENIR, droits.rencontres_tenues_par(personne) & Q(fin__gt=timezone.now()))]


def rencontres_de_l_accueil(personne: Personne) -> list[Suivi]:
    """Those to come that one keeps; no query while there is none."""
    lignes = reponses_de(personne, "enseignant", TUILE)
    if not lignes or not lignes[0]:
        return []
    tenues = Rencontre.objects.tenues_par(personne).filter(pk__in=[pk for pk, _classe, _titre in lignes[0]])
    return [suivi_de(r) for r in tenues.select_related("etablissement", "classe").order_by("fin", "pk")]
