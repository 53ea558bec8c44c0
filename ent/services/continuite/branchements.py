"""What the collège's feed plugs into the rest of the product, once, when it starts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_identite, enregistrer_liens_changes
from ent.annuaire.traitement import enregistrer_traitements
from ent.connexion.registres import Rang, Voie, enregistrer_reprise, enregistrer_voie
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.periodique import Periodique, enregistrer_periodique
from ent.diffusion.registres import enregistrer_calendrier, enregistrer_lecteur, enregistrer_public, enregistrer_redite
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte
from ent.portail.registres import (
    Entree,
    Programme,
    Rayon,
    Tuile,
    enregistrer_enfants_d_ailleurs,
    enregistrer_entree,
    enregistrer_programme,
    enregistrer_tuile,
)
from ent.portail.registres import Rang as RangDeTuile

from . import droits, evenements, tuiles, voies
from .actions import accords, agendas, annonces, comptes, fil, photo, releve
from .actions.reception import oublier_le_passe
from .aides import AIDES
from .lectures import ailleurs, calendrier, familles
from .models import AgendaExterne, CompteRelie, Element
from .traitements import SANS_PERSONNE, TRAITEMENTS
from .verbes import REPRISES, VERBES

enregistrer_phrases("continuite", VERBES, sorte=("college", _("Collège")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_traitements(*TRAITEMENTS, sans_personne=SANS_PERSONNE)
enregistrer_assemblage("continuite.css", "continuite/css/continuite.css", apres="style.css")
enregistrer_periodique(Periodique("continuite.appels", oublier_le_passe, dt.timedelta(days=1)))
enregistrer_periodique(Periodique("continuite.agendas", releve.relever))
enregistrer_periodique(Periodique("continuite.comptes", fil.relever))
enregistrer_periodique(Periodique("continuite.essais", agendas.oublier_les_essais, dt.timedelta(hours=6)))
enregistrer_identite(CompteRelie, "titulaire", ("plateforme_id",))
enregistrer_liens_changes(agendas.fermer_ce_qui_ne_tient_plus)
enregistrer_liens_changes(comptes.fermer_ce_qui_ne_tient_plus)
enregistrer_liens_changes(photo.oublier_qui_n_est_plus)
enregistrer_sorte(
    Sorte(
        "college",
        _("Ce que dit le collège"),
        (*evenements.DITS, evenements.PERDU, evenements.NOUVELLE, evenements.REFUSE),
        Rubrique.ECHANGES,
        pour=lambda personne: bool(droits.suivis_au_college(personne)),
    )
)
for nature in evenements.DITS:
    enregistrer_redite(nature, annonces.redites)
    enregistrer_public(nature, Element.objects.publics)
enregistrer_redite(evenements.PERDU, releve.redites)
enregistrer_public(evenements.PERDU, AgendaExterne.objects.publics)
enregistrer_public(evenements.NOUVELLE, Element.objects.publics)
enregistrer_lecteur(evenements.NOUVELLE, Element.objects.lisibles_par)
enregistrer_redite(evenements.REFUSE, fil.redites_de_fin)
enregistrer_public(evenements.REFUSE, CompteRelie.objects.publics)
enregistrer_lecteur(evenements.REFUSE, CompteRelie.objects.lisibles_par)
enregistrer_calendrier(calendrier.evenements_de)
enregistrer_enfants_d_ailleurs(ailleurs.a_choisir)
enregistrer_programme(
    Programme("college", tuiles.programme, (evenements.CHANGE.replace(".", ":"),), familles.questions)
)
enregistrer_reprise(accords.finir_ceux_de)
enregistrer_reprise(comptes.finir_ceux_de)
enregistrer_voie(
    Voie(
        nom="autres-ent",
        rang=Rang.AUTRES_ENT,
        titre=_("ENT d’un collège"),
        geste=_("Ne plus autoriser"),
        vide=_("Aucun autre site ne lit ce que dit l’école."),
        lister=voies.accords,
        fermer=voies.finir_un_accord,
    )
)
enregistrer_fragment(
    Fragment("compte.donnees", "continuite/_lien_des_donnees.html", tuiles.pour_qui_a_un_collegien_et_un_ecolier)
)
enregistrer_fragment(Fragment("ajouter_enfant.pied", "continuite/_sites.html", tuiles.a_relier))
enregistrer_tuile(
    Tuile(
        nom="college-partis",
        univers="famille",
        rang=RangDeTuile.A_LIRE,
        gabarit="continuite/_partis.html",
        contexte=tuiles.des_partis,
    )
)
for univers in ("famille", "eleve"):
    enregistrer_entree(
        Entree(
            f"continuite_{univers}",
            _("Au collège"),
            "ecole",
            univers,
            "continuite",
            Rayon.RETROUVER,
            d_un_enfant=univers
            == "eleve",  # of who left an école, to whom their collège speaks: no child is in a class of here
            pour=lambda personne: bool(droits.suivis_au_college(personne) or personne.portee.partis),
            etat=tuiles.etat,
        )
    )
enregistrer_entree(
    Entree(
        "continuite_emetteurs",
        _("Flux des collèges"),
        "ecole",
        "territoire",
        "continuite_emetteurs",
        Rayon.TERRITOIRE,
        etat=tuiles.etat_des_emetteurs,
    )
)
