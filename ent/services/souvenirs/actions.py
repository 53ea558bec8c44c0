"""Ask for a keepsake, make it part by part, make it again when what may be shown changed, erase it."""

import datetime as dt
import tempfile
from collections.abc import Collection
from functools import partial
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.limites import MO, lisible
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import ecrire, effacer, tout_ou_rien
from ent.socle import frein
from ent.socle.francais import de_qui

from . import lectures
from .archives_zip import Ecrite, ecrire_des_fichiers, ecrire_la_fin
from .evenements import AVANCE, PRET
from .models import GARDE, AlbumSouvenir, PartAlbum, enfants_de

TACHE_AVANCER = "ent.services.souvenirs.taches.avancer"
TACHE_REJUGER = "ent.services.souvenirs.taches.rejuger"
# A part is what a worker that is killed begins again: some seconds of work.
PART_OCTETS, PART_FICHIERS = 24 * MO, 80
PAS = 5  # files between two words of progress
QUOTA_ECOLE = 4_000 * MO  # of the albums that a school's families keep at once
PAR_HEURE, HEURE = 6, 3600
ARRET = dt.timedelta(minutes=10)  # without a word: its worker is taken for dead
REPRISES_MAX = 3


# --- Asked for ---------------------------------------------------------------------------------------------------------
def demander(*, eleve: Personne, par: Personne, contenu: lectures.Contenu) -> AlbumSouvenir:
    """The one being made, asked again, is the same; one that is there is made anew. A refusal says what to do."""
    cle = f"souvenirs:{par.pk}"
    if frein.attente(cle, maximum=PAR_HEURE, fenetre=HEURE):
        raise ValidationError(_("Vous avez demandé beaucoup d’albums. Réessayez dans une heure."))
    album, est_neuf = _ouvrir(eleve, par, contenu)
    if est_neuf:
        frein.compter(cle, fenetre=HEURE)
    return album


@transaction.atomic
def _ouvrir(eleve: Personne, par: Personne, contenu: lectures.Contenu) -> tuple[AlbumSouvenir, bool]:
    Personne.objects.select_for_update().get(pk=par.pk)  # one at a time, asked twice at once too
    siens = AlbumSouvenir.objects.demandes_par(par).select_related("eleve")
    if en_cours := siens.filter(etat=AlbumSouvenir.Etat.EN_COURS).first():
        if en_cours.eleve_id == eleve.pk:
            return en_cours, False
        phrase = _("L’album %(de_prenom)s se prépare encore. Demandez celui-ci quand il sera prêt.")
        raise ValidationError(phrase % {"de_prenom": de_qui(en_cours.eleve.prenom)})
    if not contenu.choses:
        raise ValidationError(_("Il n’y a encore rien à garder."))
    ecole = lectures.ecole_de(par, eleve)
    _exiger_la_place(ecole, contenu, siens.filter(eleve=eleve))
    effacer_albums(siens.filter(eleve=eleve))
    album = AlbumSouvenir.objects.create(
        etablissement=ecole,
        eleve=eleve,
        demandeur=par,
        langue=par.langue,
        total=contenu.fichiers,
        octets_prevus=contenu.octets,
    )
    consigner("souvenirs.demander", auteur=par, etablissement=ecole, objet=f"personne {eleve.pk}")
    _continuer(album)
    return album, True


def _continuer(album: AlbumSouvenir) -> None:
    """In the transaction of what was written: its next part is a task of its own."""
    diffusion.differer(TACHE_AVANCER, album_id=album.pk, tour=album.tour)


def _exiger_la_place(ecole: Etablissement, contenu: lectures.Contenu, ancien: QuerySet[AlbumSouvenir]) -> None:
    autres = AlbumSouvenir.objects.filter(etablissement=ecole).exclude(pk__in=ancien.values("pk"))
    pris = autres.aggregate(n=Sum("octets_prevus"))["n"] or 0
    if pris + contenu.octets > QUOTA_ECOLE:
        phrase = _(
            "La place manque : les albums de l’école prennent déjà %(pris)s sur %(quota)s, et celui-ci en prendrait %(octets)s. "
            "Chacun est effacé au bout de %(jours)s jours : réessayez demain."
        )
        valeurs = {"pris": pris, "quota": QUOTA_ECOLE, "octets": contenu.octets}
        dits = {nom: lisible(octets) for nom, octets in valeurs.items()}
        raise ValidationError(phrase % (dits | {"jours": GARDE.days}), code="quota")


# --- Made --------------------------------------------------------------------------------------------------------------
def avancer(*, album: AlbumSouvenir) -> None:
    """One part more, then the next in a task of its own; done again after a kill, it goes on from the parts that are there.

    What may be shown is judged at each part: what one of them holds that may be given no more makes it begin again.
    """
    par = album.demandeur
    if not enfants_de(par).filter(pk=album.eleve_id).exists():
        effacer_albums(AlbumSouvenir.objects.filter(pk=album.pk))
        return
    contenu = lectures.contenu_de(par, album.eleve, album.langue)
    if not lectures.est_encore_permis(album, contenu):
        recommencer(album=album)
        return
    try:
        with override(album.langue), tempfile.TemporaryFile() as tampon:
            _faire_une_part(album, contenu, tampon)
    except ValidationError:  # the storage is full, or away: said in the journal of the server
        _echouer(AlbumSouvenir.objects.filter(pk=album.pk, tour=album.tour))


