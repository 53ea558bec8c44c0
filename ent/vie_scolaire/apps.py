from django.apps import AppConfig


class VieScolaireConfig(AppConfig):
    name = "ent.vie_scolaire"
    label = "vie_scolaire"

    def ready(self) -> None:
        from . import contributions, images  # noqa: F401  (home tiles; who may be shown)
