"""The agenda of the cast's schools: a fair, a weekly library, an outing that was cancelled."""

import datetime as dt

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Role
from ent.services.agenda_ecole import actions
from ent.services.agenda_ecole.models import Evenement

ORDRE = 45


def semer(d, maintenant: dt.datetime) -> None:
    jour = timezone.localdate(maintenant)

    def dans(jours: int) -> dt.date:
        return calendrier.prochain_jour_de_classe(d.elementaire, jour + dt.timedelta(days=jours))

    lundi = jour - dt.timedelta(days=jour.weekday())
    fin = jour + dt.timedelta(days=200)
    jeudi, mardi = lundi + dt.timedelta(days=3), lundi + dt.timedelta(days=1)
    bibliotheque = mardi if dans(4).weekday() == jeudi.weekday() else jeudi  # not on the day of the farm
    a_l_ecole = {"etablissement": d.elementaire, "auteur": d.directrice}
    au_cp = {"etablissement": d.elementaire, "auteur": d.enseignante, "classe": d.cp_ce1}
    ecrits = [
        (a_l_ecole, "Marché de Noël", *d.marche_de_noel(maintenant), "la cour", "Chaque classe tient un stand.", ""),
        (a_l_ecole, "Conseil d’école", dans(17), dt.time(18, 0), dt.time(20, 0), "bibliothèque", "", ""),
        (au_cp, "Bibliothèque", bibliotheque, dt.time(14, 0), dt.time(15, 0), "médiathèque", "Rapportez le livre emprunté.", "hebdo"),
        (au_cp, "Ferme de Gally", dans(4), None, None, "Saint-Cyr-l’École", "Pique-nique et bottes.", ""),
        ({"etablissement": d.elementaire, "auteur": d.enseignant, "classe": d.cm2}, "Piscine", lundi + dt.timedelta(days=4), dt.time(9, 0), dt.time(10, 30), "piscine municipale", "Maillot, bonnet, serviette.", "quinzaine"),
        ({"etablissement": d.maternelle, "auteur": d.directrice_maternelle}, "Photo de classe", dans(6), dt.time(9, 0), dt.time(11, 30), "", "", ""),
    ]  # fmt: skip
    for cible, titre, quand, de, a, lieu, texte, rythme in [*ecrits, *_au_college(d, dans(1))]:
        actions.publier_evenement(
            **cible,
            prevenir=False,
            titre=titre,
            jour=quand,
            dernier_jour=quand,
            de=de,
            a=a,
            lieu=lieu,
            texte=texte,
            rythme=rythme,
            jusqu_au=fin if rythme else None,
        )
    avant = maintenant - dt.timedelta(days=3)
    Evenement.objects.update(publie_le=avant, visible_le=avant, modifie_le=avant)
    conseil = Evenement.objects.get(titre="Conseil d’école")
    actions.annuler_evenement(
        evenement=conseil, auteur=d.directrice, le=conseil.jour, portee=actions.UNE, mot="Reporté : date à venir."
    )


def _au_college(d, jour: dt.date) -> list[tuple]:
    """Where the collège of the cast is peopled."""
    principaux = Role.objects.filter(etablissement=d.college, nature=Role.Nature.DIRECTEUR).select_related("personne")
    cross = "Cross du collège", jour, dt.time(13, 30), dt.time(16, 0), "parc des sports", "Tenue de sport.", ""
    return [({"etablissement": d.college, "auteur": role.personne}, *cross) for role in principaux[:1]]
