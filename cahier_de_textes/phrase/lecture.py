"""« pour mardi CE1 apprendre la poésie Novembre, 2 strophes »: a line that says a travail, and what it leaves in the text.

Pure: no model, no clock. Nothing is guessed: what is not understood stays in the text, in its order, and a day without
class is told, not moved.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ent.socle.dates import est_plausible

from .motifs import (
    AUJOURD_HUI,
    CE_SOIR,
    DEMI_ANNEE,
    DEUX_MOIS,
    DUREE,
    HEURES,
    INCOMPRIS,
    JOUR,
    JOUR_SEUL,
    JOURS,
    MINUTES_MAX,
    MOIS,
    NATURES,
    PASSE,
    PROPRES,
    QUANTIEME,
    SEPARATEURS,
    TOUS,
    VERBE,
    ou,
)


@dataclass(frozen=True)
class Contexte:
    """What the class knows: its days, its levels, its groups, its pupils."""

    aujourd_hui: dt.date
    est_jour_de_classe: Callable[[dt.date], bool]
    prochain_jour: Callable[[dt.date], dt.date]
    niveaux: tuple[str, ...] = ()
    groupes: tuple[tuple[int, str], ...] = ()
    eleves: tuple[tuple[int, str, str], ...] = ()  # (id, first name, name)
    semaine: dt.date | None = None  # Monday of the week on the screen: « vendredi » is that week's, once it is to come
    # Folded words, and the codes of the class's domains that they may mean.
    matieres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date_le_passe: bool = False  # of a séance, which is written once it is over: « lundi » may be past

    @property
    def depuis(self) -> dt.date:
        """The day after which days are looked for: today, or the eve of the week on the screen."""
        veille = self.semaine - dt.timedelta(days=1) if self.semaine else self.aujourd_hui
        return veille if self.date_le_passe else max(self.aujourd_hui, veille)


@dataclass
class Comprise:
    """What a line says. `consommes` are the passages that left the text; `jour_refuse` a day that cannot be kept."""

    phrase: str
    propose: dt.date
    est_une_seance: bool = False
    texte: str = ""
    consommes: list[tuple[int, int]] = field(default_factory=list)
    jour: dt.date | None = None
    jour_refuse: dt.date | None = None
    est_nomme: bool = False  # « lundi », without a date: another Monday may have been meant
    nature: str = ""
    niveau: str = ""
    groupe: int | None = None
    eleves: list[int] = field(default_factory=list)
    est_pour_tous: bool = False
    ambigus: list[str] = field(default_factory=list)
    minutes: int | None = None
    # Of a séance.
    moment: str = ""
    heure: dt.time | None = None
    domaines: tuple[str, ...] = ()  # codes that its words may mean

    @property
    def a_un_jour(self) -> bool:
        return self.jour is not None or self.jour_refuse is not None

    @property
    def jour_incompris(self) -> str:
        """« pour hier », « pour le 31 février »: said like a day, and left in the text since no day to come is that."""
        trouve = None if self.a_un_jour else re.search(INCOMPRIS, plier(self.texte))
        return self.texte[slice(*trouve.span())] if trouve else ""

    @property
    def a_un_public(self) -> bool:
        return bool(self.niveau or self.groupe or self.eleves or self.est_pour_tous)


def plier(texte: str) -> str:
    """Without accents nor capitals, each character in its place."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] or c for c in texte).replace("’", "'")


type Essai = tuple[str, Callable[[re.Match], bool]]


