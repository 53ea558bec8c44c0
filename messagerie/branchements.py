"""What the messagerie plugs into the rest of the product, once, when it starts."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ent.annuaire import etages
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.occupations import enregistrer_adultes_absents, enregistrer_plages
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import Genre, enregistrer_genre
from ent.annuaire.registres.collectifs import Parole, enregistrer_parole
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.annuaire.registres.reponses import ReponseDAdulte, enregistrer_reponse_d_adulte
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.agent import Gardee, enregistrer_gardee
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.coquille.views.erreurs import enregistrer_raison
from ent.diffusion.registres import (
    enregistrer_lecteur,
    enregistrer_public,
    enregistrer_redite,
    enregistrer_redites_possibles,
)
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.fichiers.registres import (
    enregistrer_album,
    enregistrer_depot,
    enregistrer_image_changee,
    enregistrer_porteur,
    enregistrer_retrait,
    enregistrer_souvenirs,
)
from ent.portail.registres import (
    Attente,
    Constat,
    Entree,
    FormulaireGarde,
    Fouille,
    Place,
    Programme,
    Raccourci,
    Rang,
    Rayon,
    Tuile,
    Veille,
    enregistrer_arrivees,
    enregistrer_attente,
    enregistrer_constat,
    enregistrer_coupure,
    enregistrer_entree,
    enregistrer_fouille,
    enregistrer_programme,
    enregistrer_raccourci,
    enregistrer_recit,
    enregistrer_tuile,
    enregistrer_veille,
    garder_les_brouillons,
)

from . import bannieres, constats, porteurs, tuiles, tuiles_carnet
from .actions import annonces
from .actions import collectifs as actions_collectifs
from .actions import mots as actions_mots
from .actions.changements import redire_les_images, redire_les_images_de
from .actions.messages import dire_non_parti
from .actions.moderation import SIGNALEMENT, SUSPENSION, suspensions_redites
from .aides import AIDES
from .evenements import fils, mots
from .lectures import collectifs, fouille, incidents, mots_familles, mots_heures, regles
from .lectures.mots_brouillons import ecole_du_mot
from .models import Fil, Message, Mot, ReponseMot, Signalement, Suspension
from .pouvoirs import POUVOIRS
from .reglages_declares import ECRIRE, REGLAGES
from .traitements import TRAITEMENTS
from .verbes import ANCIENS, REPRISES, VERBES
from .views import carnet_familles

enregistrer_phrases("messagerie", VERBES | ANCIENS, sorte=("messages", _("Messages et carnet")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_raison(carnet_familles.raison)


def _vers_les_regles(etage: etages.Etage, objet: str) -> str | None:
    """A school reads its cells as a table; above it they are settings as the others."""
    return reverse("messagerie_regler", args=[objet]) if etage is etages.Etage.ECOLE else None


etages.enregistrer_rubrique(ECRIRE, _("Qui peut écrire à qui"), ordre=30, a_part=True)
etages.enregistrer_reglages(REGLAGES)
etages.enregistrer_ailleurs(
    etages.Ailleurs(
        ECRIRE,
        _("Qui peut écrire à qui"),
        _(
            "Le tableau des familles, des élèves, des enseignants et de la direction ; une école suit ce qu’elle n’a pas changé."
        ),
        _vers_les_regles,
    )
)
enregistrer_traitements(*TRAITEMENTS)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_adultes_absents(regles.adultes_absents)
enregistrer_parole(Parole(actions_collectifs.tenir, actions_collectifs.clore, collectifs.adresse, collectifs.archive))
enregistrer_plages(mots_heures.proposees, mots_heures.prises)
enregistrer_souvenirs(mots_familles.souvenirs_de)
# Whom its lines of the journal are about.
for nom, genre in [
    ("mot", Genre(Mot, classe="classe", groupe="groupe")),
    ("fil", Genre(Fil, classe="classe", groupe="groupe")),
    ("message", Genre(Message, ecole="fil__etablissement", classe="fil__classe", groupe="fil__groupe")),
]:
    enregistrer_genre(nom, genre)
enregistrer_reponse_d_adulte(ReponseDAdulte(ReponseMot, "par", ("mot_id", "eleve_id"), "signe_le", "remplacee_le"))

# --- Files ------------------------------------------------------------------------------------------------------------
enregistrer_porteur(
    "messagerie.message",
    porteurs.des_messages,
    Message.pieces.through,
    a_un_foyer=porteurs.des_messages_a_un_foyer,
    se_relit=True,
)
enregistrer_porteur("messagerie.rendu", porteurs.des_messages_rendus, Message.pieces.through)
enregistrer_porteur("messagerie.signalement", porteurs.des_messages_signales, Message.pieces.through)
enregistrer_porteur(
    "messagerie.mot", porteurs.des_mots, Mot.fichiers.through, a_un_foyer=porteurs.des_mots_d_un_eleve, se_relit=True
)
enregistrer_album(
    "message",
    Message.pieces.through,
    "message",
    objets_de=porteurs.messages_lus,
    lisibles_par=porteurs.des_messages,
    presenter=porteurs.presenter_message,
)
enregistrer_album(
    "mot",
    Mot.fichiers.through,
    "mot",
    objets_de=porteurs.mots_lus,
    lisibles_par=porteurs.des_mots,
    presenter=porteurs.presenter_mot,
)
enregistrer_depot("fil", porteurs.fil)
enregistrer_image_changee(redire_les_images)
enregistrer_retrait(redire_les_images_de)

# --- Messages ---------------------------------------------------------------------------------------------------------
DES_FILS = tuple(nom.replace(".", ":") for nom in (fils.MESSAGE, fils.MESSAGE_CHANGE, fils.LU))
enregistrer_attente(Attente("messages", tuiles.fils_qui_attendent, DES_FILS, univers="enseignant"))
enregistrer_raccourci(Raccourci("mot", "enseignant", _("Écrire un mot"), "message", tuiles.ecrire_un_mot))
enregistrer_arrivees(tuiles.partager)
for univers in ("direction", "pouvoirs", "eleve", "commune"):
    enregistrer_tuile(
        Tuile(
            nom="messages",
            univers=univers,
            rang=Rang.ECHANGES,
            gabarit="messagerie/fils/tuile_eleve.html" if univers == "eleve" else "messagerie/fils/tuile.html",
            contexte=tuiles.ma_classe if univers == "eleve" else tuiles.nouveaux,
            evenements=DES_FILS,
            questions=tuiles.questions_de_l_eleve if univers == "eleve" else None,
        )
    )

# What a person may choose to be told of outside the site.
enregistrer_sorte(
    Sorte(
        "messages",
        _("Messages"),
        (fils.MESSAGE, fils.NON_PARTI, fils.IMAGE_CACHEE),
        Rubrique.ECHANGES,
        (fils.MESSAGE,),
        se_groupe=False,
        pour=lambda p: famille(p) or bool(p.portee.etablissements_de_travail or p.portee.communes),
        au_dehors="message",
        dit_au_dehors=_("Un nouveau message"),
    )
)

enregistrer_lecteur(fils.MESSAGE, Fil.objects.lisibles)
enregistrer_lecteur(SIGNALEMENT, Signalement.objects.lisibles)
enregistrer_public(fils.MESSAGE, Fil.publics)
enregistrer_public(SUSPENSION, Suspension.objects.publics)
enregistrer_redites_possibles(fils.MESSAGE, annonces.redites)
enregistrer_redite(fils.NON_PARTI, lambda messages: dict.fromkeys(messages, dire_non_parti))
enregistrer_redite(SUSPENSION, suspensions_redites)

for univers in ("famille", "enseignant", "direction", "pouvoirs", "commune"):
    enregistrer_entree(
        Entree(
            nom=f"messages_{univers}",
            libelle=_("Messages"),
            icone="message",
            univers=univers,
            url_name="messagerie",
            rayon=Rayon.FAMILLES,
            place=Place.TROISIEME,
            nature="messagerie.message",
        )
    )

# --- Carnet de liaison ------------------------------------------------------------------------------------------------
DU_CARNET = tuple(nom.replace(".", ":") for nom in (mots.MOT_PUBLIE, mots.MOT_CHANGE, mots.MOT_REPONDU))
enregistrer_attente(Attente("mots", tuiles_carnet.a_signer, DU_CARNET, mots_familles.questions))
enregistrer_programme(Programme("mots", tuiles_carnet.programme))
for nature in mots.DITS_AVEC_LE_TITRE:
    enregistrer_recit(nature, tuiles_carnet.debuts)

enregistrer_sorte(
    Sorte(
        "mot", _("Mots à signer ou à lire"), mots.DITS_AVEC_LE_TITRE, Rubrique.A_SIGNER, pour=famille, au_dehors="mot"
    )
)
for nature in mots.DITS_AVEC_LE_TITRE:
    enregistrer_public(nature, Mot.publics)
    enregistrer_redite(nature, partial(actions_mots.redites, nature))

for entree in [
    Entree(
        "carnet_famille",
        _("Carnet de liaison"),
        "stylo",
        "famille",
        "carnet",
        Rayon.RETROUVER,
        mots=_("Mots à signer ou à lire"),
        d_un_enfant=True,
        etat=tuiles_carnet.etat_du_carnet,
    ),
    Entree(
        "carnet_enseignant",
        _("Carnet de liaison"),
        "stylo",
        "enseignant",
        "carnet_enseignant",
        Rayon.FAMILLES,
        mots=_("Mots à signer ou à lire"),
        etat=tuiles_carnet.etat_des_mots_envoyes,
    ),
    Entree(
        "carnet_direction",
        _("Carnet de liaison"),
        "stylo",
        "direction",
        "carnet_enseignant",
        Rayon.FAMILLES,
        mots=_("Mots à signer ou à lire"),
        place=Place.QUATRIEME,
        court=_("Carnet"),
    ),
]:
    enregistrer_entree(entree)
enregistrer_gardee(Gardee("carnet", d_avance=True))
enregistrer_gardee(Gardee("carnet_mot", cle="pk", parmi=Mot.objects.des_enfants_de))
garder_les_brouillons(FormulaireGarde("mot", "carnet_brouillon", ecole_du_mot))

# --- What waits for a direction ---------------------------------------------------------------------------------------
enregistrer_constat(
    Constat(
        "signales",
        _("Messages signalés"),
        5,
        constats.signales,
        geste=constats.lire_les_signales,
        urgence=5,
        url_name="messagerie_moderation",
    )
)
enregistrer_constat(
    Constat("suspendus", _("Ne peuvent plus écrire"), 50, constats.suspendus, url_name="messagerie_suspensions")
)

# --- Rules, absences, incidents ---------------------------------------------------------------------------------------
enregistrer_veille(Veille(incidents.question, bannieres.incident))
enregistrer_coupure(regles.coupure)

for entree in [
    Entree(
        "ecrire",
        _("Écrire à l’école"),
        "message",
        "famille",
        "messagerie_ecrire",
        Rayon.PREVENIR,
        d_un_enfant=True,
        etat=tuiles.etat_des_messages,
    ),
    Entree(
        "ecole_messages",
        _("Messages de l’école"),
        "message",
        "direction",
        "messagerie_ecoles",
        Rayon.ECOLE,
        etat=tuiles.etat_des_signalements,
    ),
    Entree(
        "territoire_messages",
        _("Messages du territoire"),
        "message",
        "territoire",
        "messagerie_territoire",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_du_territoire,
    ),
    # Of who only has children that were confided there are no messages, and no rules to read.
    Entree(
        "regles",
        _("Qui peut écrire à qui"),
        "groupe",
        "",
        "messagerie_regles_choisir",
        Rayon.MOI,
        pour=lambda personne: bool(personne.portee.est_personnel or personne.portee.suivis),
    ),
    Entree(
        "absences",
        _("Mon absence (messages)"),
        "agenda",
        "",
        "messagerie_absences",
        Rayon.MOI,
        etat=tuiles.etat_de_mon_absence,
        pour=lambda personne: bool(
            personne.portee.etablissements_de_travail or personne.portee.communes or personne.portee.suivis
        ),
    ),
]:
    enregistrer_entree(entree)

for place in ("fiche.liens", "commune.tuile"):
    enregistrer_fragment(Fragment(place, "messagerie/fils/_ecrire_aux_directions.html", tuiles.ecrire_aux_directions))
for place in ("annee.enfant", "annee.classe"):
    enregistrer_fragment(Fragment(place, "messagerie/fils/_annee.html", tuiles.annee_passee, ordre=40))
enregistrer_fragment(
    Fragment("annee.enfant", "messagerie/carnet/_annee.html", tuiles_carnet.annee_d_un_enfant, ordre=30)
)
enregistrer_fragment(
    Fragment("annee.classe", "messagerie/carnet/_annee.html", tuiles_carnet.annee_d_une_classe, ordre=30)
)
enregistrer_fragment(Fragment("visionneuse.photo", "messagerie/fils/_retirer_une_photo.html", tuiles.retirer_une_photo))
enregistrer_fragment(Fragment("aide.ecrire", "messagerie/fils/_ecrire_a_l_ecole.html", tuiles.ecrire_a_l_ecole))
for place, gabarit in [
    ("territoire.services", "_lien_territoire"),
    ("responsable.messages", "_suspendre_responsable"),
]:
    enregistrer_fragment(Fragment(place, f"messagerie/regles/{gabarit}.html"))

enregistrer_page_d_ecole(
    PageDEcole(
        "messagerie",
        _("Messages : règles, signalements, incident"),
        "message",
        RayonDEcole.REGLER,
        "messagerie_ecole",
        mots=_("modération suspendre qui écrit à qui"),
        ordre=30,
    )
)

for place in ("gens.gestes", "eleve.gestes", "adulte.gestes"):
    ecrire_a = partial(tuiles.ecrire_a, est_fiche=place != "gens.gestes")
    enregistrer_fragment(Fragment(place, "messagerie/fils/_ecrire_a.html", ecrire_a, ordre=20))
enregistrer_fragment(Fragment("fiche.bas", "messagerie/regles/_suspendre.html", tuiles.suspendre_quelqu_un))

# --- Assets -------------------------------------------------------------------------------------------------------------
DES_COUPONS = ["coquille/css/coupon-page.css", "coquille/css/suivi.css"]
completer("script.js", "messagerie/js/messages-recus.js")
enregistrer_assemblage(
    "messagerie.css", *(f"messagerie/css/{nom}.css" for nom in ["echange", "boite-fils"]), apres="style.css"
)
enregistrer_assemblage(
    "regles.css", *(f"messagerie/css/{nom}.css" for nom in ["echange", "regles", "moderation"]), apres="style.css"
)
enregistrer_assemblage("carnet.css", *DES_COUPONS, apres="style.css")
enregistrer_assemblage("messagerie.js", "messagerie/js/bulles.js", "messagerie/js/conversation.js")
# On every page of those who sign: what was signed without network leaves from any.
enregistrer_assemblage(
    "carnet.js",
    "coquille/js/boite-d-envoi.js",
    "messagerie/js/signer.js",
    est_gardee=True,
    pour=lambda cadre: cadre.est_chez_soi,
)

enregistrer_fouille(Fouille("mots", _("Carnet de liaison"), "stylo", fouille.trouver_mots))
enregistrer_fouille(Fouille("messages", _("Messages"), "message", fouille.trouver_messages))
