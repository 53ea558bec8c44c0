from django.apps import AppConfig


class CahierDeTextesConfig(AppConfig):
    name = "cahier_de_textes"

    def ready(self) -> None:
        from . import contributions, porteurs  # noqa: F401  (home tiles; who reads the files)
