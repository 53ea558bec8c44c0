"""Who reads a billet of the journal, who writes it, who brings it to families."""

from django.db.models import Q
from django.utils import timezone

RIEN = Q(pk__in=[])
BROUILLON, A_RELIRE, RENDU, PUBLIE = "brouillon", "a_relire", "rendu", "publie"


# --- What a child is shown --------------------------------------------------------------------------------------------
def donne_a(suivi) -> Q:
    """A billet of this child: of their whole class, of one of their groups, or one that shows them among a few."""
    a_un_groupe = Q(groupe__in=suivi.groupes) & (Q(classe=None) | Q(classe=suivi.classe_id))
    return Q(classe=suivi.classe_id, groupe=None) | a_un_groupe


def concerne(billet, suivi) -> bool:
    """`donne_a` on a billet in hand."""
    if billet.groupe_id is not None:
        return billet.groupe_id in suivi.groupes and billet.classe_id in (None, suivi.classe_id)
    return billet.classe_id == suivi.classe_id


def lisible() -> Q:
    """Published, for more than the class's team, over quiet hours, not withdrawn."""
    return Q(etat=PUBLIE, live=True, equipe=False, retire_le=None, visible_le__lte=timezone.now())


def billets_des_enfants_de(personne) -> Q:
    """Families read the journal of their children's classes, pupils that of their own."""
    donnes = RIEN
    for suivi in personne.portee.suivis:
        donnes |= donne_a(suivi)
    return lisible() & donnes


# --- What staff sees --------------------------------------------------------------------------------------------------
def _enseignes_par(personne) -> Q:
    portee = personne.portee
    return Q(classe__in=portee.classes_tenues) | Q(classe=None, groupe__in=portee.groupes_tenus)


def modifiables_par(personne) -> Q:
    """The teachers of the class or group (co-teachers and remplaçants included) write, publish, withdraw. What a pupil has not
    sent yet is the pupil's.
    """
    return _enseignes_par(personne) & ~Q(d_un_eleve=True, etat=BROUILLON)


def suivis_par(personne) -> Q:
    """Teachers follow the journal of their classes and groups; a directeur what is published to families of the school."""
    diriges = personne.portee.etablissements_diriges
    return modifiables_par(personne) | Q(etablissement__in=diriges, etat=PUBLIE, equipe=False, retire_le=None)


def a_relire_par(personne) -> Q:
    """What pupils sent, to those who teach them."""
    return _enseignes_par(personne) & Q(d_un_eleve=True, etat=A_RELIRE, retire_le=None)


def ecrits_par(personne) -> Q:
    """A pupil's own billets, while they are in the class; published, they read them as the others do."""
    miens = [s for s in personne.portee.suivis if s.eleve.pk == personne.pk]
    return Q(auteur=personne, d_un_eleve=True, retire_le=None, classe__in=[s.classe_id for s in miens])


def billets_visibles_par(personne) -> Q:
    return billets_des_enfants_de(personne) | suivis_par(personne) | (ecrits_par(personne) & ~Q(etat=PUBLIE))


def billets_publics() -> Q:
    """What the class shows to everybody: never what is for a few, nor for the team."""
    return lisible() & Q(sur_le_site=True, groupe=None, classe__isnull=False)


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_ecrire_un_billet(personne, *, classe=None, groupe=None) -> bool:
    """One writes in the journals of the classes and groups one teaches today."""
    if classe is not None:
        return classe.pk in personne.portee.classes_tenues
    return groupe is not None and groupe.pk in personne.portee.groupes_tenus


def peut_modifier(personne, billet) -> bool:
    """`modifiables_par` on a billet in hand."""
    if billet.d_un_eleve and billet.etat == BROUILLON:
        return False
    if billet.classe_id is not None:
        return billet.classe_id in personne.portee.classes_tenues
    return billet.groupe_id in personne.portee.groupes_tenus


def peut_montrer_sur_le_site(personne, billet) -> bool:
    """The teachers of the class, and the direction of the school, choose what is on the public site."""
    return peut_modifier(personne, billet) or billet.etablissement_id in personne.portee.etablissements_diriges


def peut_proposer(personne, classe) -> bool:
    """A pupil writes in the journal of their own class."""
    return any(s.eleve.pk == personne.pk and s.classe_id == classe.pk for s in personne.portee.suivis)


def publie_quelque_part(personne) -> bool:
    """Wagtail asks it before it publishes, without saying what; the action has judged the billet."""
    return bool(personne.portee.classes_tenues or personne.portee.groupes_tenus)
