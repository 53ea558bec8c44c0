"""Services of SAML that a browser alone can tell that a session is over: visited one after the other, once the person is out of here.

What is left to visit stands in the shared cache for ten minutes, under a number that the pages bear and nobody guesses: a reading writes no
row, and a session that is over keeps nothing. Not journalled: it is a sign-out.
"""

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache

from ..models import ServiceTiers

SESSION = "tiers_saml"  # what a session keeps: by service, [number, session indexes]
PLACES, INDEX = 20, 5  # the last ones
DUREE = 600  # seconds


@dataclass
class Chaine:
    """Whom a browser still visits, and what became of each."""

    reste: list[tuple[int, str, list[str]]]  # service, number, session indexes
    suite: str  # where one is led in the end
    aussitot: bool = False  # without a page of ours, if all answered
    porte: dict[str, str] = field(default_factory=dict)  # a form to carry to `suite`
    ici: tuple[int, str, list[str]] | None = None
    demande: str = ""  # the number of what this one was asked
    muets: list[int] = field(default_factory=list)
    faits: int = 0

    @property
    def nombre(self) -> int:
        return self.faits + (self.ici is not None) + len(self.reste)


def _cle(cle: uuid.UUID) -> str:
    return f"tiers:sortie:{cle.hex}"


def retenir(*, session: SessionBase, service: ServiceTiers, numero: str, index: str) -> None:
    """In the session itself, which ends with what it holds."""
    gardes: dict[str, Any] = session.get(SESSION, {})
    _numero, dits = gardes.pop(str(service.pk), [numero, []])
    gardes[str(service.pk)] = [numero, [*dits, index][-INDEX:]]
    session[SESSION] = dict(list(gardes.items())[-PLACES:])


def commencer(
    *, session: SessionBase, suite: str, sauf: int = 0, aussitot: bool = False, porte: dict[str, str] | None = None
) -> uuid.UUID | None:
    """Asked while the session is there; nothing where no such service was opened. `sauf`: the one that asked, and knows."""
    gardes = session.get(SESSION, {})
    reste = [(int(service), numero, index) for service, (numero, index) in gardes.items() if int(service) != sauf]
    if not reste:
        return None
    cle = uuid.uuid4()
    cache.set(_cle(cle), Chaine(reste, suite, aussitot, porte or {}), DUREE)
    return cle


def avancer(*, cle: uuid.UUID) -> Chaine | None:
    """To the next one. Who comes back here without an answer of the one before: it did not answer."""
    chaine: Chaine | None = cache.get(_cle(cle))
    if chaine is None:
        return None
    if chaine.ici is not None:
        chaine.muets.append(chaine.ici[0])
        chaine.faits += 1
    chaine.ici = chaine.reste.pop(0) if chaine.reste else None
    chaine.demande = f"_{secrets.token_hex(20)}" if chaine.ici else ""
    cache.set(_cle(cle), chaine, DUREE)
    return chaine


def en_cours(*, cle: uuid.UUID) -> Chaine | None:
    """The one that is being visited; nothing when nothing is waited for."""
    chaine: Chaine | None = cache.get(_cle(cle))
    return chaine if chaine and chaine.ici else None


def repondre(*, cle: uuid.UUID, chaine: Chaine, est_sorti: bool) -> None:
    """What this one answered. Said twice, nothing is waited for any more."""
    if chaine.ici is not None and not est_sorti:
        chaine.muets.append(chaine.ici[0])
    chaine.ici, chaine.demande, chaine.faits = None, "", chaine.faits + 1
    cache.set(_cle(cle), chaine, DUREE)
