"""Book a slot, move, cancel, take up again; for a family, or by the school; remind the eve."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire.droits import module_ouvert
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import dire_un_acte_confie
from ent.diffusion import actions as diffusion

from .. import evenements
from ..droits import MODULE, SALLE
from ..lectures.moments import heure_dite, moment_de
from ..models import Creneau, Moyen, NoteRendezVous, Reservation
from . import exigences
from .nouvelles import A_SA_PLACE, ANNULE, DEMAIN, DEPLACE, dire_a_la_famille, dire_aux_hotes, phrase_de
from .traces import consigner, signaler

PROCHES = 3
OUVRE_LE_RAPPEL = dt.time(9)  # the eve, from this hour on


# --- A family -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def reserver(
    *,
    creneau: Creneau,
    eleve: Personne,
    responsable: Personne | None,
    par: Personne,
    confie: Suivi | None = None,
    **precisions: Any,
) -> Reservation:
    """Take a free slot for a child. Of two in the same second the database decides: the other reads what is left beside it. `confie`: by who was
    confided that child by `responsable`, whose household it is then, and who is told.
    """
    par_l_ecole = confie is None and (responsable is None or responsable.pk != par.pk)
    chacun_son_tour([eleve])
    creneau = prendre(creneau, par_l_ecole=par_l_ecole)
    foyer = evenements.foyer_de(creneau.rencontre.etablissement, eleve.pk, responsable.pk if responsable else None)
    exigences.exiger_concerne(creneau, eleve)
    exigences.exiger_aucune(creneau, eleve, foyer)
    exigences.exiger_disponible(creneau, foyer, discret=par_l_ecole or confie is not None)
    reservation = Reservation(
        creneau=creneau, eleve=eleve, responsable=responsable, prise_par=par, **_propres(creneau, precisions)
    )
    enregistrer(reservation)
    consigner("rendez_vous.donner" if par_l_ecole else "rendez_vous.reserver", creneau.rencontre, par)
    _lire(par, creneau, eleve)
    _dire_a_qui_confia(reservation, par, confie)
    signaler(creneau.rencontre, foyer)
    return reservation


@transaction.atomic
def reserver_une_venue(
    *, pas: Sequence[tuple[Creneau, Personne]], responsable: Personne, **precisions: Any
) -> list[Reservation]:
    """Several children in one coming: all their slots, or none."""
    chacun_son_tour([eleve for _creneau, eleve in pas])
    return [
        reserver(creneau=creneau, eleve=eleve, responsable=responsable, par=responsable, **precisions)
        for creneau, eleve in sorted(pas, key=lambda p: p[0].pk)  # locks are taken in one order
    ]


@transaction.atomic
def deplacer(
    *, reservation: Reservation, vers: Creneau, par: Personne, confie: Suivi | None = None, **precisions: Any
) -> Reservation:
    """To another free slot of the same meeting; to its own, what is said of it changes; when nothing is said either, nothing does.
    The former slot is free again.
    """
    reservation, avant = verrouiller(reservation)
    _exiger_modifiable(reservation)
    if vers.pk == avant.pk and not precisions:
        return reservation
    bougee = _bouger(reservation, avant, vers, par, discret=confie is not None, **precisions)
    _dire_a_qui_confia(bougee, par, confie)
    return bougee


@transaction.atomic
def annuler(*, reservation: Reservation, par: Personne) -> None:
    """The slot is free again at once. Said again, it changes nothing."""
    reservation, creneau = verrouiller(reservation)
    if reservation.est_annulee:
        return
    _exiger_modifiable(reservation)
    finir(reservation, Reservation.Fin.FAMILLE)
    consigner("rendez_vous.annuler", creneau.rencontre, par)
    dire_aux_hotes(reservation, gettext_noop("%(enfant)s : rendez-vous annulé, %(jour)s à %(heure)s"))
    signaler(creneau.rencontre, evenements.foyer_du(reservation))


@transaction.atomic
def reprendre(*, reservation: Reservation, par: Personne) -> None:
    """Undo: the same slot, while it is free."""
    reservation, creneau = verrouiller(reservation)
    if not reservation.est_annulee:
        return
    if reservation.annulee_par == Reservation.Fin.ECOLE:
        raise ValidationError(_("L’école a annulé ce rendez-vous : choisissez un autre créneau."))
    creneau = prendre(creneau)
    foyer = evenements.foyer_du(reservation)
    exigences.exiger_concerne(creneau, reservation.eleve)
    exigences.exiger_aucune(creneau, reservation.eleve, foyer)
    exigences.exiger_disponible(creneau, foyer)
    remettre(reservation)
    diffusion.denotifier(nature=evenements.CHANGE_PAR_LA_FAMILLE, objet_id=reservation.pk)
    consigner("rendez_vous.reprendre", creneau.rencontre, par)
    signaler(creneau.rencontre, foyer)


# --- The school ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def bouger(
    *, reservation: Reservation, vers: Creneau, auteur: Personne, mot: str, lu: int | None = None
) -> Reservation:
    """The teacher moves a family, and says why. The household is told; its own lock does not hold them. `lu`: where their page showed it (`_exiger_lu`)."""
    reservation, avant = verrouiller(reservation)
    if reservation.est_annulee:
        raise ValidationError(_("Ce rendez-vous est annulé : donnez un créneau à cette famille."))
    _exiger_lu(reservation, lu)
    reservation.mot_de_l_ecole = mot
    reservation = _bouger(reservation, avant, vers, auteur, par_l_ecole=True)
    dire_a_la_famille(reservation, DEPLACE)
    return reservation


@transaction.atomic
def decommander(
    *, reservation: Reservation, auteur: Personne, mot: str, ferme: bool, lu: int | None = None
) -> Reservation:
    """The teacher cancels, and says why; the slot is closed or offered again, were it that the family had cancelled meanwhile. Said again, it changes
    nothing. `lu`: where their page showed it.
    """
    reservation, creneau = verrouiller(reservation)
    _exiger_lu(reservation, lu)
    if not reservation.est_annulee:
        reservation.mot_de_l_ecole = mot
        finir(reservation, Reservation.Fin.ECOLE)
        consigner("rendez_vous.decommander", creneau.rencontre, auteur)
        dire_a_la_famille(reservation, ANNULE)
    if ferme and not creneau.reservations.en_vigueur().exists():
        creneau.etat = Creneau.Etat.FERME
        creneau.save(update_fields=["etat"])
    signaler(creneau.rencontre, evenements.foyer_du(reservation))
    return reservation


def _exiger_lu(reservation: Reservation, lu: int | None) -> None:
    """Nobody cancels or moves unseen what the family has moved meanwhile. None: no page was read."""
    if lu is not None and lu != reservation.creneau_id:
        raise ValidationError(
            _("La famille a déplacé ce rendez-vous (%(moment)s) : relisez-le, puis recommencez.")
            % {"moment": moment_de(reservation.creneau)}
        )


@transaction.atomic
def noter(*, reservation: Reservation, auteur: Personne, texte: str) -> str:
    """A note of one's own; empty, it is taken away. What it said before."""
    Reservation.objects.select_for_update(of=("self",)).get(pk=reservation.pk)
    siennes = NoteRendezVous.objects.ecrites_par(auteur)
    avant = siennes.filter(reservation=reservation).values_list("texte", flat=True).first() or ""
    if texte == avant:
        return avant
    siennes.filter(reservation=reservation).delete()
    if texte:
        NoteRendezVous.objects.create(reservation=reservation, auteur=auteur, texte=texte)
        consigner("rendez_vous.noter", reservation.creneau.rencontre, auteur)
    else:
        consigner("rendez_vous.effacer_note", reservation.creneau.rencontre, auteur)
    return avant


