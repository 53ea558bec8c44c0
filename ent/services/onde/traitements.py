"""What imports hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "onde.imports",
        _("Imports des fichiers de l’école"),
        _(
            "Tenir l’annuaire à jour depuis ONDE et l’annuaire de l’État, et demander à une personne ce qu’un fichier ne dit pas."
        ),
        _("Élèves, responsables et personnels écrits dans les fichiers"),
        _(
            "Ce que disent les fichiers d’ONDE, jusqu’à ce qu’ils soient appliqués ; ce que dit l’annuaire de l’État (AAF) ; le nom ou le numéro sous lequel chacun les connaît"
        ),
        _("La direction ; l’opérateur, pour ce qui arrive du territoire"),
        (
            # From its own day: what a file of August asks is about the year to come, and 1 September would take it unanswered.
            Garde(Depuis.ECRIT, 365, _("Une ligne mise de côté"), {"annuaire.LigneEnAttente": "cree_le"}),
            Garde(
                Depuis.ANNEE,
                GARDE_DES_ANNEES.days,
                _("Ce qu’un import a fait"),
                {"annuaire.ImportOnde": "cree_le", "annuaire.ImportTerritoire": "cree_le"},
            ),
            Garde(
                Depuis.PERSONNE, quoi=_("Sous quel nom un fichier connaît quelqu’un"), par="exploitation.conservation"
            ),
            Garde(Depuis.SOURCE, quoi=_("Ce que dit l’annuaire de l’État"), par="onde.aaf"),
        ),
        Base.MISSION,
        (
            Tenue("annuaire.ImportOnde", hors=("auteur",)),
            Tenue("annuaire.FichierDepose"),
            Tenue("annuaire.FicheOnde", titre="fiche d’ONDE", gens=("personne",)),
            Tenue("annuaire.LigneEnAttente", hors=("resolue_par",)),
            Tenue("annuaire.ImportTerritoire", hors=("auteur",)),
            Tenue("onde.LotAaf"),
            Tenue("onde.EcoleAaf"),
            Tenue("onde.FicheAaf"),
            Tenue("onde.GroupeAaf"),
            Tenue("onde.TenueAaf"),
            Tenue("onde.RepriseAttendue"),
        ),
    ),
]
