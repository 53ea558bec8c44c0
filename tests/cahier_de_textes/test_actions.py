"""Giving work: who reads it, when, and who is told."""

import datetime as dt

import pytest

from cahier_de_textes import actions
from cahier_de_textes.models import Travail
from ent.diffusion.models import Notification


@pytest.fixture
def travail(d, mardi):
    return actions.publier_travail(
        auteur=d.enseignante, classe=d.cp_ce1, niveau="CP", nature="lire", texte="Relire la page 14", date_pour=dt.date(2026, 11, 26)
    )


def test_families_of_the_level_read_it_and_nobody_else(d, travail):
    lecteurs = [cle for cle, p in d.gens.items() if Travail.objects.visibles_par(p).filter(pk=travail.pk).exists()]
    assert sorted(lecteurs) == ["directrice", "eleve_cp", "enseignante", "mere", "pere_separe"]


def test_each_responsable_is_told_once(d, travail):
    actions.annoncer_travail(travail=travail)
    recus = Notification.objects.filter(destinataire__in=[d.mere, d.pere_separe, d.mere_arabophone])
    assert [(n.destinataire, n.texte) for n in recus.order_by("destinataire_id")] == [
        (d.mere, "Inès · À lire pour jeudi 26 novembre : Relire la page 14"),
        (d.pere_separe, "Inès · À lire pour jeudi 26 novembre : Relire la page 14"),
    ]
