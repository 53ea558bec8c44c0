"""Whose word opens an account is said by the operator alone; an account that is closed is opened by nobody's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.services.identites import droits
from ent.services.identites.models import FournisseurIdentite

from .conftest import poser

pytestmark = pytest.mark.django_db


def test_providers_are_held_by_the_operator_alone(d):
    pose = poser(d, "https://educonnect.exemple.fr")
    assert droits.peut_tenir_les_fournisseurs(AnonymousUser()) is False
    for personne in map(neuf, d.gens.values()):
        tient = droits.peut_tenir_les_fournisseurs(personne)
        assert tient is (personne == d.operateur)
        assert list(FournisseurIdentite.objects.tenus_par(personne)) == [pose] * tient


def test_an_account_that_was_closed_or_became_another_is_nobody_s(d):
    assert droits.est_reconnaissable(d.mere)
    for champ, valeur in {"is_active": False, "fermee_le": timezone.now(), "fusionnee_dans": d.pere_separe}.items():
        personne = neuf(d.mere)
        setattr(personne, champ, valeur)
        assert not droits.est_reconnaissable(personne), champ


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)
