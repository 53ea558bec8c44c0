"""The database itself refuses that a line of the journal be changed (and, on PostgreSQL, deleted)."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION journal_immuable() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'A journal line is never changed.'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER journal_immuable BEFORE UPDATE OR DELETE ON annuaire_entreejournal
FOR EACH ROW EXECUTE FUNCTION journal_immuable();
"""
# Deletes stay possible there: a test database of SQLite is emptied row by row.
SQLITE = """
CREATE TRIGGER journal_immuable BEFORE UPDATE ON annuaire_entreejournal
BEGIN SELECT RAISE(ABORT, 'A journal line is never changed.'); END;
"""


def poser(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def retirer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER journal_immuable ON annuaire_entreejournal; DROP FUNCTION journal_immuable()")
    else:
        schema_editor.execute("DROP TRIGGER journal_immuable")


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0001_initial")]
    operations = [migrations.RunPython(poser, retirer)]
