"""Deferred tasks of threads: ids in, one action called."""

from django.tasks import task

from ..actions import messages
from ..models import Fil


@task
def faire_partir(fil_id: int) -> None:
    """Quiet hours are over: what waited in a thread leaves. It may have been taken back, or have left already."""
    if fil := Fil.objects.filter(pk=fil_id).first():
        messages.faire_partir(fil=fil)
