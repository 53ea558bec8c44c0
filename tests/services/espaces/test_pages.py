"""Pages of a space: what each reads of it, how much it costs."""

import pytest
from django.urls import reverse


def lire(client, nom, *args) -> str:
    reponse = client.get(reverse(nom, args=args))
    assert reponse.status_code == 200, reponse.status_code
    return reponse.content.decode()


@pytest.mark.parametrize("qui", ["directrice", "enseignant", "directrice_maternelle"])
def test_adults_read_all_of_it(a_deux, visite, d, entrer, qui):
    client = entrer(d.gens[qui])
    page = lire(client, "espaces_espace", a_deux.pk)
    for dit in (
        "La grande chorale",
        "École Les Coquelicots",
        "Mme Tissier",
        "M. Caradec",
        "Moyens",
        "Ajouter une date",
    ):
        assert dit in page
    page = lire(client, "espaces_date", visite.pk)
    assert "Imprimer la liste" in page
    assert "0 enfant vient" in page
    for nom in ("espaces_ecrire", "espaces_corriger_date", "espaces_liste"):
        cle = a_deux.pk if nom == "espaces_ecrire" else visite.pk
        assert client.get(reverse(nom, args=[cle])).status_code == 200
    assert "La grande chorale" in lire(client, "espaces")


def test_who_carries_it_keeps_it(a_deux, porteuse, d, entrer):
    client = entrer(d.directrice)
    for nom in ("espaces_corriger", "espaces_inviter"):
        lire(client, nom, a_deux.pk)
    lire(client, "espaces_gens", porteuse.pk)
    lire(client, "espaces_ouvrir", d.elementaire.uai)
    assert entrer(d.directrice_maternelle).get(reverse("espaces_corriger", args=[a_deux.pk])).status_code == 403
    assert entrer(d.directrice_maternelle).get(reverse("espaces_gens", args=[porteuse.pk])).status_code == 403


def test_a_family_reads_what_is_for_its_child_and_no_other_pupil(a_deux, visite, d, entrer):
    page = lire(entrer(d.pere_separe), "espaces_espace", a_deux.pk)
    assert "Mme Tissier" in page
    assert "Ajouter une date" not in page
    assert "élèves" not in page
    date = lire(entrer(d.pere_separe), "espaces_date", visite.pk)
    assert "Sofiane" in date
    assert "Lina" not in lire(entrer(d.pere_separe), "espaces_espace", a_deux.pk)
    assert "Il reste 3 places" in date
    assert "viennent" not in date


def test_a_pupil_reads_it_in_few_words(a_deux, visite, d, entrer):
    client = entrer(d.eleve_cm2)
    assert "La grande chorale" in lire(client, "espaces")
    page = lire(client, "espaces_espace", a_deux.pk)
    assert "Visite du théâtre" in page
    assert "Caradec" not in page
    assert client.get(reverse("espaces_date", args=[visite.pk])).status_code == 302
    assert "Avec une autre école" in client.get("/").content.decode()


@pytest.mark.parametrize("qui", ["mere_arabophone", "enseignante", "eleve_cp"])
def test_who_is_not_of_it_does_not_know_it(a_deux, visite, d, entrer, qui):
    """Mme Lefort teaches the CP-CE1 of a school that is in; Mme Haddad's daughter is of her class."""
    client = entrer(d.gens[qui])
    assert client.get(reverse("espaces_espace", args=[a_deux.pk])).status_code == 404
    assert client.get(reverse("espaces_date", args=[visite.pk])).status_code == 404
    assert "La grande chorale" not in lire(client, "espaces")
    assert "Avec une autre école" not in client.get("/").content.decode()


def test_an_invited_direction_reads_the_invitation_and_nothing_else(espace, invitee, d, entrer):
    client = entrer(d.directrice_maternelle)
    assert "La grande chorale" in lire(client, "espaces")
    assert "Chanter ensemble" in lire(client, "espaces_invitation", invitee.pk)
    assert client.get(reverse("espaces_espace", args=[espace.pk])).status_code == 404
    assert entrer(d.enseignant).get(reverse("espaces_invitation", args=[invitee.pk])).status_code == 404
