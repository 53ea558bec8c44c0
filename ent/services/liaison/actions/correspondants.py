"""The operator says with which schools dossiers are exchanged: where they receive, and the keys that somebody compared."""

import json
import logging
import time
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.socle import dehors

from ..lectures import cles
from ..models import Correspondant

TOURNEE = 120.0  # seconds of a reading of all keys
journal = logging.getLogger(__name__)


def _consigner(verbe: str, correspondant: Correspondant, auteur: Personne | None) -> None:
    ecole = correspondant.etablissement
    consigner(f"liaison.{verbe}", auteur=auteur, etablissement=ecole, objet=f"correspondant {correspondant.pk}")


@transaction.atomic
def ouvrir(*, etablissement: Etablissement, adresse: str, auteur: Personne) -> Correspondant:
    """Nothing passes until its keys are confirmed. One that was closed is opened again as if it had never been known."""
    correspondant, _neuf = Correspondant.objects.update_or_create(
        etablissement=etablissement,
        defaults={
            "adresse": adresse,
            "ferme_le": None,
            "cles": [],
            "cles_lues": [],
            "ouvert_par": auteur,
            "ouvert_le": timezone.now(),
        },
    )
    _consigner("ouvrir_un_correspondant", correspondant, auteur)
    return correspondant


def relire_les_cles(*, correspondant: Correspondant) -> None:
    """What its instance publishes now: one that is there no more is believed no more; a new one waits for somebody. Raises `dehors.Injoignable`."""
    adresse = correspondant.adresse.rstrip("/") + reverse("liaison_jwks", args=[correspondant.etablissement.uai])
    recu = dehors.transmettre("GET", adresse, entetes={"accept": "application/json"})
    if recu.statut != 200:
        raise dehors.Injoignable("absent" if recu.statut in (404, 410) else "panne", recu.dans)
    try:
        lues = cles.lues(json.loads(recu.corps))
    except (ValueError, RecursionError):
        raise dehors.Injoignable("illisible") from None
    _garder(correspondant, lues)


@transaction.atomic
def _garder(correspondant: Correspondant, lues: list[cles.Jwk]) -> None:
    relu = (
        Correspondant.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=correspondant.pk)
    )
    kids = {jwk["kid"] for jwk in lues}
    gardees = [jwk for jwk in relu.cles if jwk["kid"] in kids]
    if len(gardees) < len(relu.cles):
        _consigner("oter_une_cle", relu, None)
    relu.cles, relu.cles_lues, relu.cles_lues_le = gardees, lues, timezone.now()
    relu.save(update_fields=["cles", "cles_lues", "cles_lues_le"])


@transaction.atomic
def confirmer_les_cles(*, correspondant: Correspondant, kids: Collection[str], auteur: Personne) -> None:
    """Those whose prints somebody compared, of those that were read."""
    relu = (
        Correspondant.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=correspondant.pk)
    )
    confirmees = [jwk for jwk in relu.cles_lues if jwk["kid"] in kids]
    if len(confirmees) < len(set(kids)):
        raise ValidationError(_("Ces clés viennent de changer : relisez-les, puis comparez-les de nouveau."))
    relu.cles = [*(jwk for jwk in relu.cles if jwk["kid"] not in kids), *confirmees]
    relu.save(update_fields=["cles"])
    _consigner("confirmer_une_cle", relu, auteur)


@transaction.atomic
def corriger(*, correspondant: Correspondant, adresse: str, auteur: Personne) -> bool:
    """Its site is elsewhere: what another one published is believed no more, nothing passes until somebody compares again. Whether it moved."""
    relu = (
        Correspondant.objects.select_for_update(of=("self",))
        .select_related("etablissement")
        .get(pk=correspondant.pk, ferme_le=None)
    )
    if relu.adresse == adresse:
        return False
    relu.adresse, relu.cles, relu.cles_lues, relu.cles_lues_le = adresse, [], [], None
    relu.save(update_fields=["adresse", "cles", "cles_lues", "cles_lues_le"])
    _consigner("corriger_un_correspondant", relu, auteur)
    return True


@transaction.atomic
def fermer(*, correspondant: Correspondant, auteur: Personne) -> None:
    """Nothing comes from it any more, and nothing goes to it; what came stays to be read until its date."""
    if correspondant.ferme_le is None:
        correspondant.ferme_le, correspondant.cles = timezone.now(), []
        correspondant.save(update_fields=["ferme_le", "cles"])
        _consigner("fermer_un_correspondant", correspondant, auteur)


def relire_toutes() -> None:
    """Each hour, politely: one that does not answer keeps its keys, and is asked again at the next. In another order each time, and for `TOURNEE` at
    most: those that answer drop by drop keep neither the worker nor, hour after hour, the same ones waiting.
    """
    fin = time.monotonic() + TOURNEE
    for correspondant in Correspondant.objects.filter(ferme_le=None).select_related("etablissement").order_by("?"):
        if time.monotonic() > fin:
            return
        try:
            relire_les_cles(correspondant=correspondant)
        except dehors.Injoignable:
            continue
        except Exception:  # one that goes wrong in a way of its own keeps no other waiting
            journal.exception("Correspondant %s", correspondant.pk)
