from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.urls import register_converter


class SocleConfig(AppConfig):
    """What any Django product could have."""

    name = "ent.socle"
    label = "socle"

    def ready(self) -> None:
        from .dates import ConvertisseurJour
        from .tri import donner_l_ordre

        register_converter(ConvertisseurJour, "jour")
        connection_created.connect(donner_l_ordre)
