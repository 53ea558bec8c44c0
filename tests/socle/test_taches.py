"""Deferred tasks: what was queued before a release still runs after it."""

import pytest
from django.tasks import Task
from django.utils.module_loading import import_string

D_ONDE = pytest.mark.besoin_de("ent.services.onde")
DE_VIE_SCOLAIRE = pytest.mark.besoin_de("ent.services.vie_scolaire")
ANCIENS = [
    pytest.param("ent.annuaire.taches.appliquer_import", marks=D_ONDE),
    pytest.param("ent.annuaire.taches.traiter_territoire", marks=D_ONDE),
    pytest.param("ent.vie_scolaire.taches.consentements.annoncer", marks=DE_VIE_SCOLAIRE),
]


@pytest.mark.parametrize("chemin", ANCIENS)
def test_a_task_queued_under_the_former_name_of_its_module_is_found(chemin):
    """Django's workers look a task up by the dotted name that its row keeps."""
    assert isinstance(import_string(chemin), Task)
