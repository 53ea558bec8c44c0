"""Who may see, give and tick a travail."""

from django.db.models import Q
from django.utils import timezone

RIEN = Q(pk__in=[])


def donne_a(suivi) -> Q:
    """Given to this child: to their whole class, to their level in it, or to one of their groups."""
    return Q(classe=suivi.classe_id, niveau__in=["", suivi.niveau]) | Q(groupe__in=suivi.groupes)


def concerne(travail, suivi) -> bool:
    """`donne_a` on a travail in hand."""
    if travail.groupe_id is not None:
        return travail.groupe_id in suivi.groupes
    return travail.classe_id == suivi.classe_id and travail.niveau in ("", suivi.niveau)


def travaux_des_enfants_de(personne) -> Q:
    """Families and pupils see what was given to the child, once quiet hours are over and unless it was withdrawn."""
    donnes = RIEN
    for suivi in personne.portee.suivis:
        donnes |= donne_a(suivi)
    return Q(retire_le=None, visible_le__lte=timezone.now()) & donnes


def travaux_modifiables_par(personne) -> Q:
    """The teachers of the class or group (co-teachers and remplaçants included) correct, withdraw or put back."""
    return Q(classe__in=personne.portee.classes_tenues) | Q(groupe__in=personne.portee.groupes_tenus)


def travaux_suivis_par(personne) -> Q:
    """Teachers follow the work of their classes and groups, a directeur that of the school: who ticked, what waits."""
    du_travail = travaux_modifiables_par(personne) | Q(etablissement__in=personne.portee.etablissements_diriges)
    return Q(retire_le=None) & du_travail


def travaux_visibles_par(personne) -> Q:
    """What was given to one's children, and what one follows as staff."""
    return travaux_des_enfants_de(personne) | travaux_suivis_par(personne)


def peut_donner_travail(personne, *, classe=None, groupe=None) -> bool:
    """One gives work to the classes and groups one teaches today."""
    if classe is not None:
        return classe.pk in personne.portee.classes_tenues
    return groupe is not None and groupe.pk in personne.portee.groupes_tenus


def peut_cocher(personne, travail, suivi) -> bool:
    """The pupil ticks their own work, a responsable their child's, and only what was given to that child."""
    return suivi in personne.portee.suivis and concerne(travail, suivi)
