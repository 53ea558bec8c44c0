"""« lundi matin CE1 maths : le litre »: a line that says a séance, and which of the two a line says."""

import datetime as dt
import re
from dataclasses import replace

from .lecture import Comprise, Contexte, Essai, Lecture, mots
from .motifs import AUJOURD_HUI, DEUX_MOIS, JOUR, JOUR_SEUL, PASSE, VERBE, ou

MOMENT = r"(?P<moment>matin|apres[- ]midi|aprem)(?!\w)"
DEMI_JOURNEE = rf"(?:ce\s+|cet\s+|l'){MOMENT}"  # today's
HEURE = r"(?:a\s+|des\s+)?(?P<h>[01]?[0-9]|2[0-3])\s*(?:[h:]\s*(?P<min>[0-5][0-9])(?![\w:])|h(?:eures?)?(?!\w))"
SEANCE = r"(?P<mot>seance)(?:\s+de)?(?!\w)"
A_FAIRE = r"(?:finir|terminer|continuer|refaire)(?!\w)"  # of yesterday: work that is left, whose kind no verb says
SUITE = (
    rf"(?=\s*(?:[:,;–—-]|$)|\s+{PASSE})"  # a word that stands before what it announces, or before the day it was done
)


def comprendre(phrase: str, contexte: Contexte, *, est_une_seance: bool | None = None) -> Comprise:
    """What a line says, of a séance or of a travail: as it is asked, else as it is written."""
    if est_une_seance is not False:
        lecture = LectureSeance(phrase, contexte)
        comprise = lecture.lire()
        if est_une_seance or lecture.dit_une_seance:
            return comprise
    return Lecture(phrase, contexte).lire()


