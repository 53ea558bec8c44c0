"""Calendars as iCalendar (RFC 5545): what rooms say (`registres.Evenement`), as every phone reads it."""

import datetime as dt
from collections.abc import Callable, Collection

from django.utils import timezone
from icalendar import Calendar, Event, vRecur

from .registres import Evenement

RAFRAICHIR = dt.timedelta(hours=4)
# No text may hold them (RFC 5545, 3.1): a phone that meets one, pasted from a word processor, would refuse all the others' lines with it.
SANS_CONTROLE = bytes.maketrans(CONTROLES := bytes({*range(0x20), 0x7F} - set(b"\t\r\n")), b" " * len(CONTROLES))


def calendrier(nom: str) -> Calendar:
    """An empty one. It says how often a phone asks again."""
    calendrier = Calendar()
    calendrier.add("prodid", "-//ENT//Agenda//FR")
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    calendrier.add("x-wr-calname", nom)
    calendrier.add("x-wr-timezone", "Europe/Paris")
    calendrier.add("refresh-interval", RAFRAICHIR)
    calendrier.add("x-published-ttl", "PT4H")
    return calendrier


def composer(nom: str, evenements: Collection[Evenement], absolue: Callable[[str], str]) -> bytes:
    """A whole calendar of these. `absolue(chemin)` makes the address that a phone opens."""
    complet = calendrier(nom)
    for evenement in evenements:
        complet.add_component(composant(evenement, absolue))
    return ecrire(complet)


def ecrire(complet: Calendar) -> bytes:
    """With the clock that its hours are on: a calendar that knows no « Europe/Paris » reads them right; and no sign that it could not read."""
    complet.add_missing_timezones()
    return complet.to_ical().translate(SANS_CONTROLE)


def composant(dit: Evenement, absolue: Callable[[str], str]) -> Event:
    """Nothing in it changes while nothing changes, so that a phone that asks again is told so."""
    evenement = Event()
    evenement.add("uid", dit.uid)
    evenement.add("summary", dit.titre)
    evenement.add("dtstart", _instant(dit.debut))
    evenement.add("dtend", _instant(dit.fin) if isinstance(dit.fin, dt.datetime) else dit.fin + dt.timedelta(days=1))
    evenement.add("dtstamp", dit.modifie_le)
    evenement.add("last-modified", dit.modifie_le)
    evenement.add("sequence", dit.sequence)
    evenement.add("status", "CANCELLED" if dit.est_annule else "CONFIRMED")
    evenement.add("transp", "OPAQUE" if dit.occupe and not dit.est_annule else "TRANSPARENT")
    evenement.add("class", "PRIVATE")
    if dit.lieu:
        evenement.add("location", dit.lieu)
    if dit.texte:
        evenement.add("description", dit.texte)
    if dit.chemin:
        evenement.add("url", absolue(dit.chemin))
    if dit.regle:
        evenement.add("rrule", vRecur.from_ical(dit.regle))
    if dit.sauf:
        evenement.add("exdate", [_instant(jour) for jour in dit.sauf])
    if dit.occurrence is not None:
        evenement.add("recurrence-id", _instant(dit.occurrence))
    return evenement


def _instant(jour: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """On the clock of schools, which says when hours change."""
    return timezone.localtime(jour) if isinstance(jour, dt.datetime) else jour
