"""Codes and secrets, derived from a key instead of stored: a lost paper can be printed again, and nothing can be read
in the database. `generation` voids what was printed before.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Iterator, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import NIVEAUX
from ent.annuaire.gommettes import Image

from .models import CleDeDerivation
from .mots import MOTS


class Images(models.TextChoices):
    """The last level whose pupils come in by pictures; the others type a password."""

    GS = "GS", _("en maternelle")
    CP = "CP", _("jusqu’au CP")
    CE1 = "CE1", _("jusqu’au CE1")
    CE2 = "CE2", _("jusqu’au CE2")
    CM2 = "CM2", _("pour tous les élèves")


# No vowel (a code never spells a word), none of the pairs that paper confuses: 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B keep one
# letter at most.
ALPHABET = "BCDFGHJKMNPQRSTVWXZ3479"
LONGUEUR_CODE = 8
TAILLE_GRILLE = 12
TAILLE_SECRET = 3


# --- The key ----------------------------------------------------------------------------------------------------------
# By set of keys, read once in a process: sealed again under other keys, it is the same.
_lues: dict[tuple[str, ...], bytes] = {}


def trousseau() -> MultiFernet:
    """Seals with the first of `ENT_CLE_CODES`, opens with any."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"ent.connexion.derivation|" + cle.encode()).digest()))
            for cle in settings.ENT_CLES_CODES
        ]
    )


def cle() -> bytes:
    """The key of all codes and secrets. Before it was ever sealed, the oldest of `ENT_CLE_CODES` itself."""
    cles = tuple(settings.ENT_CLES_CODES)
    if cles not in _lues:
        gardee = CleDeDerivation.objects.first()
        try:
            _lues[cles] = trousseau().decrypt(gardee.scellee.encode()) if gardee else cles[-1].encode()
        except InvalidToken:
            raise ImproperlyConfigured(
                "ENT_CLE_CODES n’ouvre plus les codes : remettez-y l’ancienne clé, puis manage.py rechiffrer_codes."
            ) from None
    return _lues[cles]


def sceau(usage: str) -> Fernet:
    """What a room seals of its own, under a key made from that of codes: `manage.py rechiffrer_codes` leaves it as it is."""
    return Fernet(base64.urlsafe_b64encode(_hmac(usage)))


def _hmac(usage: str, *parties: object) -> bytes:
    message = "|".join([usage, *(str(partie) for partie in parties)])
    return hmac.new(cle(), message.encode(), hashlib.sha256).digest()


def signature(usage: str, *parties: object) -> str:
    """What proves that an address was made here, in hexadecimal. `usage` keeps one use apart from the others."""
    return _hmac(usage, *parties).hex()


def _nombres(usage: str, *parties: object) -> Iterator[int]:
    """An endless run of large numbers: each modulo a small n is uniform within 2⁻⁵⁰."""
    rang = 0
    while True:
        yield int.from_bytes(_hmac(usage, *parties, rang)[:8])
        rang += 1


def code_activation(personne_uuid: uuid.UUID, etablissement_id: int, generation: int) -> str:
    """The eight characters of an adult's slip, as printed by one school."""
    nombres = _nombres("code", personne_uuid, etablissement_id, generation)
    return "".join(ALPHABET[next(nombres) % len(ALPHABET)] for _rang in range(LONGUEUR_CODE))


def empreinte_code(code: str) -> str:
    """What the database keeps of a code: enough to find it, not enough to read it."""
    return _hmac("empreinte", code).hex()


def _melange(valeurs: Sequence[str], usage: str, *parties: object) -> list[str]:
    melange = list(valeurs)
    nombres = _nombres(usage, *parties)
    for fin in range(len(melange) - 1, 0, -1):
        autre = next(nombres) % (fin + 1)
        melange[fin], melange[autre] = melange[autre], melange[fin]
    return melange


def grille_images(eleve_uuid: uuid.UUID, generation: int, image_gommette: str) -> list[str]:
    """The twelve pictures shown to a pupil, the three of the secret first. Never the picture of their own sticker."""
    images = _melange(Image.values, "images", eleve_uuid, generation)
    return [image for image in images if image != image_gommette][:TAILLE_GRILLE]


def secret_images(eleve_uuid: uuid.UUID, generation: int, image_gommette: str) -> list[str]:
    """Three distinct pictures, in order: one secret among 12 × 11 × 10 = 1,320."""
    return grille_images(eleve_uuid, generation, image_gommette)[:TAILLE_SECRET]


def secret_mot(eleve_uuid: uuid.UUID, generation: int) -> str:
    """An easy word and two digits, for those who read: « girafe47 »."""
    nombres = _nombres("mot", eleve_uuid, generation)
    return f"{MOTS[next(nombres) % len(MOTS)]}{next(nombres) % 100:02d}"


def lit(niveau: str, derniere: str) -> bool:
    """Whether a pupil of this level types a password, where pictures serve up to `derniere`, said by the school. An unknown level (ULIS) gets
    pictures, which anyone can touch.
    """
    return bool(niveau) and NIVEAUX.index(niveau) > NIVEAUX.index(derniere)
