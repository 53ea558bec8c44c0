"""Deferred tasks of threads: ids in, one action called."""

from django.tasks import task

from ..actions import messages, rendus
from ..models import Fil, Message


@task
def faire_partir(fil_id: int) -> None:
    """Quiet hours are over: what waited in a thread leaves. It may have been taken back, or have left already."""
    if fil := Fil.objects.filter(pk=fil_id).first():
        messages.faire_partir(fil=fil)


@task
def effacer_le_jete(message_id: int) -> None:
    """A discarded message was not put back in time: its words and its files go."""
    if message := Message.objects.filter(pk=message_id).first():
        rendus.effacer_le_jete(message=message)
