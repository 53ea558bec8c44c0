"""With twenty thousand threads, what pages ask is found by indexes: no reading of a whole table, whoever asks."""

import pytest
from django.db import connection

from ent.annuaire.models import Classe, Personne
from messagerie.lectures.boite import non_lus
from tests.messagerie.annee import remplir

pytestmark = [pytest.mark.reel, pytest.mark.django_db]
TABLES = {"messagerie_fil", "messagerie_message", "messagerie_participation"}


class Ecoute:
    """The reads that a page makes of the messages, with their values."""

    def __init__(self) -> None:
        self.lues: list[tuple[str, object]] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in TABLES):
            self.lues.append((sql, params))
        return execute(sql, params, many, context)


def lectures_entieres(plan: dict) -> list[str]:
    ici = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in TABLES else []
    return ici + [table for suite in plan.get("Plans", []) for table in lectures_entieres(suite)]


@pytest.fixture
def une_annee(d, fils_de, ecrire):
    """Threads of the cast, among twenty thousand others of their own schools."""
    fils_de.tous()
    ecrire(fils_de.foyer(), d.mere, "La mutuelle du cahier")
    with connection.cursor() as curseur:
        gens = [getattr(d, nom).pk for nom in PERSONNES]
        # No class holds twenty thousand threads: all are in one that none of these people teaches.
        classes = list(Classe.objects.exclude(pk=d.cm2.pk).values_list("pk", flat=True))
        remplir(curseur, fils=20_000, longueur=3, classes=classes, exclus=gens)
        for table in TABLES:
            curseur.execute(f"ANALYZE {table}")


PERSONNES = ["mere", "enseignante", "directrice", "pere_separe"]


@pytest.mark.parametrize("qui", PERSONNES)
def test_no_page_reads_a_whole_table(d, une_annee, fils_de, entrer, qui):
    client = entrer(getattr(d, qui))
    fil = fils_de.foyer().pk if qui in ("mere", "enseignante") else fils_de.ecole.pk
    fautes = []
    for chemin in (
        "/messages/", "/messages/?q=mutuelle", "/nouvelles/", f"/messages/fil/{fil}/", f"/messages/fil/{fil}/?avant=2",
        f"/messages/fil/{fil}/suite/?revision=0",
    ):  # fmt: skip
        ecoute = Ecoute()
        with connection.execute_wrapper(ecoute):
            reponse = client.get(chemin)
        assert reponse.status_code == 200, chemin
        with connection.cursor() as curseur:
            for sql, params in ecoute.lues:
                curseur.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                [(plan,)] = curseur.fetchall()
                fautes += [(chemin, table, sql[:160], sql[-900:]) for table in lectures_entieres(plan[0]["Plan"])]
    assert fautes == []


def test_the_count_of_unread_threads_too(d, une_annee):
    ecoute = Ecoute()
    with connection.execute_wrapper(ecoute):
        non_lus(Personne.objects.get(pk=d.mere.pk))
    with connection.cursor() as curseur:
        for sql, params in ecoute.lues:
            curseur.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            [(plan,)] = curseur.fetchall()
            assert lectures_entieres(plan[0]["Plan"]) == []
    assert ecoute.lues
