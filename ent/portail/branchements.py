"""What the portal plugs into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.actions import oublier_les_envois, passer_les_ecoles
from ent.annuaire.droits import peut_chercher_des_gens
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.lectures import aides
from ent.annuaire.registres import enregistrer_aide, enregistrer_decision, enregistrer_mouvement
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import Rang as RangDeVoie
from ent.connexion.registres import Voie, enregistrer_voie
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.coquille.reperes import enregistrer_reperes
from ent.coquille.views.erreurs import enregistrer_raison
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_redites_possibles

from . import actions, bannieres, constats, lectures, tuiles, voies
from .aides import AIDES
from .evenements import MOUVEMENT, mouvements_redits
from .lectures import fil, fouille
from .registres import (
    TOUTE_SALLE,
    Constat,
    Entree,
    Fouille,
    Place,
    Rang,
    Rayon,
    Tuile,
    Veille,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_tuile,
    enregistrer_veille,
)
from .traitements import TRAITEMENTS
from .verbes import VERBES
from .views import salles_fermees

enregistrer_phrases("portail", VERBES, sorte=("comptes", _("Comptes, papiers et tablettes")))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_reperes(
    accueil="accueil",
    compte="plus",
    langue="langue",
    sortie="account_logout",
    mur="connexion_changer",
    confort="confort",
    qui_est_la="qui_est_la",
    abonner="prevenir_appareil",
    bannieres="bannieres",
    aide="aide",
    copies="copies",
    partage="partage",
)
enregistrer_gardee(Gardee("accueil", d_avance=True, pour=lambda request: lectures.univers_choisi(request) == "famille"))
enregistrer_gardee(Gardee("semaine", d_avance=True))
enregistrer_gardee(Gardee("semaine_du"))
enregistrer_mouvement(actions.dire_un_mouvement, actions.taire_un_mouvement)
enregistrer_redites_possibles(MOUVEMENT, mouvements_redits)
enregistrer_aide(actions.dire_une_aide, actions.taire_une_aide)
enregistrer_decision(actions.dire_des_modules)
enregistrer_raison(salles_fermees.raison)
enregistrer_fragment(Fragment("passage.listes", "portail/_listes_de_septembre.html"))
enregistrer_veille(Veille(aides.question, bannieres.aides))
enregistrer_periodique(Periodique("annuaire.passages", passer_les_ecoles, dt.timedelta(minutes=10)))
enregistrer_periodique(Periodique("annuaire.envois_recus", oublier_les_envois, dt.timedelta(days=1)))
enregistrer_page_d_ecole(
    PageDEcole(
        "joindre",
        _("Qui est atteint"),
        "cloche",
        RayonDEcole.GENS,
        "joindre",
        mots=_("prévenir joindre e-mail"),
        ordre=40,
    )
)
enregistrer_constat(
    Constat(
        "rentree",
        _("Rentrée"),
        5,
        constats.rentree,
        dire=constats.dire_la_rentree,
        geste=constats.faire_la_rentree,
        urgence=5,
        url_name="annuaire_passage",
    )
)
enregistrer_constat(
    Constat(
        "comptes",
        _("Comptes à ouvrir"),
        10,
        dire=constats.a_inviter,
        geste=constats.inviter,
        urgence=30,
        url_name="annuaire_comptes",
    )
)
enregistrer_constat(
    Constat(
        "sans_responsable",
        _("Sans responsable connu"),
        20,
        constats.sans_responsable,
        dire=constats.dire_sans_responsable,
        geste=constats.trouver_un_responsable,
        urgence=25,
        url_name="annuaire_comptes",
    )
)
enregistrer_constat(
    Constat(
        "liens",
        _("Liens à confirmer"),
        30,
        constats.liens_a_confirmer,
        geste=constats.confirmer,
        urgence=40,
        url_name="annuaire_responsables",
    )
)

for nom, univers, rang, fonction, evenements in [
    ("rentree", "famille", Rang.SANS_LIEN, tuiles.rentree, ()),
    ("sans_enfant", "famille", Rang.SANS_LIEN, tuiles.sans_enfant, ()),
    ("classes_d_avant", "enseignant", Rang.SANS_LIEN, tuiles.classes_d_avant, ()),
    ("sans_classe", "enseignant", Rang.SANS_LIEN, tuiles.sans_classe, ()),
    ("ecoles", "direction", Rang.A_FAIRE, tuiles.ecoles_dirigees, tuiles.evenements_des_ecoles),
    ("pouvoirs", "pouvoirs", Rang.A_FAIRE, tuiles.pouvoirs_confies, ()),
    ("commune", "commune", Rang.A_FAIRE, tuiles.commune, ()),
    ("territoire", "territoire", Rang.A_FAIRE, tuiles.territoire, ()),
]:
    enregistrer_tuile(
        Tuile(
            nom=nom,
            univers=univers,
            rang=rang,
            gabarit=f"portail/tuile_{nom}.html",
            contexte=fonction,
            evenements=evenements,
        )
    )

# The feed of a family: what rooms plugged in it is known once all have started.
for nom, rang, fonction, evenements, questions in [
    (
        "a-faire",
        Rang.A_REPONDRE,
        tuiles.a_faire,
        partial(tuiles.evenements_de_ce_qui_attend, "famille"),
        partial(fil.questions_de_ce_qui_attend, univers="famille"),
    ),
    ("jours", Rang.A_FAIRE, tuiles.jours, tuiles.evenements_des_jours, fil.questions_des_jours),
    ("nouvelles", Rang.A_LIRE, tuiles.nouvelles, tuiles.evenements_des_nouvelles, None),
]:
    enregistrer_tuile(
        Tuile(
            nom=nom,
            univers="famille",
            rang=rang,
            gabarit=f"portail/tuile_{nom.replace('-', '_')}.html",
            contexte=fonction,
            evenements=evenements,
            questions=questions,
        )
    )

enregistrer_tuile(
    Tuile(
        nom="a-faire",
        univers="enseignant",
        rang=Rang.A_REPONDRE,
        gabarit="portail/tuile_ce_qui_attend.html",
        contexte=tuiles.ce_qui_m_attend,
        evenements=partial(tuiles.evenements_de_ce_qui_attend, "enseignant"),
        questions=partial(fil.questions_de_ce_qui_attend, univers="enseignant"),
        a_cote=True,
    )
)
enregistrer_tuile(
    Tuile(
        nom="raccourcis",
        univers="enseignant",
        rang=Rang.RACCOURCIS,
        gabarit="portail/tuile_raccourcis.html",
        contexte=partial(tuiles.grands_chemins, univers="enseignant"),
    )
)

# `ent.annuaire` and `ent.connexion` stand below this room and cannot register themselves.
for entree in [
    Entree(
        "semaine",
        _("Semaine"),
        "agenda",
        "famille",
        "semaine",
        Rayon.RETROUVER,
        Place.DEUXIEME,
        d_un_enfant=True,
        salle=TOUTE_SALLE,
    ),
    Entree(
        "ajouter_enfant",
        _("Ajouter un enfant"),
        "enfant",
        "famille",
        "connexion_ajouter_enfant",
        Rayon.DECIDER,
        salle=TOUTE_SALLE,
        etat=tuiles.par_un_papier,
    ),
    Entree("eleves", _("Élèves"), "groupe", "enseignant", "eleves", Rayon.ELEVES, Place.QUATRIEME),
    Entree("annuaire", _("Élèves"), "groupe", "direction", "annuaire", Rayon.ECOLE, Place.DEUXIEME),
    *(
        Entree(
            f"ecoles_{univers}",
            _("Établissements"),
            "ecole",
            univers,
            "annuaire_ecoles",
            Rayon.TERRITOIRE,
            Place.DEUXIEME,
            court=_("Écoles"),  # the longer word does not hold at the foot of a phone
        )
        for univers in ("commune", "territoire")
    ),
    *(
        Entree(
            f"reglages_{univers}",
            _("Réglages"),
            "reglages",
            univers,
            "annuaire_etages",
            Rayon.TERRITOIRE,
            etat=tuiles.reglages_decides,
        )
        for univers in ("commune", "territoire")
    ),
    Entree("langues", _("Langues"), "langue", "territoire", "langues", Rayon.TERRITOIRE, etat=tuiles.langues_a_relire),
    *(
        Entree(
            f"annees_{univers}", _("Années passées"), "horloge", univers, "annees", rayon, etat=tuiles.annees_passees
        )
        for univers, rayon in [
            ("famille", Rayon.RETROUVER),
            ("enseignant", Rayon.CLASSE),
            ("direction", Rayon.ECOLE),
        ]
    ),
    *(
        Entree(
            f"chercher_{univers}",
            _("Chercher quelqu’un"),
            "recherche",
            univers,
            "annuaire_chercher",
            rayon,
            place,
            court=_("Chercher"),
        )
        for univers, rayon, place in [
            ("enseignant", Rayon.ELEVES, None),
            ("direction", Rayon.ECOLE, None),
            ("commune", Rayon.TERRITOIRE, Place.QUATRIEME),
            ("territoire", Rayon.TERRITOIRE, Place.TROISIEME),
        ]
    ),
]:
    enregistrer_entree(entree)

# `ent.diffusion` stands below the room that shows it.
enregistrer_voie(
    Voie(
        nom="notifications",
        rang=RangDeVoie.POUSSEES,
        titre=_("Notifications"),
        geste=_("Ne plus me prévenir là"),
        vide=_("Aucun appareil n’est prévenu."),
        lister=voies.appareils,
        fermer=voies.retirer_appareil,
    )
)

# --- Assets -------------------------------------------------------------------------------------------------------------
completer(
    "style.css",
    *(f"portail/css/{nom}.css" for nom in ["territoire", "famille", "prevenir", "traduction", "fil-famille"]),
)
completer("script.js", *(f"portail/js/{nom}.js" for nom in ["pousse-a", "nouvelles", "suivies", "installer"]))
# Where one asks to be told on a device.
enregistrer_assemblage("prevenir.js", "portail/js/prevenir.js")
completer("saisies.js", "portail/js/brouillons-d-autrui.js")
# For those who teach: what they write with, drafts first.
enregistrer_assemblage(
    "bureau.js",
    "portail/js/brouillon.js",
    "coquille/js/boite-d-envoi.js",
    "coquille/js/formulaires.js",
    pour=lambda cadre: cadre.est_enseignant,
)
# Asked for when a « ? » is touched: its script, and its sheet beside that of the page.
enregistrer_assemblage("aide.js", "portail/js/aide.js")
enregistrer_assemblage("voile.css", "portail/css/recherche.css", "portail/css/aide.css")
enregistrer_assemblage("aide.css", "portail/css/recherche.css", "portail/css/aide.css", apres="style.css")
enregistrer_assemblage("journee.css", "portail/css/maison.css", "portail/css/journee-enseignant.css", apres="style.css")
enregistrer_assemblage(
    "maison.css",
    "portail/css/recherche.css",
    "coquille/css/maison.css",
    "portail/css/maison.css",
    "portail/css/semaine-famille.css",
    apres="style.css",
)
enregistrer_assemblage("direction.css", "portail/css/direction.css", apres="style.css")
enregistrer_assemblage("planche.css", "portail/css/planche.css", apres="style.css")

# --- The search -----------------------------------------------------------------------------------------------------
enregistrer_fouille(Fouille("gens", _("Personnes"), "groupe", fouille.des_gens, 10, peut_chercher_des_gens))
enregistrer_fouille(Fouille("pages", _("Pages"), "suite", fouille.des_pages))
enregistrer_fouille(Fouille("aides", _("Aide"), "aide", fouille.des_aides))
