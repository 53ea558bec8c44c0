"""A dossier that arrives: announced, taken by pieces, checked by a worker, then confirmed or refused by somebody."""

import datetime as dt
import logging
import shutil
import tempfile
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers import actions as fichiers
from ent.fichiers import sas
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from ent.fichiers.stockage import ecrire, effacer, stockage, tout_ou_rien

from .. import evenements
from ..lectures import archives, cles, format
from ..lectures.cles import Jwk
from ..lectures.envois import VIVANTS
from ..lectures.motifs import DITS_PAR_QUELQU_UN, Refus
from ..lectures.receptions import identique
from ..models import Correspondant, Envoi, FichierRecu, Morceau, Reception

TACHE = "ent.services.liaison.taches.verifier"
SUIVRE = "ent.services.liaison.taches.avancer"
MORCEAU_MAX = 4 * 1024 * 1024
EN_ATTENTE_MAX = 6_000_000_000  # bytes of what one sender began, and that nobody checked
COMMENCEES_MAX = 500  # how many of those
ATTENDENT_MAX = 2_000  # that wait for somebody to say whom they are about
ABANDON = dt.timedelta(days=3)
REPRISE = dt.timedelta(minutes=10)
ARRIVE = gettext_noop("Un dossier de liaison est arrivé : %(ou)s. Dites de quel élève il parle.")
journal = logging.getLogger(__name__)


def _consigner(verbe: str, reception: Reception, auteur: Personne | None = None, **details: Any) -> None:
    ecole = reception.etablissement
    consigner(f"liaison.{verbe}", auteur=auteur, etablissement=ecole, objet=f"reception {reception.pk}", **details)


# --- It arrives --------------------------------------------------------------------------------------------------------
@transaction.atomic
def annoncer(
    *, de: Etablissement, vers: Etablissement, identifiant: UUID, octets: int, empreinte: str
) -> tuple[Reception, bool]:
    """The one that this number names, and whether it is new: announced again, it is the same. Raises `Refus`."""
    if not 0 < octets <= format.OCTETS_MAX:
        raise Refus("trop_gros")
    reception, neuve = Reception.objects.get_or_create(
        de=de,
        identifiant=identifiant,
        defaults={"etablissement": vers, "octets": octets, "empreinte": empreinte},
    )
    la_meme = reception.etablissement_id in (vers.pk, vers.rejoint_id)  # who took over from that school holds it now
    if not la_meme or (reception.octets, reception.empreinte) != (octets, empreinte):
        raise Refus("conflit")
    if neuve and vers.fermee_le:
        raise Refus("mauvaise_ecole")
    if neuve and _sont_trop(de):
        raise Refus("lent")
    return reception, neuve


def _sont_trop(de: Etablissement) -> bool:
    """Of one sender: bytes or sendings that nobody checked, dossiers that nobody confirmed."""
    commencees = Reception.objects.filter(de=de, etat__in=(Reception.Etat.EN_COURS, Reception.Etat.A_VERIFIER))
    dites = commencees.aggregate(octets=Sum("octets"), n=Count("pk"))
    attendent = Reception.objects.filter(de=de, etat=Reception.Etat.A_CONFIRMER).count()
    return (dites["octets"] or 0) > EN_ATTENTE_MAX or dites["n"] > COMMENCEES_MAX or attendent > ATTENDENT_MAX


@tout_ou_rien()
def prendre_un_morceau(*, reception: Reception, debut: int, contenu: bytes) -> Reception:
    """Bytes from `debut`. Those that are held already are left: a sender that was cut asks where it is, and goes on from there. Raises `Refus`."""
    relue = _verrouiller(reception)
    if relue.etat != Reception.Etat.EN_COURS or debut != relue.recus or not contenu:
        return relue
    if len(contenu) > MORCEAU_MAX or relue.recus + len(contenu) > relue.octets:
        raise Refus("trop_gros")
    Morceau.objects.create(reception=relue, debut=debut, octets=len(contenu), cle=ecrire(File(ContentFile(contenu))))
    relue.recus += len(contenu)
    est_entiere = relue.recus == relue.octets
    relue.etat = Reception.Etat.A_VERIFIER if est_entiere else relue.etat
    relue.avance_le = timezone.now()
    relue.save(update_fields=["recus", "etat", "avance_le"])
    if est_entiere:
        diffusion.differer(TACHE, reception_id=relue.pk)
    return relue


