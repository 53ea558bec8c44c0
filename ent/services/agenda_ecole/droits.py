"""The agenda: who reads an event, who writes it. No model is imported."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.audience.droits import Colonnes

MODULE = "agenda_ecole"  # as a school turns it off (`etages.module`)
SALLE = "agenda"  # as it may be confided (`enregistrer_salle_confiee`)
EVENEMENTS = Colonnes(niveau="niveau", a_l_ecole=True)


def portee_de(personne):
    """What this person reaches in the schools that have the module on: every right of this room is written with it."""
    return personne.portee.pour(MODULE)


def _lisible() -> Q:
    """Written, and not held any more by quiet hours."""
    return Q(visible_le__lte=timezone.now())


def evenements_des_familles_de(personne) -> Q:
    """What is for one's children, in their class, level, group or school. A pupil opens none of it: a collégien reads its days (`ouverts_a`)."""
    return evenements_pour(enfants_de(personne))


def evenements_pour(enfants) -> Q:
    return _lisible() & EVENEMENTS.pour_ceux(enfants)


def ouverts_a(personne, enfants) -> list:
    """Of the children that another room asks about, those whose school has an agenda. Of a pupil themself, in a collège: no date is told to parents
    alone, and what is (« À savoir », why it is cancelled) is no part of a `Date`.
    """
    fermees = portee_de(personne).fermees
    ouverts = [suivi for suivi in enfants if suivi.etablissement_id not in fermees]
    return [s for s in ouverts if s.eleve.pk != personne.pk or s.inscription.classe.etablissement.est_college]


def enfants_de(personne) -> list:
    """Those one follows, and those of whom the agenda was confided; never the pupil themself."""
    return portee_de(personne).enfants_de(SALLE)


def a_des_pages(personne) -> bool:
    """Whoever works in a school, or reads the agenda of a child."""
    return bool(portee_de(personne).etablissements_de_travail or enfants_de(personne))


def evenements_de_l_equipe_de(personne) -> Q:
    """Of the whole school for who works there, of the classes and groups that one teaches; all of them for a direction."""
    portee = portee_de(personne)
    de_l_ecole = Q(classe=None, groupe=None, etablissement__in=portee.etablissements_de_travail)
    return (
        de_l_ecole | EVENEMENTS.tenues_par(personne.pour(MODULE)) | Q(etablissement__in=portee.etablissements_diriges)
    )


def evenements_visibles_par(personne) -> Q:
    return evenements_des_familles_de(personne) | evenements_de_l_equipe_de(personne)


def evenements_modifiables_par(personne) -> Q:
    """Teachers write for their classes and groups, the direction for the school, or whom it confided its agenda to."""
    de_l_ecole = Q(classe=None, groupe=None, etablissement__in=portee_de(personne).ecoles_ou("agenda"))
    return EVENEMENTS.tenues_par(personne.pour(MODULE)) | de_l_ecole


def peut_ecrire(personne) -> bool:
    """Whether there may be anything to write: who teaches, who directs, or whom the agenda of a school was confided to."""
    return bool(portee_de(personne).etablissements_d_enseignement | portee_de(personne).ecoles_ou("agenda"))


def peut_corriger(personne, evenement: Any) -> bool:
    """`evenements_modifiables_par`, in hand."""
    if evenement.audience.est_d_ecole:
        return evenement.etablissement_id in portee_de(personne).ecoles_ou("agenda")
    return evenement.audience.est_tenue_par(personne.pour(MODULE))
