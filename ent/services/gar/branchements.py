"""What GAR plugs into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire import etages
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_identite
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.fichiers.registres import enregistrer_cles_gardees
from ent.portail.registres import Entree, Rang, Rayon, Tuile, enregistrer_entree, enregistrer_tuile

from . import tuiles
from .actions import envois
from .aides import AIDES
from .models import ListeGar
from .reglages_declares import REGLAGES, RESSOURCES
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("gar", VERBES, sorte=("gar", _("Ressources du ministère (GAR)")))
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
etages.enregistrer_rubrique(RESSOURCES, _("Ressources en ligne"), ordre=60)
etages.enregistrer_reglages(REGLAGES)
enregistrer_identite(ListeGar, "personne", ("etablissement_id",))
enregistrer_cles_gardees(envois.cles_du)
enregistrer_assemblage("gar.css", "gar/css/gar.css", apres="style.css")
enregistrer_periodique(Periodique("gar.nuit", envois.chaque_nuit, dt.timedelta(minutes=10)))

for univers, gabarit in (("eleve", "gar/tuile_eleve.html"), ("enseignant", "gar/tuile.html")):
    enregistrer_tuile(
        Tuile(nom="ressources", univers=univers, rang=Rang.OUTILS, gabarit=gabarit, contexte=tuiles.ressources)
    )
enregistrer_fragment(Fragment("services.aussi", "gar/_service.html", tuiles.parmi_les_services))
enregistrer_entree(
    Entree(
        "gar_envois",
        _("Envois au GAR"),
        "lire",
        "territoire",
        "gar_envois",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_des_envois,
    )
)
