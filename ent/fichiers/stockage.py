"""Where objects are kept: a local disk, or S3. Their keys are random; nobody outside reads them."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.socle.rustines import storages_objets

journal = logging.getLogger(__name__)

MORCEAU = 256 * 1024
_ecrites: ContextVar[list[str] | None] = ContextVar("cles_ecrites", default=None)


def stockage() -> Storage:
    return storages["fichiers"]


@contextmanager
def tout_ou_rien():
    """A transaction that takes its stored objects with it when it fails. Also a decorator; may be nested.

    An action that calls `recueillir` or `deposer` wears it in place of `transaction.atomic`. What a killed process leaves
    behind is found by the purge.
    """
    englobantes, ici = _ecrites.get(), []
    jeton = _ecrites.set(ici)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        effacer(ici)
        raise
    else:
        if englobantes is not None:
            englobantes += ici
    finally:
        _ecrites.reset(jeton)


def est_du_stockage(erreur: Exception) -> bool:
    """The disk is full or gone, the bucket does not answer."""
    return isinstance(erreur, OSError) or type(erreur).__module__.startswith(("botocore", "boto3"))


def ecrire(contenu: File) -> str:
    """Store an object under a new key, filed by day, and give the key. Only inside `tout_ou_rien`.

    A storage that fails is a `ValidationError` of code « panne », that a form shows beside what was typed.
    """
    ecrites = _ecrites.get()
    if ecrites is None:
        raise RuntimeError("Objects are written inside tout_ou_rien().")
    cle = f"{timezone.now():%Y-%m-%d}/{secrets.token_urlsafe(32)}"
    ecrites.append(cle)  # before writing: a half-written object goes too
    try:
        return stockage().save(cle, contenu)
    except Exception as erreur:
        if not est_du_stockage(erreur):
            raise
        journal.error("Objet %s non écrit.", cle, exc_info=True)
        phrase = _(
            "Les fichiers n’ont pas pu être gardés : la place manque, ou le stockage ne répond pas. Réessayez plus tard."
        )
        raise ValidationError(phrase, code="panne") from erreur


def effacer(cles: Iterable[str]) -> None:
    """Delete objects. One that cannot be deleted now is left to the purge."""
    for cle in cles:
        try:
            stockage().delete(cle)
        except Exception:
            journal.warning("Objet %s non effacé : la purge s’en chargera.", cle, exc_info=True)


def lire(cle: str, debut: int, longueur: int) -> Iterator[bytes]:
    """Bytes of an object, from `debut`. From S3 only the asked bytes travel."""
    depot = stockage()
    if hasattr(depot, "bucket"):
        objet = storages_objets.objet(depot, cle)
        if longueur:
            yield from objet.get(Range=f"bytes={debut}-{debut + longueur - 1}")["Body"].iter_chunks(MORCEAU)
        return
    with depot.open(cle) as fichier:
        fichier.seek(debut)
        while longueur > 0 and (morceau := fichier.read(min(MORCEAU, longueur))):
            longueur -= len(morceau)
            yield morceau


def lien(cle: str, type_mime: str) -> str:
    """An address of the bucket, signed for `ENT_S3_LIENS` seconds and for this one object; empty when objects are streamed.

    Signed here, without asking the bucket. It says no name of the file, which may be a child's: an address is written in the
    journals of those it goes through.
    """
    depot = stockage()
    if not settings.ENT_S3_LIENS or not hasattr(depot, "bucket"):
        return ""
    parametres = {
        "ResponseContentType": type_mime,
        "ResponseContentDisposition": "inline",
        "ResponseCacheControl": "private, no-store",
    }
    return depot.url(cle, parameters=parametres, expire=settings.ENT_S3_LIENS)


def cles_par_jour() -> Iterator[tuple[str, list[str]]]:
    """Every key in the storage, day by day."""
    depot = stockage()
    try:
        jours, _fichiers = depot.listdir("")
    except FileNotFoundError:
        return
    for jour in sorted(jours):
        _dossiers, noms = depot.listdir(jour)
        yield jour, [f"{jour}/{nom}" for nom in noms]
