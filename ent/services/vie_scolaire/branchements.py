"""What school life plugs into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import (
    Genre,
    enregistrer_absents,
    enregistrer_autorisations,
    enregistrer_changement_de_classe,
    enregistrer_genre,
    enregistrer_liens_changes,
    enregistrer_mouvement,
    enregistrer_salle_confiee,
)
from ent.annuaire.registres.actes import enregistrer_actes_dits
from ent.annuaire.registres.enfants import enregistrer_ailleurs
from ent.annuaire.registres.reponses import ReponseDAdulte, enregistrer_reponse_d_adulte
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Copie, enregistrer_copie
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import (
    enregistrer_calendrier,
    enregistrer_lecteur,
    enregistrer_public,
    enregistrer_redite,
    enregistrer_redites_possibles,
)
from ent.diffusion.sortes import Rubrique, Sorte, classe, enregistrer_sorte, famille, famille_ou_classe
from ent.fichiers.registres import (
    enregistrer_depot,
    enregistrer_droit_a_l_image,
    enregistrer_porteur,
    enregistrer_refus_d_image,
    prevenir_les_retraits,
)
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    Fouille,
    Programme,
    Rang,
    Rayon,
    Tuile,
    Veille,
    enregistrer_arrivees,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_dates,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
    enregistrer_tuile,
    enregistrer_veille,
)
from ent.socle.differer import enregistrer_ancien_module

from . import bannieres, constats, porteurs, tuiles
from .actions import annonces, appels, appels_dits, appels_gardes, changements
from .actions.fin_d_annee import effacer_l_annee_finie
from .aides import AIDES
from .droits.absences import SALLE
from .evenements import appels as des_appels
from .evenements import consentements as evenements
from .lectures import absences, ailleurs, dates, familles, fouille
from .lectures.autorisations import etats_du_jour
from .lectures.images import eleves_montrables, refus_d_image
from .models import (
    AbsenceCollective,
    Appel,
    Consentement,
    DeclarationAbsence,
    DemandeConsentement,
    Evacuation,
    LigneAppel,
)
from .pouvoirs import POUVOIRS
from .taches import consentements as taches
from .traitements import TRAITEMENTS
from .verbes import ABSENCES, AUTORISATIONS, ENTRE_EUX, REPRISES, VERBES

# --- The roll and absences ----------------------------------------------------------------------------------------------
DES_ABSENCES = tuple(nom.replace(".", ":") for nom in (des_appels.ABSENCE, des_appels.PRESENCE))
DES_APPELS = tuple(nom.replace(".", ":") for nom in (des_appels.APPEL, des_appels.DECLAREE))

enregistrer_phrases(
    "vie_scolaire", ABSENCES, sorte=("absences", _("Appel et absences")), entre_eux=ENTRE_EUX, reprises=REPRISES
)
enregistrer_veille(Veille(bannieres.question, bannieres.evacuation))
enregistrer_absents(absences.absents_connus)
enregistrer_actes_dits(absences.actes_dits)
enregistrer_ailleurs(ailleurs.ailleurs)
enregistrer_changement_de_classe(appels.suivre_leur_classe, appels.revenir_a_leur_classe)
enregistrer_mouvement(appels_gardes.garder_les_appels, lambda _geste: None)  # undone by the line above
enregistrer_liens_changes(appels_gardes.garder_de_qui_part)
enregistrer_salle_confiee(
    SALLE, _("Absences"), _("Les jours manqués, et ce que la classe a fait."), _("Prévenir l’école d’une absence.")
)
enregistrer_periodique(Periodique("vie_scolaire.annee_finie", effacer_l_annee_finie, dt.timedelta(days=1)))
for nom, genre in [
    ("appel", Genre(Appel, classe="classe")),
    ("declaration", Genre(DeclarationAbsence, personnes=("eleve",))),
    ("collective", Genre(AbsenceCollective)),
    ("evacuation", Genre(Evacuation)),
]:
    enregistrer_genre(nom, genre)
# A paper of one household, that says who was ill: nobody is shown on it.
enregistrer_porteur(
    "vie_scolaire.justificatif",
    porteurs.des_justificatifs,
    DeclarationAbsence.fichiers.through,
    sans_controle="a proof, read by who sent it and by the direction",
)
enregistrer_depot("absence", porteurs.absence)
enregistrer_arrivees(tuiles.partager)
enregistrer_attente(Attente("absences", tuiles.a_expliquer, DES_ABSENCES, absences.questions))
enregistrer_tuile(
    Tuile(
        nom="appel",
        univers="enseignant",
        rang=Rang.A_REPONDRE,
        gabarit="vie_scolaire/appel/tuile.html",
        contexte=tuiles.appel_du_moment,
        evenements=DES_APPELS,
        a_cote=True,
    )
)
enregistrer_tuile(
    Tuile(
        nom="evacuation",
        univers="famille",
        rang=Rang.OUTILS,
        gabarit="vie_scolaire/appel/tuile_evacuation.html",
        contexte=tuiles.evacuation_du_personnel,
    )
)
enregistrer_sorte(
    Sorte(
        "absences",
        _("Absences de votre enfant"),
        (des_appels.ABSENCE, des_appels.PRESENCE),
        Rubrique.A_FAIRE,
        se_groupe=False,
        pour=famille,
        au_dehors="absence",
    )
)
enregistrer_sorte(
    Sorte(
        "absences_ecole",
        _("Absences des élèves"),
        (des_appels.DECLAREE, des_appels.ALERTE),
        Rubrique.AUTRES,
        pour=classe,
    )
)
for nature in (des_appels.ABSENCE, des_appels.PRESENCE):
    enregistrer_public(nature, LigneAppel.objects.publics)
enregistrer_redite(des_appels.ABSENCE, appels_dits.absences_redites)
enregistrer_redites_possibles(des_appels.PRESENCE, appels_dits.presences_redites)
enregistrer_lecteur(des_appels.DECLAREE, DeclarationAbsence.objects.lisibles_par_l_equipe)
for entree in [
    Entree(
        "absences_famille",
        _("Absence ou retard"),
        "enfant",
        "famille",
        "absences",
        Rayon.PREVENIR,
        d_un_enfant=True,
        salle=SALLE,
        etat=tuiles.etat_des_absences,
    ),
    *(
        Entree(
            f"appel_{univers}",
            _("Appel et absences"),
            "groupe",
            univers,
            "appel",
            Rayon.ELEVES,
            etat=tuiles.etat_de_l_appel,
        )
        for univers in ("enseignant", "direction")
    ),
    *(
        Entree(
            f"evacuation_{univers}",
            _("Évacuation"),
            "sortir",
            univers,
            "evacuation",
            Rayon.ELEVES,
        )
        for univers in ("enseignant", "direction")
    ),
]:
    enregistrer_entree(entree)

# --- Image rights -------------------------------------------------------------------------------------------------------
EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.DEMANDE, evenements.CHANGE))

enregistrer_phrases("vie_scolaire", VERBES, sorte=("image", _("Droit à l’image")))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_ancien_module("ent.vie_scolaire.taches.consentements", taches)
enregistrer_droit_a_l_image(eleves_montrables)
enregistrer_refus_d_image(refus_d_image)
# A child who leaves, a holder of authority who arrives: what was kept of their images is dropped too.
enregistrer_liens_changes(prevenir_les_retraits)
enregistrer_reponse_d_adulte(
    ReponseDAdulte(Consentement, "responsable", ("eleve_id", "demande_id", "support"), "dit_le", "remplace_le")
)

enregistrer_attente(Attente("photos", tuiles.a_repondre, EVENEMENTS, familles.questions))
enregistrer_sorte(
    Sorte(
        "autorisations",
        _("Autorisations demandées"),
        (evenements.DEMANDE, evenements.RAPPEL, evenements.ECRITE, evenements.DESACCORD, evenements.DESACCORD_ECOLE),
        Rubrique.ACCORDS,
        pour=famille_ou_classe,
    )
)
enregistrer_public(evenements.DEMANDE, DemandeConsentement.objects.publics)

for univers, url, rayon in [
    ("famille", "consentements", Rayon.DECIDER),
    ("enseignant", "consentements_suivi", Rayon.FAMILLES),
    ("direction", "consentements_suivi", Rayon.FAMILLES),
]:
    etat = tuiles.etat_des_reponses if univers == "famille" else tuiles.images_en_cours
    enregistrer_entree(
        Entree(
            f"consentements_{univers}",
            _("Droit à l’image"),
            "photo",
            univers,
            url,
            rayon,
            d_un_enfant=univers == "famille",
            etat=etat,
        )
    )

enregistrer_fragment(Fragment("eleve.fiche", "vie_scolaire/consentements/_fiche.html", tuiles.droit_a_l_image_de))
enregistrer_fragment(Fragment("absence.enfant", "vie_scolaire/absences/_d_un_enfant.html", tuiles.ou_prevenir))

# --- Anything else that families allow ------------------------------------------------------------------------------------
enregistrer_phrases("vie_scolaire", AUTORISATIONS, sorte=("autorisations", _("Autorisations")))
enregistrer_autorisations(etats_du_jour)
enregistrer_programme(
    Programme("sorties", tuiles.sorties, EVENEMENTS, familles.questions_des_sorties, au_dehors="evenement")
)
# What changes of an outing stands alone in the feed: a day that moved, or that is no more, is under no number.
enregistrer_sorte(
    Sorte(
        "sorties",
        _("Sorties changées ou annulées"),
        evenements.DES_SORTIES,
        Rubrique.A_REGARDER,
        se_groupe=False,
        pour=famille,
    )
)
for nature in (evenements.ANNULEE, evenements.RETABLIE):
    enregistrer_redite(nature, partial(changements.redites, nature))
enregistrer_redites_possibles(evenements.CORRIGEE, changements.corrigees_redites)
for nature in annonces.MODELES:
    enregistrer_redites_possibles(nature, partial(annonces.redites, nature))
enregistrer_dates(dates.SALLE, dates.dates)
enregistrer_calendrier(dates.evenements_de)
for nature in (evenements.RAPPEL, evenements.ECRITE, evenements.DESACCORD, *evenements.DES_SORTIES):
    enregistrer_public(nature, DemandeConsentement.objects.publics)
enregistrer_lecteur(evenements.DESACCORD_ECOLE, DemandeConsentement.objects.lisibles_par_l_equipe)
for univers, url, rayon, etat in [
    ("famille", "autorisations", Rayon.DECIDER, tuiles.etat_des_autorisations),
    ("enseignant", "autorisations_suivi", Rayon.FAMILLES, tuiles.demandes_en_cours),
    ("direction", "autorisations_suivi", Rayon.FAMILLES, tuiles.demandes_en_cours),
]:
    enregistrer_entree(
        Entree(
            f"autorisations_{univers}",
            _("Autorisations"),
            "stylo",
            univers,
            url,
            rayon,
            d_un_enfant=univers == "famille",
            etat=etat,
        )
    )

# --- Assets -------------------------------------------------------------------------------------------------------------
enregistrer_assemblage(
    "autorisations.css",
    "coquille/css/coupon-page.css",
    "vie_scolaire/css/consentements.css",
    "vie_scolaire/css/autorisations.css",
    apres="style.css",
)
# Kept for the day without network: the roll and the count of an evacuation are taken there too.
enregistrer_assemblage("appel.css", "vie_scolaire/css/appel.css", apres="style.css", est_gardee=True)
enregistrer_assemblage(
    "appel.js",
    "coquille/js/boite-d-envoi.js",
    "vie_scolaire/js/appel.js",
    "vie_scolaire/js/evacuation.js",
    est_gardee=True,
)
enregistrer_copie(Copie("appel_copie", r"^\/appel\/($|classe\/)"))
enregistrer_copie(Copie("evacuation_copie", r"^\/appel\/evacuation\/"))
completer("style.css", "vie_scolaire/css/question.css")
enregistrer_assemblage("absences.css", "vie_scolaire/css/absences.css", apres="style.css")
enregistrer_assemblage("absences.js", "vie_scolaire/js/absences.js")

enregistrer_constat(
    Constat(
        "absences",
        _("Absents sans nouvelle"),
        70,
        constats.a_decider,
        constats.dire,
        constats.expliquer,
        urgence=5,
        url_name="absences_ecole",
        evenements=DES_APPELS,
    )
)
enregistrer_constat(
    Constat(
        "demi_journees",
        _("Quatre demi-journées ce mois-ci"),
        72,
        constats.a_signaler,
        dire=lambda _etat, _n: "",  # a sentence that leads to the month says it
        geste=constats.signaler,
        urgence=6,
        evenements=DES_APPELS,
    )
)
enregistrer_constat(
    Constat(
        "autorisations_en_desaccord",
        _("Autorisations en désaccord"),
        75,
        constats.en_desaccord,
        geste=constats.accorder,
        urgence=15,
        url_name="autorisations_suivi",
        par="",
        evenements=EVENEMENTS,
    )
)

# --- The search ---------------------------------------------------------------------------------------------------------
enregistrer_fouille(Fouille("absences", _("Absences"), "enfant", fouille.trouver))
