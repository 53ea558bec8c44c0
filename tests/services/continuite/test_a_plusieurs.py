"""Two calls of one sender at the same instant: each takes its turn, and the later version holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from ent.services.continuite.actions import reception
from ent.services.continuite.models import Appel, Element, Emetteur


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_versions_that_come_together_the_later_holds(college):
    def envoyer(version: int) -> int:
        try:
            emetteur = Emetteur.objects.get(pk=college.emetteur.pk)
            lignes = [college.ligne(id=f"d-{n}", version=version, titre=f"Version {version}") for n in range(20)]
            return reception.recevoir(emetteur=emetteur, bruts=lignes).pris
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        pris = list(fils.map(envoyer, [4, 1, 3, 2, 4, 1]))
    assert set(Element.objects.values_list("version", "titre")) == {(4, "Version 4")}
    assert Element.objects.count() == 20
    assert Appel.objects.count() == 6
    assert 20 <= sum(pris) <= 80  # at most each version once
