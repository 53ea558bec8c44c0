"""Prepare meetings, cut evenings into slots, open them to families, remind, print, close a slot."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.decoupe import Tranche, couper
from ..lectures.suivi import Famille, suivi_de
from ..models import Creneau, Moyen, Rencontre, Reservation
from . import nouvelles
from .traces import consigner, signaler

TACHE_ANNONCER = "ent.services.rendez_vous.taches.annoncer"
CRENEAUX_AU_PLUS = 200
PAR_PAPIER = 3  # slots that a slip proposes


@transaction.atomic
def preparer_rencontre(
    *,
    classe: Classe,
    auteur: Personne,
    titre: str,
    duree: int,
    moyens: Collection[str],
    soirees: Collection[tuple[dt.date, dt.time, dt.time]],
    pause_apres: int = 0,
    collegues: Collection[Personne] = (),
    **reste: Any,
) -> Rencontre:
    """Write it and cut its evenings. Nobody is told anything."""
    rencontre = Rencontre.objects.create(
        etablissement=classe.etablissement,
        classe=classe,
        auteur=auteur,
        titre=titre,
        duree=duree,
        moyens_bruts=_moyens(moyens, reste.get("lien_video", "")),
        **reste,
    )
    rencontre.hotes.set([auteur, *collegues])
    for jour, de, a in soirees:
        _couper(rencontre, jour, de, a, pause_apres)
    consigner("rendez_vous.preparer", rencontre, auteur)
    return rencontre


@transaction.atomic
def corriger_rencontre(
    *, rencontre: Rencontre, auteur: Personne, moyens: Collection[str], collegues: Collection[Personne], **champs: Any
) -> None:
    """Its words, its place, who receives. What is booked stays; calendars take up the new place, and those who were to come there are told."""
    rencontre = _verrouiller(rencontre)
    avant = {Moyen.ECOLE: rencontre.lieu, Moyen.VIDEO: rencontre.lien_video}
    rencontre.moyens_bruts = _moyens(moyens, champs.get("lien_video", ""))
    for nom, valeur in champs.items():
        setattr(rencontre, nom, valeur)
    rencontre.save(update_fields=["moyens_bruts", *champs])
    rencontre.hotes.set([*rencontre.hotes.filter(pk=auteur.pk), *collegues])
    apres = {Moyen.ECOLE: rencontre.lieu, Moyen.VIDEO: rencontre.lien_video}
    prises = Reservation.objects.en_vigueur().filter(creneau__rencontre=rencontre)
    for prise in prises.select_related("creneau__rencontre__etablissement", "creneau__rencontre__classe", "eleve"):
        prise.sequence += 1
        prise.modifiee_le = timezone.now()
        prise.save(update_fields=["sequence", "modifiee_le"])
        if prise.creneau.debut > timezone.now() and avant.get(prise.moyen) != apres.get(prise.moyen):
            nouvelles.dire_a_la_famille(prise, nouvelles.LIEU_CHANGE)
    consigner("rendez_vous.corriger", rencontre, auteur)
    signaler(rencontre)


@transaction.atomic
def prendre_la_suite(*, rencontre: Rencontre, auteur: Personne) -> None:
    """Who was to receive has left: somebody of the school takes their place, and reads what families said from then on. Of two, the first."""
    rencontre = _verrouiller(rencontre)
    if not Rencontre.objects.filter(pk=rencontre.pk).sans_hote().exists():
        raise ValidationError(_("Quelqu’un reçoit déjà ces familles."))
    rencontre.hotes.add(auteur)
    consigner("rendez_vous.prendre_la_suite", rencontre, auteur)
    signaler(rencontre)


def _moyens(moyens: Collection[str], lien: str) -> str:
    if not moyens:
        raise ValidationError(_("Dites comment vous recevez : à l’école, par téléphone ou en vidéo."), code="moyens")
    if Moyen.VIDEO in moyens and not lien:
        raise ValidationError(_("Pour recevoir en vidéo, donnez le lien de la visio."), code="lien_video")
    return ",".join(m for m in Moyen.values if m in moyens)


# --- Evenings ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def ajouter_soiree(
    *, rencontre: Rencontre, auteur: Personne, jour: dt.date, de: dt.time, a: dt.time, pause_apres: int = 0
) -> int:
    """Its slots; those who have none yet see them at once when it is open. How many."""
    rencontre = _verrouiller(rencontre)
    nombre = _couper(rencontre, jour, de, a, pause_apres)
    consigner("rendez_vous.ajouter_soiree", rencontre, auteur, creneaux=nombre)
    signaler(rencontre)
    return nombre


def _couper(rencontre: Rencontre, jour: dt.date, de: dt.time, a: dt.time, pause_apres: int) -> int:
    tranches = couper(jour, de, a, rencontre.duree, pause_apres)
    if not tranches:
        phrase = _("Entre ces deux heures, il n’y a pas la place d’un rendez-vous de %(n)d minutes.")
        raise ValidationError(phrase % {"n": rencontre.duree}, code="a")
    if tranches[0].debut <= timezone.now():
        raise ValidationError(_("Cette soirée est déjà passée. Choisissez un jour à venir."), code="jour")
    if rencontre.creneaux.count() + len(tranches) > CRENEAUX_AU_PLUS:
        raise ValidationError(_("C’est trop de créneaux : %(n)d au plus.") % {"n": CRENEAUX_AU_PLUS}, code="a")
    _exiger_libres(rencontre, tranches)
    _poser(rencontre, tranches)
    _dire_la_fin(rencontre)
    return len(tranches)


def _poser(rencontre: Rencontre, tranches: list[Tranche]) -> None:
    """Slots of this meeting that were closed at these hours are offered again: there is one of each hour."""
    fermes = {c.debut: c for c in rencontre.creneaux.filter(debut__in=[t.debut for t in tranches])}
    poses = []
    for t in tranches:
        creneau = fermes.get(t.debut) or Creneau(rencontre=rencontre, debut=t.debut)
        creneau.fin, creneau.etat = t.fin, Creneau.Etat.PAUSE if t.est_pause else Creneau.Etat.OUVERT
        poses.append(creneau)
    Creneau.objects.bulk_create([c for c in poses if c.pk is None])
    Creneau.objects.bulk_update([c for c in poses if c.pk is not None], ["fin", "etat"])


def _exiger_libres(rencontre: Rencontre, tranches: list[Tranche]) -> None:
    """One is not in two places: nor on this evening twice, nor at another meeting of one's own."""
    pris = Creneau.objects.filter(
        rencontre__hotes__in=rencontre.hotes.all(), debut__lt=tranches[-1].fin, fin__gt=tranches[0].debut
    ).exclude(etat=Creneau.Etat.FERME)
    if autre := pris.select_related("rencontre__classe").first():
        phrase = _("Vous recevez déjà à ces heures-là : %(titre)s (%(classe)s).")
        dit = {"titre": autre.rencontre.titre, "classe": autre.rencontre.classe.nom}
        raise ValidationError(phrase % dit, code="de")


