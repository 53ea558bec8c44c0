"""Make the key of push notifications."""

from django.core.management.base import BaseCommand
from py_vapid import Vapid

from ent.diffusion import vapid


class Command(BaseCommand):
    help = "Fabrique la clé des notifications sur téléphone, à garder dans l’environnement."

    def handle(self, *args, **options) -> None:
        cle = Vapid()
        cle.generate_keys()
        privee = vapid.en_base64(cle.private_key.private_numbers().private_value.to_bytes(32, "big"))
        self.stdout.write(f"ENT_VAPID_PRIVEE={privee}")
        self.stdout.write("ENT_VAPID_CONTACT=<l’adresse e-mail de qui tient ce site>")
        self.stderr.write(
            f"Clé publique : {vapid.publique(cle)}. Changer de clé oblige chaque téléphone à s’abonner à nouveau."
        )
