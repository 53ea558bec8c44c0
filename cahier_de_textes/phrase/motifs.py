"""The words of a line, as patterns of its folded text: days, kinds, durations. What takes each is in `lecture`."""

import datetime as dt
import re

JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MOIS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7,
    "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12,
    "dec": 12,
}  # fmt: skip
MINUTES_MAX = 120
DEMI_ANNEE = dt.timedelta(days=180)
DEUX_MOIS = 62  # days: « le 31 » is of the month after next, at the furthest

# The kind that each verb says. The first of each line is the kind's own word: it leaves the text, where the page says it
# again (« À apprendre »). The others say more than their kind, and stay.
VERBES = {
    "apprendre": ["apprendre", "revoir", "reviser", "reciter", "memoriser", "retenir", "savoir"],
    "lire": ["lire", "relire", "ecouter"],
    "apporter": ["apporter", "penser a", "prendre", "rapporter", "ramener", "ne pas oublier", "faire signer", "signer"],
    "preparer": ["preparer", "choisir", "chercher", "reflechir", "decouper", "observer"],
    "projet": ["projet"],
    "ecrire": ["ecrire", "copier", "recopier", "completer", "rediger"],
}
PROPRES = {verbes[0] for verbes in VERBES.values()}
NATURES = {verbe: nature for nature, verbes in VERBES.items() for verbe in verbes}


def ou(mots) -> str:
    """One of these words, the longest first; nothing when there is none."""
    return "|".join(re.escape(m) for m in sorted(mots, key=len, reverse=True)) or r"(?!)"


VERBE = rf"(?:a\s+)?(?P<verbe>{ou(NATURES)})(?!\w)"
JOUR = (
    r"(?:(?P<demain>apres[- ]demain|demain)"
    r"|(?P<prochain>prochain\s+jour(?:\s+de\s+classe)?)"
    rf"|(?P<semaine>{ou(JOURS)})(?:\s+prochain)?"
    r"(?P<suite>\s+(?:(?P<q>[0-9]{1,2})/(?P<qm>[0-9]{1,2})(?:/(?P<qa>[0-9]{4}))?"
    rf"|(?P<quantieme>[0-9]{{1,2}})(?:er)?(?:\s+(?P<de>{ou(MOIS)})\b\.?)?(?:\s+(?P<en>[0-9]{{4}}))?))?"
    rf"|(?P<jour>[0-9]{{1,2}})(?:er)?\s+(?P<mois>{ou(MOIS)})\b\.?(?:\s+(?P<annee>[0-9]{{4}}))?"
    r"|(?P<j>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?:/(?P<a>[0-9]{4}))?)(?![\w/])"
)
# « mardi 2 strophes »: the number is not a date. « mardi 3 décembre » or « mardi 3/12 », when it is a Thursday, stays whole in the text.
JOUR_SEUL = (
    rf"(?P<semaine>{ou(JOURS)})(?:\s+prochain)?"
    rf"(?!\s+[0-9]{{1,2}}(?:(?:er)?\s+(?:{ou(MOIS)})(?!\w)|/[0-9]))(?![\w/-])"
)
# « pour le 15 »: of the month to come. « pour le 1er groupe » is of no day, so that « 1er » is one before a verb alone.
QUANTIEME = (
    rf"(?P<seul>[0-9]{{1,2}})(?!\w|\s*[-/–]\s*[0-9]|\s*(?:h|heures?|{ou(MOIS)})(?!\w))"
    rf"|(?P<premier>1)er(?=\s*(?:[,;:.]|$)|\s+{VERBE.replace('<verbe>', '<suit>')})"
)
HEURES = r"(?:\s+(?:au\s+)?(?:matin|midi|soir|apres[- ]midi|aprem)(?!\w))?"  # what is for a day is for the whole of it
AUJOURD_HUI = r"aujourd'hui(?!\w)"
# When one does it: it is for the class day that follows. « ce soir » alone may be the title of a poem.
CE_SOIR = rf"(?:pour\s+ce\s+soir(?!\w)|ce\s+soir(?=\s*[,:]?\s+{VERBE.replace('<verbe>', '<le_soir>')}))"
# Past, by its own words: nothing is given for then.
PASSE = rf"(?:(?P<hier>avant-hier|hier)|(?P<semaine>{ou(JOURS)})\s+dernier)(?!\w)"
# Said like a day, where no day was understood.
INCOMPRIS = (
    r"\bpour\s+(?:le\s+|la\s+)?(?:(?:avant-)?hier(?!\w)"
    rf"|(?:(?:{ou(JOURS)})\s+)?[0-9]{{1,2}}(?:(?:er)?\s+(?:{ou(MOIS)})(?!\w)|/[0-9]{{1,2}})"
    r"|(?:semaine|mois|annee)\s+prochaine?(?!\w)|rentree(?!\w)|dans\s+\w+\s+(?:jours?|semaines?|mois)(?!\w))"
)
DUREE = r"(?:\(\s*)?(?:environ\s+|pendant\s+)?(?P<n>[0-9]{1,3})\s*(?:minutes?|min|mn)(?!\w)\.?(?:\s*\))?"
TOUS = r"(?:toute la classe|tous|tout le monde)(?!\w)"
SEPARATEURS = " \t\n\r,;:.–—-"
