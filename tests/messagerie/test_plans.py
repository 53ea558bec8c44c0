"""With twenty thousand threads, what pages ask is found by indexes: no reading of a whole table, whoever asks."""

import pytest
from django.db import connection

from ent.annuaire.models import Classe
from tests.messagerie.annee import remplir

pytestmark = [pytest.mark.reel, pytest.mark.django_db]
TABLES = {"messagerie_fil", "messagerie_message", "messagerie_participation"}

# Of people who are not in hand, half of them unread.
NOTIFICATIONS = """
INSERT INTO diffusion_notification (destinataire_id, etablissement_id, nature, objet_id, texte, adresse, visible_le, lue_le,
                                    lot_pousse, lot_resume)
SELECT p.id, %(ecole)s, 'messagerie.message', 1000000 + n, 'Mme Lefort vous a écrit', '/messages/', now() - n * interval '1 minute',
       CASE WHEN n %% 2 = 0 THEN now() END, '', ''
FROM generate_series(1, 3000) AS n
CROSS JOIN (SELECT id FROM annuaire_personne WHERE NOT id = ANY(%(exclus)s) ORDER BY id LIMIT 40) AS p
"""


class Ecoute:
    """The reads that a page makes of the messages, with their values."""

    def __init__(self, tables: set[str] = TABLES) -> None:
        self.tables = tables
        self.lues: list[tuple[str, object]] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in self.tables):
            self.lues.append((sql, params))
        return execute(sql, params, many, context)


def lectures_entieres(plan: dict, tables: set[str] = TABLES) -> list[str]:
    ici = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") in tables else []
    return ici + [table for suite in plan.get("Plans", []) for table in lectures_entieres(suite, tables)]


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


def test_no_page_reads_a_whole_table(d, une_annee, fils_de, entrer):
    fautes = []
    for qui in PERSONNES:
        client = entrer(getattr(d, qui))
        fil = fils_de.foyer().pk if qui in ("mere", "enseignante") else fils_de.ecole.pk
        for chemin in (
            "/messages/", "/messages/?q=mutuelle", "/nouvelles/", f"/messages/fil/{fil}/", f"/messages/fil/{fil}/?avant=2",
            f"/messages/fil/{fil}/suite/?revision=0",
        ):  # fmt: skip
            fautes += [(qui, chemin, *faute) for faute in entieres(demander(client, chemin, Ecoute()))]
    assert fautes == []


def test_the_counts_of_unread_that_every_page_makes_too(d, une_annee, entrer):
    """They come from notifications: a hundred and twenty thousand of other people's do not weigh on them."""
    with connection.cursor() as curseur:
        curseur.execute(NOTIFICATIONS, {"exclus": [getattr(d, nom).pk for nom in PERSONNES], "ecole": d.elementaire.pk})
        curseur.execute("ANALYZE diffusion_notification")
    fautes = []
    for qui in PERSONNES:
        client = entrer(getattr(d, qui))
        for chemin in ("/", "/nouvelles/", "/notifications/"):
            ecoute = demander(client, chemin, Ecoute({"diffusion_notification"}))
            assert ecoute.lues, (qui, chemin)
            fautes += [(qui, chemin, *faute) for faute in entieres(ecoute)]
    assert fautes == []


def demander(client, chemin: str, ecoute: Ecoute) -> Ecoute:
    with connection.execute_wrapper(ecoute):
        assert client.get(chemin).status_code == 200, chemin
    return ecoute


def entieres(ecoute: Ecoute) -> list[tuple[str, str, str]]:
    """The tables that these reads go through from end to end."""
    fautes = []
    with connection.cursor() as curseur:
        for sql, params in ecoute.lues:
            curseur.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            [(plan,)] = curseur.fetchall()
            fautes += [(table, sql[:160], sql[-900:]) for table in lectures_entieres(plan[0]["Plan"], ecoute.tables)]
    return fautes
