"""What a calendar says becomes a few lines, whoever wrote it: within a window, a number, a time; what one thing says that is nonsense takes no other away."""

import datetime as dt
import time

import pytest

from ent.services.continuite.lectures import ical

from .produit import calendrier, cours

MARDI = dt.date(2026, 11, 24)


def lire(corps: bytes) -> list[tuple]:
    lignes, _trop = ical.lire_a_part(corps, aujourd_hui=MARDI, fuseau="Europe/Paris")
    return [(dit.titre, dit.jour.isoformat(), dit.heure and f"{dit.heure:%H:%M}") for dit in lignes]


def un(lignes: str, entete: str = "") -> list[tuple]:
    return lire(calendrier(lignes, entete=entete))


# --- Days and hours ------------------------------------------------------------------------------------------------------
def test_hours_of_other_zones_are_said_on_the_clock_of_the_school():
    assert lire(
        calendrier(
            "UID:1\nDTSTART:20261125T080000Z\nSUMMARY:En UTC",
            "UID:2\nDTSTART;TZID=Asia/Tokyo:20261126T060000\nSUMMARY:À Tokyo",
            "UID:3\nDTSTART:20261126T093000\nSUMMARY:Sans fuseau",
            "UID:4\nDTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261128\nSUMMARY:Toute la journée",
        )
    ) == [
        ("En UTC", "2026-11-25", "09:00"),
        ("À Tokyo", "2026-11-25", "22:00"),
        ("Sans fuseau", "2026-11-26", "09:30"),
        ("Toute la journée", "2026-11-27", None),
    ]


ETRANGE = """BEGIN:VTIMEZONE
TZID:(UTC+01:00) Bruxelles\\, Copenhague\\, Madrid\\, Paris
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("zone", "entete"),
    [
        ('"(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris"', ETRANGE),
        ("Romance Standard Time", ""),
        ("/freeassociation.sourceforge.net/Europe/Paris", ""),
        ("Chez-nous", ""),
    ],
)
def test_zones_have_odd_names(zone, entete):
    assert un(f"UID:1\nDTSTART;TZID={zone}:20261125T090000\nSUMMARY:Maths", entete) == [
        ("Maths", "2026-11-25", "09:00")
    ]


def test_a_time_that_changes_with_the_seasons_stays_at_its_hour():
    lu = un("UID:1\nDTSTART;TZID=Europe/Paris:20260907T083000\nRRULE:FREQ=WEEKLY;UNTIL=20261201T000000Z\nSUMMARY:Maths")
    assert lu == [("Maths", "2026-11-23", "08:30"), ("Maths", "2026-11-30", "08:30")]


def test_only_a_week_before_and_sixty_days_after_are_said():
    jours = [
        jour for _titre, jour, _heure in un("UID:1\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nSUMMARY:Chaque jour")
    ]
    assert (jours[0], jours[-1], len(jours)) == ("2026-11-17", "2027-01-23", 68)


# --- What comes back -----------------------------------------------------------------------------------------------------
def test_what_is_added_moved_taken_out_and_cancelled():
    serie = """UID:1
