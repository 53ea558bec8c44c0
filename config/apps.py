from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The assembling room: settings, addresses and the demonstration."""

    name = "config"

    def ready(self) -> None:
        from . import traductions

        traductions.accorder()
