"""Writing to somebody whose account nobody opened: the page says that paper alone reaches them, and never that they read."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne, Responsabilite
from tests.messagerie.mots import relu

PAPIER = "aucun compte activé"


def fermer(*gens) -> None:
    Personne.objects.filter(pk__in=[p.pk for p in gens]).update(password="!")


def page_du_fil(client, fil) -> str:
    page = client.get(reverse("messagerie_fil", args=[fil.pk])).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def couple(d) -> None:
    """Two adults of one household."""
    Responsabilite.objects.filter(enfant=d.eleve_cp).update(foyer="1")


def test_a_household_without_account_is_not_said_to_read(d, mardi, fils_de, entrer):
    fil = fils_de.foyer(adulte=d.pere_separe)
    maitresse = entrer(d.enseignante)
    assert "Lisent ici : vous" in page_du_fil(maitresse, fil) and PAPIER not in page_du_fil(maitresse, fil)
    fermer(d.pere_separe)
    page = page_du_fil(maitresse, fil)
    assert f"Pas atteint, {PAPIER} : M. Belhadj. Donnez aussi votre message sur papier." in page
    assert "Lisent ici" not in page and "1 personne lit ici" in page


def test_of_two_adults_who_reads_is_told_from_who_does_not(d, mardi, couple, fils_de, entrer):
    fil = fils_de.foyer()
    fermer(d.pere_separe)
    page = page_du_fil(entrer(d.enseignante), fil)
    assert "Lisent ici : vous et Mme Belhadj." in page and f"Pas atteint, {PAPIER} : M. Belhadj." in page
    la_mere = page_du_fil(entrer(d.mere), fil)
    assert "M. Belhadj" not in la_mere and PAPIER not in la_mere, "it is the school's to hand paper out"


@pytest.mark.parametrize("nature", ["annonce", "eleves"])
def test_a_class_counts_who_is_not_reached(d, mardi, fils_de, entrer, nature):
    fil, maitresse = getattr(fils_de, nature), entrer(d.enseignante)

    def compte(debut: str) -> int:
        lu = re.search(rf"(\d+) personnes? {debut}", page_du_fil(maitresse, fil))
        return int(lu[1]) if lu else 0

    avant = compte("li"), compte("ne? ?(?:sont|’est) pas")
    fermer(d.mere)
    assert (compte("li"), compte("ne? ?(?:sont|’est) pas")) == (avant[0] - 1, avant[1] + 1)
    assert PAPIER not in page_du_fil(entrer(d.pere_separe), fil), "no family learns who has no account"


def test_the_directory_says_it_before_one_writes(d, mardi, couple, fils_de, entrer):
    maitresse = entrer(d.enseignante)

    def ligne() -> str:
        return re.sub(r"<[^>]+>", " ", maitresse.get(reverse("messagerie_ecrire") + "?q=ines").text)

    fermer(d.pere_separe)
    assert f"pas atteint · {PAPIER} pour M. Belhadj" in ligne()
    fermer(d.mere)
    assert f"pas atteint · {PAPIER} pour" not in ligne() and f"pas atteint · {PAPIER}" in ligne()
    toute = maitresse.get(reverse("messagerie_ecrire")).text
    assert re.search(rf"\d+ familles? pas atteintes? · {PAPIER}", toute)


def test_a_colleague_without_account_is_not_said_to_read(d, mardi, fils_de, entrer):
    fil = fils_de.equipe
    fermer(d.enseignant)
    page = page_du_fil(entrer(d.directrice), fil)
    assert f"{PAPIER} : " in page and relu(d.enseignant).nom_affiche in page[page.index(PAPIER) :]


def test_a_direction_without_account_is_said_not_to_be_reached(d, mardi, entrer):
    page = entrer(d.referente).get("/messages/directions/").text
    assert PAPIER not in page
    fermer(d.directrice)
    page = re.sub(r"\s+", " ", entrer(d.referente).get("/messages/directions/").text)
    assert f"École du Cerf-Volant · pas atteinte, {PAPIER}" in page
