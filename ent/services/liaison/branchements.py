"""What dossiers de liaison plug into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import Genre, enregistrer_genre
from ent.annuaire.registres.reponses import ReponseDAdulte, enregistrer_reponse_d_adulte
from ent.annuaire.registres.suivre import enregistrer_ce_qui_suit
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_lecteur, enregistrer_public, enregistrer_redites_possibles
from ent.diffusion.sortes import Rubrique, Sorte, classe, enregistrer_sorte, famille
from ent.fichiers.registres import enregistrer_cles_gardees, enregistrer_porteur, tenus_par
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    FormulaireGarde,
    Fouille,
    Rang,
    Rayon,
    Tuile,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_recit,
    enregistrer_tuile,
    garder_les_brouillons,
)

from . import evenements, porteurs, tuiles
from .actions import correspondants, envois, montrer, receptions
from .actions import preparation as preparees
from .actions.suivre import suivre
from .aides import AIDES
from .lectures import campagnes, eleves, fouille, preparation
from .lectures import familles as lectures
from .lectures.envois import envois_lisibles
from .lectures.receptions import receptions_lisibles
from .models import Avis, Campagne, Dossier, FichierDePiece, FichierDeVersion, FichierRecu, Reception, Retour
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import ENTRE_EUX, REPRISES, VERBES

enregistrer_phrases(
    "liaison", VERBES, sorte=("liaison", _("Dossiers de liaison")), entre_eux=ENTRE_EUX, reprises=REPRISES
)
enregistrer_genre("campagne", Genre(Campagne, classe="classe"))
enregistrer_genre("dossier", Genre(Dossier, classe="campagne__classe", personnes=("eleve",)))
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_reponse_d_adulte(ReponseDAdulte(Avis, "personne", ("dossier_id", "partie"), "dit_le"))
enregistrer_reponse_d_adulte(ReponseDAdulte(Retour, "personne", ("dossier_id",), "repondu_le"))

# --- News ---------------------------------------------------------------------------------------------------------------
DES_FAMILLES = (evenements.MONTRE, evenements.RELANCE)
enregistrer_sorte(Sorte("liaison", _("Dossier pour l’an prochain"), DES_FAMILLES, Rubrique.A_FAIRE, pour=famille))
for nature in DES_FAMILLES:
    enregistrer_public(nature, Dossier.objects.publics)
    enregistrer_redites_possibles(nature, partial(montrer.redites, nature))
enregistrer_sorte(
    Sorte(
        "liaison_objections",
        _("Dossiers de liaison : ce que disent les familles"),
        (evenements.OBJECTION,),
        Rubrique.RETOURS,
        se_groupe=False,
        pour=classe,
    )
)
enregistrer_lecteur(evenements.OBJECTION, preparation.objections_lisibles)

enregistrer_sorte(
    Sorte(
        "liaison_voyage",
        _("Dossiers de liaison : ce qui arrive, ce que deviennent les envois"),
        (evenements.RECU, evenements.SUIVI),
        Rubrique.RETOURS,
        pour=lambda personne: bool(personne.portee.etablissements_diriges),
    )
)
enregistrer_lecteur(evenements.RECU, receptions_lisibles)
enregistrer_lecteur(evenements.SUIVI, envois_lisibles)

# --- What leaves and what comes ------------------------------------------------------------------------------------------
enregistrer_porteur(
    "liaison_recu",
    lambda personne: tenus_par(FichierRecu, reception=Reception.objects.lues_par(personne)),
    FichierRecu,
    sans_controle="l’école qui l’envoie l’a jugé : un enfant seul y est, et ses responsables l’ont laissé partir",
)
enregistrer_cles_gardees(receptions.cles_du)
enregistrer_ce_qui_suit(suivre)
enregistrer_periodique(Periodique("liaison.envois", envois.reprendre))
enregistrer_periodique(Periodique("liaison.verifications", receptions.reverifier, dt.timedelta(minutes=5)))
enregistrer_periodique(Periodique("liaison.cles", correspondants.relire_toutes, dt.timedelta(hours=1)))
enregistrer_periodique(Periodique("liaison.fermees", preparees.oublier_les_fermees, dt.timedelta(hours=6)))
enregistrer_periodique(Periodique("liaison.menage", receptions.faire_le_menage, dt.timedelta(hours=6)))
enregistrer_entree(
    Entree(
        "liaison_recus",
        _("Dossiers reçus"),
        "recu",
        "direction",
        "liaison_recus",
        Rayon.ELEVES,
        etat=tuiles.etat_des_recus,
    )
)
enregistrer_constat(
    Constat(
        "dossiers_recus",
        _("Dossiers à confirmer"),
        70,
        tuiles.a_confirmer,
        tuiles.dire_a_confirmer,
        tuiles.confirmer,
        urgence=30,
        evenements=(evenements.RECU.replace(".", ":"),),
    )
)
enregistrer_entree(
    Entree(
        "liaison_d_avant",
        _("Ce que dit l’école d’avant"),
        "livre",
        "enseignant",
        "liaison_d_avant",
        Rayon.ELEVES,
        etat=tuiles.etat_d_avant,
    )
)
enregistrer_entree(
    Entree(
        "liaison_correspondants",
        _("Échange de dossiers"),
        "envoyer",
        "territoire",
        "liaison_correspondants",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_des_correspondants,
    )
)

# --- Families -----------------------------------------------------------------------------------------------------------
enregistrer_aides(AIDES)
enregistrer_porteur("liaison.version", porteurs.des_versions, FichierDeVersion, a_un_foyer=porteurs.montrees)
DES_DOSSIERS = tuple(nom.replace(".", ":") for nom in (*DES_FAMILLES, evenements.CHANGE))
enregistrer_attente(Attente("dossiers", tuiles.a_lire, DES_DOSSIERS, lectures.questions))
for nature in DES_FAMILLES:
    enregistrer_recit(nature, tuiles.raconter)
enregistrer_entree(
    Entree(
        "dossiers_famille",
        _("Dossier pour l’an prochain"),
        "ecole",
        "famille",
        "dossiers_famille",
        Rayon.DECIDER,
        d_un_enfant=True,
        etat=tuiles.etat_des_dossiers,
    )
)
enregistrer_assemblage("feuillets.css", "coquille/css/suivi.css", "liaison/css/feuillets.css", apres="style.css")

enregistrer_tuile(
    Tuile(
        nom="dossiers",
        univers="eleve",
        rang=Rang.OUTILS,
        gabarit="liaison/eleve/tuile.html",
        contexte=tuiles.ma_page,
        questions=eleves.questions,
    )
)
enregistrer_assemblage("mapage.css", "liaison/css/mapage.css", apres="style.css")

# --- The school that prepares -----------------------------------------------------------------------------------------
enregistrer_fragment(Fragment("classe.liens", "liaison/ecole/_lien_classe.html", tuiles.de_la_classe, ordre=60))
enregistrer_fragment(Fragment("eleve.gestes", "liaison/ecole/_lien_eleve.html", tuiles.de_l_eleve, ordre=60))
enregistrer_fouille(
    Fouille("liaison", _("Dossiers de liaison"), "fichier", fouille.trouver, pour=fouille.qui_en_prepare)
)
for univers in ("enseignant", "direction"):
    enregistrer_entree(
        Entree(
            f"liaison_{univers}",
            _("Dossiers de liaison"),
            "fichier",
            univers,
            "liaison_ecole",
            Rayon.ELEVES,
            etat=tuiles.etat_de_l_ecole,
            pour=fouille.qui_en_prepare,
        )
    )
garder_les_brouillons(FormulaireGarde("liaison", "liaison_brouillon", campagnes.ecole_du_brouillon))
garder_les_brouillons(FormulaireGarde(lectures.BROUILLON, "dossier_brouillon", lectures.ecole_du_brouillon))
enregistrer_assemblage("dossiers.css", "liaison/css/ecole.css", apres="style.css")
enregistrer_assemblage("preparer.js", "liaison/js/preparer.js")
enregistrer_assemblage("reponse.js", "portail/js/brouillon.js")  # of who does not have those of a desk
enregistrer_assemblage("positions.js", "liaison/js/positions.js")
CHOISIS = "chosen one by one: nobody but the child is on them (lectures/choix.py)"
enregistrer_porteur("liaison.piece", porteurs.des_pieces, FichierDePiece, sans_controle=CHOISIS)
