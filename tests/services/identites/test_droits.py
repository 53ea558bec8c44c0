"""Whose word opens an account is said by the operator alone; an account that is closed is opened by nobody's."""

import contextlib
import threading

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.services.identites import droits
from ent.services.identites.actions import entree
from ent.services.identites.models import FournisseurIdentite, Rattachement

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


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_ways_untied_at_the_same_instant_one_stays(d, monkeypatch):
    d.mere.set_unusable_password()
    d.mere.save()
    EmailAddress.objects.filter(user=d.mere).delete()
    deux = [poser(d, "https://educonnect.exemple.fr"), poser(d, "https://autre.exemple.fr", nom="Académie")]
    liens = [
        Rattachement.objects.create(personne=d.mere, fournisseur=f, empreinte=f.nom, comment="compte") for f in deux
    ]
    ensemble, issues, vrai = threading.Barrier(2), [], entree.peut_se_passer_de

    def juger(rattachement):
        verdict = vrai(rattachement)
        with contextlib.suppress(threading.BrokenBarrierError):
            ensemble.wait(timeout=1)  # until both have looked, if both may
        return verdict

    monkeypatch.setattr(entree, "peut_se_passer_de", juger)

    def delier(lien):
        try:
            entree.delier(rattachement=lien, auteur=d.mere)
            issues.append("délié")
        except entree.DerniereVoie:
            issues.append("gardé")
        finally:
            connection.close()

    fils = [threading.Thread(target=delier, args=[lien]) for lien in liens]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert (sorted(issues), Rattachement.objects.count()) == (["délié", "gardé"], 1)


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)
