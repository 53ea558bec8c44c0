"""What school life holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "vie_scolaire.absences",
        _("Appel et absences"),
        _(
            "Savoir chaque demi-journée qui est là, prévenir la famille aussitôt, et tenir le registre (code de l’éducation, R131-5 à R131-7)."
        ),
        _("Élèves, et qui déclare pour eux"),
        _("Absences, retards, départs ; motif, sans détail de santé ; papier donné en preuve"),
        _("Les enseignants de la classe, la direction, la famille"),
        (Garde(Depuis.ANNEE, par="vie_scolaire.annee_finie"),),
        Base.OBLIGATION,
        (
            Tenue(
                "vie_scolaire.DeclarationAbsence",
                titre="absence dite",
                gens=("par",),
                hors=("eleve", "jugee_par"),
                restent=("par",),
            ),
            Tenue("vie_scolaire.AbsenceCollective", hors=("auteur",)),
            Tenue("vie_scolaire.Appel", hors=("confie_a", "auteur")),
            Tenue("vie_scolaire.LigneAppel", hors=("eleve",)),
        ),
    ),
    Traitement(
        "vie_scolaire.evacuations",
        _("Évacuations"),
        _("Compter chacun quand l’école sort, pour un exercice ou pour de vrai."),
        _("Élèves, adultes de l’école et de passage"),
        _("Vu, cherché ou absent, par qui et à quelle heure ; le nom d’un visiteur"),
        _("Ceux qui comptent, la direction"),
        (Garde(Depuis.ANNEE, par="vie_scolaire.annee_finie"),),
        Base.OBLIGATION,
        (
            Tenue("vie_scolaire.Evacuation", hors=("ouverte_par", "finie_par")),
            Tenue("vie_scolaire.PointageEvacuation", hors=("eleve", "par")),
            Tenue(
                "vie_scolaire.PointageAdulte",
                titre="pointage d’un adulte",
                gens=("adulte",),
                hors=("par",),
                restent=("adulte",),
            ),
            Tenue("vie_scolaire.PassageEvacuation", hors=("par",)),
        ),
    ),
    Traitement(
        "vie_scolaire.autorisations",
        _("Autorisations et droit à l’image"),
        _("Savoir ce que chaque responsable permet, et s’y tenir partout."),
        _("Élèves et responsables"),
        _("Ce qui est demandé, ce que chacun a répondu, quand et comment ; l’accord de l’enfant"),
        _("La famille, les enseignants de la classe, la direction"),
        (
            Garde(
                Depuis.ANNEE,
                GARDE_DES_ANNEES.days,
                _("Une demande et ses réponses, preuve de ce qui fut permis"),
                {"vie_scolaire.DemandeConsentement": "fin"},
            ),
        ),
        Base.ACCORD,
        (
            Tenue("vie_scolaire.DemandeConsentement", hors=("auteur",)),
            Tenue("vie_scolaire.VersionSortie", hors=("auteur",)),
            Tenue(
                "vie_scolaire.Consentement",
                gens=("responsable",),
                hors=("eleve", "saisi_par"),
                avec=("demande__titre", "demande__debut", "demande__fin"),
                restent=("responsable",),
            ),
            Tenue("vie_scolaire.AccordEleve", hors=("eleve", "recueilli_par")),
        ),
    ),
]
