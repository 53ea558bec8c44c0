"""Rhythms that still named weekdays which their service had dropped name them no more."""

from django.db import migrations
from django.utils import timezone


def suivre_les_services(apps, schema_editor):
    for rythme in apps.get_model("periscolaire", "Rythme").objects.filter(arrete_le=None).select_related("service"):
        restent = "".join(jour for jour in rythme.jours if jour in rythme.service.jours)
        if restent == rythme.jours:
            continue
        if not restent:
            rythme.arrete_le = timezone.now()
        rythme.jours = restent or rythme.jours
        rythme.save(update_fields=["jours", "arrete_le"])


class Migration(migrations.Migration):
    dependencies = [("periscolaire", "0002_pas_au_college")]

    operations = [migrations.RunPython(suivre_les_services, migrations.RunPython.noop)]