# --- It is checked -----------------------------------------------------------------------------------------------------
def verifier(*, reception_id: int) -> None:
    """By a worker; begun again after a kill, it checks the whole again."""
    reception = (
        Reception.objects.filter(pk=reception_id, etat=Reception.Etat.A_VERIFIER)
        .select_related("de", "etablissement")
        .first()
    )
    if reception is None:
        return
    with tempfile.TemporaryFile() as tampon:
        try:
            _recoller(reception, tampon)
            lue = archives.lire(
                tampon,
                cles_connues(reception.de),
                de=reception.de.uai,
                vers=_uai_de(reception.etablissement),
                identifiant=str(reception.identifiant),
            )
            _ranger(reception, lue)
        except Refus as refus:
            _refuser(reception, refus.code)
        except (sas.SansVerdict, ValidationError):
            return  # nobody could judge a file now: `reverifier`


def _uai_de(ecole: Etablissement) -> set[str]:
    """Its own, and those of the schools that it took over from: what was on its way to them names them."""
    return set(Etablissement.objects.filter(Q(pk=ecole.pk) | Q(rejoint=ecole)).values_list("uai", flat=True))


def cles_connues(ecole: Etablissement) -> list[Jwk]:
    """As of now: those that were pinned; of a school of this instance, its own."""
    correspondant = Correspondant.objects.filter(etablissement=ecole, ferme_le=None).first()
    return list(correspondant.cles) if correspondant else cles.publiees(ecole)


def _recoller(reception: Reception, tampon: BinaryIO) -> None:
    for morceau in reception.morceaux.all():
        with stockage().open(morceau.cle) as contenu:
            shutil.copyfileobj(contenu, tampon)
    tampon.seek(0)
    if cles.empreinte_de(tampon) != reception.empreinte:
        raise Refus("altere")
    tampon.seek(0)


def _ranger(reception: Reception, lue: archives.Lue) -> None:
    """What it says, and its files: each judged by the lock-chamber as any that is deposited, one at a time, then counted on the school's place.

    Until the end nothing holds them: what a killed worker leaves goes with the purge.
    """
    ranges: list[tuple[str, Fichier]] = []
    try:
        for chemin in lue.fichiers:
            ranges.append((chemin, _ranger_un_fichier(reception, lue, chemin)))
    except (Refus, sas.SansVerdict, ValidationError):
        fichiers.detacher(fichiers=[fichier for _chemin, fichier in ranges])
        raise
    with transaction.atomic():
        relue = _verrouiller(reception)
        if relue.etat != Reception.Etat.A_VERIFIER:  # another worker did
            return
        fichiers.attacher(fichiers=[fichier for _chemin, fichier in ranges])
        FichierRecu.objects.bulk_create(FichierRecu(reception=relue, fichier=f, chemin=chemin) for chemin, f in ranges)
        relue.contenu = lue.dossier | ({"sante": lue.sante["contenu"]} if lue.sante else {})
        relue.dossier = UUID(lue.dossier["dossier"])
        relue.etat = Reception.Etat.A_CONFIRMER
        relue.efface_le = format.fin_de_garde(lue.dossier["annee_scolaire"], timezone.localdate())
        _prendre_la_place(relue)
        relue.save()
        _oublier_les_morceaux(relue)
        _consigner("recevoir", relue, fichiers=len(ranges))
        if relue.etat == Reception.Etat.A_CONFIRMER:
            _dire_a_la_direction(relue)


def _dire_a_la_direction(reception: Reception) -> None:
    """Whom it is about is for somebody to say; no child is named meanwhile."""
    ecole = reception.etablissement
    texte = partial(_en_mots, ARRIVE, reception.de.nom)
    diffusion.notifier(
        nature=evenements.RECU,
        objet_id=reception.pk,
        etablissement=ecole,
        textes={(personne, None): texte for personne in evenements.direction_de(ecole.pk)},
        adresse=reverse("liaison_reception", args=[reception.uuid]),
        visible_le=calendrier.ouverture(ecole, timezone.now()),
    )


def _en_mots(modele: str, ou: str) -> str:
    return _(modele) % {"ou": ou}


def _ranger_un_fichier(reception: Reception, lue: archives.Lue, chemin: str) -> Fichier:
    """Its bytes stay on the disk while it is judged. Raises `Refus`, or `SansVerdict`: then the whole is checked again a little later."""
    with tempfile.TemporaryFile() as sorti, lue.ouvrir(chemin) as dedans:
        shutil.copyfileobj(dedans, sorti)
        sorti.seek(0)
        try:
            prepare = sas.juger(File(sorti, name=chemin), chemin.rpartition("/")[2], attente=sas.TOUT_LE_TEMPS)
            return fichiers.ranger(prepare=prepare, deposant=None, destination=Destination(reception.etablissement))
        except ValidationError as refus:
            if getattr(refus, "code", "") == "panne":
                raise
            raise Refus("place" if getattr(refus, "code", "") == "quota" else "fichier") from None


