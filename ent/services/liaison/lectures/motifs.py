"""Why a dossier does not go, or is not taken: a code between machines, a sentence for a head, what to do."""

from django.utils.translation import gettext_lazy as _


class Refus(Exception):
    """Not taken, and why: a code of `MOTIFS`. Nothing of the child is in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# What a person of the school that received says.
DITS_PAR_QUELQU_UN = {
    "eleve_inconnu": _("Cet élève n’est pas attendu là-bas."),
    "autre_ecole": _("Cet élève va dans un autre établissement."),
    "trop_tard": _("L’établissement n’en a plus l’usage."),
}
MOTIFS = DITS_PAR_QUELQU_UN | {
    # --- Before it leaves
    "sans_accord": _("Aucune partie n’a encore l’accord de la famille : rien n’est parti."),
    "ailleurs": _("Où il va a changé depuis que la famille l’a lu : montrez-le de nouveau."),
    "parti": _("L’élève n’est plus dans cette école : sa famille ne peut plus le relire ici. Rien n’est parti."),
    "niveau": _("L’élève n’est plus dans le niveau de ce passage : CM2 pour la 6e, GS pour le CP. Rien n’est parti."),
    "sans_destination": _("Dites d’abord dans quel établissement il va."),
    "sans_instance": _("Cet établissement ne reçoit pas de dossiers par ce site : remettez-le en fichier."),
    # --- On its way: tried again by itself
    "injoignable": _("L’établissement ne répond pas en ce moment. Nous réessayons tout seuls."),
    "inconnu": _("L’établissement ne connaît pas encore votre école. Il l’ouvre chez lui ; nous réessayons."),
    "cle": _(
        "L’établissement ne reconnaît pas encore la clé de votre école. Qui tient le site là-bas la confirme ; nous réessayons."
    ),
    "horloge": _("L’heure d’un des deux sites n’est pas juste. Prévenez qui tient le site ; nous réessayons."),
    "lent": _("L’établissement reçoit beaucoup de dossiers. Nous réessayons tout seuls."),
    "abandon": _("Quatorze jours d’essais n’ont pas suffi : remettez-le en fichier."),
    # --- Judged there
    "signature": _("La signature n’est pas celle de votre école. Envoyez-le de nouveau."),
    "altere": _("Le fichier a changé en route. Envoyez-le de nouveau."),
    "forme": _("Le dossier n’a pas la forme convenue. Prévenez qui tient le site."),
    "version": _("L’établissement ne sait pas encore lire cette version des dossiers : remettez-le en fichier."),
    "trop_gros": _(
        "Le dossier est trop lourd. Retirez des photos, montrez-le de nouveau à la famille, puis envoyez-le."
    ),
    "fichier": _("Une photo ou un document n’a pas passé le contrôle là-bas. Retirez-le, puis envoyez de nouveau."),
    "place": _("L’établissement n’a plus de place. Prévenez-le : il en fait, puis envoyez de nouveau."),
    "mauvaise_ecole": _("Cet établissement ne reçoit pas ici. Vérifiez où va l’élève, puis envoyez de nouveau."),
    "remplace": _("Une version plus récente a pris sa place."),
    "conflit": _("Un autre dossier porte déjà ce numéro là-bas. Envoyez-le de nouveau."),
}
SE_RETENTENT = frozenset({"injoignable", "inconnu", "cle", "horloge", "lent"})
# What is tried again while it is on its way, once it was refused there: nobody tries it any more.
REFUSES = MOTIFS | {
    "cle": _(
        "L’établissement ne reconnaît plus la clé de votre école. Qui tient le site là-bas la confirme ; envoyez-le de nouveau une fois qu’elle l’est."
    ),
}