class LectureSeance(Lecture):
    """The same line read as a séance: its day may be past, its half-day, hour and domain are looked for, its verbs stay."""

    def __init__(self, phrase: str, contexte: Contexte) -> None:
        lundi = contexte.semaine or contexte.aujourd_hui - dt.timedelta(days=contexte.aujourd_hui.weekday())
        super().__init__(phrase, replace(contexte, semaine=lundi, date_le_passe=True))
        self.dit.est_une_seance, self.dit.propose = True, self._proposer(lundi)
        self.codes = dict(contexte.matieres)
        self.matiere = rf"(?P<matiere>{ou(self.codes)})(?!\w)"
        self.annonce: tuple[int, int] | None = None  # « maths : », which leaves the text
        self.dit_seance = self.a_un_verbe = self.est_faite = False

    def _proposer(self, lundi: dt.date) -> dt.date:
        """Today in its week, on a class day; else the first class day of the week on the screen."""
        aujourd_hui, veille = self.c.aujourd_hui, lundi - dt.timedelta(days=1)
        if veille < aujourd_hui <= lundi + dt.timedelta(days=6):
            return aujourd_hui if self.c.est_jour_de_classe(aujourd_hui) else self.c.prochain_jour(aujourd_hui)
        return self.c.prochain_jour(veille)

    @property
    def dit_une_seance(self) -> bool:
        """« pour mardi » is a day of work at home; a verb first says a work too, unless an hour or a domain came before it."""
        dit = self.dit
        if self.dit_seance:
            return True
        if re.search(rf"\bpour\s+(?:le\s+)?(?:{JOUR}|{JOUR_SEUL.replace('<semaine>', '<seul>')})", self.plie):
            return False
        if dit.heure or (self.annonce and (dit.moment or dit.a_un_jour)):
            return True
        return (bool(dit.moment) or self.est_faite) and not self.a_un_verbe

    # --- Reading --------------------------------------------------------------------------------------------------
    def _au_debut(self) -> list[Essai]:
        return [
            (SEANCE, self._seance),
            (AUJOURD_HUI, self._aujourd_hui),
            (rf"{PASSE}(?:\s+soir(?!\w))?", self._passe),
            (DEMI_JOURNEE, self._demi_journee),
            (MOMENT, self._moment),
            (HEURE, self._heure),
            (rf"(?:le\s+)?{JOUR}", self._jour),
            (JOUR_SEUL, self._jour_seul),
            *self._publics(r"(?:pour\s+)?"),
            (rf"{self.matiere}{SUITE}", self._annonce),
        ]

    def _finir_le_debut(self, place: int) -> int | None:
        self.a_un_verbe = bool(re.compile(rf"{VERBE}|{A_FAIRE}").match(self.plie, place))
        if not self.dit.domaines and (dite := re.compile(self.matiere).match(self.plie, place)):
            self.dit.domaines = self.codes[dite["matiere"]]  # « sport au gymnase »: said, and kept in the text
        return None

    def _dans_le_reste(self) -> list[Essai]:
        jour_et_moment = rf"(?<!\w)(?:le\s+)?{JOUR_SEUL}\s+{MOMENT}"
        return [
            (jour_et_moment, lambda m: self._jour_seul(m) and self._moment(m)),
            (rf"(?<!\w){DEMI_JOURNEE}", self._demi_journee),
            (rf"(?<!\w)a\s+{HEURE}", self._heure),
            *self._publics_du_reste(),
        ]

    # --- Taking -----------------------------------------------------------------------------------------------------
    def _seance(self, _m: re.Match) -> bool:
        deja, self.dit_seance = self.dit_seance, True
        return not deja

    def _passe(self, m: re.Match) -> bool:
        """« hier la piscine », « aujourd’hui la piscine »: nothing is given for then, so it is what was done."""
        return self._faire(super()._passe(m))

    def _aujourd_hui(self, m: re.Match) -> bool:
        return self._faire(super()._aujourd_hui(m))

    def _faire(self, est_prise: bool) -> bool:
        self.est_faite = self.est_faite or est_prise
        return est_prise

    def _a_la_place_de(self, refuse: dt.date) -> dt.date:
        """Of a past day without class, the class day before it: « hier », on a Thursday, is Tuesday's."""
        avant = (refuse - dt.timedelta(days=n) for n in range(1, DEUX_MOIS))
        faite = next(filter(self.c.est_jour_de_classe, avant), None) if refuse < self.c.aujourd_hui else None
        return faite or super()._a_la_place_de(refuse)

    def _demi_journee(self, m: re.Match) -> bool:
        return not self.dit.a_un_jour and self._moment(m) and self._retenir_le_jour(self.c.aujourd_hui)

    def _moment(self, m: re.Match) -> bool:
        if self.dit.moment:
            return False
        self.dit.moment = "matin" if m["moment"] == "matin" else "apres_midi"
        return True

    def _heure(self, m: re.Match) -> bool:
        if self.dit.heure is not None:
            return False
        self.dit.heure = dt.time(int(m["h"]), int(m["min"] or 0))
        return True

    def _annonce(self, m: re.Match) -> bool:
        if self.dit.domaines:
            return False
        self.dit.domaines, self.annonce = self.codes[m["matiere"]], m.span()
        return True

    def _jour(self, m: re.Match) -> bool:
        if not super()._jour(m):
            return False
        self.dit.est_nomme = bool(m["semaine"] and not m["suite"])
        return self._a_venir(m)

    def _jour_seul(self, m: re.Match) -> bool:
        if not super()._jour_seul(m):
            return False
        self.dit.est_nomme = True
        return self._a_venir(m)

    def _a_venir(self, m: re.Match) -> bool:
        """« lundi prochain » is to come, whatever the week on the screen."""
        dit = self.dit.jour or self.dit.jour_refuse
        if dit and dit <= self.c.aujourd_hui and re.search(r"\sprochain", m[0]):
            self.dit.jour = self.dit.jour_refuse = None
            self._retenir_le_jour(dit + dt.timedelta(days=7 * ((self.c.aujourd_hui - dit).days // 7 + 1)))
        return True

    def rendre(self) -> Comprise:
        """« lundi matin sport »: the domain is all there is to say."""
        if self.annonce and not mots(self._reste()):
            self.dit.consommes.remove(self.annonce)
        return super().rendre()
