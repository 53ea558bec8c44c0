"""What a calendar says (RFC 5545), as a few lines: `python -m ent.services.continuite.lectures.ical` reads one in a process of its own.

Whoever wrote it is not known: that process has no key, no database and no Django, so many bytes of memory and seconds of processor, and is killed past
them. Recurrences are those of recurring-ical-events, within a window; rules that no school's timetable has (each second) are one time alone.
"""

import datetime as dt
import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import recurring_ical_events
import x_wr_timezone
from icalendar import Calendar, Event, vDDDTypes
from recurring_ical_events import Occurrence

from ent.socle.textes import en_une_ligne

AVANT, APRES = dt.timedelta(days=7), dt.timedelta(days=60)  # of today
LIGNES_MAX = 500
TITRE_MAX = 140
PROCESSEUR, MEMOIRE, EN_TOUT = 12, 1 << 29, 15.0  # seconds, bytes, seconds
RYTHMES = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 0, "YEARLY": 0}  # days of one step, of those that may be stepped over
TROP_FIN = {"BYHOUR", "BYMINUTE", "BYSECOND"}
ELAN = dt.timedelta(days=40)
RACINE = Path(__file__).resolve().parents[4]


class Illisible(Exception):
    """No calendar, or one that asks for too much work: its code is the one of `agendas.RAISONS`."""


@dataclass(frozen=True)
class Dit:
    """A line: its own number (the same while it is the same thing), what, when."""

    identifiant: str
    titre: str
    jour: dt.date
    heure: dt.time | None


def lire_a_part(corps: bytes, *, aujourd_hui: dt.date, fuseau: str) -> tuple[list[Dit], bool]:
    """Its lines by day, and whether there were more of them. Raises `Illisible`."""
    try:
        fini = subprocess.run(  # noqa: S603 (our own module)
            [
                sys.executable,
                "-E",
                "-s",
                "-m",
                "ent.services.continuite.lectures.ical",
                aujourd_hui.isoformat(),
                fuseau,
            ],
            input=corps,
            capture_output=True,
            cwd=RACINE,
            env={"LANG": "C.UTF-8", "PATH": os.defpath},
            timeout=EN_TOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Illisible("trop_lourd") from None
    if fini.returncode:
        raise Illisible("illisible" if fini.returncode == ILLISIBLE else "trop_lourd")
    dit = json.loads(fini.stdout)
    return [
        Dit(numero, titre, dt.date.fromisoformat(jour), dt.time.fromisoformat(heure) if heure else None)
        for numero, titre, jour, heure in dit["lignes"]
    ], dit["trop"]


# --- In the process of its own -------------------------------------------------------------------------------------------
ILLISIBLE = 3  # how it ends when it is no calendar
# What libraries raise of what they were not made for.
ERREURS = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError, AssertionError)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSEUR, PROCESSEUR))
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    jour, fuseau = dt.date.fromisoformat(sys.argv[1]), ZoneInfo(sys.argv[2])
    try:
        lignes, trop = lire(sys.stdin.buffer.read(), aujourd_hui=jour, fuseau=fuseau)
    except ERREURS:
        return ILLISIBLE
    json.dump({"lignes": lignes, "trop": trop}, sys.stdout)
    return 0


type Ligne = tuple[str, str, str, str]  # number, title, day, hour


def lire(corps: bytes, *, aujourd_hui: dt.date, fuseau: ZoneInfo) -> tuple[list[Ligne], bool]:
    """By day and hour; the first 500 of the window. Raises what a library raises of what is no calendar."""
    # One that was cut on its way would take away all that it had no time to say.
    if b"BEGIN:VCALENDAR" not in corps[:2_000].upper() or not corps.rstrip().upper().endswith(b"END:VCALENDAR"):
        raise ValueError("not a calendar")
    debut = dt.datetime.combine(aujourd_hui - AVANT, dt.time(), fuseau)
    fin = dt.datetime.combine(aujourd_hui + APRES, dt.time(), fuseau) + dt.timedelta(days=1)
    trouvees = []
    for calendrier in Calendar.from_ical(corps, multiple=True):
        for serie in _series(x_wr_timezone.to_standard(calendrier), debut):
            trouvees += [(_ici(o.start, fuseau), o) for o in _occurrences(serie, debut, fin)]
    dans = [
        (quand, o) for quand, o in trouvees if (debut.date().isoformat(), "") <= quand < (fin.date().isoformat(), "")
    ]
    lignes: dict[str, Ligne] = {}
    for quand, occurrence in sorted(dans, key=lambda paire: paire[0]):
        ligne = _ligne(quand, occurrence.as_component(False))
        if ligne is None:
            continue
        if len(lignes) == LIGNES_MAX:
            return list(lignes.values()), True
        lignes[ligne[0]] = ligne
    return list(lignes.values()), False


