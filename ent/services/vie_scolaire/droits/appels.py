"""The roll: who takes it, until when, and who reads it. A roll is the business of who teaches the class and of the direction."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import RIEN
from ent.socle.dates import aujourd_hui

from . import absences

RATTRAPAGE = dt.timedelta(days=7)  # a roll kept on a phone without network arrives late, not never


# --- What one sees ----------------------------------------------------------------------------------------------------
def garde() -> Q:
    """Rolls of no class, given to nobody: what a class said of who left it that day."""
    return Q(classe=None, sortie=None, confie_a=None)


def appels_lus_par(personne) -> Q:
    """The rolls of the schools one directs, of the classes one teaches today, and those that one was given. Of who left a class, the direction alone."""
    portee = personne.portee
    confies = Q(confie_a=personne.pk, etablissement__in=portee.etablissements_de_travail, jour=aujourd_hui())
    tenues = Q(classe__in=portee.classes_tenues) | (Q(de_la_classe__in=portee.classes_tenues) & ~garde())
    return Q(etablissement__in=portee.ecoles_ou("absences")) | tenues | confies


def manques_des_enfants_de(personne) -> Q:
    """What a roll says of one's own children, in the school where one answers for them, and of those whose absences were confided. A pupil does
    not read it: it is told to adults.
    """
    siens = absences.enfants_de(personne)
    lus = RIEN
    for ecole in {s.etablissement_id for s in siens}:
        lus |= Q(appel__etablissement=ecole, eleve__in=[s.eleve.pk for s in siens if s.etablissement_id == ecole])
    return lus


def appels_diriges_par(personne, prefixe: str = "") -> Q:
    return Q(**{f"{prefixe}etablissement__in": personne.portee.ecoles_ou("absences")})


# --- What one may do --------------------------------------------------------------------------------------------------
def dirige(personne, etablissement_id: int) -> bool:
    """The direction, and whom it confided absences to."""
    return etablissement_id in personne.portee.ecoles_ou("absences")


def peut_appeler(personne, classe) -> bool:
    """Who teaches the class today, a remplaçant too; the direction."""
    return classe.pk in personne.portee.classes_tenues or dirige(personne, classe.etablissement_id)


def peut_faire_l_appel(personne, classe, demi, maintenant: dt.datetime) -> bool:
    """A first roll, once the half-day has opened: who teaches may still send it days after, from a phone that had no network."""
    if maintenant < demi.ouvre_a or not peut_appeler(personne, classe):
        return False
    return dirige(personne, classe.etablissement_id) or maintenant - demi.ouvre_a < RATTRAPAGE


def s_est_ouvert(appel, demi, maintenant: dt.datetime) -> bool:
    """Of pupils whom one was given, as of a class; an outing has its own hours."""
    return appel.sortie_id is not None or appel.fait_le is not None or maintenant >= demi.ouvre_a


def est_fait_apres(appel, demi) -> bool:
    """A roll that was made once its half-day was over."""
    return appel.fait_le is not None and appel.fait_le > demi.finit_a


def peut_corriger(personne, appel, demi, maintenant: dt.datetime) -> bool:
    """Until the half-day ends, who takes the roll; afterwards the direction, for the register is then read. Of one that was made after, who
    made it corrects it until that evening: nobody had read it before.
    """
    if dirige(personne, appel.etablissement_id):
        return True
    tient = appel.classe_id in personne.portee.classes_tenues or appel.confie_a_id == personne.pk
    if est_fait_apres(appel, demi) and appel.auteur_id == personne.pk:
        return tient and timezone.localdate(maintenant) == timezone.localdate(appel.fait_le)
    return tient and maintenant <= demi.finit_a


def peut_confier(personne, classe) -> bool:
    """Who keeps the class says which of its pupils another takes today."""
    return peut_appeler(personne, classe)


def peut_reprendre(demi, maintenant: dt.datetime) -> bool:
    """While that half-day is not over: then nobody moves its pupils, and what is said of them is corrected where it was."""
    return demi is not None and maintenant <= demi.finit_a
