"""What this room plugs into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire import etages
from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.naissances import enregistrer_naissance
from ent.annuaire.pouvoir import enregistrer_pouvoirs
from ent.annuaire.registres import enregistrer_invitation
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_nomination, enregistrer_page_d_ecole
from ent.annuaire.traitement import enregistrer_traitements
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_lecteur, enregistrer_porte

from . import constats, evenements, receptions, voies  # noqa: F401  (receptions listens to comings and goings)
from .actions import (
    dire_la_nomination,
    inviter_le_personnel,
    oublier_les_sessions_finies,
    relire_qui_ecoute,
    taire_les_nominations,
)
from .aides import AIDES
from .droits import SECOND_FACTEUR
from .lectures import ce_qui_ferme
from .pouvoirs import POUVOIRS
from .registres import Rang, Voie, enregistrer_voie
from .reglages_declares import COMPTES, REGLAGES, TABLETTES
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import VERBES

enregistrer_phrases("connexion", VERBES, sorte=("comptes", _("Comptes, papiers et tablettes")))
enregistrer_aides(AIDES)
enregistrer_invitation(inviter_le_personnel)
etages.enregistrer_rubrique(
    TABLETTES,
    _("Les tablettes"),
    ordre=20,
    note=_(
        "Une tablette est connue de la classe dès qu’un élève y est entré, ou que l’enseignant l’a laissée entrer depuis « Accès des élèves »."
    ),
)
etages.enregistrer_rubrique(
    COMPTES,
    _("Les comptes de l’équipe"),
    ordre=25,
    note=_("Une école demande la deuxième clé à plus de monde que l’installation, jamais à moins."),
)
etages.enregistrer_reglages(REGLAGES)
etages.enregistrer_suite(SECOND_FACTEUR, relire_qui_ecoute)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_pouvoirs(POUVOIRS)
enregistrer_fragment(Fragment("classe.liens", "connexion/_liens_classe.html", ordre=10))
enregistrer_fragment(Fragment("fiche.direction", "connexion/_papier_direction.html", constats.papier_a_donner))
enregistrer_fragment(Fragment("fiche.sections", "connexion/_fiche.html", constats.tablettes_de_l_ecole, ordre=30))
enregistrer_fragment(Fragment("equipe.liens", "connexion/_lien_equipe.html"))
enregistrer_page_d_ecole(
    PageDEcole(
        "papiers_equipe",
        _("Inviter l’équipe, imprimer ses papiers"),
        "imprimer",
        RayonDEcole.ENTRER,
        "connexion_feuilles_personnel",
        par="pk",
        mots=_("invitations courriel codes"),
        ordre=20,
    )
)
for place, gabarit, contexte in [
    ("gens.gestes", "_papier_de", constats.papier_de),
    ("compte.papier", "_papier_de", constats.papier_du_responsable),
    ("fiche.compte", "_compte_de", constats.compte_de),
    ("eleve.gestes", "_acces_de", constats.acces_de),
    ("adulte.fiche", "_fiche_du_compte", constats.fiche_du_compte),
]:
    enregistrer_fragment(Fragment(place, f"connexion/{gabarit}.html", contexte, ordre=10))

enregistrer_porte(lambda personne: ce_qui_ferme(personne) is None)
enregistrer_lecteur(evenements.MUR_ESSAYE, lambda personne, classes: personne.portee.classes_tenues & set(classes))
enregistrer_lecteur(evenements.DIRECTION_NOMMEE, constats.ecoles_gardees)
enregistrer_nomination(dire_la_nomination)
enregistrer_naissance("nominations", lambda _ecoles: None, retrait=taire_les_nominations)
enregistrer_periodique(Periodique("connexion.sessions_finies", oublier_les_sessions_finies, dt.timedelta(days=1)))

# --- « Mes appareils » --------------------------------------------------------------------------------------------------
enregistrer_voie(
    Voie(
        nom="sessions",
        rang=Rang.SESSIONS,
        titre=_("Où ce compte est ouvert"),
        geste=_("Fermer"),
        vide=_("Aucun autre appareil connu."),
        lister=voies.sessions,
        fermer=voies.fermer_session,
    )
)
enregistrer_voie(
    Voie(
        nom="tablettes",
        rang=Rang.TABLETTES,
        titre=_("Tablettes de la classe"),
        geste=_("Fermer"),
        vide="",
        lister=voies.tablettes,
        fermer=voies.fermer_tablettes,
    )
)

# --- Assets -------------------------------------------------------------------------------------------------------------
completer("style.css", "connexion/css/liste-eleves.css", "connexion/css/secret.css")
enregistrer_assemblage("mur.css", "connexion/css/mur.css", apres="style.css")
completer("planche.css", "connexion/css/mur.css")
enregistrer_assemblage("secret.js", "connexion/js/mot-de-passe.js")
completer("bureau.js", "connexion/js/chercher.js")
