"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "ecrire_menus": _("a écrit des menus"),
    "dire_allergenes": _("a dit les allergènes de menus"),
    "publier_menus": _("a publié des menus"),
    "retirer_menus": _("a retiré des menus"),
    "declarer": _("a déclaré des jours de cantine, de garderie ou d’étude"),
    "inscrire_apres_l_heure": _("a changé un jour de cantine, de garderie ou d’étude après l’heure"),
    "poser_rythme": _("a déclaré un rythme de cantine, de garderie ou d’étude"),
    "arreter_rythme": _("a arrêté un rythme"),
    "ouvrir_service": _("a ouvert un service périscolaire"),
    "regler_service": _("a changé les règles d’un service périscolaire"),
    "fermer_service": _("a fermé un service périscolaire"),
    "rouvrir_service": _("a rouvert un service périscolaire"),
    "fermer_jour": _("a fermé un service périscolaire pour un jour"),
    "rouvrir_jour": _("a rouvert un jour d’un service périscolaire"),
    "dire_regime": _("a dit ce que mange un enfant"),
    "decider_declarant": _("a décidé qui déclare pour un enfant"),
    "pointer": _("a pointé des enfants"),
    "exporter": _("a exporté les présences d’un mois"),
    "rappeler": _("a rappelé à des familles de dire leur semaine"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "declarer": ("declarer", ""),
    "poser_rythme": ("arreter_rythme", ""),
    "fermer_jour": ("rouvrir_jour", ""),
    "ouvrir_service": ("fermer_service", "rouvrir_service"),
}
