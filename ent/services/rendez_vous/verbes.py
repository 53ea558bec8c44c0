"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "preparer": _("a préparé des rendez-vous avec les familles"),
    "corriger": _("a corrigé des rendez-vous"),
    "ajouter_soiree": _("a ajouté une soirée de rendez-vous"),
    "retirer_soiree": _("a retiré une soirée de rendez-vous"),
    "regler_creneau": _("a changé l’état d’un créneau"),
    "ouvrir": _("a ouvert des rendez-vous aux familles"),
    "relancer": _("a rappelé de prendre rendez-vous"),
    "imprimer_papiers": _("a imprimé des papiers de rendez-vous"),
    "reserver": _("a pris rendez-vous"),
    "donner": _("a donné un rendez-vous à une famille"),
    "deplacer": _("a déplacé son rendez-vous"),
    "annuler": _("a annulé son rendez-vous"),
    "reprendre": _("a repris son rendez-vous"),
    "bouger": _("a déplacé le rendez-vous d’une famille"),
    "decommander": _("a annulé le rendez-vous d’une famille"),
    "liberer": _("a libéré un créneau : l’enfant n’est plus de la classe, ou l’adulte n’en répond plus"),
    "rendre": _("a rendu un créneau à une famille : l’enfant est de nouveau de la classe, l’adulte en répond"),
    "prendre_la_suite": _("a repris des rendez-vous dont plus personne ne recevait les familles"),
    "noter": _("a écrit une note sur un rendez-vous"),
    "effacer_note": _("a effacé sa note sur un rendez-vous"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
FINS = ("annuler", "decommander")  # by the family, or by the school
REPRISES = {
    "reserver": (FINS, "reprendre"),
    "donner": (FINS, "reprendre"),
    "deplacer": ((*FINS, "deplacer", "bouger"), "reprendre"),
    "bouger": ((*FINS, "deplacer", "bouger"), "reprendre"),
    "ajouter_soiree": ("retirer_soiree", ""),
}
