"""What the product proposes to ask: read in each one's language while a school left it as it was; the school's own words stay as written."""

from functools import cache

from django.utils.translation import gettext, gettext_noop, override

from ent.socle.francais import d_un_college, est_facile, langue_de_base

SEUL = gettext_noop("À la fin de la classe, et de la garderie ou de l’étude, mon enfant peut rentrer sans adulte.")
SEUL_AU_COLLEGE = gettext_noop("À la fin des cours, mon enfant peut rentrer sans adulte.")
TIERS = gettext_noop("Mon enfant peut partir avec les personnes que j’ai désignées à l’école.")
CHARTE = gettext_noop(
    "À l’école, j’utilise internet avec un adulte, pour travailler.\n"
    "Je ne donne ni mon nom, ni mon adresse, ni ma photo.\n"
    "Je suis poli avec les autres, comme en vrai.\n"
    "Si quelque chose me gêne ou me fait peur, je le dis tout de suite à un adulte.\n"
    "Je garde mes secrets d’accès pour moi."
)
# Of both an école and a collège: no word of either, which rules of French would have to say again.
FACILES = {
    SEUL: "Après la classe, mon enfant peut rentrer sans adulte. C’est pareil après la garderie ou l’étude.",
    SEUL_AU_COLLEGE: "Après les cours, mon enfant peut rentrer sans adulte.",
    TIERS: "Mon enfant peut partir avec certaines personnes. J’ai déjà dit qui sont ces personnes.",
    CHARTE: (
        "Je vais sur internet avec un adulte, pour travailler.\n"
        "Je ne donne pas mon nom. Je ne donne pas mon adresse ni ma photo.\n"
        "Je suis poli avec les autres, comme en vrai.\n"
        "Si quelque chose me gêne ou me fait peur, je le dis à un adulte.\n"
        "Je garde mes codes pour moi."
    ),
}


def propose_par(texte: str, est_college: bool) -> str:
    """As a direction is offered it: in French, which families' schools write, whatever it reads itself."""
    with override(d_un_college("fr", est_college)):
        return gettext(texte)


def _net(texte: str) -> str:
    return " ".join(texte.split())


@cache
def _connus() -> dict[str, str]:
    """By what was proposed, to an école or to a collège, the sentence of the catalogs."""
    connus: dict[str, str] = {}
    for texte in (SEUL_AU_COLLEGE, SEUL, TIERS, CHARTE):
        for est_college in (False, True):
            connus.setdefault(_net(propose_par(texte, est_college)), texte)
    return connus


def est_propose(texte: str) -> bool:
    return _net(texte) in _connus()


def a_lire(texte: str) -> str:
    """In the language in force, of what was proposed; anything else as it was written."""
    propose = _connus().get(_net(texte))
    if propose is None:
        return texte
    if est_facile():
        return FACILES[propose]
    return texte if langue_de_base() == "fr" else gettext(propose)
