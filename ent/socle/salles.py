"""A room of the product as a Django app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Salle(AppConfig):
    """A room is plugged by one module, its `branchements.py`, once every room's models are loaded.

    An `apps.py` imports this module and not this class: Django takes the one configuration that it finds there.
    """

    # Where its pages are: (prefix, module of addresses), read once every room is ready.
    adresses: tuple[tuple[str, str], ...] = ()

    def ready(self) -> None:
        if find_spec(f"{self.name}.branchements"):
            import_module(f"{self.name}.branchements")
