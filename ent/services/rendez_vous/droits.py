"""Meetings: who opens slots, who books them, who reads what. No model is imported."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import est_le_sien

RIEN = Q(pk__in=[])
MODULE = "rendez_vous"  # as a school turns it off (`etages.module`)
SALLE = "rendez_vous"  # as it may be confided (`enregistrer_salle_confiee`)


def portee_de(personne):
    """What this person reaches in the schools that have the module on: every right of this room is written with it."""
    return personne.portee.pour(MODULE)


def portee_entiere_de(personne):
    """Closed or not: for what would be lost for good if it were judged while the module is off."""
    return personne.portee


# --- Families ---------------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, never the pupil themself."""
    return portee_de(personne).enfants_suivis


def ecoles_fermees_aux_enfants_de(personne) -> set[int]:
    """Schools of one's children (ids) that turned meetings off: nothing of them is read, but that."""
    tous = {s.etablissement_id for s in portee_entiere_de(personne).enfants_suivis}
    return tous - {s.etablissement_id for s in enfants_de(personne)}


def confies_de(personne) -> list:
    """Those whose meetings were confided to this person, who follows them by no tie."""
    return [s for s in portee_de(personne).suivis_confies if s.delegation.lit(SALLE)]


def ouverte_aux_familles() -> Q:
    """Opened, and not held any more by quiet hours. A draft has no such moment."""
    return _ouverte()


def _ouverte(prefixe: str = "") -> Q:
    return Q(**{f"{prefixe}visible_le__lte": timezone.now()})


def rencontres_des_enfants_de(personne) -> Q:
    """Of the classes of one's children today. A pupil books nothing."""
    return Q(classe__in={s.classe_id for s in enfants_de(personne)}) & ouverte_aux_familles()


def rencontres_confiees_a(personne) -> Q:
    """Of the classes of those children. What is read of each is its slots, and what a household that confided it booked."""
    return Q(classe__in={s.classe_id for s in confies_de(personne)}) & ouverte_aux_familles()


def reservations_confiees_a(personne, foyers: Mapping[tuple[int, int], Collection[int]]) -> Q:
    """What the households that confided the meetings of a child booked for that child (`foyers`: their adults by child and school):
    the other household's is another booking, which they could not confide.
    """
    confiees = RIEN
    for suivi in confies_de(personne):
        adultes = foyers.get((suivi.eleve.pk, suivi.etablissement_id), ())
        confiees |= Q(eleve=suivi.eleve.pk, responsable__in=adultes, creneau__rencontre__classe=suivi.classe_id)
    return confiees & Q(annulee_le=None) & _ouverte("creneau__rencontre__")


def reservations_du_foyer_de(personne, foyers: Mapping[int, Collection[int]]) -> Q:
    """What was booked for one's child by oneself, or by who lives with them (`foyers`: adults by child, in the school of the class): the
    other household of separated parents is another booking, that this right never gives.
    """
    siennes = RIEN
    for suivi in enfants_de(personne):
        du_foyer = {personne.pk, *foyers.get(suivi.eleve.pk, ())}
        siennes |= Q(eleve=suivi.eleve.pk, responsable__in=du_foyer, creneau__rencontre__classe=suivi.classe_id)
    return siennes & Q(creneau__rencontre__visible_le__isnull=False)


# --- Those who receive ------------------------------------------------------------------------------------------------
def rencontres_tenues_par(personne) -> Q:
    """Who receives families, while they work in the school: names, telephones and words are theirs."""
    return Q(hotes=personne.pk, etablissement__in=portee_de(personne).etablissements_de_travail)


def rencontres_suivies_par(personne) -> Q:
    """Those, and the direction, which reads counts."""
    return rencontres_tenues_par(personne) | Q(etablissement__in=portee_de(personne).etablissements_diriges)


def rencontres_a_reprendre_par(personne) -> Q:
    """Of those that nobody keeps any more (`sans_hote`): who teaches the class, and the direction, may sit at the table; they then read what is theirs."""
    portee = portee_de(personne)
    return Q(classe__in=portee.classes_tenues) | Q(etablissement__in=portee.etablissements_diriges)


def reservations_tenues_par(personne) -> Q:
    return _tenues_dans(portee_de(personne), personne)


def reservations_dites_a(personne) -> Q:
    """Of which news are kept: those of a school that turned meetings off are set aside, and come back."""
    return _tenues_dans(portee_entiere_de(personne), personne)


def _tenues_dans(portee, personne) -> Q:
    return Q(
        creneau__rencontre__hotes=personne.pk,
        creneau__rencontre__etablissement__in=portee.etablissements_de_travail,
    )


def est_tue_a(personne, reservation: Any) -> bool:
    """Who receives, and answers for the child at home: that the other holder comes, when and how is read; where to call them and their word are for who
    receives beside.
    """
    return est_le_sien(personne, reservation.eleve_id) and reservation.responsable_id != personne.pk


def notes_de(personne) -> Q:
    """One's own: nobody else reads them, not even a colleague at the same table."""
    return Q(auteur=personne.pk)


def peut_recevoir(personne, classe: Any) -> bool:
    """A teacher of the class opens meetings to its families."""
    return classe.pk in portee_de(personne).classes_tenues
