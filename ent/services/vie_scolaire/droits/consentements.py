"""What the school asks of families, images or anything else: who is asked, who answers, who follows. No model is imported.

Whom a direction confided authorisations to does what is said here of the direction.
"""

from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.codes import NIVEAUX_PAR_NATURE
from ent.annuaire.droits import est_le_sien
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import gardee

RIEN = Q(pk__in=[])
# Pupils of maternelle are handed to an adult (circulaire 2014-088, on handing pupils over): nobody is asked whether they go home alone.
MATERNELLE = frozenset(NIVEAUX_PAR_NATURE["maternelle"])
SORTIE, SEUL = "sortie", "seul"
GENRES_DES_CLASSES = frozenset({SORTIE, "libre"})


# --- Which questions count ----------------------------------------------------------------------------------------------
def demande_en_vigueur(prefixe: str = "", jour: Any = None) -> Q:
    """From its first day to its last, both included, while the school has not taken it back."""
    jour = jour or aujourd_hui()
    return Q(**{f"{prefixe}debut__lte": jour, f"{prefixe}fin__gte": jour, f"{prefixe}fermee_le": None})


def lue_des_familles(prefixe: str = "") -> Q:
    """Asked before its first day if the school likes, read until its last; an outing that is cancelled too, to know that it is."""
    return Q(_visible(prefixe), **{f"{prefixe}fin__gte": aujourd_hui()})


def _visible(prefixe: str = "") -> Q:
    return Q(_tient(prefixe), **{f"{prefixe}visible_le__lte": timezone.now()})


@cache
def _tient(prefixe: str) -> Q:
    return gardee(Q(**{f"{prefixe}fermee_le": None}) | Q(**{f"{prefixe}annulee_le__isnull": False}))


def ouverte_aux_familles(prefixe: str = "") -> Q:
    """Answered until its last day; of an outing, until the eve."""
    verrouillee = Q(**{f"{prefixe}genre": SORTIE, f"{prefixe}debut__lte": aujourd_hui()})
    return Q(lue_des_familles(prefixe), ~verrouillee, **{f"{prefixe}fermee_le": None})


def concerne_le_niveau(demande, niveau: str) -> bool:
    return demande.genre != SEUL or niveau not in MATERNELLE


def concerne(demande, classes_de_la_demande, suivi) -> bool:
    """A question in hand asks about this child in this class."""
    if not concerne_le_niveau(demande, suivi.niveau):
        return False
    if demande.toute_l_ecole:
        return demande.etablissement_id == suivi.etablissement_id
    return suivi.classe_id in classes_de_la_demande


# --- What one sees ----------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, never the pupil themself. A tie « sans autorité » opens nothing."""
    return personne.portee.enfants_suivis


def demandes_des_enfants_de(personne) -> Q:
    suivis = enfants_de(personne)
    if not suivis:
        return RIEN
    a_l_ecole = Q(toute_l_ecole=True, etablissement__in={s.etablissement_id for s in suivis})
    a_la_classe = Q(classes__in={s.classe_id for s in suivis})
    return lue_des_familles() & (a_l_ecole | a_la_classe)


def sorties_lues_par(personne, enfants) -> Q:
    """As dates: of the classes and schools of these children, once families may read them; of those one teaches or directs, whatever was closed but by hand."""
    familles = Q(toute_l_ecole=True, etablissement__in={s.etablissement_id for s in enfants}) | Q(
        classes__in={s.classe_id for s in enfants}
    )
    tient = Q(fermee_le=None) | Q(annulee_le__isnull=False)
    return Q(genre=SORTIE) & ((_visible() & familles) | (tient & demandes_suivies_par(personne)))


def reponses_de(personne) -> Q:
    """One's own answers. Nobody who answers for a child ever reads another's."""
    return Q(responsable=personne.pk)


def demandes_dirigees_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.ecoles_ou("autorisations"))


def demandes_suivies_par(personne) -> Q:
    """The direction, all of its school's; a teacher, those that concern a class taught today."""
    tenues = personne.portee.classes_tenues
    a_mes_classes = Q(classes__in=tenues) | Q(toute_l_ecole=True, etablissement__classes__in=tenues)
    return demandes_dirigees_par(personne) | a_mes_classes


def demandables_par(personne) -> Q:
    """Schools where one asks: those one directs; those of the classes one teaches."""
    portee = personne.portee
    return Q(pk__in=portee.ecoles_ou("autorisations")) | Q(
        pk__in=portee.etablissements_d_enseignement, classes__in=portee.classes_tenues
    )


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_diriger(personne, demande) -> bool:
    """The direction alone enters what came on paper, and reads who answered what."""
    return demande.etablissement_id in personne.portee.ecoles_ou("autorisations")


def peut_recueillir_l_accord(personne, classe) -> bool:
    """The child's own word is heard by their teachers, or by the direction."""
    return classe.pk in personne.portee.classes_tenues or classe.etablissement_id in personne.portee.ecoles_ou(
        "autorisations"
    )


def dirige(personne, etablissement_id: int) -> bool:
    return etablissement_id in personne.portee.ecoles_ou("autorisations")


def peut_demander(personne, etablissement_id: int, genre: str, classes) -> bool:
    """The direction asks anything, of anybody in its school; who teaches asks for an outing, or in their own words, of the classes they hold."""
    if dirige(personne, etablissement_id):
        return True
    return genre in GENRES_DES_CLASSES and bool(classes) and set(classes) <= personne.portee.classes_tenues


def peut_mener(personne, demande, classes) -> bool:
    """Remind, close, take paper: the direction; of a question to some classes, who teaches them all today."""
    if dirige(personne, demande.etablissement_id):
        return True
    return not demande.toute_l_ecole and bool(classes) and set(classes) <= personne.portee.classes_tenues


def peut_saisir(personne, classe) -> bool:
    """What came back on paper or was said at the door is entered by who teaches the class, or by the direction."""
    return peut_recueillir_l_accord(personne, classe)


def lit_qui_a_dit(personne, demande) -> bool:
    """Which holder said what is read by the direction alone; a teacher reads where the child stands."""
    return dirige(personne, demande.etablissement_id)


def lit_ce_que_dit(personne, eleve_id: int, responsable_id: int) -> bool:
    """Of one's own child, one's own answer alone: where the child stands is read, and a colleague reads who said what."""
    return responsable_id == personne.pk or not est_le_sien(personne, eleve_id)


def suit_des_demandes(personne) -> bool:
    """Whether there may be something to ask or to follow: who teaches, who directs, or whom a direction confided that to."""
    return bool(personne.portee.etablissements_d_enseignement | personne.portee.ecoles_ou("autorisations"))