DTSTART;TZID=Europe/Paris:20261123T100000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Paris:20261130T100000
RDATE;TZID=Europe/Paris:20261202T140000
SUMMARY:Maths"""
    deplacee = "UID:1\nRECURRENCE-ID;TZID=Europe/Paris:20261207T100000\nDTSTART;TZID=Europe/Paris:20261208T160000\nSUMMARY:Maths, salle 12"
    annulee = "UID:1\nRECURRENCE-ID;TZID=Europe/Paris:20261214T100000\nDTSTART;TZID=Europe/Paris:20261214T100000\nSTATUS:CANCELLED\nSUMMARY:Maths"
    assert lire(
        calendrier(serie, deplacee, annulee, "UID:2\nDTSTART:20261125T080000Z\nSTATUS:CANCELLED\nSUMMARY:Rien")
    ) == [
        ("Maths", "2026-11-23", "10:00"),
        ("Maths", "2026-12-02", "14:00"),
        ("Maths, salle 12", "2026-12-08", "16:00"),
    ]


@pytest.mark.parametrize("intervalle", [1, 2, 3])
def test_a_rule_that_began_years_ago_keeps_its_beat(intervalle):
    """It is begun again later, so that old ones cost nothing: on the same weeks."""
    debut = dt.date(2009, 9, 1)  # a Tuesday
    attendus = [
        jour.isoformat()
        for n in range(70)
        if (jour := MARDI - dt.timedelta(days=7) + dt.timedelta(days=n)) <= MARDI + dt.timedelta(days=60)
        and (jour - debut).days % (7 * intervalle) == 0
    ]
    lu = un(f"UID:1\nDTSTART;TZID=Europe/Paris:20090901T080000\nRRULE:FREQ=WEEKLY;INTERVAL={intervalle}\nSUMMARY:A")
    assert [jour for _titre, jour, _heure in lu] == attendus


def test_the_same_thing_keeps_its_number_and_two_without_one_are_two():
    sans = calendrier("DTSTART:20261125T080000Z\nSUMMARY:A", "DTSTART:20261125T080000Z\nSUMMARY:B")
    numeros = [dit.identifiant for dit in ical.lire_a_part(sans, aujourd_hui=MARDI, fuseau="Europe/Paris")[0]]
    encore = [dit.identifiant for dit in ical.lire_a_part(sans, aujourd_hui=MARDI, fuseau="Europe/Paris")[0]]
    assert numeros == encore
    assert len(set(numeros)) == 2


# --- What is too much, or nonsense ---------------------------------------------------------------------------------------
@pytest.mark.timeout(60)
def test_five_thousand_that_come_back_in_foreign_zones_stay_within_a_time_and_a_number():
    zones = ["America/New_York", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"]
    corps = calendrier(
        *(
            f"UID:{n}\nDTSTART;TZID={zones[n % 4]}:20100105T080000\nRRULE:FREQ=WEEKLY\nSUMMARY:Cours {n}"
            for n in range(5_000)
        )
    )
    debut = time.monotonic()
    lignes, trop = ical.lire_a_part(corps, aujourd_hui=MARDI, fuseau="Europe/Paris")
    assert time.monotonic() - debut < ical.EN_TOUT + 2
    assert (len(lignes), trop) == (500, True)
    assert {ligne.jour for ligne in lignes} <= {dt.date(2026, 11, 17), dt.date(2026, 11, 18)}  # the first of the window


@pytest.mark.timeout(60)
def test_what_would_never_end_is_killed(monkeypatch):
    """Days that do not exist, looked for until the year 9999, by each of a thousand rules."""
    monkeypatch.setattr(ical, "EN_TOUT", 1.5)
    corps = calendrier(
        *(
            f"UID:{n}\nDTSTART:20200101T080000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:A"
            for n in range(1_000)
        )
    )
    debut = time.monotonic()
    with pytest.raises(ical.Illisible, match="trop_lourd"):
        ical.lire_a_part(corps, aujourd_hui=MARDI, fuseau="Europe/Paris")
    assert time.monotonic() - debut < 10


@pytest.mark.parametrize("regle", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,1"])
def test_a_rule_that_no_timetable_has_is_one_time_alone(regle):
    assert un(f"UID:1\nDTSTART:20261125T080000Z\nRRULE:{regle}\nSUMMARY:A") == [("A", "2026-11-25", "09:00")]


def test_a_huge_text_is_a_line_and_nothing_in_it_turns_what_follows():
    ((titre, _jour, _heure),) = un("UID:1\nDTSTART:20261125T080000Z\nSUMMARY:" + "Maths " * 50_000)
    assert (len(titre), titre[-1]) == (140, "…")
    assert un("UID:1\nDTSTART:20261125T080000Z\nSUMMARY:Lire\\n\u202ele livre\u200b\\, p. 12") == [
        ("Lire le livre , p. 12", "2026-11-25", "09:00")
    ]


def test_nonsense_takes_nothing_else_away():
    lus = lire(
        calendrier(
            "UID:1\nSUMMARY:Sans date",
            "UID:2\nDTSTART:hier\nSUMMARY:Date fausse",
            "UID:3\nDTSTART:20261125T080000Z\nRRULE:FREQ=PARFOIS\nSUMMARY:Règle fausse",
            "UID:4\nDTSTART:20261125T080000Z\nRRULE:FREQ=DAILY;INTERVAL=0\nSUMMARY:Aucun pas",
            "UID:5\nDTSTART:20261125T080000Z\nDTSTART:20261126T080000Z\nSUMMARY:Deux dates",
            "UID:6\nDTSTART:20261125T080000Z",
            cours("Maths"),
        )
    )
    assert ("Maths", "2026-11-25", "09:00") in lus


@pytest.mark.parametrize(
    "corps", [b"", b"<html>PRONOTE</html>", b"BEGIN:VCALENDAR\r\n", b"\x00" * 1_000, b"BEGIN:VCARD\r\nEND:VCARD\r\n"]
)
def test_what_is_no_calendar_is_said_so(corps):
    with pytest.raises(ical.Illisible, match="illisible"):
        ical.lire_a_part(corps, aujourd_hui=MARDI, fuseau="Europe/Paris")


def test_who_reads_it_has_nothing_of_ours(monkeypatch):
    """No variable of the environment, no Django: a key that a calendar would steal is not there."""
    appels = []
    monkeypatch.setenv("ENT_SECRET", "a-key")
    vrai = ical.subprocess.run
    monkeypatch.setattr(ical.subprocess, "run", lambda *a, **o: appels.append(o) or vrai(*a, **o))
    un(cours("Maths"))
    assert set(appels[0]["env"]) == {"LANG", "PATH"}
    fini = vrai(
        [
            ical.sys.executable,
            "-c",
            "import sys, ent.services.continuite.lectures.ical as i; print('django' in sys.modules)",
        ],
        capture_output=True,
        cwd=ical.RACINE,
        check=True,
    )
    assert fini.stdout.strip() == b"False"
