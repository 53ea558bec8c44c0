"""PostgreSQL: words are compared without their accents, then by their French stem. SQLite folds accents by itself."""

from django.db import migrations

POSER = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS francais_sans_accents",
    "CREATE TEXT SEARCH CONFIGURATION francais_sans_accents (COPY = french)",
    "ALTER TEXT SEARCH CONFIGURATION francais_sans_accents ALTER MAPPING FOR hword, hword_part, word "
    "WITH unaccent, french_stem",
]


def poser(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for ordre in POSER:
            schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_sans_defauts")]

    operations = [migrations.RunPython(poser, migrations.RunPython.noop)]
