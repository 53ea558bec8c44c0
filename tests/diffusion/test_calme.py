"""When a person may be disturbed: their own slots, on top of the school's quiet hours."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ent.diffusion.actions import reglages
from ent.diffusion.calme import prochain_moment, prochains_moments
from ent.diffusion.models import CreneauCalme

SEMAINE = [0, 1, 2, 3, 4]
TOUS = [*SEMAINE, 5, 6]


def a(jour: int, heure: int, minute: int = 0, mois: int = 11) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, mois, jour, heure, minute))


def creneau(personne, jours, debut: str, fin: str) -> CreneauCalme:
    heures = {"debut": dt.time.fromisoformat(debut), "fin": dt.time.fromisoformat(fin)}
    return reglages.ajouter_creneau(personne=personne, jours=jours, **heures)


def test_without_a_slot_one_may_be_disturbed_at_once(d):
    assert prochain_moment(d.mere, a(24, 22)) == a(24, 22)


@pytest.mark.parametrize(
    ("instant", "attendu"),
    [
        (a(24, 12), a(24, 12)),  # a Tuesday, before
        (a(24, 12, 30), a(24, 14)),  # its first minute
        (a(24, 13, 59), a(24, 14)),
        (a(24, 14), a(24, 14)),  # its end is out of it
        (a(28, 13), a(28, 13)),  # a Saturday
    ],
)
def test_a_slot_of_the_working_week(d, instant, attendu):
    creneau(d.mere, SEMAINE, "12:30", "14:00")
    assert prochain_moment(d.mere, instant) == attendu


@pytest.mark.parametrize(
    ("instant", "attendu"),
    [
        (a(27, 22), a(28, 9)),  # Friday evening
        (a(28, 2), a(28, 9)),  # in the night that follows
        (a(27, 8), a(27, 8)),  # Friday morning: Thursday is not a day of the slot
    ],
)
def test_a_slot_that_ends_the_next_day(d, instant, attendu):
    creneau(d.mere, [4], "21:00", "09:00")
    assert prochain_moment(d.mere, instant) == attendu


def test_slots_that_touch_are_one_long_slot(d):
    creneau(d.mere, TOUS, "12:00", "14:00")
    creneau(d.mere, TOUS, "14:00", "16:00")
    assert prochain_moment(d.mere, a(24, 12)) == a(24, 16)


def test_the_school_s_quiet_hours_come_first_and_last(d):
    """A slot until 21:00 ends inside the school's rest (20:00–7:00): the morning it is, after the slot of the morning."""
    creneau(d.mere, TOUS, "19:00", "21:00")
    creneau(d.mere, TOUS, "06:00", "08:15")
    assert prochain_moment(d.mere, a(24, 19), d.elementaire) == a(25, 8, 15)
    assert prochain_moment(d.mere, a(24, 19)) == a(24, 21)


def test_slots_may_leave_no_moment_of_those_that_the_school_leaves(d):
    creneau(d.mere, SEMAINE, "06:30", "20:30")
    assert prochain_moment(d.mere, a(24, 10), d.elementaire) is None
    assert prochain_moment(d.mere, a(24, 10)) == a(24, 20, 30)


@pytest.mark.parametrize(
    ("jours", "debut", "fin"), [([], "12:00", "14:00"), (TOUS, "12:00", "12:00"), (TOUS, "08:00", "07:59")]
)
def test_what_is_no_slot_is_refused(d, jours, debut, fin):
    """No day, no length; the last leaves one minute a day, and is a slot."""
    if fin == "07:59":
        creneau(d.mere, jours, debut, fin)
    else:
        with pytest.raises(ValidationError):
            creneau(d.mere, jours, debut, fin)


def test_slots_that_leave_no_moment_in_the_week_are_refused(d):
    creneau(d.mere, TOUS, "08:00", "20:00")
    with pytest.raises(ValidationError, match="aucun moment"):
        creneau(d.mere, TOUS, "20:00", "08:00")
    assert CreneauCalme.objects.count() == 1


def test_the_hour_that_comes_twice_does_not_send_time_backwards(d):
    """25 October 2026, 2:00–3:00 twice."""
    creneau(d.mere, [6], "01:00", "02:45")
    seconde_fois = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # 2:30 for the second time
    assert prochain_moment(d.mere, seconde_fois) == dt.datetime(2026, 10, 25, 1, 45, tzinfo=dt.UTC)


@pytest.mark.parametrize("nombre", [1, 3])
def test_one_query_for_many_people(d, django_assert_num_queries, nombre):
    gens = [d.mere, d.pere_separe, d.mere_arabophone][:nombre]
    for personne in gens:
        creneau(personne, TOUS, "12:00", "13:00")
    with django_assert_num_queries(1):
        moments = prochains_moments([p.pk for p in [*gens, d.enseignante]], a(24, 12, 30), d.elementaire)
    assert moments == {p.pk: a(24, 13) for p in gens} | {d.enseignante.pk: a(24, 12, 30)}
