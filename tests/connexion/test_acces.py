"""« Accès des élèves »: the teacher's page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne
from ent.connexion import actions, derivation, lectures
from ent.connexion.models import SecretEleve

from .conftest import adresse_du_secret, toucher


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("directrice", 200), ("enseignante", 200), ("enseignant", 404), ("remplacant", 404),
        ("directrice_maternelle", 404), ("mere", 404), ("eleve_cp", 404), ("operateur", 404),
    ],
)  # fmt: skip
def test_secrets_are_for_the_teachers_of_the_class_and_the_direction(d, entrer, mardi, qui, statut):
    client = entrer(getattr(d, qui))
    assert client.get(reverse("connexion_acces", args=[d.cp_ce1.pk])).status_code == statut
    if statut == 404:
        for adresse in (
            reverse("connexion_nouveau_secret", args=[d.cp_ce1.pk, d.eleve_cp.uuid]),
            reverse("connexion_renouveler_lien", args=[d.cp_ce1.pk]),
            reverse("connexion_fermer_tablettes", args=[d.cp_ce1.pk]),
        ):
            assert client.post(adresse).status_code == 404
    assert not SecretEleve.objects.exists()


def test_the_page_shows_the_secret_of_one_child_at_a_time(d, entrer, mardi):
    client = entrer(d.enseignante)
    adresse = reverse("connexion_acces", args=[d.cp_ce1.pk])
    assert "#p-" not in re.sub(r'<svg class="gommette.*?</svg>', "", client.get(adresse).text)
    page = client.get(f"{adresse}?montrer={d.eleve_cp.uuid}").text
    montrees = re.findall(r'image-secrete[^>]*><svg[^>]*><use href="[^"]*#p-(\w+)"', page)
    assert montrees == derivation.secret_images(d.eleve_cp.uuid, 0, d.eleve_cp.gommette_image)
    assert derivation.secret_mot(d.eleve_ce1.uuid, 0) not in page


def test_a_blocked_child_gets_a_new_secret_in_two_taps(d, entrer, tablette, fausses, images, horloge, mardi):
    avant = images(d.eleve_cp)
    SecretEleve.objects.create(eleve=d.eleve_cp, echecs=10)
    client = entrer(d.enseignante)
    acces = reverse("connexion_acces", args=[d.cp_ce1.pk])
    liste = client.get(acces).text
    assert "bloqué : donnez un nouveau secret" in liste
    bouton = reverse("connexion_nouveau_secret", args=[d.cp_ce1.pk, d.eleve_cp.uuid])
    assert f'action="{bouton}"' not in liste  # a list: nothing is done to anybody there
    # First tap chooses the pupil, whose question is open since nothing else can be done; the second answers it.
    page = client.get(f"{acces}?montrer={d.eleve_cp.uuid}").text
    assert f'action="{bouton}"' in page and '<details class="deplie" open>' in page
    suite = client.post(bouton)
    montre = client.get(suite.headers["Location"]).text
    d.eleve_cp.refresh_from_db()
    apres = images(Personne.objects.get(pk=d.eleve_cp.pk))
    assert apres != avant
    assert re.findall(r'image-secrete[^>]*><svg[^>]*><use href="[^"]*#p-(\w+)"', montre) == apres
    assert toucher(tablette, d.cp_ce1, d.eleve_cp, avant).status_code == 422
    assert toucher(tablette, d.cp_ce1, d.eleve_cp, apres).status_code == 302


def test_a_new_secret_ends_the_session_opened_with_the_old_one(d, tablette, images):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    entree = next(e for e in lectures.mur_de(d.cp_ce1) if e.eleve == d.eleve_cp)
    actions.nouveau_secret(entree=entree, classe=d.cp_ce1, auteur=d.enseignante)
    assert tablette.get("/").status_code == 302


def test_the_secret_of_another_class_cannot_be_renewed(d, entrer, mardi):
    adresse = reverse("connexion_nouveau_secret", args=[d.cp_ce1.pk, d.eleve_cm2.uuid])
    assert entrer(d.enseignante).post(adresse).status_code == 404
    assert not SecretEleve.objects.exists()


def test_close_the_tablets_now(d, entrer, tablette, images):
    toucher(tablette, d.cp_ce1, d.eleve_cp, images(d.eleve_cp))
    voisine = Client()
    voisine.post(adresse_du_secret(d.cm2, d.eleve_cm2), {"mot": derivation.secret_mot(d.eleve_cm2.uuid, 0)})
    entrer(d.enseignante).post(reverse("connexion_fermer_tablettes", args=[d.cp_ce1.pk]))
    assert tablette.get("/").status_code == 302
    assert voisine.get("/").status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_access_page_costs_the_same_reads(d, entrer, mardi, compter_lectures, nombre):
    garder = list(d.cp_ce1.inscriptions.values_list("pk", flat=True)[:nombre])
    d.cp_ce1.inscriptions.exclude(pk__in=garder).delete()
    client = entrer(d.enseignante)
    with compter_lectures(5):
        client.get(reverse("connexion_acces", args=[d.cp_ce1.pk]))


def test_a_child_may_be_moved_to_another_class_and_keeps_the_secret(d, mardi, images):
    avant = images(d.eleve_cp)
    annuaire.inscrire(eleve=d.eleve_cp, classe=d.cm2, niveau="CP")
    assert toucher(Client(), d.cm2, d.eleve_cp, avant).status_code == 302
