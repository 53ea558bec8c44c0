"""The journal in sentences. A verb that has no sentence yet is told by its name, never hidden."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import EntreeJournal
from ..onde.recit import ligne_de_comptes

PHRASES = {
    "annuaire.donner_role": gettext_lazy("a donné un rôle dans l’école"),
    "annuaire.affecter": gettext_lazy("a confié une classe à un enseignant"),
    "annuaire.inscrire": gettext_lazy("a inscrit un élève dans une classe"),
    "annuaire.rattacher": gettext_lazy("a rattaché un responsable à un enfant"),
    "annuaire.confirmer_responsabilite": gettext_lazy("a précisé un lien de parenté"),
    "annuaire.renouveler_lien_tablette": gettext_lazy("a changé l’adresse des tablettes d’une classe"),
    "annuaire.regler_etablissement": gettext_lazy("a changé les réglages de l’école"),
    "annuaire.creer_etablissement": gettext_lazy("a créé l’école"),
    "annuaire.deposer_import": gettext_lazy("a déposé des fichiers d’ONDE"),
    "annuaire.abandonner_import": gettext_lazy("a annulé un import, rien n’a changé"),
    "annuaire.ecarter_ligne": gettext_lazy("a mis de côté une ligne en attente"),
    "cahier_de_textes.publier_travail": gettext_lazy("a donné un travail"),
    "cahier_de_textes.corriger_travail": gettext_lazy("a corrigé un travail"),
    "cahier_de_textes.retirer_travail": gettext_lazy("a retiré un travail"),
    "cahier_de_textes.remettre_travail": gettext_lazy("a remis un travail"),
    "cahier_de_textes.garder_brouillon": gettext_lazy("a gardé un brouillon"),
    "cahier_de_textes.ecrire_seance": gettext_lazy("a écrit une séance"),
    "cahier_de_textes.corriger_seance": gettext_lazy("a corrigé une séance"),
    "cahier_de_textes.retirer_seance": gettext_lazy("a retiré une séance"),
    "cahier_de_textes.remettre_seance": gettext_lazy("a remis une séance"),
    "connexion.activer": gettext_lazy("a ouvert son compte"),
    "connexion.entrer": gettext_lazy("est entré"),
    "connexion.fusionner": gettext_lazy("a réuni deux comptes en un seul"),
    "connexion.imprimer_papiers": gettext_lazy("a préparé des papiers d’activation"),
    "connexion.imprimer_papiers_du_personnel": gettext_lazy("a préparé des papiers d’activation pour le personnel"),
    "connexion.nouveau_secret": gettext_lazy("a donné un nouveau secret à un élève"),
    "connexion.fermer_les_tablettes": gettext_lazy("a fermé les tablettes d’une classe"),
    "connexion.renouveler_les_secrets": gettext_lazy("a changé le secret de tous les élèves"),
    "connexion.bloquer_secret": gettext_lazy("a fait attendre un élève après plusieurs secrets faux"),
    "connexion.echec_de_code": gettext_lazy("a essayé un code qui n’existe pas"),
    "messagerie.regler": gettext_lazy("a changé qui peut écrire à qui"),
    "messagerie.signaler": gettext_lazy("a signalé un message à la direction"),
    "messagerie.traiter_signalement": gettext_lazy("a traité un message signalé"),
    "messagerie.suspendre": gettext_lazy("a empêché quelqu’un d’écrire jusqu’à une date"),
    "messagerie.lever_suspension": gettext_lazy("a laissé quelqu’un écrire à nouveau"),
    "messagerie.declarer_incident": gettext_lazy("a coupé les messages : incident"),
    "messagerie.finir_incident": gettext_lazy("a rétabli les messages"),
    "messagerie.exporter_preuves": gettext_lazy("a emporté les messages d’un incident"),
    "messagerie.sceller_preuves": gettext_lazy("a reçu en entier l’archive d’un incident"),
    "messagerie.rendre": gettext_lazy("a retrouvé un message qui n’est pas parti"),
    "messagerie.traduire": gettext_lazy("a fait traduire un message"),
    "messagerie.declarer_absence": gettext_lazy("a annoncé une absence"),
    "messagerie.retirer_absence": gettext_lazy("a retiré une absence"),
}


def raconter(entree: EntreeJournal) -> str:
    """What was done, without who; an import says how much."""
    if entree.verbe == "annuaire.importer_onde":
        return _("a importé des fichiers d’ONDE : %(comptes)s") % {"comptes": ligne_de_comptes(entree.details)}
    return str(PHRASES.get(entree.verbe) or entree.verbe.partition(".")[2].replace("_", " "))
