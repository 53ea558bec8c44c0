"""What may be told of a mot, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from ent.annuaire.droits import en_cours, pas_finie
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Affectation, Inscription, Responsabilite, Role

from ..models import Mot

MOT_PUBLIE = "messagerie.mot_publie"
MOT_CHANGE = "messagerie.mot_change"
MOT_REPONDU = "messagerie.mot_repondu"
MOT_VU = "messagerie.mot_vu"
MOT_RAPPELE = "messagerie.mot_rappele"
# What families were told with its words: taken back when it is withdrawn.
DITS_AVEC_LE_TITRE = (MOT_PUBLIE, MOT_RAPPELE)


def inscriptions_du_mot(mot: Mot) -> QuerySet[Inscription]:
    """Current inscriptions of the pupils whose families it is sent to."""
    inscriptions = Inscription.objects.filter(
        en_cours(), classe__etablissement=mot.etablissement_id, classe__fermee_le=None
    )
    if mot.classe_id:
        inscriptions = inscriptions.filter(classe=mot.classe_id)
    if mot.groupe_id:
        return inscriptions.filter(eleve__groupes=mot.groupe_id)
    return inscriptions.filter(niveau=mot.niveau) if mot.niveau else inscriptions


def eleves_du_mot(mot: Mot) -> dict[int, str]:
    """First name by id."""
    return dict(inscriptions_du_mot(mot).values_list("eleve_id", "eleve__prenom"))


def responsables_du_mot(mot: Mot, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(responsable, child) by the ties that the school of the mot declared, with authority over the child."""
    liens = Responsabilite.objects.filter(en_cours(), enfant__in=eleves, etablissement=mot.etablissement_id).exclude(
        autorite=Responsabilite.Autorite.SANS
    )
    return set(liens.order_by().values_list("adulte_id", "enfant_id"))


def familles_du_mot(mot: Mot) -> set[int]:
    """The adults who may read it now; nobody while it waits."""
    if mot.attend or mot.retire_le:
        return set()
    return {adulte for adulte, _enfant in responsables_du_mot(mot, eleves_du_mot(mot).keys())}


def foyer_de(mot: Mot, eleve: int, adulte: int | None) -> set[int]:
    """Those who live with this adult as far as this child is concerned. The other household is never among them."""
    foyers = foyers_de([eleve], mot.etablissement).get(eleve, [])
    return set(next((foyer for foyer in foyers if adulte in foyer), set()))


def tenants(mot: Mot) -> set[int]:
    """Who follows the answers: its teachers today, and the direction of the school."""
    direction = Role.objects.filter(
        en_cours(), etablissement=mot.etablissement_id, nature=Role.Nature.DIRECTEUR
    ).values_list("personne_id", flat=True)
    return set(direction) | _enseignants(mot)


def _enseignants(mot: Mot) -> set[int]:
    """Those who teach them today and still work in the school, as `droits.mots.mots_suivis_par` says it."""
    roles = Role.objects.filter(en_cours(), etablissement=mot.etablissement_id, nature__in=DU_TRAVAIL).order_by()
    if mot.classe_id is None and mot.groupe_id is not None:
        le_tiennent = Q(personne__groupes_tenus=mot.groupe_id) & pas_finie("personne__groupes_tenus__annee__")
        return set(roles.filter(le_tiennent).values_list("personne_id", flat=True))
    de_quelles_classes = Q(classe=mot.classe_id) if mot.classe_id else Q(classe__etablissement=mot.etablissement_id)
    tenues = Affectation.objects.filter(
        en_cours(), de_quelles_classes, classe__fermee_le=None, enseignant__in=roles.values("personne")
    )
    return set(tenues.order_by().values_list("enseignant_id", flat=True))
