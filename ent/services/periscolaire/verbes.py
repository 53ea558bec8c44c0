"""What this room's acts say in the journal, without who."""

import datetime as dt

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase
from ent.socle.dates import date_format

from .models import ServicePeriscolaire


def _quand(details: dict) -> list[str]:
    """Which service, which day: « Cantine », « jeudi 10 décembre »."""
    dits = [str(ServicePeriscolaire.Nature(details["service"]).label)] if "service" in details else []
    return [*dits, date_format(dt.date.fromisoformat(details["jour"]), "l j F")] if "jour" in details else dits


def _d_un_jour(phrase) -> Phrase:
    def dire(details: dict) -> str:
        quand = _quand(details)
        return f"{phrase} ({', '.join(quand)})" if quand else str(phrase)

    return dire


def _changer(details: dict) -> str:
    """What the school changed for one child: of lines that were written before they said it, the act alone."""
    if "jour" not in details:
        return gettext("a changé un jour de cantine, de garderie ou d’étude")
    dite = gettext("a inscrit un enfant") if details.get("oui") else gettext("a désinscrit un enfant")
    apres = [gettext("après l’heure")] if details.get("apres") else []
    return f"{dite} ({', '.join([*_quand(details), *apres])})"


VERBES: dict[str, Phrase] = {
    "ecrire_menus": _("a écrit des menus"),
    "dire_allergenes": _("a dit les allergènes de menus"),
    "publier_menus": _("a publié des menus"),
    "retirer_menus": _("a retiré des menus"),
    "declarer": _("a déclaré des jours de cantine, de garderie ou d’étude"),
    "inscrire_apres_l_heure": _changer,
    "poser_rythme": _("a déclaré un rythme de cantine, de garderie ou d’étude"),
    "arreter_rythme": _("a arrêté un rythme"),
    "ouvrir_service": _("a ouvert un service périscolaire"),
    "regler_service": _("a changé les règles d’un service périscolaire"),
    "fermer_service": _("a fermé un service périscolaire"),
    "rouvrir_service": _("a rouvert un service périscolaire"),
    "fermer_jour": _d_un_jour(_("a fermé un service périscolaire pour un jour")),
    "rouvrir_jour": _d_un_jour(_("a rouvert un jour d’un service périscolaire")),
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