class Lecture:
    """A line read as a travail."""

    def __init__(self, phrase: str, contexte: Contexte) -> None:
        self.c, self.plie = contexte, plier(phrase)
        self.dit = Comprise(phrase, contexte.prochain_jour(contexte.depuis))
        niveau = ou(plier(n) for n in contexte.niveaux)
        self.niveaux = rf"(?P<niveaux>(?:{niveau})(?!\w)(?:\s*(?:,|et|/|-|\+)\s*(?:{niveau})(?!\w))*)"
        self.groupes = {plier(nom): pk for pk, nom in contexte.groupes if nom.strip()}
        self.groupe = rf"(?:le\s+|la\s+|les\s+)?(?:groupe\s+)?(?P<groupe>{ou(self.groupes)})(?!\w)"
        self._nommer_les_eleves()
        self.verbe: tuple[int, int] | None = None

    def lire(self) -> Comprise:
        """Read the beginning word by word, then look in the rest for what « pour » introduces."""
        self.lire_le_debut()
        self.chercher_dans_le_reste()
        return self.rendre()

    def _nommer_les_eleves(self) -> None:
        """Each way of calling a pupil: first name, with the initial, with the name. One that calls several names nobody."""
        appels: dict[str, set[int]] = {}
        for pk, prenom, nom in self.c.eleves:
            prenom, nom = plier(prenom).strip(), plier(nom).strip()
            formes = {prenom, f"{prenom} {nom}".strip(), f"{prenom} {nom[:1]}".strip()} if prenom else set()
            for forme in formes:
                appels.setdefault(forme, set()).add(pk)
        self.appels = appels
        un = rf"(?:{ou(appels)})(?![\w-])\.?"
        self.prenoms = rf"(?P<prenoms>{un}(?:\s*(?:,|&|\bet\b)\s*{un})*)"

    # --- Reading --------------------------------------------------------------------------------------------------
    def lire_le_debut(self) -> None:
        """« pour mardi CE1 apprendre… »: one thing after another, until something is not understood."""
        place = 0
        while True:
            while place < len(self.plie) and self.plie[place] in SEPARATEURS:
                place += 1
            fin = self._prendre_a(place)
            if fin is None:
                return
            place = fin

    def _prendre_a(self, place: int) -> int | None:
        for motif, prendre in self._au_debut():
            trouve = re.compile(motif).match(self.plie, place)
            if trouve and prendre(trouve):
                self.dit.consommes.append(trouve.span())
                return trouve.end()
        return self._finir_le_debut(place)

    def _au_debut(self) -> list[Essai]:
        """What may stand there, each with what takes it."""
        pour = r"(?:pour\s+)?"
        return [
            (rf"{pour}{PASSE}{HEURES}", self._passe),
            (rf"pour\s+{AUJOURD_HUI}", self._aujourd_hui),
            (CE_SOIR, self._ce_soir),
            (rf"{pour}(?:le\s+)?{JOUR}{HEURES}", self._jour),
            (rf"{pour}{JOUR_SEUL}{HEURES}", self._jour_seul),
            (rf"pour\s+le\s+(?:{QUANTIEME}){HEURES}", self._quantieme),
            *self._publics(pour),
            (DUREE, self._duree),
        ]

    def _publics(self, pour: str) -> list[Essai]:
        return [
            (rf"{pour}(?:les\s+|le\s+)?{self.niveaux}", self._niveaux),
            (rf"{pour}{TOUS}", self._tous),
            (rf"{pour}{self.groupe}", self._groupe),
            (rf"pour\s+{self.prenoms}", self._eleves),
        ]

    def _finir_le_debut(self, place: int) -> int | None:
        verbe = re.compile(VERBE).match(self.plie, place)
        if verbe and not self.dit.nature:
            self.dit.nature = NATURES[verbe["verbe"]]
            if verbe["verbe"] in PROPRES:
                self.verbe = verbe.span()
        return None  # what follows a verb is its object

    def chercher_dans_le_reste(self) -> None:
        for motif, prendre in self._dans_le_reste():
            for trouve in re.finditer(motif, self.plie):
                if self._est_libre(*trouve.span()) and prendre(trouve):
                    self.dit.consommes.append(trouve.span())
                    break
        if not self.dit.nature and (verbe := re.search(rf"\b{VERBE}", self.plie)):
            self.dit.nature = NATURES[verbe["verbe"]]

    def _dans_le_reste(self) -> list[Essai]:
        return [
            (rf"\bpour\s+(?:le\s+)?{JOUR}{HEURES}", self._jour),
            (rf"\bpour\s+{JOUR_SEUL}{HEURES}", self._jour_seul),
            (rf"\bpour\s+le\s+(?:{QUANTIEME}){HEURES}", self._quantieme),
            (rf"\bpour\s+{AUJOURD_HUI}", self._aujourd_hui),
            (rf"\b{CE_SOIR}", self._ce_soir),
            (rf"(?<!\w)(?P<semaine>{ou(JOURS)})\s+prochain(?!\w){HEURES}", self._jour_seul),
            *self._publics_du_reste(),
            (rf"(?<![\w/]){DUREE}", self._duree),
        ]

    def _publics_du_reste(self) -> list[Essai]:
        return [
            (rf"\b(?:pour|aux)\s+(?:les\s+|le\s+)?{self.niveaux}", self._niveaux),
            (rf"\(\s*{self.niveaux}\s*\)", self._niveaux),
            (rf"(?<!\w){self.niveaux}\W*$", self._niveaux),
            (rf"\bpour\s+{TOUS}", self._tous),
            (rf"\bpour\s+{self.groupe}", self._groupe),
            (rf"\bpour\s+{self.prenoms}", self._eleves),
        ]

    def _est_libre(self, debut: int, fin: int) -> bool:
        pris = self.dit.consommes + ([self.verbe] if self.verbe else [])
        return all(fin <= a or b <= debut for a, b in pris)

    # --- Taking: each says whether it took --------------------------------------------------------------------------
    def _jour(self, m: re.Match) -> bool:
        if self.dit.a_un_jour:
            return False
        return self._retenir_le_jour(_date(m, self.c))

    def _jour_seul(self, m: re.Match) -> bool:
        return not self.dit.a_un_jour and self._retenir_le_jour(_suivants(m["semaine"], self.c)[0])

    def _quantieme(self, m: re.Match) -> bool:
        jours = (self.c.aujourd_hui + dt.timedelta(days=n) for n in range(DEUX_MOIS))
        dit = int(m["seul"] or m["premier"])
        return not self.dit.a_un_jour and self._retenir_le_jour(next((j for j in jours if j.day == dit), None))

    def _passe(self, m: re.Match) -> bool:
        ecart = (self.c.aujourd_hui.weekday() - JOURS.index(m["semaine"]) - 1) % 7 + 1 if m["semaine"] else None
        jours = ecart or (1 if m["hier"] == "hier" else 2)
        return not self.dit.a_un_jour and self._retenir_le_jour(self.c.aujourd_hui - dt.timedelta(days=jours))

    def _aujourd_hui(self, _m: re.Match) -> bool:
        return not self.dit.a_un_jour and self._retenir_le_jour(self.c.aujourd_hui)

    def _ce_soir(self, _m: re.Match) -> bool:
        return not self.dit.a_un_jour and self._retenir_le_jour(self.c.prochain_jour(self.c.aujourd_hui))

    def _retenir_le_jour(self, jour: dt.date | None) -> bool:
        if jour is None:
            return False
        trop_tard = jour < self.c.aujourd_hui and not self.c.date_le_passe
        if trop_tard or not self.c.est_jour_de_classe(jour):
            self.dit.jour_refuse = jour
            self.dit.propose = self._a_la_place_de(jour)
        else:
            self.dit.jour = jour
        return True

    def _a_la_place_de(self, refuse: dt.date) -> dt.date:
        return self.c.prochain_jour(max(refuse, self.c.aujourd_hui))

    def _niveaux(self, m: re.Match) -> bool:
        par_pli = {plier(n): n for n in self.c.niveaux}
        dits = {par_pli[n] for n in re.findall(ou(par_pli), m["niveaux"])}
        if self.dit.a_un_public:
            return False
        if dits == set(self.c.niveaux):
            self.dit.est_pour_tous = True
        elif len(dits) == 1:
            self.dit.niveau = dits.pop()
        else:
            return False  # two levels of three: no single thing says it
        return True

    def _tous(self, _m: re.Match) -> bool:
        if self.dit.a_un_public:
            return False
        self.dit.est_pour_tous = True
        return True

    def _groupe(self, m: re.Match) -> bool:
        if self.dit.a_un_public:
            return False
        self.dit.groupe = self.groupes[m["groupe"]]
        return True

    def _eleves(self, m: re.Match) -> bool:
        if self.dit.a_un_public:
            return False
        appeles = re.findall(rf"(?<!\w)(?:{ou(self.appels)})(?![\w-])", m["prenoms"])
        self.dit.ambigus = [a for a in appeles if len(self.appels[a]) > 1]
        if self.dit.ambigus:
            return False
        self.dit.eleves = list(dict.fromkeys(pk for a in appeles for pk in self.appels[a]))
        return True

    def _duree(self, m: re.Match) -> bool:
        if self.dit.minutes is not None or int(m["n"]) > MINUTES_MAX:
            return False
        self.dit.minutes = int(m["n"])
        return True

    # --- What is left -----------------------------------------------------------------------------------------------
    def rendre(self) -> Comprise:
        """The text without what was understood; what would leave it empty stays in it."""
        dit, durees = self.dit, re.compile(DUREE)
        if self.verbe:
            dit.consommes.append(self.verbe)
        if not mots(self._reste()) and self.verbe:
            dit.consommes.remove(self.verbe)
        if not mots(self._reste()) or not mots(self._reste()) - mots(self._verbe()):
            # « lire 10 minutes »: the minutes are understood, and are all there is to say.
            dit.consommes = [s for s in dit.consommes if not durees.fullmatch(self.plie, *s)]
        dit.consommes.sort()
        dit.texte = self._reste()
        return dit

    def _verbe(self) -> str:
        return self.dit.phrase[slice(*self.verbe)] if self.verbe else ""

    def _reste(self) -> str:
        morceaux = "\x00".join(self._morceaux())
        # A passage taken away leaves its commas behind.
        morceaux = re.sub(rf"[{re.escape(SEPARATEURS)}]*\x00[{re.escape(SEPARATEURS)}]*", _jointure, morceaux)
        texte = " ".join(morceaux.split()).strip(SEPARATEURS)
        return texte[:1].upper() + texte[1:] if len(texte[:1].upper()) == 1 else texte

    def _morceaux(self) -> Iterator[str]:
        place = 0
        for debut, fin in sorted(self.dit.consommes):
            yield self.dit.phrase[place:debut]
            place = fin
        yield self.dit.phrase[place:]


