"""What workers are asked."""

from django.tasks import task

from ent.annuaire.models import Aide

from . import actions


@task
def taire_une_aide_finie(aide: int) -> None:
    """Its time is over: nothing says any more that a school is open."""
    finie = Aide.objects.filter(pk=aide).first()
    if finie is None or not finie.est_en_cours:
        actions.taire_une_aide_de(aide)
