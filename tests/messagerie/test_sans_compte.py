"""Writing to somebody whose account nobody opened: the page says that paper alone reaches them, and never that they read."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne, Responsabilite
from tests.messagerie.mots import envoyer, relu

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


# --- Nobody is known ------------------------------------------------------------------------------------------------------
def sans_personne(*eleves) -> None:
    Responsabilite.objects.filter(enfant__in=eleves).delete()


def mots(client, adresse: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(adresse).text))


def test_who_writes_to_a_class_is_told_before_and_after_that_nobody_reads_for_some(d, mardi, fils_de, entrer):
    maitresse, n = entrer(d.enseignante), d.cp_ce1.inscriptions.count()
    ecrire, suivi = reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk]), reverse("carnet_suivi", args=[envoyer(d).pk])
    annonce = reverse("messagerie_fil", args=[fils_de.annonce.pk])
    pages = [ecrire, suivi, annonce, reverse("messagerie_ecrire")]
    assert [adresse for adresse in pages if "de responsable connu" in mots(maitresse, adresse)] == []
    sans_personne(d.eleve_cp)
    phrase = f"1 élève sur {n} n’a pas de responsable connu : personne ne le lira pour cet élève."
    assert [adresse for adresse in pages if phrase not in mots(maitresse, adresse)] == []
    assert 'href="#sur-papier"' in maitresse.get(suivi).text and 'id="sur-papier"' in maitresse.get(suivi).text
    assert "Donnez-le aussi à cet élève sur papier." in mots(maitresse, annonce)
    assert "responsable connu" not in mots(entrer(d.mere_arabophone), annonce), "it is the school's to know"
    sans_personne(*d.cp_ce1.inscriptions.values_list("eleve", flat=True))
    phrase = f"{n} élèves sur {n} n’ont pas de responsable connu : personne ne le lira."
    assert [adresse for adresse in pages if phrase not in mots(maitresse, adresse)] == []


def test_it_is_of_the_level_or_the_group_or_the_school_that_is_written_to(d, mardi, entrer):
    sans_personne(d.eleve_cp)
    direction = entrer(d.directrice)
    de_l_ecole = mots(direction, reverse("carnet_ecrire_ecole", args=[d.elementaire.pk]))
    assert "1 élève sur 36 n’a pas de responsable connu" in de_l_ecole
