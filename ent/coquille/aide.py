"""The help of each page, for each kind of reader: rooms write it in their `aides.py` and plug it in their `branchements.py`.

The shell names no page: an address is known by its name in the resolver, which is all that the « ? » of a page says. What answers is
what people of that room wrote, and then somebody with hours; nothing answers in their place.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from ent.socle.tri import LIGATURES

# Who reads. « visiteur » has not come in yet.
LECTEURS = ("famille", "eleve", "enseignant", "direction", "commune", "territoire", "visiteur")
ADULTES = ("famille", "enseignant", "direction", "commune", "territoire")
PERSONNEL = ("enseignant", "direction")
MOT = re.compile(r"\w+")
# Of a question, words that say nothing of what it is about.
MOTS_VIDES = (
    "a ai au aux avec ce ces cette comment d dans de des du elle en est et faire il ils j je l la le les leur m ma mes mon ne notre "
    "nous on ou par pas peut peux pour pourquoi puis qu quand que quel quelle qui quoi s sa se ses si son sont sur t ton tu un une "
    "vos votre vous y ت في من على كيف هل ما"
)
VIDES = frozenset(MOTS_VIDES.split())
DANS_LA_QUESTION, DANS_LES_ETAPES = 4, 1
# What people type for what is written, by word as `mots` gives them: worth a little less than the word itself.
SYNONYMES = {
    "bulletin": "livret", "evaluation": "livret", "cantine": "menu", "repa": "menu", "resto": "menu",
    "devoir": "travail", "exercice": "travail", "prof": "enseignant", "professeur": "enseignant", "instit": "enseignant",
    "institutrice": "enseignant", "instituteur": "enseignant", "suppleant": "remplacant", "suppleante": "remplacant",
    "remplacement": "remplacant", "mdp": "passe", "password": "passe", "courriel": "mail", "mel": "mail", "portable": "telephone",
    "smartphone": "telephone", "ami": "camarade", "rdv": "creneau", "langue": "traduire", "traduction": "traduire",
}  # fmt: skip
D_UN_SYNONYME = 0.9


@dataclass(frozen=True)
class Reponse:
    """A question as a person asks it, and what to do, step by step."""

    question: str | Promise
    etapes: tuple[str | Promise, ...]


@dataclass(frozen=True)
class Aide:
    """What is asked on these pages (names of their addresses) by these readers."""

    pages: tuple[str, ...]
    lecteurs: tuple[str, ...]
    reponses: tuple[Reponse, ...]


_aides: dict[tuple[str, str], list[Reponse]] = defaultdict(list)  # by reader and page


def aide(pages: str, lecteurs: str | Iterable[str], *reponses: tuple) -> Aide:
    """``aide("carnet_suivi", "enseignant", (_("Comment… ?"), _("Touchez…"), _("Puis…")))``; several pages, between spaces."""
    qui = (lecteurs,) if isinstance(lecteurs, str) else tuple(lecteurs)
    return Aide(tuple(pages.split()), qui, tuple(Reponse(question, tuple(etapes)) for question, *etapes in reponses))


def enregistrer_aides(aides: Iterable[Aide]) -> None:
    for une in aides:
        if inconnus := set(une.lecteurs) - set(LECTEURS):
            raise ValueError(f"No such reader: {', '.join(sorted(inconnus))}.")
        for lecteur in une.lecteurs:
            for page in une.pages:
                _aides[lecteur, page] += une.reponses


def reponses(page: str, lecteur: str) -> list[Reponse]:
    """What is answered on this page to this reader."""
    return _aides.get((lecteur, page), [])


def lecteurs_de(page: str, univers: Iterable[str]) -> list[str]:
    """As which of these readers the help of a page speaks; to whoever has none of their own there, as to somebody at the door."""
    siens = [u for u in univers if reponses(page, u)]
    return siens or [autre for autre in ("visiteur", "eleve") if reponses(page, autre)][:1]


def declarees() -> dict[tuple[str, str], list[Reponse]]:
    return dict(_aides)


@cache
def noms_des_pages() -> frozenset[str]:
    """Names of all addresses of the product, those of a library within its namespace (« bibliotheque:page »)."""

    def lire(motifs: list, espace: str = "") -> Iterator[str]:
        for motif in motifs:
            if isinstance(motif, URLPattern):
                yield f"{espace}{motif.name}" if motif.name else ""
            else:
                yield from lire(motif.url_patterns, f"{espace}{motif.namespace}:" if motif.namespace else espace)

    return frozenset(lire(get_resolver().url_patterns)) - {""}


def page_connue(nom: str) -> str:
    """This name of a page; nothing when no address bears it."""
    return nom if nom in noms_des_pages() else ""


# --- Searching ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Trouvee:
    """An answer that was found, and the page it is about, when it opens without saying which (a class, a mot)."""

    reponse: Reponse
    adresse: str


def mots(texte: str) -> list[str]:
    """Words without case, accents nor the mark of a plural."""
    nu = "".join(
        c for c in unicodedata.normalize("NFKD", texte.translate(LIGATURES).casefold()) if not unicodedata.combining(c)
    )
    return [_singulier(mot) for mot in MOT.findall(nu)]


def _singulier(mot: str) -> str:
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


@lru_cache(maxsize=4096)
def _mots_de(reponse: Reponse, _langue: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(mots(str(reponse.question))), tuple(mots(" ".join(map(str, reponse.etapes))))


def chercher(demande: str, univers: Iterable[str], combien: int = 12) -> list[Trouvee]:
    """Answers to any of these readers that hold words of the question, or words that begin like them; the nearest first."""
    cherches = [mot for mot in dict.fromkeys(mots(demande)) if mot not in VIDES]
    if not cherches:
        return []
    notes: dict[Reponse, tuple[float, str]] = {}
    for lecteur in univers:
        for (qui, page), siennes in _aides.items():
            for reponse in siennes if qui == lecteur else ():
                note = _note(cherches, *_mots_de(reponse, get_language()))
                if note and reponse not in notes:
                    notes[reponse] = (note, page)
    rangees = sorted(notes.items(), key=lambda trouvee: -trouvee[1][0])
    return [Trouvee(reponse, _adresse(page)) for reponse, (_note_, page) in rangees[:combien]]


def _note(cherches: list[str], question: tuple[str, ...], etapes: tuple[str, ...]) -> float:
    """How near: each word counts where it stands; an answer that holds all of them comes before one that repeats a few."""
    poids = [max(_proche(mot, question) * DANS_LA_QUESTION, _proche(mot, etapes) * DANS_LES_ETAPES) for mot in cherches]
    trouves = sum(p > 0 for p in poids)
    return sum(poids) * trouves / len(cherches) if 2 * trouves >= len(cherches) else 0


def _proche(mot: str, texte: tuple[str, ...]) -> float:
    """A word itself, else one that begins as it does (« corrig » for « corriger »), or that is written for it (« menu » for « cantine »)."""
    autre = SYNONYMES.get(mot)
    return max(_tel_quel(mot, texte), D_UN_SYNONYME * _tel_quel(autre, texte) if autre else 0)


def _tel_quel(mot: str, texte: tuple[str, ...]) -> float:
    if mot in texte:
        return 1
    debut = mot[: max(4, len(mot) - 2)]
    return 0.6 if len(mot) >= 4 and any(autre.startswith(debut) for autre in texte) else 0


@cache
def _adresse(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
