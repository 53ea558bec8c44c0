"""Tell the direction when a pupil has missed four half-days of a month without a valid motive (R131-7)."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement
from ent.diffusion import actions as diffusion

from ..evenements import appels as evenements
from ..lectures.mois import SEUIL, sans_motif_du_mois


def alerter(*, ecole: Etablissement, eleves: Collection[int], jour: dt.date) -> None:
    """Once a pupil and month: the half-day that makes four names what is told."""
    direction = evenements.direction_de(ecole.pk)
    adresse = reverse("absences_mois", args=[ecole.uai, jour])
    for lignes in sans_motif_du_mois(ecole.pk, jour, eleves).values():
        if len(lignes) < SEUIL:
            continue
        phrase = partial(_phrase, f"{lignes[0].eleve.prenom} {lignes[0].eleve.nom}")
        diffusion.notifier(
            nature=evenements.ALERTE,
            objet_id=lignes[SEUIL - 1].pk,
            etablissement=ecole,
            textes=dict.fromkeys([(personne, None) for personne in direction], phrase),
            adresse=adresse,
        )


def _phrase(qui: str) -> str:
    return _("%(qui)s · Quatre demi-journées sans motif valable ce mois-ci. Voici ce que la loi demande.") % {
        "qui": qui
    }
