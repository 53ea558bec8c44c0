"""Meetings in a calendar: a household's, and that of who receives."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.diffusion.registres import Evenement

from .. import droits
from ..models import Moyen, Reservation
from .confies import PourQui, adultes_par_place, celui_de, pour_qui
from .familles import adresse_de, foyers_des_enfants


def evenement_de(reservation: Reservation, *, recoit: bool = False, pour: PourQui | None = None) -> Evenement:
    """One name for ever: moved, it grows; cancelled, it says so. A family reads who receives it, a teacher which child; who was
    confided it (`pour` whom), the hour and the place alone: a link and words of the school are the family's.
    """
    creneau, rencontre = reservation.creneau, reservation.creneau.rencontre
    qui = ", ".join(hote.nom_affiche for hote in rencontre.hotes.all())
    titre = _("Rendez-vous : %(enfant)s") if recoit else _("Rendez-vous pour %(enfant)s : %(qui)s")
    chemin = (
        reverse("rdv_rencontre", args=[rencontre.pk])
        if recoit
        else adresse_de(rencontre.pk, reservation.eleve.uuid, pour)
    )
    return Evenement(
        uid=f"rdv-{reservation.uuid}",
        titre=titre % {"enfant": reservation.eleve.prenom, "qui": qui},
        debut=creneau.debut,
        fin=creneau.fin,
        modifie_le=reservation.modifiee_le,
        sequence=reservation.sequence,
        lieu=lieu_confie(reservation) if pour else lieu_de(reservation),
        texte="" if pour else reservation.mot_de_l_ecole,
        chemin=chemin,
        est_annule=reservation.est_annulee,
        occupe=True,
    )


def lieu_de(reservation: Reservation) -> str:
    """The room and the school, the link of the visio, or that one is called."""
    rencontre = reservation.creneau.rencontre
    if reservation.moyen == Moyen.VIDEO:
        return rencontre.lien_video
    if reservation.moyen == Moyen.TELEPHONE:
        return str(Moyen.TELEPHONE.label)
    return ", ".join(mot for mot in (rencontre.lieu, rencontre.etablissement.nom) if mot)


def lieu_confie(reservation: Reservation) -> str:
    """The same, without the link that opens the visio."""
    return str(Moyen.VIDEO.label) if reservation.moyen == Moyen.VIDEO else lieu_de(reservation)


def evenements_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Evenement]:
    """Those of one's household, cancelled ones too while their day has not come; those that one receives."""
    portee = droits.portee_de(personne)
    trouves = []
    if portee.enfants:
        siennes = Reservation.objects.du_foyer_de(personne, foyers_des_enfants(personne))
        trouves += [evenement_de(r) for r in _entre(siennes, debut, fin)]
    if confiees := pour_qui(personne):
        lues = Reservation.objects.confiees_a(personne, adultes_par_place(confiees))
        trouves += [evenement_de(r, pour=celui_de(confiees, r)) for r in _entre(lues, debut, fin)]
    if portee.etablissements_de_travail:
        recues = Reservation.objects.tenues_par(personne).en_vigueur()
        trouves += [evenement_de(r, recoit=True) for r in _entre(recues, debut, fin)]
    return trouves


def _entre(reservations: QuerySet[Reservation], debut: dt.date, fin: dt.date) -> list[Reservation]:
    """An event that is over and was cancelled is nobody's any more."""
    bornes = [timezone.make_aware(dt.datetime.combine(jour, dt.time())) for jour in (debut, fin)]
    lues = (
        reservations.filter(creneau__debut__range=bornes)
        .select_related("eleve", "creneau__rencontre__etablissement")
        .prefetch_related("creneau__rencontre__hotes")
        .order_by("creneau__debut", "pk")
    )
    return [r for r in lues if not r.est_annulee or r.creneau.debut > timezone.now()]
