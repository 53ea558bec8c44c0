"""What GAR is told of people, and what is kept of it."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions.envois import GARDES

TRAITEMENTS = [
    Traitement(
        "gar.ressources",
        _("Accès aux ressources du ministère (GAR)"),
        _(
            "Ouvrir aux élèves et aux enseignants les ressources numériques que l’école a choisies, sans autre mot de passe."
        ),
        _("Élèves, enseignants et direction des écoles qui ont ouvert le GAR"),
        _(
            "Un numéro tiré au sort, nom, prénom, école, classe et groupes, niveau ; de la direction, son adresse d’école"
        ),
        _("Le gestionnaire d’accès aux ressources (GAR) du ministère, et lui seul"),
        (
            Garde(Depuis.ECRIT, GARDES, _("Un fichier"), par="gar.nuit"),
            Garde(Depuis.PERSONNE, quoi=_("Le numéro, et la dernière liste lue"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("gar.NumeroGar", titre="numéro pour le GAR", gens=("personne",), tus=("numero",)),
            Tenue("gar.ListeGar", titre="liste pour le GAR", gens=("personne",)),
        ),
    ),
]
SANS_PERSONNE = {
    "gar.EnvoiGar": "how many of each kind one night",
    "gar.FichierGar": "the name and the place of a file of GAR, erased after a week",
}
