"""What this room plugs into the rest of the product, once, when it starts."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.parlers import enregistrer_parler
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.socle.college import enregistrer_nom

from . import etages, sceaux  # noqa: F401  (each connection of SQLite is told of the purge)
from .actions.reglages import regler_a_la_naissance
from .aides import AIDES
from .journal import enregistrer_phrases
from .lectures import ecoles, passages
from .models import Aide, Classe, Groupe, Mandat, Passage, Personne, Reglage, Responsabilite
from .naissances import enregistrer_naissance
from .natures import nature_de_la_page
from .pages_d_ecole import PAGES
from .pouvoir import enregistrer_pouvoirs
from .pouvoirs import POUVOIRS
from .registres import EtatDEcole, Genre, enregistrer_etat_d_ecole, enregistrer_genre, enregistrer_identite
from .registres.ecole import enregistrer_page_d_ecole
from .reglages_declares import CONSERVATION, REGLAGES, REPOS
from .traitement import enregistrer_traitements
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("annuaire", VERBES, sorte=("ecole", _("École, équipe et familles")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_parler(nature_de_la_page)
enregistrer_nom(
    "ONDE", "Siècle"
)  # where a school holds its pupils: the pages of the directory speak of it, with or without imports
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_fragment(Fragment("territoire.services", "annuaire/_lien_qui_repond.html"))
enregistrer_fragment(Fragment("territoire.services", "annuaire/_lien_conservation.html"))
enregistrer_page_d_ecole(*PAGES)
enregistrer_assemblage("ecole.css", "coquille/css/maison.css", apres="style.css")
enregistrer_assemblage("gens.css", "annuaire/css/gens.css", apres="style.css")
enregistrer_assemblage("passage.css", "annuaire/css/passage.css", apres="style.css")
enregistrer_assemblage("gens.js", "annuaire/js/chercher-gens.js", "annuaire/js/tout-cocher.js")

# Whom lines of the journal are about. A person is of no school by themself: who reads the line says whom they know.
for nom, genre in [
    ("personne", Genre(Personne, ecole="", personnes=("pk",))),
    ("classe", Genre(Classe, classe="pk")),
    ("groupe", Genre(Groupe, groupe="pk")),
    ("aide", Genre(Aide)),
    ("mandat", Genre(Mandat, personnes=("personne",))),
    ("passage", Genre(Passage)),
    ("reglage", Genre(Reglage)),
    ("responsabilite", Genre(Responsabilite, personnes=("adulte", "enfant"))),
]:
    enregistrer_genre(nom, genre)

for nom, libelle, ou in [
    ("sans_direction", _("Sans direction"), ecoles.sans_direction),
    ("sans_classe", _("Pas encore de classe"), ecoles.sans_classe),
    ("sans_compte", _("Aucun compte ouvert"), ecoles.sans_compte),
    ("rentree", _("Rentrée pas faite"), passages.sans_rentree),
]:
    enregistrer_etat_d_ecole(EtatDEcole(nom, libelle, ou, ordre=10))

enregistrer_assemblage("ecoles.css", "annuaire/css/ecoles.css", apres="style.css")
enregistrer_assemblage("etages.css", "annuaire/css/etages.css", apres="style.css")

etages.enregistrer_rubrique(
    REPOS,
    _("Le repos des familles"),
    ordre=10,
    note=_("Ce qui est écrit pendant ces heures est gardé, et part à la réouverture (circulaire du 10 juillet 2025)."),
)
etages.enregistrer_rubrique(
    CONSERVATION,
    _("Ce que l’école garde"),
    ordre=90,
    note=_("Trois mois au plus (arrêté du 30 novembre 2006). Les années finies se relisent un an."),
)
etages.enregistrer_rubrique(
    etages.MODULES,
    _("Ce que l’école utilise"),
    ordre=5,
    note=_("Fermé, un module ne se voit plus nulle part dans l’école. Rien n’est effacé : rouvert, tout revient."),
)
etages.enregistrer_reglages(REGLAGES)
enregistrer_identite(Mandat, "personne", ("etablissement_id", "fini_le"))
enregistrer_naissance("reglages", regler_a_la_naissance)
