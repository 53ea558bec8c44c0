"""The journal is sealed: what is changed, taken away or slipped in is seen; and the database lets nobody do it by mistake."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ent.annuaire import sceaux
from ent.annuaire.journal import consigner
from ent.annuaire.models import EntreeJournal, SceauJournal

LA, SCEAU = "annuaire_entreejournal", "annuaire_sceaujournal"


def verifier() -> list[str]:
    return sceaux.verifier().fautes


@pytest.fixture
def scelle(d, mardi, horloge, monkeypatch):
    """The lines of the cast and thirty more, under three seals; three hours later."""
    monkeypatch.setattr(sceaux, "PAQUET", 1_000)
    sceaux.sceller()
    for lot in range(2):
        for n in range(15):
            consigner("annuaire.regler_etablissement", etablissement=d.elementaire, objet=f"essai {lot}-{n}", n=n)
        horloge(mardi + dt.timedelta(minutes=lot + 1))
        assert sceaux.sceller() == 15
    horloge(mardi + dt.timedelta(hours=3))


def sans_garde(ordre: str, *valeurs) -> None:
    """As somebody would who has the database itself: its triggers are taken away first."""
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            curseur.execute("SET LOCAL session_replication_role = 'replica'")
        else:
            curseur.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", [LA, SCEAU]
            )
            for (nom,) in curseur.fetchall():
                curseur.execute(f"DROP TRIGGER {nom}")
        curseur.execute(ordre, valeurs)


def test_what_was_written_is_sealed_once_and_holds(scelle):
    assert sceaux.sceller() == 0
    sortie = StringIO()
    call_command("verifier_journal", stdout=sortie)
    lignes = EntreeJournal.objects.count()
    assert sortie.getvalue() == f"{lignes} lignes sous 3 sceaux : le journal est tel qu’il a été écrit.\n"


def test_a_line_whose_transaction_ended_late_is_sealed_with_the_next_ones(scelle, d, horloge, mardi):
    """Its number is lower than those of a seal; it is in another."""
    horloge(mardi + dt.timedelta(hours=4))
    consigner("annuaire.regler_etablissement", etablissement=d.elementaire, objet="en retard")
    consigner("annuaire.regler_etablissement", etablissement=d.elementaire, objet="à l’heure")
    tard, tot = EntreeJournal.objects.order_by("-pk")[:2][::-1]
    sans_garde("DELETE FROM annuaire_entreejournal WHERE id = %s", tard.pk)
    assert sceaux.sceller() == 1
    EntreeJournal.objects.bulk_create([tard])  # it is committed now
    horloge(mardi + dt.timedelta(hours=4, minutes=1))
    assert sceaux.sceller() == 1
    assert SceauJournal.objects.last().lignes == [[tard.pk, tard.pk]]
    assert tot.pk > tard.pk
    horloge(mardi + dt.timedelta(hours=9))
    assert verifier() == []


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE annuaire_entreejournal SET objet = 'autre' WHERE objet = 'essai 0-7'",
        "UPDATE annuaire_entreejournal SET fait_le = '2026-11-23 10:00+00' WHERE objet = 'essai 0-7'",
        "DELETE FROM annuaire_entreejournal WHERE objet = 'essai 0-7'",
    ],
)
def test_a_line_that_was_changed_or_taken_away_is_seen(scelle, ordre):
    sans_garde(ordre)
    [faute] = verifier()
    assert "a été changée, ôtée ou ajoutée" in faute
    with pytest.raises(CommandError, match="a été changée, ôtée ou ajoutée"):
        call_command("verifier_journal")


def test_a_seal_made_again_over_a_changed_line_does_not_follow_any_longer(scelle):
    """Whoever changes a line and its seal must make again all those after it."""
    sans_garde("UPDATE annuaire_entreejournal SET objet = 'autre' WHERE objet = 'essai 0-7'")
    deuxieme = SceauJournal.objects.order_by("pk")[1]
    lignes = EntreeJournal.objects.filter(pk__range=deuxieme.lignes[0]).order_by("pk")
    sans_garde(
        "UPDATE annuaire_sceaujournal SET empreinte = %s WHERE id = %s",
        sceaux._empreinte(deuxieme.precedent, lignes),
        deuxieme.pk,
    )
    [faute] = verifier()
    assert "ne suit pas celui d’avant" in faute


def test_a_seal_that_is_missing_is_seen_and_so_are_lines_slipped_under(scelle):
    sans_garde("DELETE FROM annuaire_sceaujournal WHERE id = %s", SceauJournal.objects.order_by("pk")[1].pk)
    fautes = verifier()
    assert "ne suit pas celui d’avant" in fautes[0]
    assert fautes[1:] == ["15 ligne(s) anciennes ne sont sous aucun sceau : elles ont été glissées là."]


@pytest.mark.parametrize("table", [LA, SCEAU])
@pytest.mark.parametrize("ordre", ["DELETE FROM {}", "UPDATE {} SET fait_le = fait_le", "TRUNCATE {}"])
def test_the_database_itself_refuses(scelle, table, ordre):
    if connection.vendor == "sqlite" and ordre.startswith("TRUNCATE"):
        return  # SQLite has no such order
    with pytest.raises(DatabaseError, match="journal line is never"), transaction.atomic(), connection.cursor() as c:
        c.execute(ordre.format(table))


def test_the_legal_purge_takes_whole_seals_and_the_journal_says_so(scelle, horloge, mardi):
    with pytest.raises(CommandError, match="se garde un an"):
        call_command("purger_journal", jours=30)
    an_plus_tard = mardi + dt.timedelta(days=365)
    horloge(
        an_plus_tard + dt.timedelta(minutes=1, seconds=30)
    )  # the cast's seal and the second are a year old, the third is not
    sortie = StringIO()
    avant = EntreeJournal.objects.count()
    call_command("purger_journal", stdout=sortie)
    assert sortie.getvalue() == f"{avant - 15} lignes effacées.\n"
    assert EntreeJournal.objects.filter(objet__startswith="essai").count() == 15
    assert verifier() == []
    with (
        pytest.raises(DatabaseError, match="journal line is never"),
        transaction.atomic(),
        connection.cursor() as curseur,
    ):
        curseur.execute("DELETE FROM annuaire_entreejournal")  # the way out is closed behind it
    assert timezone.now() > an_plus_tard
