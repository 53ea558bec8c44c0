"""The operator's pages of the State's directory: what came, what is refused and since when, and what waits for a word."""

import re
from html import unescape

import pytest
from django.urls import reverse

from ent.services.onde.models import EcoleAaf, LotAaf

from . import aaf
from .aaf import ADELE, ALINE, complet, prendre


def texte(reponse) -> str:
    corps = reponse.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", corps[corps.index("<main") : corps.index("</main>")])).split())


def lots(nombre: int, **champs) -> None:
    for n in range(nombre):
        LotAaf.objects.create(flux=f"ENT{n}", genre="complet", jour="2026-11-02", etat="applique", **champs)


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_costs_the_same_whatever_their_number(d, entrer, dossier, nombre, django_assert_num_queries):
    lots(nombre)
    client = entrer(d.operateur)
    client.get(reverse("annuaire_aaf"))
    with django_assert_num_queries(5):
        page = client.get(reverse("annuaire_aaf"))
    assert page.text.count("Complet du 2 novembre 2026") == nombre


def test_without_a_folder_the_page_says_what_to_set(d, entrer):
    assert "Aucun dossier n’est encore réglé" in texte(entrer(d.operateur).get(reverse("annuaire_aaf")))


def test_a_refused_set_stands_first_with_its_reason_and_its_day(d, entrer):
    lots(1)
    LotAaf.objects.create(
        flux="ENT1D", genre="delta", jour="2026-11-03", etat="refuse", erreur="Il manque le delta du 2 novembre 2026."
    )
    page = texte(entrer(d.operateur).get(reverse("annuaire_aaf")))
    assert "Lots refusés Delta du 3 novembre 2026 ENT1D Il manque le delta du 2 novembre 2026. Depuis le" in page


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_of_a_set_costs_the_same_whatever_its_schools(d, entrer, nombre, django_assert_num_queries):
    lot = LotAaf.objects.create(flux="ENT1D", genre="complet", jour="2026-11-02", etat="applique")
    for ecole in [d.elementaire, d.maternelle, d.college][:nombre]:
        EcoleAaf.objects.create(lot=lot, etablissement=ecole, etat="appliquee", comptes={"eleves_crees": 2})
    client = entrer(d.operateur)
    client.get(reverse("annuaire_aaf_lot", args=[lot.pk]))
    with django_assert_num_queries(6):
        page = client.get(reverse("annuaire_aaf_lot", args=[lot.pk]))
    assert page.text.count("2 élèves créés") == nombre


def test_relever_takes_what_came_and_the_page_tells_it(d, entrer, ecole, dossier):
    fichiers = complet(
        ecole,
        eleves=[ADELE, aaf.eleve("1009", "SANS", "Classe", classe="")],
        adultes=[ALINE],
        ENTEcoleRPI="RPI DU MOULIN",
    )
    fichiers["Eleve"] = fichiers["Eleve"].replace(b"<value>10$EL$1$$Classe </value>", b"<value/>")
    aaf.deposer(dossier, "20261102", **fichiers)
    client = entrer(d.operateur)
    client.post(reverse("annuaire_aaf_relever"))
    lot = LotAaf.objects.get()
    page = client.get(reverse("annuaire_aaf_lot", args=[lot.pk]))
    assert "École des Marronniers 0789911" in texte(page)
    assert "RPI DU MOULIN" in texte(page)
    assert "Adèle" not in page.text
    refus = texte(client.get(reverse("annuaire_aaf_refus", args=[lot.pk, ecole.uai])))
    assert "École des Marronniers : 1 ligne refusée" in refus
    assert "Aucune classe n’est écrite." in refus
    assert "Sans" not in refus.replace("Sans classe", "")


def test_a_school_that_waits_is_applied_in_one_touch(d, entrer, ecole, dossier):
    eleves = [aaf.eleve(str(3000 + n), "NOM", f"Prénom{'abcdefghijklm'[n]}", ine=f"2700001{n:02}AA") for n in range(12)]
    prendre(dossier, "20261102", **complet(ecole, eleves=eleves))
    lot = prendre(dossier, "20261109", **complet(ecole, eleves=eleves[:4]))
    client = entrer(d.operateur)
    assert "8 élèves sur 12 quitteraient l’école" in texte(client.get(reverse("annuaire_aaf_lot", args=[lot.pk])))
    adresse = reverse("annuaire_aaf_appliquer", args=[lot.pk, ecole.uai])
    assert "le lot est appliqué" in client.post(adresse, follow=True).text
    assert EcoleAaf.objects.get(lot=lot).etat == "appliquee"
    assert "n’attendait plus rien" in client.post(adresse, follow=True).text
