from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fichiers', '0002_visages'),
    ]

    operations = [
        migrations.AddField(
            model_name='fichier',
            name='etat',
            field=models.CharField(choices=[('controle', 'en cours de contrôle'), ('sain', 'sain'), ('refuse', 'refusé')], default='sain', max_length=8),
        ),
        migrations.AddField(
            model_name='fichier',
            name='motif',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='fichier',
            constraint=models.CheckConstraint(condition=models.Q(('attache_le', None), ('etat', 'sain'), _connector='OR'), name='fichier_tenu_est_sain'),
        ),
    ]