def _verrouiller(reception: Reception) -> Reception:
    return Reception.objects.select_for_update(of=("self",)).select_related("etablissement", "de").get(pk=reception.pk)


def _prendre_la_place(neuve: Reception) -> None:
    """A later version of the same dossier takes the place of the former, whichever arrived first. What somebody confirmed is read until this one is
    confirmed too: at once when both say the very same child.
    """
    autres = _autres_versions(neuve).exclude(etat=Reception.Etat.REFUSEE)
    scelle = dt.datetime.fromisoformat(neuve.contenu["emis_le"])
    for autre in autres.filter(contenu__has_key="emis_le").order_by("pk"):
        if dt.datetime.fromisoformat(autre.contenu["emis_le"]) > scelle:
            neuve.etat, neuve.motif = Reception.Etat.REFUSEE, "remplace"
            _vider(neuve)
            return
        if autre.etat == Reception.Etat.CONFIRMEE and identique(neuve.contenu, autre.contenu):
            neuve.etat, neuve.eleve_id = Reception.Etat.CONFIRMEE, autre.eleve_id
            neuve.traitee_par_id, neuve.traitee_le = autre.traitee_par_id, timezone.now()
    _ceder(neuve, autres if neuve.etat == Reception.Etat.CONFIRMEE else autres.exclude(etat=Reception.Etat.CONFIRMEE))


def _autres_versions(reception: Reception) -> QuerySet[Reception]:
    siennes = Reception.objects.select_for_update(of=("self",)).filter(
        de=reception.de_id, etablissement=reception.etablissement_id, dossier=reception.dossier
    )
    return siennes.exclude(pk=reception.pk)


def _versions_d_avant(reception: Reception) -> QuerySet[Reception]:
    """Sealed before this one, whatever became of them: confirmed, or taken off a child and waiting again."""
    autres = _autres_versions(reception).filter(contenu__has_key="emis_le").exclude(etat=Reception.Etat.REFUSEE)
    if "emis_le" not in reception.contenu:  # it came before a dossier said when it was sealed
        return autres.none()
    scelle = dt.datetime.fromisoformat(reception.contenu["emis_le"])
    return autres.filter(pk__in=[a.pk for a in autres if dt.datetime.fromisoformat(a.contenu["emis_le"]) < scelle])


def _ceder(neuve: Reception, anciennes: QuerySet[Reception]) -> None:
    for ancienne in anciennes.filter(contenu__has_key="emis_le").order_by("pk"):
        ancienne.etat, ancienne.motif = Reception.Etat.REFUSEE, "remplace"
        _vider(ancienne)


@transaction.atomic
def _refuser(reception: Reception, code: str) -> None:
    relue = _verrouiller(reception)
    if relue.etat == Reception.Etat.A_VERIFIER:
        relue.etat, relue.motif = Reception.Etat.REFUSEE, code
        _vider(relue)
        _consigner("refuser_une_reception", relue, motif=code)


def _vider(reception: Reception) -> None:
    """Nothing stays of it but that it came, and what became of it."""
    tenus = [f.fichier for f in reception.fichiers.select_related("fichier")]
    reception.fichiers.all().delete()
    fichiers.detacher(fichiers=tenus)
    _oublier_les_morceaux(reception)
    diffusion.denotifier(nature=evenements.RECU, objet_id=reception.pk)
    reception.contenu, reception.eleve = {}, None
    reception.efface_le = reception.efface_le or timezone.localdate() + dt.timedelta(days=365)
    reception.save()


def _oublier_les_morceaux(reception: Reception) -> None:
    objets = list(reception.morceaux.values_list("cle", flat=True))
    reception.morceaux.all().delete()
    transaction.on_commit(lambda: effacer(objets))


# --- Somebody says whom it is about ------------------------------------------------------------------------------------
@transaction.atomic
def confirmer(*, reception: Reception, eleve: Personne | None, auteur: Personne) -> None:
    """From now on who teaches the child reads it. Said again of the same child, it changes nothing; of another, by a page opened before, it is
    refused.
    """
    relue = _verrouiller(reception)
    if relue.etat == Reception.Etat.CONFIRMEE and eleve is not None and relue.eleve_id == eleve.pk:
        return
    _juger_a_traiter(relue)
    ici = Inscription.objects.filter(eleve=eleve, classe__etablissement=relue.etablissement_id, classe__fermee_le=None)
    if eleve is None or not ici.filter(en_cours() | Q(debut__gt=timezone.localdate())).exists():
        raise ValidationError(_("Cet élève n’est pas dans l’établissement : choisissez-le dans la liste."))
    relue.etat, relue.eleve, relue.traitee_par, relue.traitee_le = (
        Reception.Etat.CONFIRMEE,
        eleve,
        auteur,
        timezone.now(),
    )
    relue.save(update_fields=["etat", "eleve", "traitee_par", "traitee_le"])
    _ceder(relue, _versions_d_avant(relue))
    diffusion.denotifier(nature=evenements.RECU, objet_id=relue.pk)
    _consigner("confirmer", relue, auteur)
    _hater_qui_envoie(relue)


