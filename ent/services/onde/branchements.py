"""What imports plug into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import (
    ColonneDEcole,
    EtatDEcole,
    enregistrer_changement_de_classe,
    enregistrer_colonne_d_ecole,
    enregistrer_etat_d_ecole,
    enregistrer_identite,
    enregistrer_mouvement,
)
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.registres.suivre import enregistrer_lien_attendu
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import enregistrer_jointures
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.portail.registres import Constat, Entree, Place, Rayon, enregistrer_constat, enregistrer_entree
from ent.socle.differer import enregistrer_ancien_module

from . import constats, reprises, taches
from .aaf import releve
from .aides import AIDES
from .droits import SANS_ONDE
from .identites import par_jointures
from .models import FicheOnde
from .pouvoirs import POUVOIRS
from .traitements import TRAITEMENTS
from .verbes import VERBES

# Verbs and tasks bear the directory's name: lines of the journal and what was queued before this room was one stay valid.
enregistrer_phrases("annuaire", VERBES, sorte=("imports", _("Imports")))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_ancien_module("ent.annuaire.taches", taches)
enregistrer_periodique(Periodique("onde.aaf", releve.chaque_nuit, dt.timedelta(minutes=30)))
enregistrer_jointures(par_jointures)
enregistrer_changement_de_classe(reprises.apres_un_passage, reprises.rendre)
enregistrer_mouvement(reprises.apres_un_mouvement, reprises.rendre)
enregistrer_lien_attendu(reprises.attendre)
enregistrer_identite(FicheOnde, "personne", ("etablissement_id", "nature", "cle"))

enregistrer_constat(
    Constat(
        "lignes",
        _("Lignes qui attendent"),
        20,
        constats.lignes_en_attente,
        geste=constats.repondre,
        urgence=20,
        url_name="annuaire_attente",
    )
)
enregistrer_constat(
    Constat(
        "import",
        _("Dernier import"),
        40,
        constats.derniers_imports,
        constats.jour_du_dernier,
        constats.deposer,
        urgence=10,
        url_name="annuaire_import",
        sauf=SANS_ONDE,
    )
)
enregistrer_constat(
    Constat(
        "annuaire_attendu",
        _("Classes à recevoir"),
        40,
        dire=constats.rien,
        geste=constats.attendre_l_annuaire,
        urgence=10,
    )
)
enregistrer_entree(
    Entree(
        "imports_territoire",
        _("Imports du territoire"),
        "fichier",
        "territoire",
        "annuaire_territoire",
        Rayon.TERRITOIRE,
        Place.QUATRIEME,
        court=_("Imports"),
    ),
)
for fragment in [
    Fragment("ecole.chapeau", "onde/_chapeau_ecole.html", constats.chapeau),
    Fragment("ecole.avis", "onde/_avis_ecole.html", constats.avis),
    Fragment("eleve.changer", "onde/_importer.html", constats.d_un_eleve),
    Fragment("ecole.tuile", "onde/_lien_ecole.html", constats.d_une_ecole),
    Fragment("ecole.sans_classe", "onde/_sans_classe.html", lambda request, ecole: {"ecole": ecole}),
    Fragment("ecoles.liens", "onde/_lien_territoire.html", constats.lien_des_archives),
    Fragment("fiche.sections", "onde/_fiche.html", constats.section, ordre=10),
    Fragment("territoire.sans_ecole", "onde/_sans_ecole.html"),
]:
    enregistrer_fragment(fragment)
enregistrer_page_d_ecole(
    PageDEcole(
        "onde",
        _("Importer depuis ONDE"),
        "fichier",
        RayonDEcole.ANNEE,
        "annuaire_import",
        mots=_("fichiers élèves imports"),
        ordre=20,
        sauf=SANS_ONDE,
    )
)
enregistrer_etat_d_ecole(EtatDEcole("import_refuse", _("Import refusé"), constats.import_refuse, ordre=20))
enregistrer_etat_d_ecole(EtatDEcole("jamais_importee", _("Aucun import encore"), constats.jamais_importee, ordre=30))
enregistrer_colonne_d_ecole(ColonneDEcole("import", _("Dernier import"), constats.jours_des_derniers, ordre=20))
enregistrer_assemblage("onde.css", "onde/css/lot.css", apres="style.css")
completer("planche.css", "onde/css/lot.css")
