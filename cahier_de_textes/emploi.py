"""The timetable of a class, as a teacher types it: a line a slot, « 8h30-9h15 CP lecture », by half-day.

Pure: no model, no clock. What is not understood stays in the title, as it was typed.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from .phrase import matieres_de
from .phrase.lecture import plier
from .phrase.motifs import ou

MOMENTS = ("matin", "apres_midi")
LIGNES_MAX, TITRE_MAX = 14, 80
HEURE = r"([01]?[0-9]|2[0-3])\s*(?:[h:]\s*([0-5][0-9])?)"
HORAIRE = rf"(?:de\s+|a\s+)?{HEURE}(?:\s*(?:-|–|—|a|/)\s*{HEURE})?(?![0-9a-z])"
# What is of the day and is no séance.
PAUSES = (
    r"(?:recre(?:ation)?|cantine|repas|dejeuner|pause|accueil|sortie|garderie|sieste|temps calme|aide au repas)(?!\w)"
)


@dataclass(frozen=True)
class Creneau:
    """A slot of the week: its day (Monday = 0), its half-day, perhaps its hours, levels and domains."""

    jour: int
    moment: str
    titre: str
    heure: str = ""  # « 08:30 »
    fin: str = ""
    niveaux: tuple[str, ...] = ()
    domaines: tuple[str, ...] = ()  # codes that its title may mean

    @property
    def debut(self) -> dt.time | None:
        return dt.time.fromisoformat(self.heure) if self.heure else None

    @property
    def a_la_fin(self) -> dt.time | None:
        return dt.time.fromisoformat(self.fin) if self.fin else None

    @property
    def est_une_pause(self) -> bool:
        return bool(re.match(PAUSES, plier(self.titre)))

    @property
    def ligne(self) -> str:
        """As it is typed."""
        heures = "-".join(
            f"{h.hour}h{h.minute:02}" for h in map(dt.time.fromisoformat, filter(None, [self.heure, self.fin]))
        )
        return " ".join(mot for mot in (heures, " ".join(self.niveaux), self.titre) if mot)

    def en_json(self) -> dict:
        return asdict(self)

    @classmethod
    def de(cls, brut: dict) -> "Creneau":
        return cls(**brut | {"niveaux": tuple(brut["niveaux"]), "domaines": tuple(brut["domaines"])})


def lire(
    texte: str, *, jour: int, moment: str, niveaux: list[str], domaines: Iterable[tuple[str, str]]
) -> list[Creneau]:
    """The slots of a half-day."""
    matieres = dict(matieres_de(domaines))
    lignes = [ligne.strip() for ligne in texte.splitlines() if ligne.strip()]
    return [_creneau(ligne, jour, moment, niveaux, matieres) for ligne in lignes]


def _creneau(ligne: str, jour: int, moment: str, niveaux: list[str], matieres: dict[str, tuple[str, ...]]) -> Creneau:
    plie, place, heure, fin = plier(ligne), 0, "", ""
    if horaire := re.match(HORAIRE, plie):
        h, m, h_fin, m_fin = horaire.groups()
        heure, fin, place = _heure(h, m), _heure(h_fin, m_fin) if h_fin else "", _apres(plie, horaire.end())
    connus = {plier(n): n for n in niveaux}
    siens: list[str] = []
    while niveau := re.compile(rf"(?:{ou(connus)})(?!\w)").match(plie, place):
        siens.append(connus[niveau[0]])
        place = _apres(plie, niveau.end())
    matiere = re.compile(rf"(?:{ou(matieres)})(?!\w)").match(plie, place)
    titre = ligne[place:].strip() or ligne
    tous = set(siens) == set(niveaux)
    return Creneau(
        jour,
        moment,
        titre[:1].upper() + titre[1:],
        heure,
        fin,
        () if tous else tuple(n for n in niveaux if n in siens),
        matieres[matiere[0]] if matiere else (),
    )


def _heure(h: str, m: str | None) -> str:
    return f"{int(h):02}:{int(m or 0):02}"


def _apres(plie: str, place: int) -> int:
    """Past what separates."""
    return re.compile(r"[\s:,;.–—-]*(?:et\s+)?").match(plie, place).end()


def en_lignes(creneaux: Iterable[Creneau], jour: int, moment: str) -> str:
    """A half-day, as it is typed again."""
    return "\n".join(c.ligne for c in creneaux if (c.jour, c.moment) == (jour, moment))
