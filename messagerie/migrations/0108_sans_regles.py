"""The table of rules is settings by levels from now on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("messagerie", "0107_regles_par_etages")]

    operations = [migrations.DeleteModel(name="Regle")]