def _faire_une_part(album: AlbumSouvenir, contenu: lectures.Contenu, tampon: BinaryIO) -> None:
    parts = list(album.parts.all())
    entrees = [entree for part in parts for entree in part.entrees]
    debut = sum(part.octets for part in parts)
    faites = {(e["fichier"], e["dossier"]) for e in entrees}
    lot = _lot([prise for prise in contenu.prises if prise.nom not in faites])
    if lot:
        compteur = _Compteur(album, contenu, faites, debut)
        ecrite = ecrire_des_fichiers(tampon, debut, lot, {e["chemin"] for e in entrees}, compteur)
        _ranger(album, len(parts), debut, tampon, ecrite)
    else:
        octets = ecrire_la_fin(tampon, debut, album, contenu, entrees)
        _ranger(album, len(parts), debut, tampon, Ecrite(octets, []), contenu)


def _lot(reste: list[lectures.Prise]) -> list[lectures.Prise]:
    lot: list[lectures.Prise] = []
    octets = 0
    for prise in reste[:PART_FICHIERS]:
        if lot and octets + prise.octets > PART_OCTETS:
            break
        lot.append(prise)
        octets += prise.octets
    return lot


class _Compteur:
    """How far it is, said at once: what is counted is written."""

    def __init__(
        self, album: AlbumSouvenir, contenu: lectures.Contenu, faites: set[tuple[int, str]], octets: int
    ) -> None:
        self.pk, self.octets, self.prises = album.pk, octets, 0
        self.faits = {fichier for fichier, _dossier in faites}
        self.prevus = {"total": contenu.fichiers, "octets_prevus": contenu.octets}

    def __call__(self, prise: lectures.Prise) -> None:
        self.faits.add(prise.fichier)
        self.octets += prise.octets
        self.prises += 1
        if self.prises % PAS == 0:
            dits = {"faits": len(self.faits), "octets": self.octets, "avance_le": timezone.now()}
            AlbumSouvenir.objects.filter(pk=self.pk).update(**dits, **self.prevus)


@tout_ou_rien()
def _ranger(
    album: AlbumSouvenir,
    rang: int,
    debut: int,
    tampon: BinaryIO,
    ecrite: Ecrite,
    contenu: lectures.Contenu | None = None,
) -> None:
    """Unless another worker did, or it was begun again meanwhile. `contenu`: it was the last part."""
    en_cours = AlbumSouvenir.objects.filter(pk=album.pk, tour=album.tour, etat=AlbumSouvenir.Etat.EN_COURS)
    relu = en_cours.select_for_update().first()
    if relu is None or relu.parts.count() != rang:
        return
    tampon.seek(0)
    cle = ecrire(File(tampon))
    PartAlbum.objects.create(album=relu, rang=rang, cle=cle, debut=debut, octets=ecrite.octets, entrees=ecrite.entrees)
    relu.octets, relu.avance_le, relu.reprises = debut + ecrite.octets, timezone.now(), 0
    faits = {e["fichier"] for part in relu.parts.all() for e in part.entrees}
    relu.faits = len(faits)
    if contenu is not None:
        relu.etat, relu.pret_le, relu.total = AlbumSouvenir.Etat.PRET, timezone.now(), relu.faits
        relu.textes, relu.comptes, relu.octets_prevus = contenu.textes, contenu.comptes, relu.octets
    relu.save()
    diffusion.signaler(nature=AVANCE, objet_id=relu.pk, destinataires=[relu.demandeur_id])
    if relu.est_pret:
        _dire_pret(relu)
    else:
        _continuer(relu)


def dire_pret(prenom: str) -> str:
    return _("L’album %(de_prenom)s est prêt.") % {"de_prenom": de_qui(prenom)}


def _dire_pret(album: AlbumSouvenir) -> None:
    diffusion.notifier(
        nature=PRET,
        objet_id=album.pk,
        etablissement=album.etablissement,
        textes={(album.demandeur_id, album.eleve_id): partial(dire_pret, album.eleve.prenom)},
        adresse=reverse("souvenirs_album", args=[album.eleve.uuid]),
        visible_le=calendrier.ouverture(album.etablissement, timezone.now()),
    )


def _echouer(albums: QuerySet[AlbumSouvenir]) -> None:
    albums.filter(etat=AlbumSouvenir.Etat.EN_COURS).update(etat=AlbumSouvenir.Etat.ECHOUE, avance_le=timezone.now())


