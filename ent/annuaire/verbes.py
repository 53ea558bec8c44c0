"""What this room's acts say in the journal, without who."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ent.socle.francais import cite

from . import etages
from .journal import Phrase, selon
from .models import Responsabilite
from .pouvoir import Mots, pouvoirs_nommes

_AUTORITES = {
    Responsabilite.Autorite.CONFIRMEE: _("a confirmé l’autorité parentale"),
    Responsabilite.Autorite.SANS: _("a dit qui n’a pas l’autorité parentale"),
}


def _confirmer_en_lot(details: dict) -> str:
    n = details["n"]
    return ngettext(
        "a confirmé l’autorité parentale de %(n)s adulte", "a confirmé l’autorité parentale de %(n)s adultes", n
    ) % {"n": n}


def _annuler_en_lot(details: dict) -> str:
    n = details["n"]
    return ngettext(
        "a remis %(n)s autorité parentale à confirmer", "a remis %(n)s autorités parentales à confirmer", n
    ) % {"n": n}


def _du_reglage(details: dict) -> str:
    try:
        return str(etages.declaration(details["code"]).nom)
    except etages.ReglageInconnu:
        return details["code"]


def _regler(details: dict) -> str:
    return _("a réglé « %(nom)s »") % {"nom": _du_reglage(details)}


def _revenir(details: dict) -> str:
    return _("a remis le réglage « %(nom)s » comme avant") % {"nom": _du_reglage(details)}


def _du_module(phrase: Mots) -> Callable[[dict], str]:
    """Decided above the school: « a fermé « Agenda » dans l’école »."""
    return lambda details: str(phrase) % {"nom": cite(_du_reglage(details))}


def _pouvoirs(phrase: Mots) -> Callable[[dict], str]:
    """With which: « a confié des pouvoirs : Imports, Absences »."""

    def dire(details: dict) -> str:
        noms = ", ".join(str(p.nom) for p in pouvoirs_nommes(details.get("pouvoirs", ())))
        return f"{phrase} ({noms})" if noms else str(phrase)

    return dire


def _ouvrir_une_page(details: dict) -> str:
    noms = [str(p.nom) for p in pouvoirs_nommes([details.get("page", "")])]
    return _("a ouvert « %(page)s » pendant une aide") % {"page": noms[0] if noms else details.get("page", "")}


VERBES: dict[str, Phrase] = {
    "accepter_un_acces": _("a accepté un accès confié"),
    "preparer_le_passage": _("a préparé la rentrée"),
    "placer_au_passage": _("a dit où vont des élèves à la rentrée"),
    "dire_une_classe_prevue": _("a nommé une classe de septembre"),
    "retirer_une_classe_prevue": _("a retiré une classe de septembre"),
    "programmer_le_passage": _("a choisi le jour de la rentrée dans le plan"),
    "faire_le_passage": _("a fait la rentrée : les classes de septembre sont ouvertes"),
    "defaire_le_passage": _("a remis les classes d’avant la rentrée"),
    "declarer_une_fusion": _("a écrit qu’une école en rejoint une autre à la rentrée"),
    "retirer_une_fusion": _("a retiré la fusion de deux écoles"),
    "dire_qui_suit": _("a dit qui, de l’équipe, suit dans l’autre école"),
    "rejoindre": _("a fait rejoindre une autre école : celle-ci est fermée"),
    "donner_role": _("a donné un rôle dans l’école"),
    "affecter": _("a confié une classe à un enseignant"),
    "dire_les_matieres": _("a dit ce que quelqu’un enseigne à une classe"),
    "regler_les_classes": _("a réglé les classes d’un membre de l’équipe"),
    "finir_une_direction": _("a mis fin à la direction de quelqu’un"),
    "noter_un_depart": _("a noté le départ d’un membre de l’équipe"),
    "annuler_un_depart": _("a annulé le départ d’un membre de l’équipe"),
    "confier_des_pouvoirs": _pouvoirs(_("a confié des pouvoirs")),
    "reprendre_des_pouvoirs": _pouvoirs(_("a repris des pouvoirs")),
    "rendre_des_pouvoirs": _pouvoirs(_("a rendu des pouvoirs qui lui étaient confiés")),
    "redonner_des_pouvoirs": _pouvoirs(_("a redonné des pouvoirs repris")),
    "ouvrir_une_aide": _("a ouvert l’école à l’opérateur pour deux heures"),
    "finir_une_aide": _("a fini une aide"),
    "ouvrir_une_page_aidee": _ouvrir_une_page,
    "garder_groupe": _("a gardé un groupe d’élèves"),
    "recomposer_groupe": _("a changé un groupe d’élèves"),
    "oublier_groupe": _("a supprimé un groupe d’élèves"),
    "changer_de_classe": _("a changé un élève de classe"),
    "noter_la_sortie": _("a noté qu’un élève a quitté l’école"),
    "annuler_un_mouvement": selon(
        "annule",
        {
            "annuaire.changer_de_classe": _("a annulé le changement de classe d’un élève"),
            "annuaire.noter_la_sortie": _("a annulé le départ d’un élève"),
        },
        _("a annulé un changement de classe ou un départ d’élève"),
    ),
    "corriger_une_personne": _("a corrigé ce que l’école tient de quelqu’un"),
    "inscrire": _("a inscrit un élève dans une classe"),
    "preciser_niveau": _("a dit le niveau d’un élève"),
    "rattacher": _("a rattaché un responsable à un enfant"),
    "confirmer_responsabilite": selon("autorite", _AUTORITES, _("a précisé un lien de parenté")),
    "confirmer_en_lot": _confirmer_en_lot,
    "annuler_en_lot": _annuler_en_lot,
    "reprendre_responsabilite": _("a remis une autorité parentale à confirmer"),
    "renouveler_lien_tablette": _("a changé l’adresse des tablettes d’une classe"),
    "regler_etablissement": _("a changé les réglages de l’école"),
    "regler": _regler,
    "revenir_sur_un_reglage": _revenir,
    "fermer_un_module": _du_module(_("a fermé « %(nom)s » dans l’école")),
    "rouvrir_un_module": _du_module(_("a rouvert « %(nom)s » dans l’école")),
    "dire_qui_repond": _("a dit qui répond aux questions, et quand"),
    "creer_etablissement": _("a créé l’école"),
    "corriger_etablissement": _("a corrigé l’école, ouverte par erreur"),
    "retirer_etablissement": lambda details: _("a retiré l’école %(uai)s, ouverte par erreur") % details,
    "purger_le_journal": _("a effacé de « Qui a fait quoi » ce qui a plus d’un an"),
    "prevoir_un_effacement": _("a prévenu quelqu’un que son compte va s’effacer"),
    "renoncer_a_un_effacement": _("n’efface plus un compte : la personne est revenue"),
    "effacer_un_compte": _("a effacé un compte dont le temps était passé"),
    "effacer_des_lignes": _("a effacé ce qui avait fait son temps"),
    "s_opposer": _("a demandé que ce qu’il ou elle a écrit ne soit pas gardé après son départ"),
    "ne_plus_s_opposer": _("accepte que ce qu’il ou elle a écrit soit gardé sans son nom"),
    "ajouter_des_communes": _("a ajouté des communes au territoire"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "garder_groupe": ("oublier_groupe", ""),
    "changer_de_classe": ("annuler_un_mouvement", ""),
    "noter_la_sortie": ("annuler_un_mouvement", ""),
    "finir_une_direction": ("annuler_un_depart", ""),
    "ouvrir_une_aide": ("finir_une_aide", ""),
}
