"""Image rights: who is asked, who answers, who follows. No model is imported."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ent.socle.dates import aujourd_hui

RIEN = Q(pk__in=[])


# --- Which questions count ----------------------------------------------------------------------------------------------
def demande_en_vigueur(prefixe: str = "", jour: Any = None) -> Q:
    """From its first day to its last, both included, while the school has not taken it back."""
    jour = jour or aujourd_hui()
    return Q(**{f"{prefixe}debut__lte": jour, f"{prefixe}fin__gte": jour, f"{prefixe}fermee_le": None})


def ouverte_aux_familles(prefixe: str = "") -> Q:
    """Asked before its first day if the school likes, answered until its last."""
    return Q(
        **{
            f"{prefixe}fin__gte": aujourd_hui(),
            f"{prefixe}fermee_le": None,
            f"{prefixe}visible_le__lte": timezone.now(),
        }
    )


def concerne(demande, classes_de_la_demande, suivi) -> bool:
    """A question in hand asks about this child in this class."""
    if demande.toute_l_ecole:
        return demande.etablissement_id == suivi.etablissement_id
    return suivi.classe_id in classes_de_la_demande


# --- What one sees ----------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, never the pupil themself. A tie « sans autorité » opens nothing."""
    return [s for s in personne.portee.suivis if s.eleve.pk != personne.pk]


def demandes_des_enfants_de(personne) -> Q:
    suivis = enfants_de(personne)
    if not suivis:
        return RIEN
    a_l_ecole = Q(toute_l_ecole=True, etablissement__in={s.etablissement_id for s in suivis})
    a_la_classe = Q(classes__in={s.classe_id for s in suivis})
    return ouverte_aux_familles() & (a_l_ecole | a_la_classe)


def demandes_dirigees_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def demandes_suivies_par(personne) -> Q:
    """The direction, all of its school's; a teacher, those that concern a class taught today."""
    tenues = personne.portee.classes_tenues
    a_mes_classes = Q(classes__in=tenues) | Q(toute_l_ecole=True, etablissement__classes__in=tenues)
    return demandes_dirigees_par(personne) | a_mes_classes


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_diriger(personne, demande) -> bool:
    """The direction alone enters what came on paper, and reads who answered what."""
    return demande.etablissement_id in personne.portee.etablissements_diriges


def peut_recueillir_l_accord(personne, classe) -> bool:
    """The child's own word is heard by their teachers, or by the direction."""
    return (
        classe.pk in personne.portee.classes_tenues or classe.etablissement_id in personne.portee.etablissements_diriges
    )