# --- Made again, erased ------------------------------------------------------------------------------------------------
@transaction.atomic
def recommencer(*, album: AlbumSouvenir) -> None:
    """Nothing of it is kept: it holds what may be given no more."""
    relu = AlbumSouvenir.objects.select_for_update().filter(pk=album.pk, tour=album.tour).first()
    if relu is None:
        return
    _oublier_les_parts(PartAlbum.objects.filter(album=relu))
    diffusion.denotifier(nature=PRET, objet_id=relu.pk)
    relu.etat, relu.tour, relu.refait_le, relu.pret_le = (
        AlbumSouvenir.Etat.EN_COURS, relu.tour + 1, timezone.now(), None,
    )  # fmt: skip
    relu.faits, relu.octets, relu.textes, relu.avance_le = 0, 0, {}, timezone.now()
    relu.save()
    consigner("souvenirs.refaire", etablissement=relu.etablissement, objet=f"personne {relu.eleve_id}")
    _continuer(relu)


@transaction.atomic
def effacer_albums(albums: QuerySet[AlbumSouvenir]) -> None:
    ids = list(albums.order_by().values_list("pk", flat=True))
    _oublier_les_parts(PartAlbum.objects.filter(album__in=ids))
    AlbumSouvenir.objects.filter(pk__in=ids).delete()
    diffusion.denotifier_tout(nature=PRET, objets=ids)


def _oublier_les_parts(parts: QuerySet[PartAlbum]) -> None:
    cles = list(parts.order_by().values_list("cle", flat=True))
    parts.delete()
    transaction.on_commit(lambda: effacer(cles))


def rejuger_plus_tard(eleves: Collection[int] = (), fichiers: Collection[int] = ()) -> None:
    """What may be shown of these pupils, who answers for them, or these images changed: albums are looked at by a worker, and judged again
    whenever they are taken. Where no school concerned has an album, which most days is so, nothing waits: one that is asked for meanwhile
    is judged as it is made.
    """
    if AlbumSouvenir.objects.filter(_ou_sont(eleves) | Q(etablissement__in=_ecoles_de(fichiers))).exists():
        diffusion.differer(TACHE_REJUGER, eleves=sorted(eleves), fichiers=sorted(fichiers))


def rejuger(*, eleves: Collection[int] = (), fichiers: Collection[int] = ()) -> None:
    """Of the schools where these pupils are, and of what holds these images: what may be given no more is not kept."""
    rejuger_les(AlbumSouvenir.objects.filter(_ou_sont(eleves) | Q(pk__in=_qui_tiennent(fichiers))))


def _ou_sont(eleves: Collection[int]) -> Q:
    ecoles = Inscription.objects.filter(eleve__in=eleves).order_by().values("classe__etablissement")
    return Q(eleve__in=eleves) | Q(etablissement__in=ecoles)


def _ecoles_de(fichiers: Collection[int]) -> QuerySet:
    return Fichier.objects.filter(pk__in=fichiers).order_by().values("etablissement")


def _qui_tiennent(fichiers: Collection[int]) -> set[int]:
    """Albums that hold one of these: each photo that a class publishes is judged, and is in none yet."""
    prets = AlbumSouvenir.objects.filter(etat=AlbumSouvenir.Etat.PRET, etablissement__in=_ecoles_de(fichiers))
    parts = PartAlbum.objects.filter(album__in=prets).order_by().values_list("album_id", "entrees")
    voulus = frozenset(fichiers)
    return {album for album, entrees in parts.iterator() if any(e.get("fichier") in voulus for e in entrees)}


def rejuger_les(albums: QuerySet[AlbumSouvenir]) -> None:
    prets = albums.filter(etat=AlbumSouvenir.Etat.PRET).select_related("eleve", "demandeur", "etablissement")
    for album in prets.order_by("pk"):
        par = album.demandeur
        if not enfants_de(par).filter(pk=album.eleve_id).exists():
            effacer_albums(AlbumSouvenir.objects.filter(pk=album.pk))
        elif not lectures.est_encore_permis(album, lectures.contenu_de(par, album.eleve, album.langue)):
            recommencer(album=album)


def reprendre() -> None:
    """What nobody makes any more, its worker being dead: it goes on from its last part; three times, then one says that it is not made."""
    arretes = AlbumSouvenir.objects.filter(etat=AlbumSouvenir.Etat.EN_COURS, avance_le__lt=timezone.now() - ARRET)
    _echouer(arretes.filter(reprises__gte=REPRISES_MAX))
    for album in arretes.filter(reprises__lt=REPRISES_MAX).order_by("pk"):
        with transaction.atomic():
            AlbumSouvenir.objects.filter(pk=album.pk).update(reprises=album.reprises + 1, avance_le=timezone.now())
            _continuer(album)


def tournee() -> None:
    """Once a day: those that had their days are erased; the others are judged again."""
    avant = timezone.now() - GARDE
    effacer_albums(AlbumSouvenir.objects.filter(pret_le__lt=avant))
    effacer_albums(AlbumSouvenir.objects.filter(etat=AlbumSouvenir.Etat.ECHOUE, avance_le__lt=avant))
    rejuger_les(AlbumSouvenir.objects.all())


def cles_du(jour: str) -> set[str]:
    """Objects that the purge of files leaves."""
    return set(PartAlbum.objects.filter(cle__startswith=f"{jour}/").order_by().values_list("cle", flat=True))
