from django.apps import AppConfig


class PortailConfig(AppConfig):
    name = "ent.portail"
    label = "portail"

    def ready(self) -> None:
        from . import tuiles  # noqa: F401  (registers the tiles and places of the ground)
