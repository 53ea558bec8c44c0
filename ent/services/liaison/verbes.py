"""What this room's acts say in the journal, without who."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def _corriger(details: dict[str, Any]) -> str:
    n = details.get("dossiers", 1)
    return ngettext("a écrit dans %(n)d dossier de liaison", "a écrit dans %(n)d dossiers de liaison", n) % {"n": n}


def _montrer(details: dict[str, Any]) -> str:
    n = details.get("dossiers", 1)
    un, des = "a montré %(n)d dossier de liaison à sa famille", "a montré %(n)d dossiers de liaison aux familles"
    return ngettext(un, des, n) % {"n": n}


# --- The school that prepares -----------------------------------------------------------------------------------------
PREPARATION = {
    "ouvrir": _("a ouvert les dossiers de liaison d’une classe"),
    "completer": _("a ajouté des élèves aux dossiers de liaison d’une classe"),
    "fermer": _("a fermé des dossiers de liaison ouverts par erreur"),
    "rouvrir": _("a rouvert des dossiers de liaison"),
    "redemander": _("a demandé de nouveau à une famille sa réponse à un dossier de liaison"),
    "dater": _("a changé les dates de dossiers de liaison"),
    "corriger": _corriger,
    "annuler": _("a annulé ce qui venait d’être écrit dans des dossiers de liaison"),
    "ecrire_la_sante": _("a écrit la partie PAI d’un dossier de liaison"),
    "choisir": _("a choisi des travaux pour des dossiers de liaison"),
    "montrer": _montrer,
    "ne_plus_montrer": _("a repris un dossier de liaison avant que sa famille le lise"),
    "imprimer": _("a imprimé des dossiers de liaison pour les familles sans compte"),
    "saisir": _("a noté la réponse d’un coupon de dossier de liaison"),
    "relancer": _("a rappelé des dossiers de liaison aux familles qui n’ont pas répondu"),
}

# --- What leaves and what comes -----------------------------------------------------------------------------------------
TRANSPORT = {
    "faire_une_cle": _("a fait la première clé qui signe les dossiers de liaison de l’école"),
    "changer_de_cle": _("a changé la clé qui signe les dossiers de liaison"),
    "revoquer": _("a révoqué une clé qui signait les dossiers de liaison"),
    "ouvrir_un_correspondant": _("a ouvert l’échange de dossiers de liaison avec cet établissement"),
    "corriger_un_correspondant": _("a corrigé l’adresse où cet établissement échange des dossiers de liaison"),
    "fermer_un_correspondant": _("a fermé l’échange de dossiers de liaison avec cet établissement"),
    "confirmer_une_cle": _("a confirmé une clé de cet établissement"),
    "oter_une_cle": _("ne reconnaît plus une clé que cet établissement ne publie plus"),
    "envoyer": _("a envoyé un dossier de liaison"),
    "reessayer": _("a demandé un nouvel essai pour un dossier de liaison"),
    "remettre": _("a pris un dossier de liaison en fichier"),
    "etre_confirme": _("a appris que l’établissement suivant confirme un dossier de liaison"),
    "etre_refuse": _("a appris que l’établissement suivant n’a pas pris un dossier de liaison"),
    "recevoir": _("a reçu un dossier de liaison"),
    "confirmer": _("a dit de quel élève parle un dossier de liaison reçu"),
    "detacher": _("a dit qu’un dossier de liaison reçu ne parlait pas de cet élève"),
    "refuser_une_reception": _("a refusé un dossier de liaison reçu"),
}

# --- Families and pupils ----------------------------------------------------------------------------------------------
FAMILLES = {
    "repondre": _("a répondu au dossier de liaison de son enfant"),
    "page_de_l_eleve": _("a changé la page de l’élève d’un dossier de liaison"),
}

# An answer of one holder, by their account or on paper, is not for the other to know, who may direct the school.
ENTRE_EUX = {"repondre": "dossier", "saisir": "dossier"}

VERBES: dict = {**PREPARATION, **FAMILLES, **TRANSPORT}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "ouvrir_un_correspondant": ("fermer_un_correspondant", ""),
}
