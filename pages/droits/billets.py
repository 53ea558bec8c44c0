"""Who reads a billet of the journal, who writes it, who brings it to families."""

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.audience.droits import Colonnes, enseigne_a

BROUILLON, A_RELIRE, RENDU, PUBLIE = "brouillon", "a_relire", "rendu", "publie"


# --- What a child is shown --------------------------------------------------------------------------------------------
BILLETS = Colonnes(quand="visible_le")


def concerne(billet, suivi) -> bool:
    """A billet in hand is of this child: of their whole class, of one of their groups, or one that shows them among a few."""
    return billet.audience.comprend(suivi)


def lisible() -> Q:
    """Published, for more than the class's team, over quiet hours, not withdrawn."""
    return Q(etat=PUBLIE, live=True, equipe=False, retire_le=None, visible_le__lte=timezone.now())


def billets_des_enfants_de(personne) -> Q:
    """Families read the journal of their children's classes, pupils that of their own."""
    return lisible() & BILLETS.pour_ceux(personne.portee.suivis)


# --- What staff sees --------------------------------------------------------------------------------------------------
def modifiables_par(personne) -> Q:
    """The teachers of the class or group (co-teachers and remplaçants included) write, publish, withdraw. What a pupil has not
    sent yet is the pupil's.
    """
    return BILLETS.tenues_par(personne) & ~Q(d_un_eleve=True, etat=BROUILLON)


def suivis_par(personne) -> Q:
    """Teachers follow the journal of their classes and groups; a directeur what is published to families of the school."""
    diriges = personne.portee.etablissements_diriges
    return modifiables_par(personne) | Q(etablissement__in=diriges, etat=PUBLIE, equipe=False, retire_le=None)


def a_relire_par(personne) -> Q:
    """What pupils sent, to those who teach them."""
    return BILLETS.tenues_par(personne) & Q(d_un_eleve=True, etat=A_RELIRE, retire_le=None)


def ecrits_par(personne) -> Q:
    """A pupil's own billets, while they are in the class; published, they read them as the others do."""
    miens = [s for s in personne.portee.suivis if s.eleve.pk == personne.pk]
    return Q(auteur=personne, d_un_eleve=True, retire_le=None, classe__in=[s.classe_id for s in miens])


def billets_visibles_par(personne) -> Q:
    return billets_des_enfants_de(personne) | suivis_par(personne) | (ecrits_par(personne) & ~Q(etat=PUBLIE))


def billets_publics() -> Q:
    """What a class shows to everybody: never what is for a group or for a few, nor for the team; nor of a school that is closed, as its site."""
    return lisible() & Q(sur_le_site=True, groupe=None, etablissement__fermee_le=None)


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_ecrire_un_billet(personne, *, classe=None, groupe=None) -> bool:
    """One writes in the journals of the classes and groups one teaches today."""
    return enseigne_a(personne, classe=classe, groupe=groupe)


def peut_modifier(personne, billet) -> bool:
    """`modifiables_par` on a billet in hand."""
    if billet.d_un_eleve and billet.etat == BROUILLON:
        return False
    return billet.audience.est_tenue_par(personne)


def peut_montrer_sur_le_site(personne, billet) -> bool:
    """The teachers of the class, and the direction of the school, choose what is on the public site."""
    return peut_modifier(personne, billet) or billet.etablissement_id in personne.portee.etablissements_diriges


def peut_proposer(personne, classe) -> bool:
    """A pupil writes in the journal of their own class."""
    return any(s.eleve.pk == personne.pk and s.classe_id == classe.pk for s in personne.portee.suivis)


def publie_quelque_part(personne) -> bool:
    """Wagtail asks it before it publishes, without saying what; the action has judged the billet."""
    return bool(personne.portee.classes_tenues or personne.portee.groupes_tenus)
