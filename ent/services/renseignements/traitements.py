"""What the records of children hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions.fin_d_annee import APRES_LE_DEPART

TRAITEMENTS = [
    Traitement(
        "renseignements.proches",
        _("Qui appeler, et qui vient chercher"),
        _("Joindre quelqu’un en urgence, et ne remettre un enfant qu’à qui sa famille a dit."),
        _("Proches donnés par chaque responsable"),
        _("Nom, lien, téléphones, dates, une photo si la famille en donne une"),
        _("La direction, ceux qui remettent l’enfant ; jamais l’autre responsable"),
        (
            Garde(Depuis.DEPART, APRES_LE_DEPART.days, par="renseignements.effacer"),
            Garde(Depuis.ANNEE, 365, _("Ce que personne ne redit"), par="renseignements.effacer"),
        ),
        Base.MISSION,
        (
            Tenue("renseignements.Contact", gens=("par",), hors=("eleve",)),
            Tenue("renseignements.Autorise", titre="personne autorisée", gens=("par",), hors=("eleve",)),
        ),
    ),
    Traitement(
        "renseignements.dossier",
        _("Corrections du dossier, et qui l’a ouvert"),
        _("Laisser une famille corriger ce que l’école tient, et lui dire quels rôles l’ont lu."),
        _("Familles, et personnels qui ouvrent un dossier"),
        _("Ce qui était, ce qui devrait être, la réponse ; rôle, partie et heure d’une ouverture"),
        _("La famille, la direction"),
        (Garde(Depuis.ANNEE, par="renseignements.effacer"),),
        Base.MISSION,
        (
            Tenue("renseignements.Correction", gens=("par",), hors=("eleve", "traitee_par")),
            Tenue("renseignements.Ouverture", gens=("personne",), hors=("eleve",), restent=("personne",)),
        ),
    ),
    Traitement(
        "renseignements.sante",
        _("Santé de l’élève"),
        _("Savoir que faire quand un enfant ne va pas bien."),
        _("Élèves"),
        _("Allergies, PAI, conduite à tenir, médecin"),
        _("Ses responsables, la direction, qui lui fait classe, et ceux que la direction nomme entre deux dates"),
        (Garde(Depuis.DEPART, APRES_LE_DEPART.days, par="renseignements.effacer"),),
        Base.MISSION,
        (
            Tenue("renseignements.FicheSante", hors=("eleve", "par")),
            Tenue("renseignements.LecteurSante", gens=("personne",), hors=("nomme_par",)),
        ),
        sensible=True,
    ),
]
