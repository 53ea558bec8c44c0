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
from ent.connexion.lectures import ce_qui_ferme
from ent.socle.preparees import Preparee

from ..models import ServiceTiers

PERSONNES = Preparee(lambda: Personne.objects.all())


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
    """Whose number it is, if it is one of this service's, and nothing is closed to them."""
    try:
        identite = uuid.UUID(bytes=_chiffre(service, cle()).decrypt(bytes.fromhex(numero), None))
    except (ValueError, InvalidTag):
        return None
    return personne_ouverte(identite)


def personne_ouverte(identite: uuid.UUID) -> Personne | None:
    """Somebody to whom our own pages would open today (`ce_qui_ferme`): what was given a moment ago is judged as they are."""
    trouvee = next(iter(PERSONNES.lire(Q(uuid=identite))), None)
    return trouvee if trouvee is not None and ce_qui_ferme(trouvee) is None else None
