from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The assembling room: settings, addresses and the demonstration."""

    name = "config"

    def ready(self) -> None:
        from ent.socle.rustines import django_traductions

        django_traductions.accorder()
