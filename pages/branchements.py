"""What the journals and the sites plugs into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from ent.annuaire import etages
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.naissances import enregistrer_naissance
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import (
    ColonneDEcole,
    EtatDEcole,
    Genre,
    enregistrer_colonne_d_ecole,
    enregistrer_etat_d_ecole,
    enregistrer_genre,
)
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import (
    enregistrer_lecteur,
    enregistrer_public,
    enregistrer_redite,
    enregistrer_redites_possibles,
)
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille_ou_classe
from ent.fichiers.registres import (
    enregistrer_album,
    enregistrer_image_changee,
    enregistrer_porteur,
    enregistrer_retrait,
    enregistrer_souvenirs,
    enregistrer_travaux,
)
from ent.portail.registres import (
    Attente,
    Entree,
    Fouille,
    Place,
    Raccourci,
    Rang,
    Rayon,
    Tuile,
    enregistrer_arrivees,
    enregistrer_attente,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_raccourci,
    enregistrer_recit,
    enregistrer_repas_changes,
    enregistrer_tuile,
)

from . import courriels, porteurs_journal, signaux, tuiles_journal
from .actions import archives, billets, commentaires, site_equipes, site_suivi
from .actions.billets_photos import redessiner_les_journaux, suivre_les_images
from .actions.site import creer_sites, retirer_le_site
from .aides import AIDES
from .evenements import billets as evenements
from .evenements.commentaires import COMMENTAIRE
from .lectures import fouille, site_listes
from .lectures import journal as lectures_journal
from .lectures.archives import publics_des_offres
from .lectures.souvenirs import souvenirs_de, travaux_de
from .models.billets import Billet, PieceBillet
from .models.billets_relecture import PolitiqueDesBillets
from .models.commentaires import Commentaire
from .models.portfolio import EntreePortfolio
from .pouvoirs import POUVOIRS
from .reglages_declares import JOURNAL, REGLAGES, SITE
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("pages", VERBES, sorte=("pages", _("Billets et site de l’école")), reprises=REPRISES)
enregistrer_aides(AIDES)
etages.enregistrer_rubrique(JOURNAL, _("Le journal des classes"), ordre=40)
etages.enregistrer_rubrique(SITE, _("Le site de l’école"), ordre=50)
etages.enregistrer_reglages(REGLAGES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_pouvoirs(POUVOIRS)
# Whom its lines of the journal are about.
for nom, genre in [
    ("billet", Genre(Billet, classe="classe", groupe="groupe")),
    (
        "commentaire",
        Genre(Commentaire, ecole="billet__etablissement", classe="billet__classe", groupe="billet__groupe"),
    ),
    ("portfolio", Genre(EntreePortfolio, personnes=("eleve",))),
]:
    enregistrer_genre(nom, genre)

# --- Journals ---------------------------------------------------------------------------------------------------------
policy_registry.register(Billet, PolitiqueDesBillets(Billet))
courriels.taire_le_circuit()
# What a journal shows is a rule of its own, the ground's and more: photos hidden from one billet's readers, shown to those who are on them.
enregistrer_porteur(
    "pages.billet",
    porteurs_journal.des_billets,
    PieceBillet,
    sans_controle="judged by pages/porteurs_journal.py",
    se_regle=True,
    se_relit=True,
)
enregistrer_porteur(
    "pages.portfolio",
    porteurs_journal.du_portfolio,
    PieceBillet,
    EntreePortfolio.fichiers.through,
    sans_controle="a child's own works, read by their household; of a billet, judged by pages/porteurs_journal.py",
    se_relit=True,
)
enregistrer_album(
    "billet",
    PieceBillet,
    "billet",
    objets_de=porteurs_journal.billets_lus,
    lisibles_par=porteurs_journal.des_billets,
    presenter=porteurs_journal.presenter_billet,
)
enregistrer_album(
    "portfolio",
    EntreePortfolio.fichiers.through,
    "entreeportfolio",
    objets_de=porteurs_journal.entrees_lues,
    lisibles_par=porteurs_journal.du_portfolio,
    presenter=porteurs_journal.presenter_entree,
)
enregistrer_souvenirs(souvenirs_de)
enregistrer_travaux(travaux_de)
enregistrer_retrait(redessiner_les_journaux)
enregistrer_retrait(archives.oublier_les_archives_de)
enregistrer_image_changee(suivre_les_images, aussitot=True)
enregistrer_image_changee(archives.oublier_les_archives_des_images)
enregistrer_periodique(Periodique("pages.journaux", archives.tournee, dt.timedelta(days=1)))

enregistrer_fragment(Fragment("annee.enfant", "pages/journal/_annee.html", tuiles_journal.annee_passee, ordre=20))
enregistrer_fragment(Fragment("annee.classe", "pages/journal/_annee.html", tuiles_journal.annee_passee, ordre=20))
for nom in ("journal", "journal_enfant", "journal_photos", "journal_photos_enfant"):
    enregistrer_gardee(Gardee(nom))
enregistrer_gardee(Gardee("journal_billet", cle="pk", parmi=Billet.objects.visibles_par))

A_RELIRE = tuple(
    nature.replace(".", ":") for nature in (evenements.BILLET_A_RELIRE, evenements.BILLET_CHANGE, COMMENTAIRE)
)
enregistrer_tuile(
    Tuile(
        nom=tuiles_journal.TUILE,
        univers="eleve",
        rang=Rang.A_RELIRE,
        gabarit="pages/journal/tuile_eleve.html",
        contexte=tuiles_journal.eleve,
        evenements=(evenements.BILLET_CHANGE.replace(".", ":"),),
        questions=lectures_journal.questions_d_eleve,
    )
)

enregistrer_attente(Attente("journal", tuiles_journal.a_relire, A_RELIRE, univers="enseignant"))
enregistrer_raccourci(Raccourci("publier", "enseignant", _("Publier des photos"), "photo", tuiles_journal.publier))
enregistrer_arrivees(tuiles_journal.partager)
enregistrer_recit(evenements.BILLET_PUBLIE, tuiles_journal.apercus)
enregistrer_lecteur(COMMENTAIRE, Commentaire.objects.lisibles)
enregistrer_public(evenements.BILLET_PUBLIE, Billet.publics)
enregistrer_public(COMMENTAIRE, Commentaire.objects.publics)
enregistrer_public(archives.ARCHIVE_OFFERTE, publics_des_offres)
enregistrer_redite(evenements.BILLET_PUBLIE, billets.redites)
enregistrer_redite(archives.ARCHIVE_OFFERTE, lambda classes: dict.fromkeys(classes, archives.dire_l_offre))
enregistrer_redites_possibles(COMMENTAIRE, commentaires.redites)
enregistrer_sorte(
    Sorte(
        "journal",
        _("Journal de la classe"),
        (evenements.BILLET_PUBLIE, archives.ARCHIVE_OFFERTE, COMMENTAIRE),
        Rubrique.A_REGARDER,
        se_groupe=False,  # each has its photos
        pour=famille_ou_classe,
        au_dehors="document",
        dit_au_dehors=_("Du nouveau dans le journal de la classe"),
    )
)

for entree in [
    Entree(
        "photos", _("Photos"), "image", "famille", "journal_photos", Rayon.RETROUVER, Place.QUATRIEME, d_un_enfant=True
    ),
    Entree(
        "journal_eleve",
        _("Le journal de ma classe"),
        "image",
        "eleve",
        "journal",
        Rayon.RETROUVER,
        pour=lambda personne: personne.est_collegien,
    ),
    *(
        Entree(f"journal_{univers}", nom, "image", univers, url, rayon, d_un_enfant=univers == "famille", etat=etat)
        for univers, nom, url, rayon, etat in [
            ("famille", _("Journal de la classe"), "journal", Rayon.RETROUVER, tuiles_journal.etat_du_journal),
            ("enseignant", _("Journal et photos"), "journal_classes", Rayon.FAMILLES, tuiles_journal.etat_des_journaux),
            (
                "direction",
                _("Journaux des classes"),
                "journal_classes",
                Rayon.FAMILLES,
                tuiles_journal.etat_des_journaux,
            ),
        ]
    ),
]:
    enregistrer_entree(entree)

# --- Sites ------------------------------------------------------------------------------------------------------------
enregistrer_naissance("site", creer_sites, retrait=retirer_le_site)
enregistrer_etat_d_ecole(EtatDEcole("sans_site", _("Sans site"), site_listes.sans_site, ordre=40))
enregistrer_colonne_d_ecole(ColonneDEcole("site", _("Site"), site_listes.adresses, ordre=40))
enregistrer_fragment(Fragment("fiche.sections", "pages/site/_fiche.html", site_listes.section, ordre=20))
signaux.ecouter()
enregistrer_retrait(site_suivi.oublier_les_images_de)
enregistrer_repas_changes(site_suivi.renouveler)
enregistrer_periodique(Periodique("pages.equipes_des_sites", site_equipes.aligner_equipes, dt.timedelta(days=1)))
enregistrer_periodique(Periodique("pages.publications_prevues", site_suivi.publier_le_prevu, dt.timedelta(minutes=5)))
enregistrer_tuile(
    Tuile(
        nom="site",
        univers="direction",
        rang=Rang.A_REGARDER,
        gabarit="pages/site/tuile.html",
        contexte=site_listes.tuile,
    )
)
for entree in [
    Entree(
        "sites_famille",
        _("Site de l’école"),
        "ecole",
        "famille",
        "mes_sites",
        Rayon.RETROUVER,
        etat=site_listes.ecoles_des_enfants,
    ),
    Entree(
        "sites_territoire",
        _("Sites des établissements"),
        "ecole",
        "territoire",
        "sites_du_territoire",
        Rayon.TERRITOIRE,
        etat=site_listes.combien,
    ),
]:
    enregistrer_entree(entree)

# --- Assets -------------------------------------------------------------------------------------------------------------
enregistrer_assemblage("journal.css", "fichiers/css/visages.css", "pages/css/journal.css", apres="style.css")
# The public sites of schools, whose readers are nobody known: a sheet of its own, with the palettes.
enregistrer_assemblage(
    "site.css",
    "coquille/css/jetons.css",
    "pages/css/site/jetons.css",
    *(f"coquille/css/{nom}.css" for nom in ["base", "icone", "bouton", "vide"]),
    "pages/css/site/cadre.css",
    "pages/css/site/contenu.css",
)

enregistrer_fouille(Fouille("journal", _("Journal"), "photo", fouille.trouver))
