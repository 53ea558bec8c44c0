from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('cahier_de_textes', '0002_copier_les_brouillons')]

    operations = [migrations.DeleteModel(name='Brouillon')]