@transaction.atomic
def detacher(*, reception: Reception, de: str, auteur: Personne) -> None:
    """It was not about that pupil (their uuid): nobody who teaches them reads it any more, and it waits for who it is about. Its sender was told that it is
    confirmed, which stays true: it is refused no more.
    """
    relue = _verrouiller(reception)
    if relue.etat == Reception.Etat.A_CONFIRMER and relue.traitee_le:
        return
    if relue.etat != Reception.Etat.CONFIRMEE or relue.eleve is None or str(relue.eleve.uuid) != de:
        raise ValidationError(_("Ce dossier vient d’être traité par quelqu’un d’autre : relisez la liste."))
    relue.etat, relue.eleve = Reception.Etat.A_CONFIRMER, None
    relue.save(update_fields=["etat", "eleve"])
    _consigner("detacher", relue, auteur)


@transaction.atomic
def refuser(*, reception: Reception, motif: str, precision: str, auteur: Personne) -> None:
    """Its sender is told why; nothing of the child stays."""
    if motif not in DITS_PAR_QUELQU_UN:
        raise ValidationError(_("Dites pourquoi : l’école qui l’a envoyé le lira."))
    relue = _verrouiller(reception)
    if (relue.etat, relue.motif, relue.precision) == (Reception.Etat.REFUSEE, motif, precision):
        return
    _juger_a_traiter(relue)
    if relue.traitee_le:
        raise ValidationError(_("L’établissement d’avant le sait confirmé : dites de quel élève d’ici il parle."))
    relue.etat, relue.motif, relue.precision = Reception.Etat.REFUSEE, motif, precision
    relue.traitee_par, relue.traitee_le = auteur, timezone.now()
    _vider(relue)
    _consigner("refuser_une_reception", relue, auteur, motif=motif)
    _hater_qui_envoie(relue)


def _hater_qui_envoie(reception: Reception) -> None:
    """A school of this site asks at once what became of it; one of elsewhere asks within its half-hour (`envois.DEMANDER`)."""
    siens = Envoi.objects.filter(uuid=reception.identifiant, dossier__etablissement=reception.de_id, etat__in=VIVANTS)
    for pk in list(siens.values_list("pk", flat=True)):
        siens.update(prochain_le=timezone.now())
        diffusion.differer(SUIVRE, envoi_id=pk)


def _juger_a_traiter(relue: Reception) -> None:
    if relue.etat != Reception.Etat.A_CONFIRMER:
        raise ValidationError(_("Ce dossier vient d’être traité par quelqu’un d’autre : relisez la liste."))


# --- Time passes -------------------------------------------------------------------------------------------------------
def reverifier() -> None:
    """What a worker that was killed, or a lock-chamber that was full, left unchecked. One that goes wrong in a way of its own keeps no other waiting."""
    laissees = Reception.objects.filter(etat=Reception.Etat.A_VERIFIER, avance_le__lt=timezone.now() - REPRISE)
    for pk in list(laissees.order_by("pk").values_list("pk", flat=True)[:20]):
        try:
            verifier(reception_id=pk)
        except Exception:
            journal.exception("Réception %s", pk)


def faire_le_menage() -> None:
    """What began to arrive and never ended; what is past its date, files included, on the very day."""
    abandonnee = Q(etat=Reception.Etat.EN_COURS, avance_le__lt=timezone.now() - ABANDON)
    dues = Reception.objects.filter(abandonnee | Q(efface_le__lt=timezone.localdate()))
    for pk in list(dues.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():  # judged again: meanwhile another piece may have come
            reception = dues.select_for_update(of=("self",)).filter(pk=pk).first()
            if reception is not None:
                _vider(reception)
                reception.delete()


def cles_du(jour: str) -> set[str]:
    """Objects of what is arriving, and of what waits to leave, that the purge of files leaves."""
    arrivent = Morceau.objects.filter(cle__startswith=f"{jour}/").values_list("cle", flat=True)
    partent = Envoi.objects.filter(cle_objet__startswith=f"{jour}/").values_list("cle_objet", flat=True)
    return {*arrivent.order_by(), *partent.order_by()}
