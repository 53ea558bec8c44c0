from django.apps import AppConfig


class FichiersConfig(AppConfig):
    name = "ent.fichiers"
    label = "fichiers"

    def ready(self) -> None:
        from . import lieux  # noqa: F401 (where the ground itself lets files be deposited)
