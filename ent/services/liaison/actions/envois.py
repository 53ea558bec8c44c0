"""A dossier leaves: asked by the head, sealed, sent by pieces by a worker, followed until the other side confirmed it or refused it."""

import datetime as dt
import logging
import random
import time
from collections.abc import Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.stockage import lire

from .. import evenements
from ..lectures.envois import VIVANTS, chemin_vers, envois_dus, la_sante_seule, qui_part, sans_la_sante
from ..lectures.motifs import MOTIFS, SE_RETENTENT, Refus
from ..models import Dossier, Envoi
from . import guichets, seaux
from .cles import cle_de

TACHE = "ent.services.liaison.taches.avancer"
MORCEAU = 2 * 1024 * 1024
TOURNEE = 40.0  # seconds after which a round begins no other
UN_ENVOI = 60.0  # seconds after which one that goes slowly lets others go
PRIS = dt.timedelta(minutes=10)  # one whose worker was killed goes on after that, from where the other side is
D_ABORD, AU_PLUS = dt.timedelta(minutes=2), dt.timedelta(hours=6)  # between two tries, doubled each time
DEMANDER = dt.timedelta(minutes=30)  # between two questions of what became of it
SUIVI = dt.timedelta(days=120)  # after which one asks no more
ABANDON = dt.timedelta(days=14)
DEVENUS = {
    Envoi.Etat.CONFIRME: gettext_noop("%(enfant)s · %(ou)s a confirmé son dossier de liaison."),
    Envoi.Etat.REFUSE: gettext_noop("%(enfant)s · Son dossier de liaison n’a pas été pris : %(ou)s. Lisez pourquoi."),
}
journal = logging.getLogger(__name__)
_hasard = random.SystemRandom()


def _consigner(verbe: str, dossier: Dossier, auteur: Personne | None, **details: str | int) -> None:
    consigner(
        f"liaison.{verbe}", auteur=auteur, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}", **details
    )


# --- Asked -------------------------------------------------------------------------------------------------------------
def envoyer(*, dossiers: Collection[Dossier], auteur: Personne) -> tuple[int, dict[str, int]]:
    """How many leave; of the others, how many by reason (a code of `MOTIFS`). Asked again, what left already is not sent twice."""
    partis, restes = 0, dict[str, int]()
    for dossier in dossiers:
        try:
            partis += _demander(dossier, auteur)
        except Refus as refus:
            restes[refus.code] = restes.get(refus.code, 0) + 1
    return partis, restes


@transaction.atomic
def _demander(dossier: Dossier, auteur: Personne) -> bool:
    relu = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("destination", "etablissement", "eleve")
        .get(pk=dossier.pk)
    )
    if relu.destination is None:
        raise Refus("sans_destination" if not relu.destination_dite else "sans_instance")
    version, composition = qui_part(relu)
    if not chemin_vers(relu.destination).existe:
        raise Refus("sans_instance")
    avants = relu.envois.exclude(etat__in=(Envoi.Etat.REFUSE, Envoi.Etat.REMIS))
    la_bas = [a for a in avants if a.version_id == version.pk and a.destination_id == relu.destination_id]
    if any(a.dit_deja(composition.parties) for a in la_bas):
        return False
    for avant in avants:
        if avant.etat in (Envoi.Etat.A_ENVOYER, Envoi.Etat.EN_COURS):
            _finir(avant, Envoi.Etat.REFUSE, "remplace")
    envoi = Envoi.objects.create(dossier=relu, version=version, destination=relu.destination, demande_par=auteur)
    _consigner("envoyer", relu, auteur)
    diffusion.differer(TACHE, envoi_id=envoi.pk)
    return True


@transaction.atomic
def remettre(*, dossier: Dossier, auteur: Personne, le_pai: bool = False) -> Envoi:
    """Sealed, to be taken away as a file: once, while it would say the same. A PAI is never in it, but alone in another (`le_pai`).
    Raises `ValidationError`.
    """
    quoi = la_sante_seule if le_pai else sans_la_sante
    relu = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("destination", "etablissement", "eleve")
        .get(pk=dossier.pk)
    )
    try:
        version, composition = qui_part(relu)
        remis = relu.envois.filter(version=version, etat=Envoi.Etat.REMIS).exclude(cle_objet="")
        envoi = remis.filter(scelle=quoi(composition).empreinte).first()
        if envoi is None:
            envoi = Envoi.objects.create(
                dossier=relu,
                version=version,
                destination=relu.destination,
                demande_par=auteur,
                etat=Envoi.Etat.REMIS,
                fini_le=timezone.now(),
            )
            seaux.sceller(envoi, cle_de(relu.etablissement), quoi)
    except Refus as refus:
        raise ValidationError(MOTIFS[refus.code]) from None
    _consigner("remettre", relu, auteur)
    return envoi


