"""The template of a staff file: downloaded, filled in a spreadsheet, read back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ent.annuaire.models import Personne, Role
from ent.services.onde import colonnes
from ent.services.onde.lignes import Illisible, NatureFichier
from ent.services.onde.lire import lire
from ent.socle.textes import norme

# As a person fills it, under the two lines that it came with.
NINA = "Mme;Roche;Péron;Nina;;;;;nina.peron@exemple.fr;;06 11 22 33 44;;CM2;"
PAUL = "M.;;d’Aboville;Paul;1 rue Haute;78190;Trappes;;paul@exemple.fr;;;non;CP-CE1;CM2"


@pytest.fixture
def modele(d, mardi, entrer) -> bytes:
    reponse = entrer(d.directrice).get(reverse("annuaire_import_modele", args=[d.elementaire.uai]))
    assert reponse.headers["Content-Disposition"] == 'attachment; filename="modele-equipe.csv"'
    return reponse.content


def remplir(modele: bytes, *lignes: str, encodage: str = "utf-8-sig") -> bytes:
    return (modele.decode("utf-8-sig") + "\r\n".join(lignes) + "\r\n").encode(encodage)


def test_it_is_a_spreadsheet_that_a_french_excel_opens(modele):
    assert modele.startswith("\ufeffCivilité;".encode())
    lignes = list(csv.reader(io.StringIO(modele.decode("utf-8-sig")), delimiter=";"))
    assert {len(ligne) for ligne in lignes} == {14} and len(lignes) == 3
    _titres, explications, exemple = lignes
    assert explications[0].startswith("Explication : ") and exemple[0].startswith("Exemple : ")
    assert all(explications)
    assert exemple[-2:] == ["CM2", "CP-CE1"]  # classes of the school


def test_each_of_its_columns_is_read(modele):
    cles = [norme(titre) for titre in modele.decode("utf-8-sig").splitlines()[0].split(";")]
    assert colonnes.nature(cles) is NatureFichier.PERSONNELS
    places, inconnues = colonnes.placer(cles, NatureFichier.PERSONNELS)
    assert inconnues == []
    assert set(places) == set(colonnes.PERSONNELS.values())


@pytest.mark.parametrize("encodage", ["utf-8-sig", "cp1252"])
def test_filled_it_brings_these_people_and_not_its_example(d, entrer, modele, encodage):
    """Under both encodings that Excel saves."""
    directrice = entrer(d.directrice)
    fichier = SimpleUploadedFile("modele-equipe.csv", remplir(modele, NINA, PAUL, encodage=encodage), "text/csv")
    plan = directrice.post(reverse("annuaire_import", args=[d.elementaire.uai]), {"fichiers": fichier}, follow=True)
    assert "Nina Roche" in plan.text and "Paul d’Aboville" in plan.text
    assert "Jeanne" not in plan.text
    assert "Ligne d’explication du modèle" in plan.text
    pk = int(plan.redirect_chain[-1][0].split("/")[-2])
    empreinte = plan.context["empreinte"]
    directrice.post(
        reverse("annuaire_import_appliquer", args=[d.elementaire.uai, pk]), {"empreinte": empreinte}, follow=True
    )
    nina = Personne.objects.get(nom="Péron")
    assert (nina.nom_usage, nina.courriel_contact, nina.telephone_portable) == (
        "Roche",
        "nina.peron@exemple.fr",
        "06 11 22 33 44",
    )
    assert set(nina.affectations.values_list("classe__nom", flat=True)) == {"CM2"}
    paul = Personne.objects.get(prenom="Paul", nom="d’Aboville")
    assert set(paul.affectations.values_list("classe__nom", flat=True)) == {"CP-CE1", "CM2"}
    assert {r.nature for r in paul.roles.all()} == {Role.Nature.ENSEIGNANT}
    assert not Personne.objects.filter(prenom="Jeanne", nom="Durand").exists()


def test_left_empty_it_says_what_is_missing(modele):
    with pytest.raises(
        Illisible, match=r"Le modèle n’est pas rempli\. Sous l’exemple, écrivez une ligne par personne."
    ):
        lire("modele-equipe.csv", modele)


def test_a_line_typed_over_the_example_is_read_once_its_mark_is_gone(modele):
    ecrite = modele.decode("utf-8-sig").replace("Exemple : Mme;Martin;Durand;Jeanne", "Mme;;Roy;Lise").encode()
    lecture = lire("modele-equipe.csv", ecrite)
    assert [(ligne.nom, ligne.prenom) for ligne in lecture.lignes] == [("Roy", "Lise")]
    assert len(lecture.ignores) == 1


def test_somebody_named_exemple_is_not_taken_for_it():
    contenu = "Civilité;Nom;Prénom;Directeur;Classe\n;Exemple;Lise;;\n".encode()
    assert [ligne.nom for ligne in lire("equipe.csv", contenu).lignes] == ["Exemple"]


def test_the_page_that_imports_gives_it(d, mardi, entrer):
    page = entrer(d.directrice).get(reverse("annuaire_import", args=[d.elementaire.uai])).text
    assert reverse("annuaire_import_modele", args=[d.elementaire.uai]) in page
