"""What third services plug into the rest of the product, once, when they start."""

import datetime as dt
from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import Genre, enregistrer_genre, enregistrer_identite, enregistrer_liens_changes
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import enregistrer_depart, enregistrer_etape_de_sortie, enregistrer_fin_de_loin
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.coquille.views.erreurs import enregistrer_raison
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_lecteur, enregistrer_redite
from ent.portail.registres import (
    Constat,
    Entree,
    Rang,
    Rayon,
    Tuile,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_tuile,
)
from ent.socle.rustines.allauth_cles import garder_les_cles_lues
from ent.socle.rustines.allauth_clients import garder_la_question_des_clients
from ent.socle.rustines.allauth_codes import prendre_les_codes_en_une_fois

from . import receptions, tuiles
from .actions import nouvelles, oppositions, sortie, visites
from .actions.registre import oublier_les_jetons_finis
from .aides import AIDES
from .evenements import DEMANDE, FERME, OPPOSITION, REMISE
from .lectures import departs
from .models import OppositionTiers
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import ENTRE_EUX, REPRISES, VERBES
from .views import familles

garder_les_cles_lues()
garder_la_question_des_clients()
prendre_les_codes_en_une_fois()
enregistrer_phrases(
    "tiers", VERBES, sorte=("ecole", _("École, équipe et familles")), entre_eux=ENTRE_EUX, reprises=REPRISES
)
enregistrer_genre("opposition", Genre(OppositionTiers, ecole="", personnes=("eleve",)))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_assemblage("tiers.css", "tiers/css/tiers.css", apres="style.css")
enregistrer_assemblage("porter.js", "tiers/js/porter.js")
enregistrer_assemblage("quitter.js", "tiers/js/quitter.js")
enregistrer_depart(departs.adresse_signee)
enregistrer_etape_de_sortie(receptions.par_les_services)
enregistrer_fin_de_loin(sortie.quitter_de_loin)
enregistrer_periodique(Periodique("tiers.visites", visites.relever_les_visites, dt.timedelta(hours=1)))
enregistrer_redite(FERME, partial(nouvelles.redites, FERME))  # to families: directions are told in French
for nature in (OPPOSITION, REMISE):
    enregistrer_lecteur(nature, OppositionTiers.objects.lisibles_par_l_equipe)
enregistrer_liens_changes(oppositions.suivre_les_liens)
enregistrer_identite(OppositionTiers, "par", ("service_id", "eleve_id", "reprise_le"))
enregistrer_periodique(Periodique("tiers.jetons_finis", oublier_les_jetons_finis, dt.timedelta(days=1)))

for univers, gabarit in (("eleve", "tiers/tuile_eleve.html"), ("enseignant", "tiers/tuile.html")):
    enregistrer_tuile(
        Tuile(nom="services", univers=univers, rang=Rang.OUTILS, gabarit=gabarit, contexte=tuiles.ouverts)
    )
enregistrer_constat(
    Constat(
        "services",
        _("Services à accorder"),
        75,
        tuiles.a_accorder,
        tuiles.dire_a_accorder,
        tuiles.accorder,
        urgence=45,
        url_name="tiers_ecole",
        evenements=(DEMANDE.replace(".", ":"),),
    )
)
for univers in ("famille", "enseignant"):
    rayon = Rayon.RETROUVER if univers == "famille" else Rayon.ECOLE
    enregistrer_entree(
        Entree(
            f"tiers_{univers}",
            _("Services de l’école"),
            "sortir",
            univers,
            "tiers",
            rayon,
            d_un_enfant=univers == "famille",
            etat=tuiles.etat,
            pour=(lambda p: not p.portee.etablissements_diriges) if univers == "enseignant" else None,
        )
    )  # who teaches and directs has them on their tile, and from the page of their school
enregistrer_entree(
    Entree(
        "tiers_direction",
        _("Services de l’école"),
        "sortir",
        "direction",
        "tiers_dirigees",
        Rayon.ECOLE,
        etat=tuiles.etat_de_l_ecole,
    )
)
enregistrer_entree(
    Entree(
        "tiers_registre",
        _("Services du territoire"),
        "sortir",
        "territoire",
        "tiers_registre",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_du_registre,
    )
)
enregistrer_page_d_ecole(
    PageDEcole(
        "services",
        _("Services"),
        "sortir",
        RayonDEcole.REGLER,
        "tiers_ecole",
        mots=_("applications ressources"),
        ordre=40,
    )
)
enregistrer_raison(familles.raison)
enregistrer_fragment(Fragment("eleve.fiche", "tiers/_de_l_eleve.html", tuiles.de_l_eleve, ordre=50))
