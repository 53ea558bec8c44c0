"""What the directory holds on people."""

from django.utils.translation import gettext_lazy as _

from .actions.ecole import GARDE_DES_ENVOIS
from .droits import DELAI_MAX, GARDE_DES_ANNEES
from .sceaux import GARDE
from .traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "annuaire.eleves",
        _("Élèves, classes et groupes"),
        _(
            "Savoir qui est dans quelle classe, cette année et celles d’avant, pour que chacun lise ce qui le concerne et rien d’autre."
        ),
        _("Élèves et adultes de l’école"),
        _("Nom, prénom, date de naissance, INE, classe, niveau, groupes ; coordonnées des adultes"),
        _("La direction ; les enseignants de la classe, sans l’INE ni les coordonnées"),
        (
            Garde(
                Depuis.DERNIERE_ANNEE,
                GARDE_DES_ANNEES.days,
                _("Un élève, et sa scolarité"),
                par="exploitation.conservation",
            ),
            Garde(Depuis.ANNEE, GARDE_DES_ANNEES.days, _("Un groupe"), {"annuaire.Groupe": "annee__fin"}),
        ),
        Base.MISSION,
        (
            Tenue(
                "annuaire.Personne",
                gens=("pk",),
                restent=("pk",),
                hors=("fusionnee_dans",),
                tus=("fermetures", "is_superuser"),
            ),
            Tenue("annuaire.Effacement", hors=("personne",)),
            Tenue("annuaire.Inscription", hors=("eleve",)),
            Tenue("annuaire.Groupe", gens=("enseignants",), hors=("eleves",)),
            Tenue("annuaire.Passage", hors=("prepare_par", "fait_par", "suivent")),
            Tenue("annuaire.ClassePrevue", hors=("enseignant",)),
            Tenue("annuaire.PlacePrevue", hors=("eleve",)),
        ),
    ),
    Traitement(
        "annuaire.familles",
        _("Responsables, autorité parentale et accès confiés"),
        _("Savoir qui répond d’un enfant, qui signe pour lui, et à qui sa famille a confié un accès."),
        _("Responsables, et adultes à qui un accès est confié"),
        _("Lien avec l’enfant, autorité parentale et qui l’a confirmée, salles confiées, dates"),
        _("La direction ; l’autre responsable sait qu’un accès existe"),
        (
            Garde(Depuis.DERNIERE_ANNEE, GARDE_DES_ANNEES.days, _("Un responsable"), par="exploitation.conservation"),
            Garde(
                Depuis.FIN_DU_LIEN,
                DELAI_MAX.days,
                _("Celui dont le lien finit avant"),
                au_plus=True,
                par="exploitation.conservation",
            ),
            Garde(Depuis.ANNEE, GARDE_DES_ANNEES.days, _("Un accès confié"), {"annuaire.Delegation": "fin"}),
        ),
        Base.MISSION,
        (
            Tenue(
                "annuaire.Responsabilite",
                titre="enfant dont on répond",
                gens=("adulte",),
                hors=("enfant", "confirmee_par"),
                avec=("etablissement__nom",),
            ),
            Tenue(
                "annuaire.Delegation",
                titre="accès confié",
                gens=("delegant",),
                hors=("delegue", "enfant", "finie_par", "opposee_par"),
                avec=("etablissement__nom",),
                tus=("opposee_le", "opposition_lue_le"),
            ),
        ),
    ),
    Traitement(
        "annuaire.equipe",
        _("Équipe de l’école"),
        _("Savoir qui travaille dans l’école, dans quelles classes, et qui répond aux questions."),
        _("Personnels de l’école, de la commune et du territoire"),
        _("Nom, fonction, classes, pouvoirs confiés, dates ; numéro et adresse de qui répond"),
        _("L’école et ses familles"),
        (Garde(Depuis.FIN_DU_LIEN, DELAI_MAX.days, au_plus=True, par="exploitation.conservation"),),
        Base.MISSION,
        (
            Tenue("annuaire.Role", gens=("personne",), avec=("etablissement__nom", "commune__nom")),
            Tenue("annuaire.Affectation", gens=("enseignant",), avec=("classe__nom", "classe__annee__nom")),
            Tenue("annuaire.Interlocuteur"),
            Tenue("annuaire.Mandat", gens=("personne",), hors=("confie_par", "fini_par"), avec=("etablissement__nom",)),
        ),
    ),
    Traitement(
        "annuaire.traces",
        _("Qui a fait quoi"),
        _(
            "Retrouver qui a changé quelque chose, et pouvoir le défaire. Jamais ce qui a été écrit : l’acte, son auteur, son heure."
        ),
        _("Qui écrit ou change quelque chose"),
        _("Acte, heure, numéro de ce qui a changé, réglage choisi"),
        _("La direction, pour son école ; l’opérateur, pour ce qui n’est d’aucune école"),
        (
            Garde(Depuis.ECRIT, GARDE.days, _("Un acte"), par="exploitation.conservation"),
            Garde(Depuis.ECRIT, GARDE_DES_ENVOIS.days, _("Un envoi reçu"), par="annuaire.envois_recus"),
            Garde(Depuis.ECRIT, GARDE.days, _("Une aide ouverte à l’opérateur"), {"annuaire.Aide": "fin"}),
            Garde(Depuis.PERSONNE, quoi=_("Qui a choisi un réglage"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue(
                "annuaire.EntreeJournal",
                titre="acte",
                gens=("auteur_uuid",),
                restent=("auteur_uuid",),
                tus=("auteur_uuid", "objet", "details"),
            ),
            Tenue("annuaire.Aide", gens=("a_qui",), hors=("ouverte_par", "finie_par"), avec=("etablissement__nom",)),
            Tenue("annuaire.PageAidee", gens=("aide__a_qui",), avec=("aide__etablissement__nom",)),
            Tenue("annuaire.EnvoiRecu", gens=("auteur",)),
            Tenue("annuaire.Reglage", gens=("par",), restent=("par",)),
        ),
    ),
]
# Models that hold nothing on anybody, and what they are instead.
SANS_PERSONNE = {
    "annuaire.Commune": "a town",
    "annuaire.Etablissement": "a school",
    "annuaire.AnneeScolaire": "a year",
    "annuaire.Classe": "a class",
    "annuaire.SceauJournal": "digests of lines",
}
