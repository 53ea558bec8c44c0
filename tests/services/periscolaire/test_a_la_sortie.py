"""Where one leaves from a service: who may come for each child, on the list of the day and on its sheet."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from ent.annuaire.registres import enfants
from ent.services.periscolaire.feuilles import liste_pdf
from ent.services.periscolaire.lectures.listes import Ligne, ListeDeClasse, ListeDuJour

from .conftest import VENDREDI
from .test_listes import liste, texte


@pytest.fixture
def venants(d, monkeypatch):
    """As a room says it to whoever keeps the gate: of Inès and Sofiane, and nothing of Kenza to a teacher of the CP-CE1."""
    rachida = enfants.Venant("Rachida Belhadj", "grand-mère", d.mere, VENDREDI)
    demandes = []

    def lire(personne, ecole, eleves, jour):
        demandes.append((personne, ecole, set(eleves), jour))
        tous = {d.eleve_cp.pk: enfants.Venants((rachida,)), d.eleve_cm2.pk: enfants.Venants()}
        return tous if personne == d.directrice else {}

    monkeypatch.setattr(enfants, "_venants", [lire])
    return demandes


@pytest.mark.parametrize(("nature", "se_dit"), [("etude", True), ("garderie-soir", True), ("garderie-matin", False)])
def test_where_one_leaves_from_the_list_says_who_may_come_for_each_child(
    d, ouvrir, dire, entrer, venants, nature, se_dit
):
    """Of the children of that service that day alone, to who may know it at the gate; a sheet says it too."""
    service = ouvrir(nature=nature, debut=dt.time(8), fin=dt.time(18))
    dire(service, d.eleve_cp, VENDREDI)
    dire(service, d.eleve_cm2, VENDREDI)
    client = entrer(d.directrice)
    page = client.get(liste(service))
    assert "no-store" in page["Cache-Control"]
    lus = texte(page.text)
    assert ("Rachida Belhadj , grand-mère jusqu’au 27 novembre" in lus) == se_dit
    assert lus.count("Ses responsables seulement.") == se_dit
    feuille = client.get(reverse("periscolaire_liste_papier", args=[service.pk, VENDREDI]))
    papier = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(feuille.content)).pages)
    assert feuille["Content-Type"] == "application/pdf" and "no-store" in feuille["Cache-Control"]
    assert f"Inès {d.eleve_cp.nom}" in papier and "Adèle" not in papier
    assert ("Rachida Belhadj, grand-mère, jusqu’au 27 novembre" in papier) == se_dit
    attendus = (d.directrice, d.elementaire.pk, {d.eleve_cp.pk, d.eleve_cm2.pk}, VENDREDI)
    assert venants == ([attendus] * 2 if se_dit else [])


def test_of_whom_the_gate_is_not_theirs_a_keeper_is_sent_to_who_knows(d, ouvrir, dire, entrer, venants):
    service = ouvrir(nature="etude", debut=dt.time(16, 30), fin=dt.time(18))
    service.encadrants.add(d.enseignante)
    dire(service, d.eleve_cp, VENDREDI)
    phrase, page = "demandez à la direction", entrer(d.enseignante).get(liste(service)).text
    assert phrase in page and "Rachida" not in page and "responsables seulement" not in page
    assert phrase not in entrer(d.directrice).get(liste(service)).text


def test_a_sheet_of_a_long_list_holds_every_child(d, ouvrir, cantiniere, entrer):
    """More than a page: none is written under its edge."""
    service = ouvrir(nature="garderie-soir", debut=dt.time(16, 30), fin=dt.time(18))
    place = d.eleve_cp.inscriptions.get()
    lignes = [Ligne(place, None, None) for _n in range(60)]
    lue = ListeDuJour(service, VENDREDI, [ListeDeClasse(place.classe, lignes)], [], 0)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(liste_pdf(lue))).pages]
    assert len(pages) == 2 and sum(page.count("Inès") for page in pages) == 60


def test_the_sheet_of_a_cantine_is_the_kitchen_s(d, cantine, entrer):
    assert (
        entrer(d.directrice).get(reverse("periscolaire_liste_papier", args=[cantine.pk, VENDREDI])).status_code == 404
    )
