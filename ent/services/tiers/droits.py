"""Third services: who registers them, who opens them to a school, who may go there. No model is imported.

An account goes by its own ties: what was confided of a child (`suivis_confies`) opens none of the child's services.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

FERMEES_DITES = dt.timedelta(days=60)  # for as long, those who went there read what it keeps


def peut_tenir_le_registre(personne) -> bool:
    """The operator alone says which services the territory trusts, at which addresses, with which attributes."""
    return personne.portee.est_operateur


def services_tenus_par(personne) -> Q:
    return Q() if personne.portee.est_operateur else Q(pk__in=[])


def services_proposes_a(personne) -> Q:
    """What a direction may open: all that the operator registered and did not withdraw."""
    return Q(retire_le=None) if personne.portee.etablissements_diriges else Q(pk__in=[])


def ouvertures_des_ecoles_de(personne) -> Q:
    """Open today, in the schools where one works, follows a child or learns. For whom, in each, is asked of `est_pour`."""
    portee = personne.portee
    ecoles = portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    return Q(etablissement__in=ecoles, ferme_le=None, service__retire_le=None)


def ouvertures_recemment_fermees_de(personne) -> Q:
    """Of the same schools, closed for less than two months."""
    portee, depuis = personne.portee, timezone.now() - FERMEES_DITES
    ecoles = portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    par_l_operateur = Q(service__retire_le__gt=depuis, ferme_le=None)
    return Q(etablissement__in=ecoles) & (Q(ferme_le__gt=depuis) | par_l_operateur)


def ouvertures_dirigees_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def dans_le_cercle(suivi, ouverture: Any, classes: Collection[int]) -> bool:
    """A pupil of that school, of its levels and classes if the direction named some."""
    return (
        suivi.etablissement_id == ouverture.etablissement_id
        and (not ouverture.niveaux_dits or suivi.niveau in ouverture.niveaux_dits)
        and (not ouverture.par_classes or suivi.classe_id in classes)
    )


def enfants_concernes(personne, ouverture: Any, classes: Collection[int]) -> list:
    """Children followed by a tie of one's own, who may open it themselves."""
    if "eleve" not in ouverture.publics_dits:
        return []
    return [s for s in personne.portee.enfants_suivis if dans_le_cercle(s, ouverture, classes)]


def oppositions_lues_par(personne) -> Q:
    """Who teaches a child, or directs their school, reads that they are out of a service."""
    return Q(eleve__in=personne.portee.eleves_du_travail)


def profil(personne, ouverture: Any, classes: Collection[int], *, est_retire: bool = False) -> str:
    """As what this person may open it, in that school; nothing when they may not. `est_retire`: as a pupil, their family took them out."""
    publics, portee, ecole = ouverture.publics_dits, personne.portee, ouverture.etablissement_id
    natures = {role.nature for role in portee.roles if role.etablissement_id == ecole}
    cercle = [s for s in portee.suivis if dans_le_cercle(s, ouverture, classes)]
    if "eleve" in publics and not est_retire and any(s.eleve.pk == personne.pk for s in cercle):
        return "eleve"
    tenues = not ouverture.par_classes or portee.classes_tenues & set(classes)
    if "enseignant" in publics and "enseignant" in natures and tenues:
        return "enseignant"
    if "direction" in publics and "directeur" in natures:
        return "direction"
    if "personnel" in publics and "personnel" in natures:
        return "personnel"
    if "responsable" in publics and any(s.eleve.pk != personne.pk for s in cercle):
        return "responsable"
    return ""
