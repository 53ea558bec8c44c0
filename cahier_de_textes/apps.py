from django.apps import AppConfig


class CahierDeTextesConfig(AppConfig):
    name = "cahier_de_textes"

    def ready(self) -> None:
        from . import contributions  # noqa: F401  (registers the home tiles)