@transaction.atomic
def rendre_la_note(*, reservation: Reservation, auteur: Personne, texte: str) -> bool:
    """What was just taken away, given back; not over what was written since."""
    Reservation.objects.select_for_update(of=("self",)).get(pk=reservation.pk)
    if NoteRendezVous.objects.ecrites_par(auteur).filter(reservation=reservation).exists():
        return False
    noter(reservation=reservation, auteur=auteur, texte=texte)
    return True


def rappeler() -> int:
    """The eve, each household in its language, when quiet hours allow. Once: a slot that moves is reminded again."""
    maintenant = timezone.localtime()
    if maintenant.time() < OUVRE_LE_RAPPEL:
        return 0
    demain = maintenant.date() + dt.timedelta(days=1)
    debut = timezone.make_aware(dt.datetime.combine(demain, dt.time()))
    dus = Reservation.objects.en_vigueur().filter(
        module_ouvert(MODULE, "creneau__rencontre__etablissement__"),
        rappelee_le=None,
        creneau__debut__gte=debut,
        creneau__debut__lt=debut + dt.timedelta(days=1),
        creneau__rencontre__visible_le__lte=maintenant,
    )
    return sum(_rappeler(pk) for pk in dus.values_list("pk", flat=True))


@transaction.atomic
def _rappeler(pk: int) -> bool:
    reservation = (
        Reservation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("eleve", "creneau__rencontre__etablissement")
        .filter(pk=pk, rappelee_le=None, annulee_le=None)
        .first()
    )
    if reservation is None:
        return False
    reservation.rappelee_le = timezone.now()
    reservation.save(update_fields=["rappelee_le"])
    dire_a_la_famille(reservation, DEMAIN, nature=evenements.RAPPEL)
    return True