@transaction.atomic
def retirer_soiree(*, rencontre: Rencontre, auteur: Personne, jour: dt.date) -> None:
    """While nobody comes that evening. What was booked and cancelled stays, on slots that are closed: the family reads why, who receives their note.
    Said again, it changes nothing.
    """
    rencontre = _verrouiller(rencontre)
    du_jour = [c.pk for c in rencontre.creneaux.select_for_update(of=("self",)) if c.jour == jour]
    if Reservation.objects.en_vigueur().filter(creneau__in=du_jour).exists():
        raise ValidationError(_("Des familles viennent ce soir-là : déplacez-les ou prévenez-les d’abord."))
    if du_jour:
        siens = Creneau.objects.filter(pk__in=du_jour)
        siens.filter(reservations=None).delete()
        siens.update(etat=Creneau.Etat.FERME)
        _dire_la_fin(rencontre)
        consigner("rendez_vous.retirer_soiree", rencontre, auteur)
        signaler(rencontre)


@transaction.atomic
def regler_creneau(*, creneau: Creneau, auteur: Personne, etat: str) -> None:
    """Open, a pause, closed. One that is taken is moved or cancelled first."""
    creneau = (
        Creneau.objects.select_for_update(of=("self",), no_key=True).select_related("rencontre").get(pk=creneau.pk)
    )
    if creneau.etat == etat:
        return
    if creneau.reservations.en_vigueur().exists():
        raise ValidationError(_("Une famille a pris ce créneau : déplacez-la ou prévenez-la d’abord."))
    creneau.etat = etat
    creneau.save(update_fields=["etat"])
    consigner("rendez_vous.regler_creneau", creneau.rencontre, auteur, etat=etat)
    signaler(creneau.rencontre)


def _dire_la_fin(rencontre: Rencontre) -> None:
    rencontre.fin = rencontre.creneaux.order_by("-fin").values_list("fin", flat=True).first()
    rencontre.save(update_fields=["fin"])


