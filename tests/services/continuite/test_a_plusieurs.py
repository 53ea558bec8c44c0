"""Two calls of one sender at the same instant: each takes its turn, and the later version holds. Two workers: each calendar is asked once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from ent.services.continuite.actions import reception, releve
from ent.services.continuite.lectures import sceaux
from ent.services.continuite.models import AgendaExterne, Appel, Element, Emetteur

from .ajouts import MATHS


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


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_each_calendar_once(d, college, produit):
    def relever(_n: int) -> int:
        try:
            return releve.relever()
        finally:
            connection.close()

    produit.donner(MATHS)
    for _n in range(9):
        AgendaExterne.objects.create(
            titulaire=d.mere,
            eleve=college.collegienne,
            etablissement=d.college,
            nom="PRONOTE",
            adresse_scellee=sceaux.sceller(produit.adresse()),
            garde=True,
        )
    with ThreadPoolExecutor(3) as fils:
        assert sum(fils.map(relever, range(3))) == 9
    assert len(produit.demandes) == 9
    assert Element.objects.count() == 18
