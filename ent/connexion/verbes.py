"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "activer": _("a ouvert son compte"),
    "entrer": _("a ouvert une session"),
    "inviter_un_operateur": _("a invité l’opérateur du territoire"),
    "inviter_le_personnel": _("a invité par e-mail des personnes de l’équipe"),
    "fusionner": _("a réuni deux comptes en un seul"),
    "imprimer_papiers": _("a préparé des papiers d’activation"),
    "imprimer_papiers_du_personnel": _("a préparé des papiers d’activation pour le personnel"),
    "nouveau_secret": _("a donné un nouveau secret à un élève"),
    "fermer_session": _("a fermé une session de son compte"),
    "fermer_les_sessions": _("a fermé les sessions de plusieurs comptes"),
    "rechiffrer_la_cle": _("a scellé à nouveau la clé des codes et des secrets"),
    "tout_fermer": _("a fermé tout ce par quoi son compte était ouvert"),
    "poser_la_premiere_cle": _("a posé une deuxième clé : ses autres appareils sont sortis"),
    "fermer_les_tablettes": _("a fermé les tablettes d’une classe"),
    "ouvrir_le_mur": _("a ouvert le mur d’une classe à de nouvelles tablettes"),
    "secrets_faux": _("a compté plusieurs secrets faux sur un appareil inconnu d’une classe"),
    "renouveler_les_secrets": _("a changé le secret de tous les élèves"),
    "bloquer_secret": _("a fait attendre un élève après plusieurs secrets faux"),
    "echec_de_code": _("a essayé un code qui n’existe pas"),
}
