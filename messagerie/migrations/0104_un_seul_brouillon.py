from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('messagerie', '0103_copier_les_brouillons')]

    operations = [migrations.DeleteModel(name='BrouillonMot')]
