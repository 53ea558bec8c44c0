from django.db import migrations, models
from django.db.models import Exists, OuterRef

CLES = ("totp", "webauthn")


def dire_celles_d_avant(apps, schema_editor):
    """Addresses that were made after a second key that their owner still holds: their session had shown it."""
    Agenda = apps.get_model("cahier_de_textes", "AbonnementAgenda")
    Cle = apps.get_model("mfa", "Authenticator")
    avant = Cle.objects.filter(user=OuterRef("personne"), type__in=CLES, created_at__lte=OuterRef("cree_le"))
    Agenda.objects.filter(Exists(avant)).update(derriere_la_cle=True)


class Migration(migrations.Migration):

    dependencies = [
        ('cahier_de_textes', '0004_emploi_du_temps'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.AddField(
            model_name='abonnementagenda',
            name='derriere_la_cle',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(dire_celles_d_avant, migrations.RunPython.noop),
    ]
