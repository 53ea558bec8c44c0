"""The other way of `ent.socle.typographie`, for tests: where a space was held, the plain one."""

import re

TENUS = re.compile("\u00a0(?=[:;!?»])|(?<=«)\u00a0")


def relacher(texte: str) -> str:
    return TENUS.sub(" ", texte)
