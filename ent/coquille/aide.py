"""The help of each page, for each kind of reader: rooms write it in their `aides.py` and plug it in their `branchements.py`.

The shell names no page: an address is known by its name in the resolver, which is all that the « ? » of a page says. What answers is
what people of that room wrote, and then somebody with hours; nothing answers in their place.
"""

import math
import operator
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
LECTEURS = ("famille", "eleve", "enseignant", "direction", "pouvoirs", "commune", "territoire", "visiteur")
ADULTES = ("famille", "enseignant", "direction", "pouvoirs", "commune", "territoire")
PERSONNEL = ("enseignant", "direction")
MOT = re.compile(r"\w+")
# Of a question, words that say nothing of what it is about.
MOTS_VIDES = (
    "a ai au aux avec ca ce ces cet cette comment d dans de des du elle en est et faire il ils j je l la le les leur lui m ma me mes mon ne notre "
    "nous on ou par pas peut peux pour pourquoi puis qu quand que quel quelle qui quoi s sa se ses si son sont sur t ton tu un une "
    "vos votre vous y ت في من على كيف هل ما"
)
VIDES = frozenset(MOTS_VIDES.split())
DANS_LA_QUESTION, DANS_LES_ETAPES = 4, 1
# What ends a verb or a feminine: « efface » and « effacé » are « effacer ».
FINALE = re.compile(r"(?<=\w{4})(?:aient|ent|ant|ait|ons|er|ez|ee|ire|re|ir|is|it|e|i|u)$")
# Words that people take for one another: worth a little less than the word itself.
FAMILLES = """
    bulletin evaluation livret, cantine repas resto menu, devoir exercice travail, suppleant suppleante remplacement remplacant,
    prof professeur instit institutrice instituteur enseignant maitresse maitre collegue personnel, mdp password passe, courriel mel email mail,
    portable smartphone telephone, ami camarade, rdv creneau rendez, langue traduction traduire, papa maman pere mere parent, fils fille enfant,
    image photo, effacer supprimer retirer enlever, part partir parti depart quitter va demenager, publier annoncer, actualite nouvelle article,
    oublier perdre perdu, avertir prevenir notification, absent absence malade, modifier changer corriger, connecter entrer, deconnecter sortir,
    marcher fonctionner sonner, liaison mot, telecharger enregistrer garder
"""
D_UN_VOISIN, D_UN_DEBUT = 0.9, 0.6


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
    """As which of these readers the help of a page speaks; to whoever has none of their own there, as to somebody at the door: as to a pupil
    where pupils come in (a wall of first names).
    """
    siens = [u for u in univers if reponses(page, u)]
    a_la_porte = ["visiteur", "eleve"] if page in _pages_de_la_porte() else ["visiteur"]
    return siens or [autre for autre in a_la_porte if reponses(page, autre)][:1]


def declarees() -> dict[tuple[str, str], list[Reponse]]:
    return dict(_aides)


def _adresses(motifs: list, espace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All that have a name, those of a library within its namespace (« bibliotheque:page »)."""
    for motif in motifs:
        if not isinstance(motif, URLPattern):
            yield from _adresses(motif.url_patterns, f"{espace}{motif.namespace}:" if motif.namespace else espace)
        elif motif.name:
            yield f"{espace}{motif.name}", motif


@cache
def noms_des_pages() -> frozenset[str]:
    """Names of all addresses of the product."""
    return frozenset(nom for nom, _motif in _adresses(get_resolver().url_patterns))


@cache
def _pages_de_la_porte() -> frozenset[str]:
    """Those that one opens before coming in."""
    adresses = _adresses(get_resolver().url_patterns)
    return frozenset(nom for nom, motif in adresses if not getattr(motif.callback, "login_required", True))


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


def racine(mot: str) -> str:
    return FINALE.sub("", mot)


@cache
def _voisines(cherchee: str) -> set[str]:
    """What is written for this word, or is taken for it."""
    familles = [{racine(mot) for mot in mots(famille)} for famille in FAMILLES.split(",")]
    return set().union(*[famille for famille in familles if cherchee in famille]) - {cherchee}


@lru_cache(maxsize=4096)
def _racines_de(reponse: Reponse, _langue: str) -> tuple[list[str], list[str]]:
    question, etapes = mots(str(reponse.question)), mots(" ".join(map(str, reponse.etapes)))
    return [racine(mot) for mot in question if mot not in VIDES], [racine(mot) for mot in etapes]


def chercher(demande: str, univers: Iterable[str], combien: int = 12) -> list[Trouvee]:
    """Answers to any of these readers that hold words of the question, or words for them; the nearest first."""
    cherchees = list(dict.fromkeys(racine(mot) for mot in mots(demande) if mot not in VIDES))
    pages: dict[Reponse, str] = {}
    for lecteur in univers:
        for (qui, page), siennes in _aides.items():
            for reponse in siennes if qui == lecteur else ():
                pages.setdefault(reponse, page)
    proches = {r: [_proche(c, *_racines_de(r, get_language())) for c in cherchees] for r in pages}
    rares = [
        math.log(1 + len(pages) / max(1, sum(map(bool, colonne)))) for colonne in zip(*proches.values(), strict=True)
    ]
    notes = {reponse: _note(siens, rares) for reponse, siens in proches.items()}
    rangees = sorted((r for r in pages if notes[r]), key=lambda r: (-notes[r], len(_racines_de(r, get_language())[0])))
    return [Trouvee(reponse, _adresse(pages[reponse])) for reponse in rangees[:combien]]


def _note(proches: list[float], rares: list[float]) -> float:
    """How near: a word counts where it stands, the more the fewer answers hold it; one that holds all comes before one that repeats a few."""
    trouves = sum(map(bool, proches))
    return sum(map(operator.mul, proches, rares)) * trouves if 2 * trouves >= len(proches) else 0


def _proche(cherchee: str, question: list[str], etapes: list[str]) -> float:
    return max(_presente(cherchee, question) * DANS_LA_QUESTION, _presente(cherchee, etapes) * DANS_LES_ETAPES)


def _presente(cherchee: str, texte: list[str]) -> float:
    """The word itself, else one that is taken for it (« menu » for « cantine »), else one that begins as it does (« télépho »)."""
    if cherchee in texte:
        return 1
    if not _voisines(cherchee).isdisjoint(texte):
        return D_UN_VOISIN
    return D_UN_DEBUT if len(cherchee) >= 4 and any(autre.startswith(cherchee) for autre in texte) else 0


@cache
def _adresse(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
