"""What spaces between schools plug into the rest of the product, once, when it starts."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import enregistrer_module, enregistrer_suite
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import (
    Genre,
    enregistrer_equipe_changee,
    enregistrer_genre,
    enregistrer_identite,
    enregistrer_liens_changes,
)
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import (
    enregistrer_calendrier,
    enregistrer_lecteur,
    enregistrer_public,
    enregistrer_redite,
    enregistrer_redites_possibles,
)
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille_ou_classe
from ent.fichiers.registres import enregistrer_cles_gardees, enregistrer_depot, enregistrer_porteur
from ent.fichiers.supports import Support
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    FormulaireGarde,
    Fouille,
    Programme,
    Rang,
    Rayon,
    Tuile,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_dates,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
    enregistrer_tuile,
    garder_les_brouillons,
)

from . import constats, evenements, porteurs, tuiles
from .actions import agenda, fin, gens, visites
from .aides import AIDES
from .droits import MODULE
from .lectures import a_dire, brouillons, calendrier, fouille, module
from .models import (
    AdulteDeLEspace,
    ClasseDeLEspace,
    DateDeLEspace,
    EcoleDeLEspace,
    Espace,
    FichierDOeuvre,
    InscriptionVisite,
)
from .pouvoirs import POUVOIRS
from .reglages_declares import ESPACES
from .traitements import TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("espaces", VERBES, sorte=("espaces", _("Espaces entre écoles")), reprises=REPRISES)
enregistrer_genre("espace", Genre(Espace))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_module(ESPACES, module.tenu)
enregistrer_suite(ESPACES.code, fin.suivre_le_module)
enregistrer_identite(AdulteDeLEspace, "personne", ("ecole_id",))
enregistrer_identite(InscriptionVisite, "eleve", ("date_id",))
enregistrer_equipe_changee(gens.suivre_l_equipe)
enregistrer_liens_changes(lambda enfants: visites.liberer(eleves=enfants))
enregistrer_cles_gardees(fin.cles_du)
enregistrer_periodique(Periodique("espaces.commencer", gens.commencer, dt.timedelta(minutes=10)))
enregistrer_periodique(Periodique("espaces.equipes", gens.suivre_les_dates, dt.timedelta(days=1)))
enregistrer_periodique(Periodique("espaces.rappeler", fin.rappeler, dt.timedelta(hours=6)))
enregistrer_periodique(Periodique("espaces.archiver", fin.archiver, dt.timedelta(minutes=30)))
enregistrer_periodique(Periodique("espaces.menage", fin.menage, dt.timedelta(days=1)))

# --- Homes and navigation -----------------------------------------------------------------------------------------------
EVENEMENTS = tuple(nom.replace(".", ":") for nom in (*evenements.DES_FAMILLES, evenements.CHANGE))
enregistrer_attente(Attente("espaces", tuiles.a_dire, EVENEMENTS, a_dire.questions))
enregistrer_attente(
    Attente(
        "espaces_classe",
        tuiles.a_dire_pour_la_classe,
        (evenements.CHANGE.replace(".", ":"),),
        a_dire.questions_de_qui_enseigne,
        univers="enseignant",
    )
)
enregistrer_programme(Programme("espaces", tuiles.programme, EVENEMENTS, calendrier.questions))
enregistrer_dates(calendrier.SALLE, calendrier.dates)
enregistrer_calendrier(calendrier.evenements_de)
enregistrer_tuile(
    Tuile(
        nom=tuiles.TUILE,
        univers="eleve",
        rang=Rang.OUTILS,
        gabarit="espaces/eleve/tuile.html",
        contexte=tuiles.eleve,
        questions=calendrier.questions_de_l_eleve,
    )
)
enregistrer_constat(
    Constat(
        "espaces",
        _("Invitations à des espaces"),
        70,
        constats.invitations,
        geste=constats.les_lire,
        urgence=40,
        url_name="espaces",
        par="",
        module=MODULE,
    )
)
for univers, rayon, etat in [
    ("famille", Rayon.RETROUVER, tuiles.etat_de_la_famille),
    ("enseignant", Rayon.FAMILLES, tuiles.etat_de_l_equipe),
    ("direction", Rayon.FAMILLES, tuiles.etat_de_la_direction),
]:
    enregistrer_entree(
        Entree(
            f"espaces_{univers}",
            _("Espaces entre écoles"),
            "groupe",
            univers,
            "espaces",
            rayon,
            d_un_enfant=univers == "famille",
            etat=etat,
            module=MODULE,
        )
    )
enregistrer_page_d_ecole(
    PageDEcole(
        "espaces",
        _("Espaces entre écoles"),
        "groupe",
        RayonDEcole.ANNEE,
        "espaces",
        par="",
        mots=_("projet visite liaison cm2 sixième plusieurs écoles"),
        ordre=60,
        module=MODULE,
    )
)

# --- News ---------------------------------------------------------------------------------------------------------------
enregistrer_sorte(
    Sorte(
        "espaces",
        _("Espaces entre écoles"),
        (*evenements.DES_FAMILLES, *evenements.DES_EQUIPES),
        Rubrique.A_REGARDER,
        pour=famille_ou_classe,
        module=MODULE,
    )
)
enregistrer_lecteur(evenements.INVITATION, EcoleDeLEspace.objects.a_repondre)
enregistrer_public(evenements.OUVERT, ClasseDeLEspace.objects.publics)
enregistrer_redite(evenements.OUVERT, gens.redites)
for nature in evenements.DES_DATES:
    enregistrer_public(nature, DateDeLEspace.objects.publics)
    enregistrer_redite(nature, partial(agenda.redites, nature))
enregistrer_public(evenements.PLACE, InscriptionVisite.objects.publics)
enregistrer_redites_possibles(evenements.PLACE, visites.redites)

# --- Assets and the search ----------------------------------------------------------------------------------------------
enregistrer_porteur(
    "espaces.oeuvre",
    porteurs.des_oeuvres,
    FichierDOeuvre,
    sans_controle="judged by models/tableau.py, for what families said of projects with another school",
    se_regle=True,
    support=Support.PROJET,
)
enregistrer_depot("oeuvre", porteurs.oeuvre)
garder_les_brouillons(FormulaireGarde(brouillons.OEUVRE, "espaces_brouillon", brouillons.ecole_de_l_oeuvre))
garder_les_brouillons(FormulaireGarde(brouillons.DATE, "espaces_brouillon", brouillons.ecole_de_la_date))
enregistrer_assemblage("oeuvres.css", "espaces/css/oeuvres.css", apres="style.css")
enregistrer_assemblage("espaces.css", "espaces/css/espaces.css", apres="style.css")
enregistrer_assemblage("ensemble.css", "espaces/css/espaces-eleve.css", apres="style.css")
enregistrer_fouille(Fouille("espaces", _("Espaces entre écoles"), "groupe", fouille.trouver))
