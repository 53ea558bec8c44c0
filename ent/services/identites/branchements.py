"""What public identities plug into the rest of the product, once, when they start."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_identite
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import enregistrer_arrivee, enregistrer_jointures, enregistrer_reprise, enregistrer_sortie
from ent.coquille.aide import enregistrer_aides
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.portail.registres import Entree, Rayon, enregistrer_entree

from . import receptions, sorties, tuiles  # noqa: F401  (receptions listens to who comes in)
from .actions.entree import tout_delier
from .actions.fournisseurs import relever_tout
from .aides import AIDES
from .lectures.arrivees import entree_par
from .lectures.gens import par_educonnect
from .models import Rattachement
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("identites", VERBES, sorte=("comptes", _("Comptes, papiers et tablettes")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_identite(Rattachement, "personne", ("fournisseur_id", "empreinte"))
enregistrer_jointures(par_educonnect)
enregistrer_arrivee(entree_par)
enregistrer_sortie(sorties.apres)
enregistrer_reprise(tout_delier)
enregistrer_periodique(Periodique("identites.metadonnees", relever_tout, dt.timedelta(hours=1)))
enregistrer_fragment(Fragment("entrer.voies", "identites/_porte.html", tuiles.a_la_porte))
enregistrer_fragment(Fragment("compte.voies", "identites/_compte.html", tuiles.du_compte))
enregistrer_page_d_ecole(
    PageDEcole(
        "identites",
        _("Identités publiques"),
        "cle",
        RayonDEcole.ENTRER,
        "identites_ecole",
        mots=_("ÉduConnect agents académie"),
        ordre=30,
    )
)
enregistrer_entree(
    Entree(
        "identites_registre",
        _("Identités publiques"),
        "cle",
        "territoire",
        "identites_registre",
        Rayon.TERRITOIRE,
        etat=tuiles.etat,
    )
)
