"""Remind those missing; print paper for those whom nothing else reaches."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from ..evenements import mots as evenements
from ..lectures.mots_suivi import Ligne, rappele_aujourd_hui, suivi_du_mot
from ..models import CouponMot, Mot
from ..mots_coupons import Coupon

NON_ATTEINTS, MANQUANTS = "non_atteints", "manquants"


@transaction.atomic
def relancer_mot(*, mot: Mot, auteur: Personne) -> int:
    """Remind the families whose answer is missing and who can be reached, and nobody else; how many children.

    Once a day at most, whoever asks. In quiet hours the reminder waits. A former one gives way to this one.
    """
    mot = Mot.objects.select_for_update(of=("self",)).select_related("etablissement", "groupe").get(pk=mot.pk)
    _exiger_un_rappel(mot)
    suivi = suivi_du_mot(mot, auteur)
    prenoms = {ligne.eleve.pk: ligne.eleve.prenom for ligne in suivi.lignes}

    diffusion.denotifier(nature=evenements.MOT_RAPPELE, objet_id=mot.pk)
    diffusion.notifier(
        nature=evenements.MOT_RAPPELE,
        objet_id=mot.pk,
        etablissement=mot.etablissement,
        textes={(adulte, enfant): partial(dire_le_rappel, mot, prenoms[enfant]) for adulte, enfant in suivi.a_rappeler},
        adresse=reverse("carnet_lire", args=[mot.pk]),
        visible_le=calendrier.ouverture(mot.etablissement, timezone.now()),
    )
    nombre = suivi.enfants_a_rappeler
    if nombre:
        mot.relance_le = timezone.now()
        mot.save(update_fields=["relance_le"])
        consigner(
            "messagerie.relancer_mot",
            auteur=auteur,
            etablissement=mot.etablissement,
            objet=f"mot {mot.pk}",
            enfants=nombre,
        )
    return nombre


def dire_le_rappel(mot: Mot, prenom: str) -> str:
    """The sentence of a notification, in the language in force."""
    jour = date_format(mot.date_limite, "l j F") if mot.date_limite else ""
    modele = (
        _("%(enfant)s · Rappel, à signer jusqu’au %(jour)s : %(titre)s")
        if jour
        else _("%(enfant)s · Rappel, mot de l’école : %(titre)s")
    )
    return modele % {"enfant": prenom, "jour": jour, "titre": mot.titre}


def _exiger_un_rappel(mot: Mot) -> None:
    if mot.retire_le or mot.attend:
        raise ValidationError(_("Les familles ne le voient pas encore : il n’y a rien à rappeler."))
    if mot.est_clos:
        raise ValidationError(_("La date est passée : les familles ne peuvent plus répondre. Corrigez-la d’abord."))
    if rappele_aujourd_hui(mot):
        raise ValidationError(_("Un rappel est déjà parti aujourd’hui. Le prochain pourra partir demain."))


@transaction.atomic
def preparer_coupons(*, mot: Mot, auteur: Personne, pour: str) -> list[Coupon]:
    """The coupons of exactly those missing at this moment: not reached (`NON_ATTEINTS`), all (`MANQUANTS`), or one child
    (their UUID). They are noted as handed out on paper.
    """
    suivi = suivi_du_mot(mot, auteur)
    if pour == NON_ATTEINTS:
        lignes = suivi.non_atteintes
    else:
        lignes = [li for li in suivi.manquantes if pour in (MANQUANTS, str(li.eleve.uuid))]
    coupons = [coupon for ligne in lignes for coupon in _coupons_de(ligne, pour)]
    if not coupons:
        raise ValidationError(_("Il n’y a aucun coupon à imprimer : personne ne manque."))
    for coupon in coupons:
        # Two hands that print at once, two files of one child that were reunited: the same paper, noted twice, is no error.
        dit = {"mot": mot, "eleve": coupon.ligne.eleve, "adulte": coupon.adulte, "version": mot.version}
        if not CouponMot.objects.filter(**dit).update(imprime_le=timezone.now()):
            CouponMot.objects.create(**dit)
    consigner(
        "messagerie.imprimer_coupons",
        auteur=auteur,
        etablissement=mot.etablissement,
        objet=f"mot {mot.pk}",
        nombre=len(coupons),
    )
    diffusion.signaler(nature=evenements.MOT_CHANGE, objet_id=mot.pk, destinataires=evenements.tenants(mot))
    return coupons


def _coupons_de(ligne: Ligne, pour: str) -> list[Coupon]:
    """One for the child, or one for each adult whose own signature is missing."""
    if ligne.mot.signatures == Mot.Signatures.UNE or not ligne.adultes:
        return [Coupon(ligne, None)]
    manquants = [a for a in ligne.manquants if pour != NON_ATTEINTS or not a.est_atteignable]
    return [Coupon(ligne, a.personne) for a in manquants]
