"""What is told of a booking, in the language of who reads it."""

from collections.abc import Callable, Collection
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.registres.actes import ActeConfie
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from .. import evenements
from ..lectures.moments import heure_dite
from ..models import Rencontre, Reservation

PRENEZ = gettext_noop("%(enfant)s · Prenez rendez-vous : %(titre)s")
IL_EN_RESTE = gettext_noop("%(enfant)s · Il reste des créneaux : %(titre)s")
DEMAIN = gettext_noop("%(enfant)s · Rendez-vous demain, %(jour)s à %(heure)s")
DEPLACE = gettext_noop("%(enfant)s · Rendez-vous déplacé : %(jour)s à %(heure)s")
ANNULE = gettext_noop("%(enfant)s · Rendez-vous annulé par l’école : %(jour)s à %(heure)s")
MAINTENU = gettext_noop("%(enfant)s · Rendez-vous maintenu : %(jour)s à %(heure)s")
LIEU_CHANGE = gettext_noop("%(enfant)s · Le lieu ou le lien du rendez-vous a changé : %(jour)s à %(heure)s")
A_SA_PLACE = gettext_noop("rendez-vous pour %(enfant)s, %(jour)s à %(heure)s")
AUX_FAMILLES = {
    evenements.OUVERTE: (PRENEZ,),
    evenements.RELANCE: (IL_EN_RESTE,),
    evenements.RAPPEL: (DEMAIN,),
    evenements.CHANGE_PAR_L_ECOLE: (DEPLACE, ANNULE, MAINTENU, LIEU_CHANGE),
}


def dire_l_invitation(rencontre: Rencontre, modele: str, prenom: str) -> str:
    return _(modele) % {"enfant": prenom, "titre": rencontre.titre}


def phrase_de(reservation: Reservation, modele: str) -> Callable[[], str]:
    """In the language of who reads it."""
    return partial(_dire, reservation, modele, reservation.eleve.prenom)


def _dire(reservation: Reservation, modele: str, prenom: str) -> str:
    creneau = reservation.creneau
    dit = {"enfant": prenom, "jour": date_format(creneau.jour, "l j F"), "heure": heure_dite(creneau.debut)}
    mot = f" · {reservation.mot_de_l_ecole}" if reservation.mot_de_l_ecole else ""
    return _(modele) % dit + mot


def invitations_redites(nature: str, rencontres: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told families of each of these meetings."""
    lues = Rencontre.objects.filter(pk__in=rencontres)
    return {r.pk: [partial(dire_l_invitation, r, modele) for modele in AUX_FAMILLES[nature]] for r in lues}


def redites(nature: str, reservations: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told the household of each of these bookings, while it stands where it did."""
    lues = Reservation.objects.filter(pk__in=reservations).select_related("creneau")
    return {r.pk: [partial(_dire, r, modele) for modele in AUX_FAMILLES[nature]] for r in lues}


def actes_dits(_adultes: Collection[int], eleves: Collection[int]) -> list[ActeConfie]:
    """Of these children: who moved a booking is not kept, and it stands where they put it."""
    lues = Reservation.objects.filter(eleve__in=eleves).select_related("creneau", "eleve")
    return [ActeConfie(r.eleve_id, r.modifiee_le, phrase_de(r, A_SA_PLACE)) for r in lues]


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