# --- Sent --------------------------------------------------------------------------------------------------------------
def reprendre() -> int:
    """Those whose time has come, for some seconds. How many were moved on."""
    fin, combien = time.monotonic() + TOURNEE, 0
    for pk in envois_dus(200):
        if time.monotonic() > fin:
            break
        try:
            avancer(envoi_id=pk)
        except Exception:  # one that goes wrong in a way of its own keeps no other from going
            journal.exception("Envoi %s", pk)
        combien += 1
    return combien


def avancer(*, envoi_id: int) -> None:
    """As far as it goes now. Begun again, it goes on from where the other side says that it is."""
    envoi = _prendre(envoi_id)
    if envoi is None:
        return
    try:
        _avancer(envoi)
    except Refus as refus:
        _retenter(envoi, refus.code) if refus.code in SE_RETENTENT else _finir(envoi, Envoi.Etat.REFUSE, refus.code)
    except guichets.Injoignable as panne:
        _retenter(envoi, "injoignable", panne.dans)


@transaction.atomic
def _prendre(envoi_id: int) -> Envoi | None:
    """No other worker has it meanwhile."""
    envoi = (
        Envoi.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related(
            "dossier__etablissement",
            "dossier__eleve",
            "dossier__destination",
            "dossier__campagne__classe__annee",
            "destination",
            "cle",
        )
        .filter(pk=envoi_id, etat__in=VIVANTS, prochain_le__lte=timezone.now())
        .first()
    )
    if envoi is not None:
        envoi.prochain_le = timezone.now() + PRIS
        envoi.save(update_fields=["prochain_le"])
    return envoi


def _avancer(envoi: Envoi) -> None:
    if envoi.destination is None or not (chemin := chemin_vers(envoi.destination)).existe:
        raise Refus("sans_instance")
    if envoi.parti_le is None and envoi.etat != Envoi.Etat.RECU:  # what may go is judged at each try
        if envoi.cle_objet:
            with transaction.atomic():
                if not seaux.tient(envoi):
                    return
                seaux.oublier_le_seau(envoi)
        seaux.sceller(envoi, cle_de(envoi.dossier.etablissement))
    guichet = guichets.pour(envoi, chemin)
    if envoi.etat == Envoi.Etat.RECU:
        _noter(envoi, guichet.demander())
        return
    if not _partir(envoi):
        return
    etat, fin = guichet.annoncer(), time.monotonic() + UN_ENVOI
    while etat.est_en_cours and etat.recus < envoi.octets:
        if not _livrer(envoi):
            return
        avant = etat.recus
        contenu = b"".join(lire(envoi.cle_objet, avant, min(MORCEAU, envoi.octets - avant)))
        etat = guichet.donner(avant, contenu)
        if etat.recus <= avant:
            raise guichets.Injoignable("coupe")
        encore = Envoi.objects.filter(pk=envoi.pk, uuid=envoi.uuid, etat__in=VIVANTS)
        if not encore.update(envoyes=etat.recus, etat=Envoi.Etat.EN_COURS, prochain_le=timezone.now() + PRIS):
            return  # a later version took its place meanwhile
        if time.monotonic() > fin and etat.recus < envoi.octets:
            encore.update(prochain_le=timezone.now())  # others have their turn; it goes on from there
            return
    envoi.envoyes = etat.recus
    _noter(envoi, guichet.demander())  # it may be checked already


def _partir(envoi: Envoi) -> bool:
    """From here on its family changes its mind no more (`familles.repondre`). False: while it was sealed it did, or something else changed what may go.
    Raises `Refus` when nothing may.
    """
    celui_ci = Envoi.objects.filter(pk=envoi.pk, uuid=envoi.uuid, cle_objet=envoi.cle_objet, etat__in=VIVANTS)
    with transaction.atomic():
        tenu = Dossier.objects.select_for_update(of=("self",), no_key=True)  # as who answers does
        dossier = tenu.select_related("campagne__classe__annee", "eleve", "etablissement").get(pk=envoi.dossier_id)
        if envoi.parti_le is None:
            version, composition = qui_part(dossier)
            if (version.pk, composition.empreinte) != (envoi.version_id, envoi.scelle):
                celui_ci.update(prochain_le=timezone.now())  # sealed again at once
                return False
        envoi.etat = Envoi.Etat.EN_COURS
        return bool(celui_ci.update(etat=envoi.etat))


def _livrer(envoi: Envoi) -> bool:
    """Said before the first byte leaves: an answer that is lost on the way back says nothing of what arrived."""
    if envoi.parti_le is not None:
        return True
    envoi.parti_le = timezone.now()
    celui_ci = Envoi.objects.filter(pk=envoi.pk, uuid=envoi.uuid, etat__in=VIVANTS)
    return bool(celui_ci.update(parti_le=envoi.parti_le))


