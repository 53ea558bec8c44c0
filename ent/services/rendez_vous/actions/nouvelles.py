"""What is told of a booking, in the language of who reads it."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from .. import evenements
from ..lectures.moments import heure_dite
from ..models import Reservation


def phrase_de(reservation: Reservation, modele: str) -> Callable[[], str]:
    """In the language of who reads it."""

    def dire() -> str:
        creneau = reservation.creneau
        dit = {
            "enfant": reservation.eleve.prenom,
            "jour": date_format(creneau.jour, "l j F"),
            "heure": heure_dite(creneau.debut),
        }
        mot = f" · {reservation.mot_de_l_ecole}" if reservation.mot_de_l_ecole else ""
        return _(modele) % dit + mot

    return dire


def dire_a_la_famille(
    reservation: Reservation, modele: str, *, nature: str = evenements.CHANGE_PAR_L_ECOLE, adresse: str = ""
) -> None:
    rencontre = reservation.creneau.rencontre
    dire = phrase_de(reservation, modele)
    diffusion.notifier(
        nature=nature,
        objet_id=reservation.pk,
        etablissement=rencontre.etablissement,
        textes={(adulte, reservation.eleve_id): dire for adulte in evenements.foyer_du(reservation)},
        adresse=adresse or reverse("rdv_prendre", args=[rencontre.pk, reservation.eleve.uuid]),
        visible_le=calendrier.ouverture(rencontre.etablissement, timezone.now()),
        renouvelle=True,
    )


def dire_aux_hotes(reservation: Reservation, modele: str) -> None:
    rencontre = reservation.creneau.rencontre
    dire = phrase_de(reservation, modele)
    diffusion.notifier(
        nature=evenements.CHANGE_PAR_LA_FAMILLE,
        objet_id=reservation.pk,
        etablissement=rencontre.etablissement,
        textes={(hote, None): dire for hote in evenements.hotes_de(rencontre)},
        adresse=reverse("rdv_rencontre", args=[rencontre.pk]),
        visible_le=calendrier.ouverture(rencontre.etablissement, timezone.now()),
        renouvelle=True,
    )
