"""The link of an invitation: which paper, of what generation, sent to which address. Signed, and kept nowhere."""

import datetime as dt
from typing import NamedTuple

from django.core import signing

from .models import CodeActivation

SEL = "connexion.invitation"
JOURS = 14


class Dit(NamedTuple):
    code: int
    generation: int
    courriel: str


def jeton(code: CodeActivation, courriel: str) -> str:
    return signing.dumps([code.pk, code.generation, courriel], salt=SEL)


def lire(jeton: str) -> Dit | None:
    """What a link says; None for one that was changed, or that is more than fourteen days old."""
    try:
        return Dit(*signing.loads(jeton, salt=SEL, max_age=dt.timedelta(days=JOURS)))
    except (signing.BadSignature, TypeError):
        return None
