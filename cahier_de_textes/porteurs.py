"""Who reads the files of the cahier: whoever reads the item that holds them. And how they are looked at."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.fichiers.registres import Presentation, tenus_par

from . import droits
from .ecrits import UnEcrit, page_de
from .models import Remise, Retour, Seance, Travail


def travaux_lus(personne) -> QuerySet[Travail]:
    return Travail.objects.visibles_par(personne) | Travail.objects.reserve_de(personne)


def des_travaux(personne) -> Q:
    """Of a child who was confided, what is to be read or seen on paper: no photo where somebody may be recognised, which families agreed to show
    to the families of the class.
    """
    tenus = tenus_par(Travail.fichiers.through, travail=travaux_lus(personne))
    if not personne.portee.suivis_confies:
        return tenus
    siens = Travail.objects.filter(droits.travaux_hors_delegation(personne)) | Travail.objects.reserve_de(personne)
    return tenus & Q(visages=None) | tenus_par(Travail.fichiers.through, travail=siens)


def seances_lues(personne) -> QuerySet[Seance]:
    """Without what was confided: what a class did is photographed for its families."""
    return Seance.objects.filter(droits.seances_hors_delegation(personne)) | Seance.objects.reserve_de(personne)


def des_seances(personne) -> Q:
    return tenus_par(Seance.fichiers.through, seance=seances_lues(personne))


def remises_lues(personne) -> QuerySet[Remise]:
    return Remise.objects.visibles_par(personne)


def des_travaux_d_un_eleve(personne) -> Q:
    seuls = Travail.objects.filter(droits.travaux_hors_delegation(personne)).filter(Travail.pour_un_seul_eleve())
    return tenus_par(Travail.fichiers.through, travail=seuls)


def des_seances_d_un_eleve(personne) -> Q:
    seules = Seance.objects.filter(droits.seances_hors_delegation(personne)).filter(Seance.pour_un_seul_eleve())
    return tenus_par(Seance.fichiers.through, seance=seules)


def des_remises(personne) -> Q:
    return tenus_par(Remise.fichiers.through, remise=remises_lues(personne))


def des_retours(personne) -> Q:
    """The sound of an answer: its author at once, the pupil and the family when they may read the answer."""
    lisibles = Retour.objects.visibles_par(personne)
    return tenus_par(Retour, champ="son", pk=lisibles)


# --- Looked at one after the other ------------------------------------------------------------------------------------
def presenter_travail(personne, travail: Travail) -> Presentation:
    return Presentation(
        titre=travail.texte,
        adresse=page_de(personne, travail),
        le=travail.date_pour,
        de=travail.auteur.nom_affiche,
        **_pour(travail),
    )


def presenter_seance(personne, seance: Seance) -> Presentation:
    return Presentation(
        titre=seance.titre,
        adresse=page_de(personne, seance),
        le=seance.date,
        de=seance.auteur.nom_affiche,
        **_pour(seance),
    )


def _pour(ecrit: UnEcrit) -> dict[str, Any]:
    if ecrit.est_brouillon:
        return {"pour": _("l’école seulement : ce n’est qu’un brouillon"), "aux_familles": False}
    seul = ecrit.groupe.eleves.first() if ecrit.est_pour_un_seul else None
    return {"pour": _("les familles de %(classe)s") % {"classe": ecrit.a_qui}, "eleve": seul}


def presenter_remise(personne, remise: Remise) -> Presentation:
    """What a child handed in: their drawing, their photo."""
    if remise.eleve_id == personne.pk:
        adresse = reverse("cahier_eleve_travail", args=[remise.travail_id])
    elif any(suivi.eleve.pk == remise.eleve_id for suivi in personne.portee.suivis):
        adresse = reverse("cahier_enfant_travail", args=[remise.eleve.uuid, remise.travail_id])
    else:
        adresse = reverse("cahier_remise", args=[remise.pk])
    return Presentation(
        titre=remise.travail.texte,
        adresse=adresse,
        le=remise.remis_le,
        de=remise.eleve.prenom,
        pour=_("%(prenom)s, sa famille et qui lui enseigne") % {"prenom": remise.eleve.prenom},
        eleve=remise.eleve,
    )
