from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0018_repos_par_etages")]

    operations = [
        migrations.RemoveField("etablissement", nom)
        for nom in ("calme_debut", "calme_fin", "calme_week_end", "calme_retient")
    ]
