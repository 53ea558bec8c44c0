"""The dossier de liaison: who prepares, who reads, who answers, who sends, who receives. No model is imported.

What is prepared is of the school until it is shown: a family reads what was shown (`Version`), never a draft. A holder of authority reads their own
answers and words, never the other's.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.annuaire.audience.droits import des_enfants
from ent.annuaire.droits import RIEN


# --- The school that prepares -----------------------------------------------------------------------------------------
def de_ces_classes(personne, prefixe: str) -> Q:
    """What is of a class, at this path to it."""
    siennes = Q(**{f"{prefixe}__in": personne.portee.classes_tenues})
    return siennes | Q(**{f"{prefixe}__etablissement__in": personne.portee.etablissements_diriges})


def dossiers_prepares_par(personne) -> Q:
    """By who teaches the pupil in that class today: one who moved is theirs no more. The direction keeps what its school began."""
    encore_la = personne.portee.inscriptions_du_travail.filter(
        eleve=OuterRef("eleve"), classe=OuterRef("campagne__classe")
    )
    siens = Q(campagne__classe__in=personne.portee.classes_tenues) & Exists(encore_la)
    diriges = Q(campagne__classe__etablissement__in=personne.portee.etablissements_diriges)
    return (siens | diriges) & Q(campagne__fermee_le=None)


def lit_la_sante(personne, etablissement_id: int) -> bool:
    """A PAI is written by a doctor: the head alone handles it (D351-9)."""
    return etablissement_id in personne.portee.etablissements_diriges


def peut_envoyer(personne, etablissement_id: int) -> bool:
    """In the name of the school, under its key: the direction alone."""
    return etablissement_id in personne.portee.etablissements_diriges


def envois_tenus_par(personne) -> Q:
    """Who directs the school that sends."""
    return Q(dossier__etablissement__in=personne.portee.etablissements_diriges)


# --- Families and pupils ----------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers by a tie of their own: what was confided to somebody opens no dossier; never the pupil themself."""
    return [s for s in personne.portee.enfants_suivis if s.delegation is None]


def dossiers_lus_par(personne) -> Q:
    """Of one's children, where one follows them, once shown."""
    return Q(des_enfants(enfants_de(personne)), montre_le__lte=timezone.now())


def dossier_de_l_eleve(personne) -> Q:
    """The pupil's own page of it, while they are in that school."""
    siens = [s.etablissement_id for s in personne.portee.suivis if s.eleve.pk == personne.pk]
    return Q(eleve=personne.pk, etablissement__in=siens, campagne__fermee_le=None)


def est_le_sien(personne, dossier) -> bool:
    """This reader answers for the child at home: what the other holder says of it is read by the rest of the school alone."""
    return any(suivi.eleve.pk == dossier.eleve_id for suivi in enfants_de(personne))


# --- The school that receives -----------------------------------------------------------------------------------------
def receptions_tenues_par(personne) -> Q:
    """Who confirms whom it is about: the direction of the school that received."""
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def receptions_lues_par(personne) -> Q:
    """Who teaches the child today in the school that received, and its direction."""
    ici = {"eleve": OuterRef("eleve"), "classe__etablissement": OuterRef("etablissement")}
    siens = Q(Exists(personne.portee.inscriptions_du_travail.filter(**ici)))
    return siens | Q(etablissement__in=personne.portee.etablissements_diriges)


def peut_tenir_les_cles(personne, etablissement_id: int) -> bool:
    """Of a school: its direction, and the operator."""
    return personne.portee.est_operateur or etablissement_id in personne.portee.etablissements_diriges


def correspondants_tenus_par(personne) -> Q:
    """The operator says with which schools dossiers are exchanged, and under which keys."""
    return Q() if personne.portee.est_operateur else RIEN
