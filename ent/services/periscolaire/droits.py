"""Menus, cantine, garderie, étude: who writes, who declares, who reads names and who reads counts. No model is imported.

Three circles. Families declare for their children and read nobody else. Who directs, who serves (`personnel`) and whom the direction names to keep a
service read the children of the day by name. A commune's référent writes menus and reads counts: never a name, a régime or an export.

A school may not have any of it: every right is written with the reach of the module (`portee_de`).
"""

from django.db.models import Q

from ent.annuaire.audience.droits import des_enfants

MODULE = "periscolaire"  # as a school turns it off (`etages.module`)
SALLE = "cantine"  # as it may be confided (`enregistrer_salle_confiee`)


def portee_de(personne):
    """What this person reaches in the schools that have the module on: every right of this room is written with it."""
    return personne.portee.pour(MODULE)


def portee_entiere_de(personne):
    """Closed or not: for what would be lost for good if it were judged while the module is off."""
    return personne.portee


# --- Families ---------------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, in each class, and those of whom menus and days were confided; never the pupil themself."""
    return portee_de(personne).enfants_de(SALLE)


def siens_de(personne) -> list:
    """Those for whom this person answers: what a child must avoid, rhythms and declaring are confided to nobody."""
    return [s for s in enfants_de(personne) if s.delegation is None]


def ecoles_des_enfants_de(personne) -> set[int]:
    return {s.etablissement_id for s in enfants_de(personne)}


def services_des_familles_de(personne) -> Q:
    """What the schools of one's children offer today."""
    return Q(etablissement__in=ecoles_des_enfants_de(personne), ferme_le=None)


def dits_des_enfants_de(personne, prefixe: str = "") -> Q:
    """What was declared of one's children, in the schools where one follows them: the other holder of authority reads it too."""
    return _dits_de(enfants_de(personne), prefixe)


def dits_a_rendre_a(personne, prefixe: str = "") -> Q:
    """What an absence cancelled and its withdrawal gives back, though the module closed meanwhile: it would stay cancelled once it opens again."""
    return _dits_de(portee_entiere_de(personne).enfants_de(SALLE), prefixe)


def dits_des_siens_de(personne, prefixe: str = "") -> Q:
    """Without what was confided."""
    return _dits_de(siens_de(personne), prefixe)


def _dits_de(suivis: list, prefixe: str) -> Q:
    return des_enfants(suivis, ecole=f"{prefixe}etablissement")


def peut_declarer(
    personne, etablissement_id: int, eleve_id: int, decideur_id: int | None, *, meme_ferme: bool = False
) -> bool:
    """Each holder of authority, unless the school said that one of them alone does. `meme_ferme`: to give back (`dits_a_rendre_a`)."""
    portee = portee_entiere_de(personne) if meme_ferme else portee_de(personne)
    siens = {(s.etablissement_id, s.eleve.pk) for s in portee.enfants_de(SALLE) if s.delegation is None}
    return (etablissement_id, eleve_id) in siens and decideur_id in (None, personne.pk)


# --- Menus ------------------------------------------------------------------------------------------------------------
def ecoles_des_menus_lues_par(personne) -> Q:
    """Those of one's children, where one works, those of one's commune. Nothing of a child is in a menu."""
    ici = ecoles_des_enfants_de(personne) | portee_de(personne).etablissements_de_travail
    return Q(pk__in=ici) | portee_de(personne).dans_ses_communes()


def menus_lus_par(personne, prefixe: str = "") -> Q:
    """Published ones there; drafts, by who writes them."""
    ici = ecoles_des_enfants_de(personne) | portee_de(personne).etablissements_de_travail
    publies = Q(**{f"{prefixe}etablissement__in": ici}) & ~Q(**{f"{prefixe}publie_le": None})
    return publies | menus_ecrits_par(personne, prefixe)


def menus_ecrits_par(personne, prefixe: str = "") -> Q:
    portee, la = portee_de(personne), f"{prefixe}etablissement"
    return Q(**{f"{la}__in": portee.ecoles_ou("periscolaire")}) | portee.dans_ses_communes(f"{la}__")


def ecoles_des_menus_par(personne) -> Q:
    """Schools whose menus one writes: those one directs, those of one's commune."""
    portee = portee_de(personne)
    return Q(pk__in=portee.ecoles_ou("periscolaire")) | portee.dans_ses_communes()


# --- The school -------------------------------------------------------------------------------------------------------
def ecoles_servies_par(personne) -> set[int]:
    """Where one directs, or is of the staff who serves and keeps: not where one teaches alone."""
    return {r.etablissement_id for r in portee_de(personne).roles if r.nature in ("directeur", "personnel")}


def services_diriges_par(personne) -> Q:
    return Q(etablissement__in=portee_de(personne).ecoles_ou("periscolaire"))


def services_lus_par(personne) -> Q:
    """Where one directs, serves or teaches: whose children one reads by name, all of them or one's classes' (`peut_tout_lire`)."""
    return Q(etablissement__in=ecoles_lues_par(personne))


def ecoles_lues_par(personne) -> set[int]:
    return ecoles_servies_par(personne) | portee_de(personne).etablissements_d_enseignement


def services_comptes_par(personne) -> Q:
    """Whose counts one reads: who serves, and the commune that cooks."""
    du_territoire = portee_de(personne).dans_ses_communes("etablissement__")
    return Q(etablissement__in=ecoles_servies_par(personne)) | du_territoire


def peut_tout_lire(personne, service, encadrants: set[int]) -> bool:
    """The whole list, and not one's classes alone."""
    if service.etablissement_id in ecoles_servies_par(personne):
        return True
    return personne.pk in encadrants and service.etablissement_id in portee_de(personne).etablissements_de_travail


def peut_regler(personne, etablissement_id: int) -> bool:
    """Rules of a service, its months: the direction, and whom it confided them to."""
    return etablissement_id in portee_de(personne).ecoles_ou("periscolaire")


def peut_diriger(personne, etablissement_id: int) -> bool:
    """What a child eats and must avoid, who declares for them: the direction alone."""
    return etablissement_id in portee_de(personne).etablissements_diriges


def peut_lire_les_allergenes(personne, etablissement_id: int) -> bool:
    """By name: the direction, and the staff who serves. A teacher, who does not serve, reads none; nor the commune."""
    return etablissement_id in ecoles_servies_par(personne)
