from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0021_mur_par_etages")]

    operations = [migrations.RemoveField("etablissement", "mur")]
