"""The carnet de liaison: who reads a mot, who answers it, who follows the answers. No model is imported.

Whom a direction confided the carnet to does what is said here of the direction.
"""

from django.db.models import F, Q
from django.utils import timezone

from ent.annuaire.audience.droits import Colonnes, enseigne_a

# --- Whom a mot is for ------------------------------------------------------------------------------------------------
MOTS = Colonnes(niveau="niveau", a_l_ecole=True, quand="visible_le")


def mot_concerne(mot, suivi) -> bool:
    """A mot in hand is for the family of this child."""
    return mot.audience.comprend(suivi)


# --- What one sees ----------------------------------------------------------------------------------------------------
def mots_des_enfants_de(personne) -> Q:
    """Those who answer for a child read what was sent to the child's family, once quiet hours are over and unless it was
    withdrawn. A pupil does not: a mot is between adults, and pupils sign nothing.
    """
    enfants = personne.portee.enfants_suivis
    return Q(retire_le=None, visible_le__lte=timezone.now()) & MOTS.pour_ceux(enfants)


def mots_repris_aux_familles_de(personne) -> Q:
    """What they would read, had the school not taken it back once they could: that it did is said to them, and nothing else of it."""
    return Q(retire_le__isnull=False, visible_le__lte=F("retire_le")) & MOTS.pour_ceux(personne.portee.enfants_suivis)


def mots_modifiables_par(personne) -> Q:
    """A class's or group's teachers correct and withdraw what its teachers sent; the direction, what the direction sent; whom it confided the
    carnet to, what they sent themselves: a mot bears the name of who wrote it.
    """
    portee = personne.portee
    des_enseignants = Q(de_la_direction=False) & MOTS.tenues_par(personne)
    siens = Q(auteur=personne, etablissement__in=portee.ecoles_ou("carnet"))
    return des_enseignants | Q(de_la_direction=True) & (Q(etablissement__in=portee.etablissements_diriges) | siens)


def mots_suivis_par(personne) -> Q:
    """The direction follows its school; teachers, what reaches their classes and groups, whoever sent it.

    Of a mot to the whole school a teacher follows their own pupils: `lectures` keeps to them.
    """
    portee = personne.portee
    a_l_ecole = Q(classe=None, groupe=None, etablissement__in=portee.etablissements_d_enseignement)
    return Q(retire_le=None) & (MOTS.tenues_par(personne) | a_l_ecole | Q(etablissement__in=portee.ecoles_ou("carnet")))


def mots_visibles_par(personne) -> Q:
    return mots_des_enfants_de(personne) | mots_suivis_par(personne)


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_ecrire_un_mot(personne, *, classe=None, groupe=None, etablissement=None) -> bool:
    """Teachers write to the classes and groups they teach today; the direction, to any class, group or the whole school."""
    diriges = personne.portee.ecoles_ou("carnet")
    if (cible := classe or groupe) is not None:
        return enseigne_a(personne, classe=classe, groupe=groupe) or cible.etablissement_id in diriges
    return etablissement is not None and etablissement.pk in diriges


def peut_modifier_le_mot(personne, mot) -> bool:
    """`mots_modifiables_par` on a mot in hand."""
    if mot.de_la_direction:
        portee = personne.portee
        est_sien = mot.auteur_id == personne.pk and mot.etablissement_id in portee.ecoles_ou("carnet")
        return est_sien or mot.etablissement_id in portee.etablissements_diriges
    return mot.audience.est_tenue_par(personne)


def peut_tenir_le_carnet(personne, mot) -> bool:
    """Who reminds, prints coupons and enters paper answers: its teachers, and the direction for what it sent itself."""
    portee = personne.portee
    if mot.de_la_direction and mot.etablissement_id in portee.ecoles_ou("carnet"):
        return True
    if not mot.est_d_ecole:
        return mot.audience.est_tenue_par(personne)
    return bool(portee.classes_tenues) and mot.etablissement_id in portee.etablissements_d_enseignement


def peut_repondre(personne, mot, suivi) -> bool:
    """An adult who answers for the child signs; never the pupil, and only what was sent to that child."""
    return suivi in personne.portee.suivis and suivi.eleve.pk != personne.pk and mot_concerne(mot, suivi)


def ecrit_des_mots(personne) -> bool:
    """Whether there may be somebody to write to: who teaches, who directs, or whom the carnet of a school was confided to."""
    return bool(personne.portee.etablissements_d_enseignement | personne.portee.ecoles_ou("carnet"))
