"""What this room holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "liaison.dossiers",
        _("Dossiers de liaison"),
        _("Faire connaître un élève à l’établissement qui l’accueille, avec ce que sa famille accepte."),
        _("Élèves qui changent d’établissement, leurs responsables"),
        _(
            "Ce que l’élève sait et ce qui l’aide, où il en est du socle, ses aménagements, des travaux choisis, sa page ; un PAI, à part ;"
            " ce que chaque responsable a lu, répondu et ajouté"
        ),
        _(
            "L’enseignant et la direction ; chaque responsable pour ce qui est montré et ses propres mots ; le PAI, la direction seule ;"
            " l’établissement suivant, pour ce que la famille laisse partir"
        ),
        (
            Garde(
                Depuis.DATE,
                365,
                _("Un dossier, après le jour d’envoi prévu"),
                lignes={"liaison.Campagne": "date_envoi"},
            ),
        ),
        Base.MISSION,
        (
            Tenue("liaison.Campagne", hors=("ouverte_par",)),
            Tenue("liaison.Dossier", hors=("eleve",), tus=("sante",)),
            Tenue("liaison.Piece"),
            Tenue("liaison.FichierDePiece"),
            Tenue("liaison.Version", hors=("montree_par",)),
            Tenue("liaison.FichierDeVersion"),
            Tenue("liaison.Avis", gens=("personne",), hors=("saisi_par",)),
            Tenue("liaison.Retour", gens=("personne",)),
            Tenue("liaison.Envoi", hors=("demande_par",), tus=("cle_objet",)),
        ),
    ),
    Traitement(
        "liaison.receptions",
        _("Dossiers reçus d’un autre établissement"),
        _("Accueillir un élève en sachant ce qui l’aide."),
        _("Élèves qui arrivent"),
        _("Ce que l’établissement d’avant a envoyé avec l’accord de la famille"),
        _("Qui enseigne à l’élève aujourd’hui ; un PAI, la direction seule"),
        (Garde(Depuis.DATE, 1, _("Un dossier reçu"), lignes={"liaison.Reception": "efface_le"}),),
        Base.MISSION,
        (
            Tenue("liaison.Reception", hors=("eleve", "traitee_par"), tus=("contenu",)),
            Tenue("liaison.FichierRecu"),
            Tenue("liaison.Morceau"),
            Tenue("liaison.Correspondant", hors=("ouvert_par",), tus=("cles", "cles_lues")),
        ),
    ),
]
SANS_PERSONNE = {"liaison.Cle": "the keys that sign in the name of a school: nobody"}
