import datetime as dt

from django.apps import AppConfig


class DiffusionConfig(AppConfig):
    name = "ent.diffusion"
    label = "diffusion"

    def ready(self) -> None:
        from . import expedition, receptions, vapid  # noqa: F401  (receptions listens to comings and goings)
        from .periodique import Periodique, enregistrer_periodique

        vapid.verifier()
        enregistrer_periodique(Periodique("diffusion.resumes", expedition.resumes))
        enregistrer_periodique(Periodique("diffusion.poussees", expedition.poussees_dues))
        enregistrer_periodique(Periodique("diffusion.purge", expedition.purge, dt.timedelta(days=1)))
