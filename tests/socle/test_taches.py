"""Deferred tasks: what was queued before a release still runs after it."""

import pytest
from django.tasks import Task
from django.utils.module_loading import import_string

ANCIENS = [
    "ent.annuaire.taches.appliquer_import",
    "ent.annuaire.taches.traiter_territoire",
    "ent.vie_scolaire.taches.consentements.annoncer",
]


@pytest.mark.parametrize("chemin", ANCIENS)
def test_a_task_queued_under_the_former_name_of_its_module_is_found(chemin):
    """Django's workers look a task up by the dotted name that its row keeps."""
    assert isinstance(import_string(chemin), Task)
