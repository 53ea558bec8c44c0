"""The carnet de liaison: who reads a mot, who answers it, who follows the answers. No model is imported."""

from django.db.models import Q
from django.utils import timezone

RIEN = Q(pk__in=[])


# --- Whom a mot is for ------------------------------------------------------------------------------------------------
def adresse_a(suivi) -> Q:
    """A mot of this child: to their class (or their level of it), to one of their groups, or to the whole school.

    Named pupils are a group of their class, so that what names some of a class is never read as given to all of it.
    """
    a_la_classe = Q(classe=suivi.classe_id, groupe=None, niveau__in=["", suivi.niveau])
    a_un_groupe = Q(groupe__in=suivi.groupes) & (Q(classe=None) | Q(classe=suivi.classe_id))
    a_l_ecole = Q(etablissement=suivi.etablissement_id, classe=None, groupe=None)
    return a_la_classe | a_un_groupe | a_l_ecole


def mot_concerne(mot, suivi) -> bool:
    """`adresse_a` on a mot in hand."""
    if mot.groupe_id is not None:
        return mot.groupe_id in suivi.groupes and mot.classe_id in (None, suivi.classe_id)
    if mot.classe_id is not None:
        return mot.classe_id == suivi.classe_id and mot.niveau in ("", suivi.niveau)
    return mot.etablissement_id == suivi.etablissement_id


# --- What one sees ----------------------------------------------------------------------------------------------------
def mots_des_enfants_de(personne) -> Q:
    """Those who answer for a child read what was sent to the child's family, once quiet hours are over and unless it was
    withdrawn. A pupil does not: a mot is between adults, and pupils sign nothing.
    """
    adresses = RIEN
    for suivi in personne.portee.suivis:
        if suivi.eleve.pk != personne.pk:
            adresses |= adresse_a(suivi)
    return Q(retire_le=None, visible_le__lte=timezone.now()) & adresses


def mots_modifiables_par(personne) -> Q:
    """A class's or group's teachers correct and withdraw what its teachers sent; the direction, what the direction sent."""
    portee = personne.portee
    des_enseignants = Q(de_la_direction=False) & (
        Q(classe__in=portee.classes_tenues) | Q(classe=None, groupe__in=portee.groupes_tenus)
    )
    return des_enseignants | Q(de_la_direction=True, etablissement__in=portee.etablissements_diriges)


def mots_suivis_par(personne) -> Q:
    """The direction follows its school; teachers, what reaches their classes and groups, whoever sent it.

    Of a mot to the whole school a teacher follows their own pupils: `lectures` keeps to them.
    """
    portee = personne.portee
    a_mes_classes = Q(classe__in=portee.classes_tenues) | Q(classe=None, groupe__in=portee.groupes_tenus)
    a_l_ecole = Q(classe=None, groupe=None, etablissement__in=portee.etablissements_d_enseignement)
    return Q(retire_le=None) & (a_mes_classes | a_l_ecole | Q(etablissement__in=portee.etablissements_diriges))


def mots_visibles_par(personne) -> Q:
    return mots_des_enfants_de(personne) | mots_suivis_par(personne)


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_ecrire_un_mot(personne, *, classe=None, groupe=None, etablissement=None) -> bool:
    """Teachers write to the classes and groups they teach today; the direction, to any class, group or the whole school."""
    portee = personne.portee
    if classe is not None:
        return classe.pk in portee.classes_tenues or classe.etablissement_id in portee.etablissements_diriges
    if groupe is not None:
        return groupe.pk in portee.groupes_tenus or groupe.etablissement_id in portee.etablissements_diriges
    return etablissement is not None and etablissement.pk in portee.etablissements_diriges


def peut_modifier_le_mot(personne, mot) -> bool:
    """`mots_modifiables_par` on a mot in hand."""
    portee = personne.portee
    if mot.de_la_direction:
        return mot.etablissement_id in portee.etablissements_diriges
    if mot.classe_id is not None:
        return mot.classe_id in portee.classes_tenues
    return mot.groupe_id in portee.groupes_tenus


def peut_tenir_le_carnet(personne, mot) -> bool:
    """Who reminds, prints coupons and enters paper answers: its teachers, and the direction for what it sent itself."""
    portee = personne.portee
    if mot.de_la_direction and mot.etablissement_id in portee.etablissements_diriges:
        return True
    if mot.classe_id is not None:
        return mot.classe_id in portee.classes_tenues
    if mot.groupe_id is not None:
        return mot.groupe_id in portee.groupes_tenus
    return bool(portee.classes_tenues) and mot.etablissement_id in portee.etablissements_d_enseignement


def peut_repondre(personne, mot, suivi) -> bool:
    """An adult who answers for the child signs; never the pupil, and only what was sent to that child."""
    return suivi in personne.portee.suivis and suivi.eleve.pk != personne.pk and mot_concerne(mot, suivi)
