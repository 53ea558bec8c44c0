from django.apps import AppConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created
from django.urls import register_converter


class SocleConfig(AppConfig):
    """What any Django product could have."""

    name = "ent.socle"
    label = "socle"

    def ready(self) -> None:
        from . import ecritures, fichier_de_base  # noqa: F401 (a lookup, declared as it is read)
        from .dates import ConvertisseurJour
        from .tri import donner_l_ordre

        register_converter(ConvertisseurJour, "jour")
        connection_created.connect(donner_l_ordre)
        connection_created.connect(fichier_de_base.noter)
        request_started.connect(fichier_de_base.lacher_celles_d_avant)