def _ici(quand: dt.date, fuseau: ZoneInfo) -> tuple[str, str]:
    """Its day and its hour on the clock of schools: an hour of no zone is on that one."""
    if not isinstance(quand, dt.datetime):
        return quand.isoformat(), ""
    ici = quand.astimezone(fuseau) if quand.tzinfo else quand
    return ici.date().isoformat(), ici.strftime("%H:%M")


def _ligne(quand: tuple[str, str], evenement: Event) -> Ligne | None:
    """Nothing of what is cancelled, nor of what has no word."""
    titre = en_une_ligne(_premier(evenement, "SUMMARY"), TITRE_MAX)
    if not titre or _premier(evenement, "STATUS").upper() == "CANCELLED":
        return None
    lequel = f"{_premier(evenement, 'UID')}|{evenement['RECURRENCE-ID'].dt.isoformat()}"
    return hashlib.sha256(lequel.encode()).hexdigest()[:40], titre, *quand


def _premier(evenement: Event, nom: str) -> str:
    dit = evenement.get(nom, "")
    return str(dit[0] if isinstance(dit, list) else dit)


# --- Series --------------------------------------------------------------------------------------------------------------
def _series(calendrier: Calendar, debut: dt.datetime) -> Iterator[Calendar]:
    """A calendar of each thing that comes back, or comes once: what one says that is nonsense takes no other away."""
    par_uid: dict[str, Calendar] = {}
    for evenement in calendrier.walk("VEVENT"):
        try:
            _alleger(evenement, debut)
        except ERREURS:
            continue
        par_uid.setdefault(evenement["UID"], Calendar()).add_component(evenement)
    yield from par_uid.values()


def _alleger(evenement: Event, debut: dt.datetime) -> None:
    """What would cost for nothing: a rule by the second goes, one that began years ago begins later, on the same beat."""
    depart, regle = evenement["DTSTART"].dt, evenement.get("RRULE")
    if "UID" not in evenement:
        sans = f"{evenement.to_ical()!r}"
        evenement["UID"] = hashlib.sha256(sans.encode()).hexdigest()
    if regle is None:
        return
    rythme = regle["FREQ"][0]
    if rythme not in RYTHMES or TROP_FIN & regle.keys():
        del evenement["RRULE"]
    elif RYTHMES[rythme] and "COUNT" not in regle and "RECURRENCE-ID" not in evenement:
        pas = RYTHMES[rythme] * int(regle.get("INTERVAL", [1])[0])
        commence = depart.date() if isinstance(depart, dt.datetime) else depart
        sauts = (debut.date() - ELAN - commence).days // pas
        for nom in ("DTSTART", "DTEND"):
            if sauts > 0 and nom in evenement:
                evenement[nom] = vDDDTypes(evenement[nom].dt + dt.timedelta(days=sauts * pas))


def _occurrences(serie: Calendar, debut: dt.datetime, fin: dt.datetime) -> list[Occurrence]:
    """Those that touch the window."""
    try:
        requete = recurring_ical_events.CalendarQuery(serie, skip_bad_series=True)
        return [occurrence for une in requete.series for occurrence in une.between(debut, fin)]
    except (*ERREURS, *recurring_ical_events.CalendarQuery.suppressed_errors):
        return []


if __name__ == "__main__":
    sys.exit(main())
