from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fichiers', '0003_etat'),
    ]

    operations = [
        # The column keeps its name: nothing is written again.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model_name='fichier', old_name='nom', new_name='nom_donne'),
                migrations.AlterField(
                    model_name='fichier', name='nom_donne', field=models.CharField(db_column='nom', max_length=120)
                ),
            ],
        ),
    ]
