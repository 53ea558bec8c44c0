"""An incident on pages that are open: who is told, when, and what their question costs."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.portail.lectures import bannieres_de
from messagerie.actions import incidents
from messagerie.evenements.incidents import BANNIERES, gens_de

MOTIF = "Des comptes d’élèves ont été volés."


@pytest.fixture
def dits(monkeypatch) -> list:
    """(recipients, signal) as they leave."""
    partis: list = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, signal: partis.append((cibles, signal)))
    return partis


@pytest.fixture
def couper(d, django_capture_on_commit_callbacks):
    def coupe(ecole, auteur):
        with django_capture_on_commit_callbacks(execute=True):
            return incidents.declarer_incident(etablissement=ecole, portee="eleves", motif=MOTIF, auteur=auteur)

    return coupe


def banniere(entrer, personne) -> str:
    return entrer(Personne.objects.get(pk=personne.pk)).get(reverse("bannieres")).text


def test_those_who_are_told_are_those_who_read_it(d, mardi, dits, couper, rf):
    couper(d.elementaire, d.directrice)
    [(cibles, signal)] = [dit for dit in dits if dit[1]["type"] == BANNIERES]
    gens = Personne.objects.in_bulk([p.pk for p in d.gens.values()])
    demande, lisent = rf.get("/"), set()
    for cle, p in d.gens.items():
        demande.user, demande.lu = gens[p.pk], gens[p.pk].lu
        if bannieres_de(demande):
            lisent.add(cle)
    assert {cle for cle, p in d.gens.items() if p.pk in cibles} == lisent
    assert {"mere", "pere_separe", "directrice", "enseignante"} <= lisent
    assert "directrice_maternelle" not in lisent and "operateur" not in lisent
    assert cibles == gens_de(d.elementaire) and 0 < signal["etalement"] <= 2_000


def test_a_whole_territory_spreads_its_questions_over_a_minute(d, mardi, dits, couper):
    couper(None, d.operateur)
    assert [(cibles, s["etalement"]) for cibles, s in dits if s["type"] == BANNIERES] == [(None, 60_000)]


def test_its_end_is_told_too_once(d, mardi, dits, couper, entrer, django_capture_on_commit_callbacks):
    incident = couper(d.elementaire, d.directrice)
    dits.clear()
    for _fois in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            incidents.finir_incident(incident=incident, auteur=d.directrice)
    assert [s["type"] for _cibles, s in dits] == [BANNIERES]
    assert MOTIF not in banniere(entrer, d.mere)


def test_the_pages_of_the_moment_already_answer_with_it(d, mardi, dits, couper, entrer):
    couper(d.elementaire, d.directrice)
    assert MOTIF in banniere(entrer, d.mere)
    assert "École du Cerf-Volant" in banniere(entrer, d.enseignante)
    assert "École du Cerf-Volant" not in banniere(entrer, d.directrice_maternelle)
    pupille = banniere(entrer, d.eleve_cp)
    assert "Les messages sont coupés pour le moment." in pupille and MOTIF not in pupille


def test_with_no_incident_a_page_only_listens(d, mardi, entrer, django_assert_num_queries):
    client = entrer(d.mere)
    with django_assert_num_queries(4):  # session, person, ties (whether their schools ask a second key), incidents
        fragment = client.get(reverse("bannieres"), headers={"HX-Request": "true"}).text
    assert 'data-hx-trigger="coquille:bannieres from:body"' in fragment and 'banniere"' not in fragment
    assert fragment.strip().splitlines()[0] in client.get("/").text
