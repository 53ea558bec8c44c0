"""Deferred tasks of the directory: an id in, one action called."""

from django.tasks import task

from . import depots
from .aaf import releve
from .aaf.ecoles import Annuaire
from .models import EcoleAaf


@task
def appliquer_import(import_id: int) -> None:
    depots.appliquer(import_id=import_id)


@task
def traiter_territoire(import_id: int) -> None:
    depots.traiter_territoire(import_id=import_id)


@task
def relever_aaf() -> None:
    releve.relever()


@task
def appliquer_ecole_aaf(ecole_id: int) -> None:
    ecole = EcoleAaf.objects.select_related("lot").filter(pk=ecole_id).first()
    if ecole:
        releve.appliquer_ecole(ecole.pk, Annuaire(ecole.lot.flux))
