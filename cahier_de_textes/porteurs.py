"""Who reads the files of the cahier: whoever reads the item that holds them. And how they are looked at."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.models import Groupe, Inscription
from ent.fichiers.droits import se_voit_sans_controle
from ent.fichiers.models import Visage
from ent.fichiers.registres import Presentation, tenus_par

from . import droits
from .ecrits import UnEcrit, page_de
from .models import Remise, Retour, Seance, Travail


# --- Of its own class -------------------------------------------------------------------------------------------------
def _visages_d_ailleurs(nom: str, siens: Collection[int] = ()) -> QuerySet[Visage]:
    """Of a row that ties a file to a « travail » or a « seance »: who is on it and is not, nor was, of the class or group that it is for; but `siens`."""
    ici = Inscription.objects.filter(eleve=OuterRef("eleve"), classe=OuterRef(OuterRef(f"{nom}__classe")))
    du_groupe = Groupe.eleves.through.objects.filter(
        personne=OuterRef("eleve"), groupe=OuterRef(OuterRef(f"{nom}__groupe"))
    )
    ailleurs = Visage.objects.filter(fichier=OuterRef("fichier")).exclude(Exists(ici) | Exists(du_groupe))
    return ailleurs.exclude(eleve__in=siens).order_by()


def chez_eux(personne, modele: type[UnEcrit], lus: QuerySet) -> Q:
    """Files of these items. A copy for another class holds the files of what it was copied from: what was allowed to the families of a class is
    shown to those of no other. The adults of the school see all of them, as anywhere.
    """
    nom, tenus = modele._meta.model_name, modele.fichiers.through.objects
    ailleurs = _visages_d_ailleurs(nom, [suivi.eleve.pk for suivi in personne.portee.suivis])
    montres = se_voit_sans_controle(personne, "fichier__") | ~Q(Exists(ailleurs))
    return Q(Exists(tenus.filter(montres, fichier=OuterRef("pk"), **{f"{nom}__in": lus}).order_by()))


def images_d_ailleurs(ecrit: UnEcrit) -> set[int]:
    """Of its files (ids), those that its families are not shown for that. One query."""
    nom, tenus = ecrit._meta.model_name, type(ecrit).fichiers.through.objects
    siennes = tenus.filter(Q(Exists(_visages_d_ailleurs(nom))), **{nom: ecrit})
    return set(siennes.order_by().values_list("fichier", flat=True))


# --- Who reads --------------------------------------------------------------------------------------------------------
def travaux_lus(personne) -> QuerySet[Travail]:
    return Travail.objects.visibles_par(personne) | Travail.objects.reserve_de(personne)


def des_travaux(personne) -> Q:
    """Of a child who was confided, what is to be read or seen on paper: no photo where somebody may be recognised, which families agreed to show
    to the families of the class.
    """
    tenus = chez_eux(personne, Travail, travaux_lus(personne))
    if not personne.portee.suivis_confies:
        return tenus
    siens = Travail.objects.filter(droits.travaux_hors_delegation(personne)) | Travail.objects.reserve_de(personne)
    return tenus & Q(visages=None) | chez_eux(personne, Travail, siens)


def seances_lues(personne) -> QuerySet[Seance]:
    """Without what was confided: what a class did is photographed for its families."""
    return Seance.objects.filter(droits.seances_hors_delegation(personne)) | Seance.objects.reserve_de(personne)


def des_seances(personne) -> Q:
    return chez_eux(personne, Seance, seances_lues(personne))


def tenus_par_des_travaux(personne) -> Q:
    """Of what this person reads, hidden from them or not."""
    return tenus_par(Travail.fichiers.through, travail=travaux_lus(personne))


def tenus_par_des_seances(personne) -> Q:
    return tenus_par(Seance.fichiers.through, seance=seances_lues(personne))


def remises_lues(personne) -> QuerySet[Remise]:
    return Remise.objects.visibles_par(personne)


def des_travaux_d_un_eleve(personne) -> Q:
    seuls = Travail.objects.filter(droits.travaux_hors_delegation(personne)).filter(Travail.pour_un_seul_eleve())
    return chez_eux(personne, Travail, seuls)


def des_seances_d_un_eleve(personne) -> Q:
    seules = Seance.objects.filter(droits.seances_hors_delegation(personne)).filter(Seance.pour_un_seul_eleve())
    return chez_eux(personne, Seance, seules)


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
        **_pour(personne, travail),
    )


def presenter_seance(personne, seance: Seance) -> Presentation:
    return Presentation(
        titre=seance.titre,
        adresse=page_de(personne, seance),
        le=seance.date,
        de=seance.auteur.nom_affiche,
        **_pour(personne, seance),
    )


def _pour(personne, ecrit: UnEcrit) -> dict[str, Any]:
    if ecrit.est_brouillon:
        return {"pour": _("l’école seulement : ce n’est qu’un brouillon"), "aux_familles": False}
    seul = ecrit.groupe.eleves.first() if ecrit.est_pour_un_seul else None
    est_d_ici = ecrit.etablissement_id in personne.portee.etablissements_de_travail
    return {
        "pour": _("les familles de %(classe)s") % {"classe": ecrit.a_qui},
        "eleve": seul,
        "cachees": images_d_ailleurs(ecrit) if est_d_ici else (),
    }


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