# --- Telling families ---------------------------------------------------------------------------------------------------
@transaction.atomic
def ouvrir_rencontre(*, rencontre: Rencontre, auteur: Personne) -> Rencontre:
    """Families see it, when quiet hours allow. Said again, it changes nothing."""
    rencontre = _verrouiller(rencontre)
    if rencontre.est_ouverte:
        return rencontre
    if not rencontre.creneaux.filter(etat=Creneau.Etat.OUVERT, debut__gt=timezone.now()).exists():
        raise ValidationError(_("Il n’y a aucun créneau libre à venir : ajoutez une soirée."))
    rencontre.visible_le = calendrier.moment_visible(rencontre.etablissement)
    rencontre.save(update_fields=["visible_le"])
    consigner("rendez_vous.ouvrir", rencontre, auteur)
    if rencontre.attend:
        diffusion.differer(TACHE_ANNONCER, a=rencontre.visible_le, rencontre_id=rencontre.pk)
    else:
        annoncer_rencontre(rencontre=rencontre)
    return rencontre


@transaction.atomic
def annoncer_rencontre(*, rencontre: Rencontre) -> None:
    """Tell the families, once it is visible. Told again, it changes nothing."""
    if rencontre.attend or not rencontre.est_ouverte or rencontre.est_finie:
        return
    familles = evenements.familles_de(rencontre)
    _inviter(rencontre, evenements.OUVERTE, familles, nouvelles.PRENEZ)
    signaler(rencontre, {adulte for adulte, _enfant in familles})


@transaction.atomic
def relancer(*, rencontre: Rencontre, auteur: Personne) -> int:
    """Remind the families that have no slot and may be reached; once a day, whoever asks. How many households."""
    rencontre = _verrouiller(rencontre)
    if not rencontre.est_ouverte or rencontre.attend:
        raise ValidationError(_("Les familles ne le voient pas encore : il n’y a rien à rappeler."))
    if rencontre.relance_le and timezone.localdate(rencontre.relance_le) == timezone.localdate():
        raise ValidationError(_("Un rappel est déjà parti aujourd’hui. Le prochain pourra partir demain."))
    manquent = suivi_de(rencontre).a_relancer
    if manquent:
        couples = {(adulte.pk, f.eleve.pk) for f in manquent for adulte in f.adultes}
        _inviter(rencontre, evenements.RELANCE, couples, nouvelles.IL_EN_RESTE, renouvelle=True)
        rencontre.relance_le = timezone.now()
        rencontre.save(update_fields=["relance_le"])
        consigner("rendez_vous.relancer", rencontre, auteur, familles=len(manquent))
    return len(manquent)


def _inviter(
    rencontre: Rencontre, nature: str, couples: set[tuple[int, int]], modele: str, *, renouvelle: bool = False
) -> None:
    prenoms = dict(Personne.objects.filter(pk__in={e for _a, e in couples}).values_list("pk", "prenom"))
    phrases = {
        enfant: partial(nouvelles.dire_l_invitation, rencontre, modele, prenom) for enfant, prenom in prenoms.items()
    }
    diffusion.notifier(
        nature=nature,
        objet_id=rencontre.pk,
        etablissement=rencontre.etablissement,
        textes={(adulte, enfant): phrases[enfant] for adulte, enfant in couples},
        adresse=reverse("rdv"),
        visible_le=calendrier.ouverture(rencontre.etablissement, timezone.now()),
        renouvelle=renouvelle,
    )


@transaction.atomic
def preparer_papiers(*, rencontre: Rencontre, auteur: Personne) -> list[tuple[Famille, list[Creneau]]]:
    """A slip for each household without an account and without a slot: three free slots, spread over the evenings."""
    suivi = suivi_de(rencontre)
    if not suivi.sur_papier:
        raise ValidationError(_("Il n’y a aucun papier à imprimer : chaque famille a un compte ou un créneau."))
    if not suivi.libres:
        raise ValidationError(_("Il ne reste aucun créneau libre à proposer : ajoutez une soirée."))
    consigner("rendez_vous.imprimer_papiers", rencontre, auteur, nombre=len(suivi.sur_papier))
    return [(f, _trois(suivi.libres, rang)) for rang, f in enumerate(suivi.sur_papier)]


def _trois(libres: list[Creneau], rang: int) -> list[Creneau]:
    """Not the same for each family: they are shared out, one in each third of what is left."""
    pas = max(1, len(libres) // PAR_PAPIER)
    choisis = {libres[(tiers * pas + rang) % len(libres)].pk for tiers in range(PAR_PAPIER)}
    return [c for c in libres if c.pk in choisis]


# --- What they share ----------------------------------------------------------------------------------------------------
def _verrouiller(rencontre: Rencontre) -> Rencontre:
    verrou = Rencontre.objects.select_for_update(of=("self",), no_key=True)
    return verrou.select_related("etablissement", "classe").get(pk=rencontre.pk)
