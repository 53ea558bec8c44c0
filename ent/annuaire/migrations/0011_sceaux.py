"""Seals of the journal; and the database itself refuses that lines or seals be changed, or deleted outside the legal purge."""

import django.utils.timezone
from django.db import migrations, models

TABLES = ("annuaire_entreejournal", "annuaire_sceaujournal")

# `ent.purge_du_journal` is set by the legal purge, for its transaction alone (`ent.annuaire.sceaux`).
FONCTION = """
CREATE OR REPLACE FUNCTION journal_immuable() RETURNS trigger AS $$
BEGIN
  IF TG_OP <> 'UPDATE' AND current_setting('ent.purge_du_journal', true) = 'oui' THEN
    IF TG_LEVEL = 'ROW' THEN RETURN OLD; END IF;
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'A journal line is never changed.';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER journal_non_vide BEFORE TRUNCATE ON annuaire_entreejournal FOR EACH STATEMENT EXECUTE FUNCTION journal_immuable();
CREATE TRIGGER sceau_immuable BEFORE UPDATE OR DELETE ON annuaire_sceaujournal FOR EACH ROW EXECUTE FUNCTION journal_immuable();
CREATE TRIGGER sceau_non_vide BEFORE TRUNCATE ON annuaire_sceaujournal FOR EACH STATEMENT EXECUTE FUNCTION journal_immuable();
"""
FONCTION_D_AVANT = """
DROP TRIGGER journal_non_vide ON annuaire_entreejournal;
DROP TRIGGER sceau_immuable ON annuaire_sceaujournal;
DROP TRIGGER sceau_non_vide ON annuaire_sceaujournal;
CREATE OR REPLACE FUNCTION journal_immuable() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'A journal line is never changed.'; END
$$ LANGUAGE plpgsql;
"""
# `ent_purge_permise()` is a function of our connections: without it, a client that deletes is refused.
EFFACER = """CREATE TRIGGER {table}_garde BEFORE DELETE ON {table} WHEN NOT ent_purge_permise()
BEGIN SELECT RAISE(ABORT, 'A journal line is never deleted before its legal purge.'); END;"""
CHANGER = """CREATE TRIGGER sceau_immuable BEFORE UPDATE ON annuaire_sceaujournal
BEGIN SELECT RAISE(ABORT, 'A journal line is never changed.'); END;"""


def poser(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        return schema_editor.execute(FONCTION, params=None)
    for ordre in (CHANGER, *(EFFACER.format(table=table) for table in TABLES)):
        schema_editor.execute(ordre, params=None)
    return None


def retirer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        return schema_editor.execute(FONCTION_D_AVANT, params=None)
    for nom in ("sceau_immuable", *(f"{table}_garde" for table in TABLES)):
        schema_editor.execute(f"DROP TRIGGER {nom}", params=None)
    return None


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0010_mur")]
    operations = [
        migrations.CreateModel(
            name="SceauJournal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fait_le", models.DateTimeField(default=django.utils.timezone.now)),
                ("lignes", models.JSONField()),
                ("nombre", models.PositiveIntegerField()),
                ("jusqu_a", models.BigIntegerField()),
                ("empreinte", models.CharField(max_length=64, unique=True)),
                ("precedent", models.CharField(max_length=64, unique=True)),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(poser, retirer),
    ]
