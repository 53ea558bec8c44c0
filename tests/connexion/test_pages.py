"""Smoke."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize(
    "nom",
    [
        "account_login",
        "connexion_activer",
        "account_reset_password",
        "account_reset_password_done",
        "connexion_trouver_tablette",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_public(d, nom):
    r = Client().get(reverse(nom))
    assert r.status_code == 200, r.status_code
    assert "absente" not in r.content.decode()


@pytest.mark.parametrize(
    "nom",
    [
        "connexion_compte",
        "account_logout",
        "account_email",
        "account_change_password",
        "mfa_index",
        "connexion_ajouter_enfant",
        "account_reauthenticate",
        "mfa_list_webauthn",
    ],
)
def test_compte(d, entrer, nom):
    r = entrer(d.mere).get(reverse(nom))
    assert r.status_code == 200, r.status_code
    assert "absente" not in r.content.decode()


def test_reste(d, entrer, mardi):
    c = entrer(d.enseignante)
    for u in [
        reverse("connexion_feuilles", args=[d.cp_ce1.pk]),
        reverse("connexion_acces", args=[d.cp_ce1.pk]),
        reverse("connexion_mur", args=[d.cp_ce1.jeton_tablette]),
        reverse("connexion_secret", args=[d.cp_ce1.jeton_tablette, d.eleve_cp.uuid]),
    ]:
        r = c.get(u)
        assert r.status_code == 200, (u, r.status_code)
        assert "absente" not in r.content.decode()
    r = entrer(d.directrice).get(reverse("connexion_feuilles_personnel", args=[d.elementaire.pk]))
    assert r.status_code == 200