def _jointure(m: re.Match) -> str:
    return ", " if "," in m[0] else " "


def mots(texte: str) -> set[str]:
    return {mot.casefold() for mot in re.findall(r"\w+", texte)}


def _date(m: re.Match, c: Contexte) -> dt.date | None:
    """The day that these words name from today, or None when there is no such day."""
    if m["demain"]:
        return c.aujourd_hui + dt.timedelta(days=1 if m["demain"] == "demain" else 2)
    if m["prochain"]:
        return c.prochain_jour(c.aujourd_hui)
    if m["semaine"]:
        return _jour_de_semaine(m, c)
    if m["mois"]:
        return _le(int(m["jour"]), MOIS[m["mois"]], m["annee"], c)
    return _le(int(m["j"]), int(m["m"]), m["a"], c)


def _jour_de_semaine(m: re.Match, c: Contexte) -> dt.date | None:
    """« mardi », the next one; « mardi 24 » or « mardi 1er décembre » only if it is a Tuesday."""
    suivants = _suivants(m["semaine"], c)
    if not m["suite"]:
        return suivants[0]
    if m["de"] or m["q"]:
        date = (int(m["quantieme"]), MOIS[m["de"]], m["en"]) if m["de"] else (int(m["q"]), int(m["qm"]), m["qa"])
        jour = _le(*date, c)
        return jour if jour and jour.weekday() == JOURS.index(m["semaine"]) else None
    # Without a month, « mardi 2 » may begin « 2 strophes »: only one of the next three Tuesdays is a date.
    return next((j for j in suivants if j.day == int(m["quantieme"]) and not m["en"]), None)


def _suivants(jour: str, c: Contexte) -> list[dt.date]:
    """The next three days of that name, today excepted, from the week on the screen on."""
    ecart = (JOURS.index(jour) - c.depuis.weekday() - 1) % 7 + 1
    return [c.depuis + dt.timedelta(days=ecart + 7 * n) for n in range(3)]


def _le(jour: int, mois: int, annee: str | None, c: Contexte) -> dt.date | None:
    """The day of that date: of this year, of the next when it is past (long past, for a séance)."""
    try:
        if annee:
            dit = dt.date(int(annee), mois, jour)
            return dit if est_plausible(dit) else None
        date = dt.date(c.aujourd_hui.year, mois, jour)
        if date >= c.aujourd_hui or (c.date_le_passe and c.aujourd_hui - date < DEMI_ANNEE):
            return date
        return dt.date(c.aujourd_hui.year + 1, mois, jour)
    except ValueError:
        return None
