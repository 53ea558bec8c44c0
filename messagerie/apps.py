from django.apps import AppConfig


class MessagerieConfig(AppConfig):
    name = "messagerie"

    def ready(self) -> None:
        from . import contributions, porteurs  # noqa: F401  (home tiles; who reads the files)
