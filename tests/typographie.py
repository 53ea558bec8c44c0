"""The other way of `ent.socle.typographie`, for tests: where a space was held, the plain one."""

import re

from ent.socle.typographie import UNITE

TENUS = re.compile(
    f"\u00a0(?=[:;!?»])|(?<=«)\u00a0|(?<=[0-9])\u00a0(?={UNITE.pattern})|(?<=[0-9][ \u00a0]h)\u00a0(?=[0-9]{{2}}(?![0-9]))|"
    "(?<=[nN]°)\u00a0(?=[0-9])"
)


def relacher(texte: str) -> str:
    return TENUS.sub(" ", texte)
