"""A person's number for one service: opaque, stable for life, and another elsewhere. Made from a key, so that no table ties the two.

AES-SIV (RFC 5297) is deterministic and authenticated: the same person always gets the same number there, only we read it back, and a
number that was made up, or made for another service, is nobody's.
"""

import uuid
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.db.models import Q

from ent.annuaire.models import Personne
from ent.connexion.derivation import cle, signature
from ent.socle.preparees import Preparee

from ..models import ServiceTiers

OUVERTES = Preparee(lambda: Personne.objects.filter(is_active=True, fermee_le=None, fusionnee_dans=None))


@lru_cache(maxsize=256)
def _chiffre(service: uuid.UUID, _cle: bytes) -> AESSIV:
    return AESSIV(bytes.fromhex(signature("tiers.numero", service)))


def numero(service: ServiceTiers, personne: Personne) -> str:
    """Sixty-four signs in hexadecimal: some services put their names in small letters."""
    return numero_chez(service.uuid, personne)


def numero_chez(service: uuid.UUID, personne: Personne) -> str:
    """The same, of a service that is known by its number alone."""
    return _chiffre(service, cle()).encrypt(personne.uuid.bytes, None).hex()


def personne_du_numero(service: ServiceTiers, numero: str) -> Personne | None:
    return personne_chez(service.uuid, numero)


def personne_chez(service: uuid.UUID, numero: str) -> Personne | None:
    """Whose number it is, if it is one of this service's and its account is open."""
    try:
        identite = uuid.UUID(bytes=_chiffre(service, cle()).decrypt(bytes.fromhex(numero), None))
    except (ValueError, InvalidTag):
        return None
    return personne_ouverte(identite)


def est_ouverte(personne: Personne) -> bool:
    """The same, of somebody who has just been read."""
    return personne.is_active and personne.fermee_le is None and personne.fusionnee_dans_id is None


def personne_ouverte(identite: uuid.UUID) -> Personne | None:
    """Somebody who could come in today: neither closed, nor merged, nor left."""
    ouvertes = OUVERTES.lire(Q(uuid=identite))
    return ouvertes[0] if ouvertes else None
