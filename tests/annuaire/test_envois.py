"""What pages made is remembered for a week."""

import datetime as dt

from ent.annuaire.actions import oublier_les_envois
from ent.annuaire.models import EnvoiRecu
from ent.diffusion.periodique import passer


def test_it_is_forgotten_after_a_week_by_the_worker(d, mardi):
    for jours in (0, 6, 8):
        EnvoiRecu.objects.create(
            auteur=d.mere, empreinte=f"{jours:064}", adresse="/", recu_le=mardi - dt.timedelta(days=jours)
        )
    assert "annuaire.envois_recus" in passer()
    assert EnvoiRecu.objects.count() == 2
    oublier_les_envois()
    assert EnvoiRecu.objects.count() == 2