# --- What they share ----------------------------------------------------------------------------------------------------
def verrouiller(reservation: Reservation) -> tuple[Reservation, Creneau]:
    liens = "eleve", "responsable", "creneau__rencontre__etablissement", "creneau__rencontre__classe"
    verrou = Reservation.objects.select_for_update(of=("self",), no_key=True).select_related(*liens)
    prise = verrou.get(pk=reservation.pk)
    return prise, prise.creneau


def chacun_son_tour(eleves: Collection[Personne]) -> None:
    """One booking by household and child: those about one child are counted one after the other."""
    ids = [eleve.pk for eleve in eleves]
    list(Personne.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def prendre(creneau: Creneau, *, par_l_ecole: bool = False) -> Creneau:
    """The slot, that nobody closes meanwhile."""
    verrou = Creneau.objects.select_for_update(of=("self",), no_key=True)
    creneau = verrou.select_related("rencontre__etablissement", "rencontre__classe").get(pk=creneau.pk)
    if creneau.etat != Creneau.Etat.OUVERT:
        raise ValidationError(_("Ce créneau n’est plus proposé.") + _autour(creneau), code="creneau")
    if not par_l_ecole and (not creneau.rencontre.est_ouverte or creneau.rencontre.attend):
        raise ValidationError(_("Ces rendez-vous ne sont pas encore ouverts."), code="creneau")
    if creneau.debut <= timezone.now() or (creneau.est_verrouille and not par_l_ecole):
        raise ValidationError(_("Il est trop tard pour ce créneau.") + _autour(creneau), code="creneau")
    return creneau


def _autour(creneau: Creneau) -> str:
    """« Les plus proches encore libres : 17 h 15, 17 h 45. » Empty when there is none."""
    voisins = creneau.rencontre.creneaux.avec_ce_qui_est_pris().filter(etat=Creneau.Etat.OUVERT, est_pris=False)
    libres = [c for c in voisins.select_related("rencontre") if c.pk != creneau.pk and not c.est_verrouille]
    proches = sorted(libres, key=lambda c: abs(c.debut - creneau.debut))[:PROCHES]
    if not proches:
        return " " + _("Il n’en reste aucun : prévenez l’école, elle ajoutera une soirée.")
    dits = ", ".join(_moment(c, creneau.jour) for c in sorted(proches, key=lambda c: c.debut))
    return " " + _("Les plus proches encore libres : %(creneaux)s.") % {"creneaux": dits}


def _moment(creneau: Creneau, jour: dt.date) -> str:
    return heure_dite(creneau.debut) if creneau.jour == jour else moment_de(creneau)


def enregistrer(reservation: Reservation) -> None:
    """Under the constraint: a slot that somebody just took is theirs."""
    try:
        with transaction.atomic():
            reservation.save()
    except IntegrityError:
        creneau = reservation.creneau
        phrase = _("%(heure)s vient d’être pris par une autre famille.") % {"heure": heure_dite(creneau.debut)}
        raise ValidationError(phrase + _autour(creneau), code="pris") from None


def _dire_a_qui_confia(reservation: Reservation, par: Personne, confie: Suivi | None) -> None:
    """The one whose household it is, and no other who confided the same child: separated parents do not read each other's meetings."""
    if confie is None:
        return
    rencontre = reservation.creneau.rencontre
    dire_un_acte_confie(
        par=par,
        suivi=confie,
        salle=SALLE,
        geste=phrase_de(reservation, A_SA_PLACE),
        adresse=reverse("rdv_prendre", args=[rencontre.pk, reservation.eleve.uuid]),
        foyer=evenements.foyer_du(reservation),
    )


def _exiger_modifiable(reservation: Reservation) -> None:
    if reservation.est_annulee:
        raise ValidationError(_("Ce rendez-vous est annulé : prenez-en un autre."))
    if reservation.creneau.est_verrouille:
        raise ValidationError(_("Il est trop tard pour changer ici. Prévenez l’école si vous ne pouvez pas venir."))


def _propres(creneau: Creneau, precisions: dict[str, Any]) -> dict[str, Any]:
    """A means that is offered; a telephone only where one is called."""
    moyens = creneau.rencontre.moyens
    moyen = precisions.get("moyen") or moyens[0]
    if moyen not in moyens:
        raise ValidationError(_("L’école ne reçoit pas ainsi."), code="moyen")
    if moyen != Moyen.TELEPHONE:
        return precisions | {"moyen": moyen, "telephone": ""}
    if not precisions.get("telephone"):
        raise ValidationError(_("Donnez le numéro où vous appeler."), code="telephone")
    return precisions | {"moyen": moyen}


def _bouger(
    reservation: Reservation,
    avant: Creneau,
    vers: Creneau,
    par: Personne,
    *,
    par_l_ecole: bool = False,
    discret: bool = False,
    **precisions: Any,
) -> Reservation:
    foyer = evenements.foyer_du(reservation)
    if vers.rencontre_id != avant.rencontre_id:
        raise ValidationError(_("Ce créneau n’est pas de ces rendez-vous."), code="creneau")
    if vers.pk != avant.pk:
        vers = prendre(vers, par_l_ecole=par_l_ecole)
        exigences.exiger_disponible(vers, foyer, sauf=reservation.pk, discret=par_l_ecole or discret)
        reservation.creneau, reservation.ancien, reservation.rappelee_le = vers, avant, None
    for nom, valeur in (_propres(avant, precisions) if precisions else {}).items():
        setattr(reservation, nom, valeur)
    if not par_l_ecole and not discret:  # who was confided the hour does not read the school's word, and erases none
        reservation.mot_de_l_ecole = ""
    avancer(reservation)
    enregistrer(reservation)
    consigner("rendez_vous.bouger" if par_l_ecole else "rendez_vous.deplacer", avant.rencontre, par)
    if vers.pk != avant.pk:
        diffusion.denotifier(nature=evenements.RAPPEL, objet_id=reservation.pk)
        if not par_l_ecole:
            dire_aux_hotes(reservation, gettext_noop("%(enfant)s : rendez-vous déplacé, %(jour)s à %(heure)s"))
    signaler(avant.rencontre, foyer)
    return reservation


def finir(reservation: Reservation, par: str) -> None:
    reservation.annulee_le, reservation.annulee_par = timezone.now(), par
    avancer(reservation)
    reservation.save()
    diffusion.denotifier(nature=evenements.RAPPEL, objet_id=reservation.pk)


def remettre(reservation: Reservation) -> None:
    """In its slot again, if nobody took it."""
    reservation.annulee_le, reservation.annulee_par = None, ""
    avancer(reservation)
    enregistrer(reservation)


def avancer(reservation: Reservation) -> None:
    reservation.sequence += 1
    reservation.modifiee_le = timezone.now()


def _lire(par: Personne, creneau: Creneau, eleve: Personne) -> None:
    dits = {nature: [creneau.rencontre_id] for nature in (evenements.OUVERTE, evenements.RELANCE)}
    diffusion.lire_ce_qui_dit(personne=par, dits=dits, eleve=eleve.pk)
