"""That nobody can be recognised on a video is said of the file, as of an image: every room that shows it asks the same."""

from django.db import migrations
from django.utils import timezone


def dire(apps, schema_editor):
    pieces = apps.get_model("pages", "PieceBillet").objects.filter(sans_visage=True)
    videos = apps.get_model("fichiers", "Fichier").objects.filter(pk__in=pieces.values("fichier"))
    videos.filter(personnes_dites_le=None).update(personnes_dites_le=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("pages", "0104_commentaire_une_fois"), ("fichiers", "0002_visages")]

    operations = [
        migrations.RunPython(dire, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("piecebillet", "sans_visage"),
    ]
