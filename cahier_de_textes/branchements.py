"""What the cahier plugs into the rest of the product, once, when it starts."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.models import Classe
from ent.annuaire.registres import (
    Genre,
    enregistrer_genre,
    enregistrer_journees_de_classe,
    enregistrer_salle_confiee,
)
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import Rang as RangDeVoie
from ent.connexion.registres import Voie, enregistrer_reprise, enregistrer_voie
from ent.coquille.agent import Copie, enregistrer_copie
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.coquille.views.erreurs import enregistrer_raison
from ent.diffusion.registres import enregistrer_public, enregistrer_redite, enregistrer_redites_possibles
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.fichiers.registres import (
    enregistrer_album,
    enregistrer_fichiers_retenus,
    enregistrer_porteur,
    enregistrer_souvenirs,
    enregistrer_travaux,
)
from ent.portail.registres import (
    Attente,
    Entree,
    FormulaireGarde,
    Fouille,
    Place,
    Programme,
    Raccourci,
    Rang,
    Rayon,
    Tuile,
    enregistrer_arrivees,
    enregistrer_attente,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
    enregistrer_raccourci,
    enregistrer_tuile,
    garder_les_brouillons,
)

from . import droits, evenements, porteurs, receptions, tuiles, voies  # noqa: F401  (receptions listens to passwords made again)
from .actions import annonces, decalage
from .actions import remises as rendues
from .actions.agenda import fermer_les_agendas
from .actions.gestes import DECALES
from .aides import AIDES
from .lectures import brouillons, familles, fouille, lignes, remises, reprises, souvenirs
from .models import Remise, Retour, Seance, Travail, Visa
from .traitements import TRAITEMENTS
from .verbes import REPRISES, VERBES
from .views.familles import raison
from .views.remises import raison_du_repris

enregistrer_phrases("cahier_de_textes", VERBES, sorte=("cahier", _("Cahier de textes")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_souvenirs(souvenirs.souvenirs_de)
enregistrer_travaux(souvenirs.travaux_de)
# Whom its lines of the journal are about.
for nom, genre in [
    ("travail", Genre(Travail, classe="classe", groupe="groupe")),
    ("seance", Genre(Seance, classe="classe", groupe="groupe")),
    (
        "remise",
        Genre(
            Remise,
            ecole="travail__etablissement",
            classe="travail__classe",
            groupe="travail__groupe",
            personnes=("eleve",),
        ),
    ),
    ("emploi", Genre(Classe, classe="pk")),
    ("visa", Genre(Visa, ecole="classe__etablissement", classe="classe")),
]:
    enregistrer_genre(nom, genre)

# --- Files ------------------------------------------------------------------------------------------------------------
for nom, fonction, table, options in [
    (
        "travail",
        porteurs.des_travaux,
        Travail.fichiers.through,
        {"a_un_foyer": porteurs.des_travaux_d_un_eleve, "tenus_pour": porteurs.tenus_par_des_travaux},
    ),
    (
        "seance",
        porteurs.des_seances,
        Seance.fichiers.through,
        {"a_un_foyer": porteurs.des_seances_d_un_eleve, "tenus_pour": porteurs.tenus_par_des_seances},
    ),
    (
        "remise",
        porteurs.des_remises,
        Remise.fichiers.through,
        {"sans_controle": "a child's own work, read by their household"},
    ),
    ("retour", porteurs.des_retours, Retour, {"sans_controle": "a sound, to one household"}),
]:
    enregistrer_porteur(f"cahier_de_textes.{nom}", fonction, table, se_relit=True, **options)
for nom, table, objets, lisibles, presenter in [
    ("travail", Travail.fichiers.through, porteurs.travaux_lus, porteurs.des_travaux, porteurs.presenter_travail),
    ("seance", Seance.fichiers.through, porteurs.seances_lues, porteurs.des_seances, porteurs.presenter_seance),
    ("remise", Remise.fichiers.through, porteurs.remises_lues, porteurs.des_remises, porteurs.presenter_remise),
]:
    enregistrer_album(nom, table, nom, objets_de=objets, lisibles_par=lisibles, presenter=presenter)

enregistrer_fichiers_retenus(reprises.fichiers_repris)

# --- Homes and navigation ---------------------------------------------------------------------------------------------
EVENEMENTS = tuple(
    nom.replace(".", ":") for nom in (evenements.TRAVAIL_PUBLIE, evenements.TRAVAIL_CHANGE, evenements.TRAVAIL_FAIT)
)
DE_L_ENSEIGNANT = (evenements.SEANCE_CHANGEE.replace(".", ":"),)
# A pupil's cards also change with what they handed in, and with what was done at school.
DE_L_ELEVE = tuple(nom.replace(".", ":") for nom in (evenements.REMISE_CHANGEE, evenements.SEANCE_CHANGEE))
enregistrer_salle_confiee(
    droits.SALLE,
    _("Cahier de textes"),
    _("Ce qu’il y a à faire, jour par jour, et ce que la classe a fait."),
    _("Cocher ce qui est fait."),
)
enregistrer_programme(
    Programme(
        "cahier", tuiles.programme, EVENEMENTS, lignes.questions_de_famille, salle=droits.SALLE, au_dehors="devoir"
    )
)
for univers, fonction, rang in [
    ("eleve", tuiles.eleve, Rang.A_FAIRE),
    ("enseignant", tuiles.enseignant, Rang.A_FAIRE),
]:
    enregistrer_tuile(
        Tuile(
            nom=tuiles.TUILE,
            univers=univers,
            rang=rang,
            gabarit=f"cahier_de_textes/tuile_{univers}.html",
            contexte=fonction,
            evenements=EVENEMENTS + {"eleve": DE_L_ELEVE, "enseignant": DE_L_ENSEIGNANT}.get(univers, ()),
            questions=remises.questions_d_eleve if univers == "eleve" else None,
        )
    )

enregistrer_tuile(
    Tuile(
        nom="cahier-demain",
        univers="enseignant",
        rang=Rang.A_FAIRE,
        gabarit="cahier_de_textes/tuile_demain.html",
        contexte=tuiles.pour_demain,
        evenements=EVENEMENTS,
        a_cote=True,
    )
)
enregistrer_attente(
    Attente("rendus", tuiles.a_regarder, (DE_L_ELEVE[0],), remises.questions_d_enseignant, univers="enseignant")
)
enregistrer_arrivees(tuiles.partager)
enregistrer_raccourci(Raccourci("donner", "enseignant", _("Donner du travail"), "stylo", tuiles.donner))

# What a person may choose to be told of outside the site.
DU_TRAVAIL = (evenements.TRAVAIL_PUBLIE, evenements.TRAVAIL_RAPPELE, DECALES)
enregistrer_sorte(
    Sorte(
        "travail", _("Travail donné"), DU_TRAVAIL, Rubrique.A_FAIRE, en_lot=(evenements.TRAVAIL_PUBLIE,), pour=famille
    )
)
enregistrer_sorte(
    Sorte("retour", _("Retour de l’enseignant"), (evenements.REMISE_CHANGEE,), Rubrique.RETOURS, pour=famille)
)
for nature in evenements.DITS_AVEC_LE_TEXTE:
    enregistrer_public(nature, Travail.publics)
    enregistrer_redite(nature, partial(annonces.redites, nature))
enregistrer_public(evenements.REMISE_CHANGEE, Remise.objects.publics)
enregistrer_redites_possibles(evenements.REMISE_CHANGEE, rendues.retours_redits)
enregistrer_redites_possibles(DECALES, decalage.redites)

for entree in [
    Entree("cahier", _("Semaine"), "agenda", "enseignant", "cahier", Rayon.CLASSE, place=Place.DEUXIEME),
    Entree(
        "reserve", _("Réserve"), "livre", "enseignant", "cahier_reserve", Rayon.CLASSE, etat=tuiles.etat_de_la_reserve
    ),
    Entree(
        "cahier_eleve",
        _("Semaine"),
        "agenda",
        "eleve",
        "cahier_eleve_semaine",
        Rayon.CLASSE,
        place=Place.DEUXIEME,
        pour=lambda personne: personne.est_collegien,
    ),
    Entree(
        "cahier_famille",
        _("Cahier, jour par jour"),
        "cahier",
        "famille",
        "cahier_jour",
        Rayon.RETROUVER,
        d_un_enfant=True,
        salle=droits.SALLE,
        etat=tuiles.etat,
    ),
]:
    enregistrer_entree(entree)
enregistrer_fragment(Fragment("semaine.pied", "cahier_de_textes/_liens_semaine.html"))
enregistrer_fragment(Fragment("classe.liens", "cahier_de_textes/_lien_classe.html", ordre=20))
enregistrer_fragment(Fragment("gens.gestes", "cahier_de_textes/_sa_classe.html", tuiles.sa_classe, ordre=5))
enregistrer_fragment(Fragment("eleve.gestes", "cahier_de_textes/_sa_semaine.html", tuiles.sa_semaine, ordre=5))
enregistrer_fragment(Fragment("college.eleve", "cahier_de_textes/_au_college.html", tuiles.au_college))
enregistrer_fragment(Fragment("cle.manque", "cahier_de_textes/_agenda_sans_cle.html", tuiles.agenda_ferme))
enregistrer_fragment(Fragment("agenda.adresse", "cahier_de_textes/_adresse_agenda.html", tuiles.adresse_d_agenda))
garder_les_brouillons(FormulaireGarde("travail", "cahier_brouillon", brouillons.ecole_du_travail))
garder_les_brouillons(FormulaireGarde("seance", "cahier_brouillon", brouillons.ecole_de_la_seance))

enregistrer_voie(
    Voie(
        nom="agendas",
        rang=RangDeVoie.AGENDAS,
        titre=_("Adresses d’agenda"),
        geste=_("Supprimer"),
        vide=_("Aucune adresse d’agenda."),
        lister=voies.agendas,
        fermer=voies.revoquer_agenda,
    )
)
enregistrer_reprise(fermer_les_agendas)

# --- Assets -------------------------------------------------------------------------------------------------------------
completer(
    "style.css",
    *(f"cahier_de_textes/css/{nom}.css" for nom in ["semaine", "journee", "pousses", "remise", "editeur", "contenu"]),
)
completer("projection.css", "cahier_de_textes/css/projeter.css")
completer("script.js", "cahier_de_textes/js/copie.js")
completer("atelier.js", "cahier_de_textes/js/repondre.js")
completer("bureau.js", "cahier_de_textes/js/editeur.js", "cahier_de_textes/js/ajout-rapide.js")
enregistrer_assemblage("suivi.css", "coquille/css/suivi.css", apres="style.css")
enregistrer_assemblage(
    "semaine.css",
    *(f"cahier_de_textes/css/{nom}.css" for nom in ["ajout-rapide", "emploi", "reserve"]),
    apres="style.css",
)
enregistrer_raison(raison)
enregistrer_raison(raison_du_repris)
# What a child who was absent missed.
enregistrer_journees_de_classe(familles.journees_manquees)
# The fortnight, on a parent's own phone.
enregistrer_copie(Copie("cahier_copie", r"^\/$|^\/semaine\/|^\/cahier\/($|jour\/|quinzaine\/$)"))
enregistrer_fragment(Fragment("cadre.pied", "cahier_de_textes/_copie.html", tuiles.copie, est_fixe=True))
enregistrer_fragment(Fragment("hors_ligne", "cahier_de_textes/_lire_la_copie.html"))

enregistrer_fragment(
    Fragment("annee.enfant", "cahier_de_textes/_annee_enfant.html", tuiles.annee_d_un_enfant, ordre=10)
)
enregistrer_fragment(
    Fragment("annee.classe", "cahier_de_textes/_annee_classe.html", tuiles.annee_d_une_classe, ordre=10)
)

enregistrer_fouille(Fouille("cahier", _("Cahier"), "livre", fouille.trouver))
