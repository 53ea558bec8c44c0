"""The demonstration is laid whatever the day: after holidays, on the first day of a year, in August."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.services.vie_scolaire import demonstration
from ent.services.vie_scolaire.models import Appel, DeclarationAbsence


@pytest.mark.parametrize(
    ("jour", "jours_faits", "malade"),
    [
        (dt.date(2027, 1, 4), 8, True),  # no class for a fortnight
        (dt.date(2027, 1, 5), 8, True),
        (dt.date(2026, 9, 1), 0, False),
        (dt.date(2027, 8, 15), 8, False),  # too long ago to be told
    ],
)
def test_rolls_are_of_the_last_days_of_class_of_the_year(d, horloge, jour, jours_faits, malade):
    maintenant = timezone.make_aware(dt.datetime.combine(jour, dt.time(8, 10)))
    horloge(maintenant)
    demonstration.semer(d, maintenant)
    faits = set(Appel.objects.filter(classe=d.cp_ce1).values_list("jour", flat=True))
    assert len(faits) == jours_faits
    assert all(fait < jour for fait in faits)
    assert DeclarationAbsence.objects.exists() is malade
