"""A month of a service for the commune's invoice: children by days, in ODS or CSV. No contact, no régime, no price."""

import datetime as dt

from django.utils.translation import gettext as _

from ent.socle import tableurs
from ent.socle.tableurs import Cellule

from .lectures.mois import ABSENT, ATTENDU, NON_PREVU, mois_de
from .models import ServicePeriscolaire

SIGNES = {ATTENDU: 1, ABSENT: "A", NON_PREVU: "NP"}


def lignes(service: ServicePeriscolaire, mois: dt.date) -> list[list[Cellule]]:
    """A header, then one line a child. « 1 »: expected; « A »: expected and not there; « NP »: there without having been declared."""
    jours, eleves = mois_de(service, mois)
    rendues: list[list[Cellule]] = [
        [_("Nom"), _("Prénom"), _("Classe"), *jours, _("Inscrit"), _("Dont absent"), _("Non prévu")]
    ]
    for ligne in eleves:
        i, dits = ligne.inscription, list(ligne.jours.values())
        inscrits, absents, imprevus = dits.count(ATTENDU), dits.count(ABSENT), dits.count(NON_PREVU)
        cases = [SIGNES[ligne.jours[jour]] if jour in ligne.jours else None for jour in jours]
        rendues.append([i.eleve.nom, i.eleve.prenom, i.classe.nom, *cases, inscrits + absents, absents, imprevus])
    return rendues


def en_csv(service: ServicePeriscolaire, mois: dt.date) -> bytes:
    return tableurs.en_csv(lignes(service, mois))


def en_ods(service: ServicePeriscolaire, mois: dt.date) -> bytes:
    return tableurs.en_ods(f"{service} {mois:%Y-%m}", lignes(service, mois))
