from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SocleConfig(AppConfig):
    """What any Django product could have."""

    name = "ent.socle"
    label = "socle"

    def ready(self) -> None:
        from .tri import donner_l_ordre

        connection_created.connect(donner_l_ordre)
