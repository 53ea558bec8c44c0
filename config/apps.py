from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The assembling room: settings, the demonstration and the invented territory."""

    name = "config"

    def ready(self) -> None:
        from . import traductions

        traductions.accorder()
