"""A file of the AAF of half a gigabyte is read and planned within 300 MB. Here a smaller one, within what does not grow; the whole: `python -m tests.charge.aaf`."""

from pathlib import Path

import pytest
from django.db import connection

from ent.services.onde.aaf import lots, miroir, releve
from ent.services.onde.aaf.ecoles import Annuaire
from ent.services.onde.models import EcoleAaf, FicheAaf, LotAaf

from . import aaf, aaf_gros

PIC = 20 * aaf_gros.MEGA


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux says what a process held at most.")
def test_sixty_megabytes_are_read_in_a_part_of_that(d, tmp_path):
    """One school in forty is opened here; its pupils are planned by their own file."""
    eleves = aaf_gros.dessiner(tmp_path, "20261102", [d.elementaire.uai, d.maternelle.uai], 40, notre=40)
    [depose], _remarques = lots.inventorier(tmp_path)
    assert sum(f.taille for f in depose.fichiers) > 60 * aaf_gros.MEGA
    lot = LotAaf.objects.create(flux=depose.flux, genre=depose.genre, jour=depose.jour, etat=LotAaf.Etat.REFUSE)
    pris = miroir.Miroir(lot)
    assert aaf_gros.pic(lambda: pris.prendre(depose)) < PIC
    assert pris.comptes["add"] > 2 * eleves and pris.ecoles == {d.elementaire.pk, d.maternelle.pk}
    lectures, _services = Annuaire("ENT1D").lectures_de(d.elementaire)
    assert [len(lu.lignes) for lu in lectures] == [aaf_gros.PAR_ECOLE, 2 * aaf_gros.PAR_ECOLE]


def test_adults_are_put_beside_their_children_page_by_page(d, tmp_path, monkeypatch):
    """Whatever the size of a page: the same mirror."""

    def garde() -> list[tuple]:
        return sorted(FicheAaf.objects.values_list("categorie", "jointure", "contenu__autres", "etablissement"))

    aaf_gros.dessiner(tmp_path, "20261102", [d.elementaire.uai], 1)
    releve.relever(tmp_path)
    entier = garde()
    autres = dict(FicheAaf.objects.filter(categorie="eleve").values_list("jointure", "contenu__autres"))
    assert autres["1000003"] == ["81000003"] and len(autres) == aaf_gros.PAR_ECOLE
    attendus = {f"{rang}{jointure}" for jointure in autres for rang in "89"}
    assert set(FicheAaf.objects.filter(categorie="responsable").values_list("jointure", flat=True)) == attendus
    FicheAaf.objects.all().delete()
    EcoleAaf.objects.all().delete()
    LotAaf.objects.all().delete()
    monkeypatch.setattr(miroir, "LOT", 7)
    releve.relever(tmp_path)
    assert garde() == entier


@pytest.mark.reel
def test_postgresql_finds_each_record_by_its_number_before_anybody_else_reads_the_set(d, tmp_path):
    """A table that grows in one transaction is one of which PostgreSQL knows nothing, unless it is told to count it again."""
    eleves = aaf_gros.dessiner(tmp_path, "20261102", [d.elementaire.uai] * 40, 10)
    releve.relever(tmp_path)
    demandes = [str(1_000_000 + n) for n in range(0, eleves, eleves // miroir.LOT)]
    connues = FicheAaf.objects.filter(flux="ENT1D", categorie="eleve", jointure__in=demandes)
    (condition,) = [ligne for ligne in connues.explain().splitlines() if "Index Cond" in ligne]
    assert "jointure" in condition
    with connection.cursor() as curseur:
        curseur.execute("SELECT reltuples FROM pg_class WHERE relname = 'onde_ficheaaf'")
        assert curseur.fetchone()[0] >= FicheAaf.objects.count() / 2


def test_a_file_beyond_half_a_gigabyte_is_refused_unopened(d, tmp_path, monkeypatch):
    aaf.deposer(tmp_path, "20261102", **aaf.complet(d.elementaire, **aaf.TOUS))
    gros = tmp_path / "ENT1D_Complet_20261102_Eleve_0000.xml"
    with gros.open("r+b") as flux:
        flux.truncate(lots.FICHIER_MAX + 1)  # a hole: nothing of it is on the disk
    aaf.poser(gros)
    monkeypatch.setattr(miroir, "lire", None)
    [lot] = releve.relever(tmp_path)
    assert lot.etat == LotAaf.Etat.REFUSE
    assert lot.erreur.startswith("ENT1D_Complet_20261102_Eleve_0000.xml pèse plus de 500 Mo : il n’a pas été ouvert.")
    assert not FicheAaf.objects.exists()


def test_numbers_are_held_as_a_set_holds_them():
    """A number that begins by a zero, or that is none, is itself and no other."""
    dits = {*map(str, range(0, 60, 3)), "012", "²", "é1", "a", str(10**17), str(10**18 - 1), str(10**18), str(10**20)}
    numeros = miroir.Numeros()
    numeros.FRAIS = 4
    for dit in sorted(dits):
        numeros.ajouter([dit, dit])
    voisins = {*dits, *(f"0{dit}" for dit in dits), *(dit.lstrip("0") for dit in dits), *map(str, range(62)), ""}
    assert {voisin for voisin in voisins if voisin in numeros} == dits
