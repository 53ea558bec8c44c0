"""Three weeks of life around a day: the cast, then what each installed service shows with it."""

import datetime as dt
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .distribution import Distribution


@transaction.atomic
def semer_vie(d: Distribution, instant: dt.datetime | None = None) -> None:
    """A service that has something to show has a module `demonstration`: `semer(d, maintenant)`, at its `ORDRE`."""
    maintenant = instant or timezone.now()
    modules = [f"{service}.demonstration" for service in settings.SERVICES]
    parts = [import_module(module) for module in modules if find_spec(module)]
    for part in sorted(parts, key=lambda part: part.ORDRE):
        part.semer(d, maintenant)
