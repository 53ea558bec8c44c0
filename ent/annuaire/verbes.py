"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .journal import Phrase
from .models import Responsabilite

_AUTORITES = {
    Responsabilite.Autorite.CONFIRMEE: _("a confirmé l’autorité parentale"),
    Responsabilite.Autorite.SANS: _("a dit qui n’a pas l’autorité parentale"),
}


def _confirmer(details: dict) -> str:
    return str(_AUTORITES.get(details.get("autorite", ""), _("a précisé un lien de parenté")))


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


VERBES: dict[str, Phrase] = {
    "accepter_un_acces": _("a accepté un accès confié"),
    "donner_role": _("a donné un rôle dans l’école"),
    "affecter": _("a confié une classe à un enseignant"),
    "regler_les_classes": _("a réglé les classes d’un membre de l’équipe"),
    "noter_un_depart": _("a noté le départ d’un membre de l’équipe"),
    "annuler_un_depart": _("a annulé le départ d’un membre de l’équipe"),
    "garder_groupe": _("a gardé un groupe d’élèves"),
    "recomposer_groupe": _("a changé un groupe d’élèves"),
    "oublier_groupe": _("a supprimé un groupe d’élèves"),
    "changer_de_classe": _("a changé un élève de classe"),
    "noter_la_sortie": _("a noté qu’un élève a quitté l’école"),
    "annuler_un_mouvement": _("a annulé un changement de classe ou un départ d’élève"),
    "corriger_une_personne": _("a corrigé ce que l’école tient de quelqu’un"),
    "inscrire": _("a inscrit un élève dans une classe"),
    "preciser_niveau": _("a dit le niveau d’un élève"),
    "rattacher": _("a rattaché un responsable à un enfant"),
    "confirmer_responsabilite": _confirmer,
    "confirmer_en_lot": _confirmer_en_lot,
    "annuler_en_lot": _annuler_en_lot,
    "reprendre_responsabilite": _("a remis une autorité parentale à confirmer"),
    "renouveler_lien_tablette": _("a changé l’adresse des tablettes d’une classe"),
    "regler_etablissement": _("a changé les réglages de l’école"),
    "dire_qui_repond": _("a dit qui répond aux questions, et quand"),
    "creer_etablissement": _("a créé l’école"),
    "purger_le_journal": _("a effacé de « Qui a fait quoi » ce qui a plus d’un an"),
    "ajouter_des_communes": _("a ajouté des communes au territoire"),
}