def _noter(envoi: Envoi, etat: guichets.EtatLaBas) -> None:
    """What the other side says of it now."""
    if etat.etat == "refusee":
        _finir(envoi, Envoi.Etat.REFUSE, etat.motif, etat.precision, rendu=True)
    elif etat.etat == "confirmee":
        _finir(envoi, Envoi.Etat.CONFIRME, "")
    else:
        est_la = etat.etat == "a_confirmer"
        envoi.etat, envoi.motif, envoi.essais = Envoi.Etat.RECU if est_la else Envoi.Etat.EN_COURS, "", 0
        envoi.prochain_le = timezone.now() + (DEMANDER if est_la else D_ABORD)
        if est_la and timezone.now() - envoi.demande_le > SUIVI:
            envoi.prochain_le = timezone.now() + SUIVI
        with transaction.atomic():
            if not seaux.tient(envoi):
                return
            if est_la:
                seaux.oublier_l_objet(envoi)
            envoi.save(update_fields=["etat", "motif", "essais", "prochain_le", "envoyes", "cle_objet"])


@transaction.atomic
def _finir(envoi: Envoi, etat: str, motif: str, precision: str = "", *, rendu: bool = False) -> None:
    """`rendu`: the other side says that it keeps nothing of it. What ended meanwhile stays as it ended."""
    if not seaux.tient(envoi):
        return
    seaux.oublier_l_objet(envoi)
    if rendu:
        envoi.parti_le = None
    envoi.etat, envoi.motif, envoi.precision, envoi.fini_le = etat, motif[:40], precision[:300], timezone.now()
    envoi.save(update_fields=["etat", "motif", "precision", "fini_le", "cle_objet", "envoyes", "parti_le"])
    _consigner("etre_confirme" if etat == Envoi.Etat.CONFIRME else "etre_refuse", envoi.dossier, None, motif=motif[:40])
    if motif != "remplace" or (rendu and not _a_un_suivant(envoi)):
        _dire_a_qui_envoie(envoi)


def _a_un_suivant(envoi: Envoi) -> bool:
    return envoi.dossier.envois.filter(pk__gt=envoi.pk).exclude(etat=Envoi.Etat.REFUSE).exists()


def _dire_a_qui_envoie(envoi: Envoi) -> None:
    """What became of it, to who directs the school; said otherwise since, it takes the place of what was told."""
    dossier, la_bas = envoi.dossier, envoi.destination.nom if envoi.destination else envoi.dossier.nom_de_destination
    texte = partial(_en_mots, DEVENUS[Envoi.Etat(envoi.etat)], dossier.eleve.prenom, la_bas)
    diffusion.notifier(
        nature=evenements.SUIVI,
        objet_id=envoi.pk,
        etablissement=dossier.etablissement,
        textes={(personne, None): texte for personne in evenements.direction_de(dossier.etablissement_id)},
        adresse=reverse("liaison_envois", args=[dossier.campagne.uuid]),
        visible_le=calendrier.ouverture(dossier.etablissement, timezone.now()),
        renouvelle=True,
    )


def _en_mots(modele: str, enfant: str, ou: str) -> str:
    return _(modele) % {"enfant": enfant, "ou": ou}


@transaction.atomic
def _retenter(envoi: Envoi, motif: str, dans: int = 0) -> None:
    """Later and later, at an hour that others do not have; given up after a fortnight."""
    if not seaux.tient(envoi):
        return
    if timezone.now() - envoi.demande_le > ABANDON and envoi.etat != Envoi.Etat.RECU:
        _finir(envoi, Envoi.Etat.REFUSE, "abandon")
        return
    double = min(D_ABORD * 2 ** min(envoi.essais, 10), AU_PLUS) * _hasard.uniform(0.75, 1)
    envoi.essais, envoi.motif = envoi.essais + 1, motif
    envoi.prochain_le = timezone.now() + max(double, dt.timedelta(seconds=min(dans, 86_400)))
    if envoi.etat == Envoi.Etat.EN_COURS and envoi.parti_le is None:
        envoi.etat = Envoi.Etat.A_ENVOYER
    envoi.save(update_fields=["essais", "motif", "prochain_le", "etat"])


@transaction.atomic
def reessayer(*, envoi: Envoi, auteur: Personne) -> None:
    """Now, rather than at its hour."""
    Envoi.objects.filter(pk=envoi.pk, etat__in=VIVANTS).update(prochain_le=timezone.now(), essais=0)
    _consigner("reessayer", envoi.dossier, auteur)
    diffusion.differer(TACHE, envoi_id=envoi.pk)
