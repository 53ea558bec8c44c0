from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0106_couleurs_par_etages")]

    operations = [migrations.RemoveField("sitedecole", "palette")]
