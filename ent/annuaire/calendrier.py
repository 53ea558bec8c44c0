"""School time of zone C: class days, holidays, quiet hours (formats.md §7 and §8)."""

import datetime as dt
from functools import cache

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jours_feries_france import JoursFeries
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

from ent.socle.dates import date_format

ZONE = "C"
UN_JOUR = dt.timedelta(days=1)


class Retient(TextChoices):
    """What waits in quiet hours."""

    TOUT = "tout", gettext_lazy("la page et les notifications")
    NOTIFICATIONS = "notifications", gettext_lazy("les notifications seulement")


@cache
def _vacances(annee: int) -> dict[dt.date, str] | None:
    """Days of holidays of a civil year and their name, or None when the calendar is not published yet.

    The package answers « no holiday » past its data instead of failing, hence the check of its last year.
    """
    calendrier = SchoolHolidayDates()
    try:
        jours = calendrier.holidays_for_year_and_zone(annee, ZONE)
    except UnsupportedYearException:
        return None
    return {jour: ligne["nom_vacances"].replace("'", "’") for jour, ligne in jours.items()}


@cache
def _feries(annee: int) -> dict[dt.date, str]:
    return {jour: nom for nom, jour in JoursFeries.for_year(annee).items()}


def est_jour_de_classe(etablissement, jour: dt.date) -> bool:
    """Whether pupils come that day. Where the official calendar stops, only weekdays and bank holidays are known."""
    if jour.weekday() not in etablissement.jours_de_classe() or jour in _feries(jour.year):
        return False
    vacances = _vacances(jour.year)
    return vacances is None or jour not in vacances


def est_ferie_ou_en_vacances(jour: dt.date, *, feries_seuls: bool = False) -> bool:
    """A bank holiday, or a day of the holidays as far as the official calendar goes."""
    return jour in _feries(jour.year) or (not feries_seuls and jour in (_vacances(jour.year) or {}))


def fermeture(etablissement, jour: dt.date) -> str:
    """Why there is no class that day, in a few words; empty on a class day. Names come from the official calendar."""
    if est_jour_de_classe(etablissement, jour):
        return ""
    if nom := _feries(jour.year).get(jour):
        return _("Férié : %(nom)s.") % {"nom": nom}
    if nom := (_vacances(jour.year) or {}).get(jour):
        return f"{nom}."
    return _("Pas de classe le %(jour)s.") % {"jour": date_format(jour, "l")}


def fermetures(etablissement, depuis: dt.date, jours: int) -> list[tuple[dt.date, dt.date, str]]:
    """The closures of so many days, as (first day, last day, name): holidays whole, whatever bank holidays they hold, and the
    bank holidays that fall on a class day. One that began before, or ends after, is whole too; one of which the calendar does not know the end
    is not told.
    """
    jour, fin = depuis, depuis + dt.timedelta(days=jours - 1)
    while (nom := _nom_de_la_fermeture(etablissement, jour)) and nom == _nom_de_la_fermeture(
        etablissement, jour - UN_JOUR
    ):
        jour -= UN_JOUR
    trouvees: list[tuple[dt.date, dt.date, str]] = []
    while True:
        nom = _nom_de_la_fermeture(etablissement, jour)
        suit = bool(nom and trouvees) and trouvees[-1][1:] == (jour - UN_JOUR, nom)
        if suit:
            trouvees[-1] = (trouvees[-1][0], jour, nom)
        elif jour > fin:
            break
        elif nom:
            trouvees.append((jour, jour, nom))
        jour += UN_JOUR
    return [f for f in trouvees if f[0] == f[1] or _vacances((f[1] + UN_JOUR).year) is not None]


def _nom_de_la_fermeture(etablissement, jour: dt.date) -> str:
    """The holidays that hold this day, or the bank holiday that takes a class day; else nothing."""
    nom = (_vacances(jour.year) or {}).get(jour, "")
    if not nom and jour.weekday() in etablissement.jours_de_classe():
        nom = _feries(jour.year).get(jour, "")
    return nom


def prochain_jour_de_classe(etablissement, apres: dt.date) -> dt.date:
    """The first class day strictly after `apres` (searched over the longest closure, then a plain weekday)."""
    for pas in range(1, 100):
        jour = apres + dt.timedelta(days=pas)
        if est_jour_de_classe(etablissement, jour):
            return jour
    raise ValueError(f"No class day found after {apres}.")


def fin_de_la_classe(etablissement, instant: dt.datetime) -> dt.datetime | None:
    """When the half-day in progress ends, or None outside class time. `instant` is aware."""
    local = timezone.localtime(instant)
    if not est_jour_de_classe(etablissement, local.date()):
        return None
    for debut, fin in etablissement.jours_de_classe()[local.weekday()]:
        if debut <= local.time() < fin:
            return local.replace(hour=fin.hour, minute=fin.minute, second=0, microsecond=0)
    return None


def sortie(etablissement, jour: dt.date) -> dt.datetime | None:
    """When the last half-day of this day ends, or None on a day without class."""
    if not est_jour_de_classe(etablissement, jour):
        return None
    fin = max(fin for _debut, fin in etablissement.jours_de_classe()[jour.weekday()])
    return timezone.make_aware(dt.datetime.combine(jour, fin))


def est_calme(etablissement, instant: dt.datetime) -> bool:
    """Whether the instant falls in the school's quiet hours (circulaire of 10 July 2025)."""
    local = timezone.localtime(instant)
    jour, heure = local.weekday(), local.time()
    debut, fin = heures_calmes(etablissement)
    if etablissement.reglage("calme.week_end") and _dans_le_week_end(jour, heure, debut, fin):
        return True
    if debut == fin:
        return False
    if debut < fin:
        return debut <= heure < fin
    return heure >= debut or heure < fin


def heures_calmes(etablissement) -> tuple[dt.time, dt.time]:
    """When quiet hours begin in the evening, and end in the morning."""
    return etablissement.reglage("calme.debut"), etablissement.reglage("calme.fin")


def _dans_le_week_end(jour: int, heure: dt.time, debut: dt.time, fin: dt.time) -> bool:
    vendredi, samedi, dimanche, lundi = 4, 5, 6, 0
    return jour in (samedi, dimanche) or (jour == vendredi and heure >= debut) or (jour == lundi and heure < fin)


def ouverture(etablissement, instant: dt.datetime) -> dt.datetime:
    """When what is written at `instant` may reach families: at once, or when the quiet slot ends."""
    if not est_calme(etablissement, instant):
        return instant
    local, (_debut, fin) = timezone.localtime(instant), heures_calmes(etablissement)
    for pas in range(8):
        jour = local.date() + dt.timedelta(days=pas)
        candidat = timezone.make_aware(dt.datetime.combine(jour, fin))
        if candidat > instant and not est_calme(etablissement, candidat):
            return candidat
    raise ValueError("Quiet hours of this school never end.")


def moment_visible(etablissement, a: dt.datetime | None = None) -> dt.datetime:
    """When families may read what is given now, or scheduled for `a`: then, or when the school's quiet hours end."""
    instant = max(a or timezone.now(), timezone.now())
    return ouverture(etablissement, instant) if retient_la_page(etablissement) else instant


def retient_la_page(etablissement) -> bool:
    """Whether what is written in quiet hours waits for their end, or is read and tells nobody."""
    return etablissement.reglage("calme.retient") == Retient.TOUT
