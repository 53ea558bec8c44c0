"""Modules on or off: a school that closed one has nothing of it left, for anybody, at any address of its room; its neighbour loses nothing."""

import re
from functools import cache
from pathlib import Path

import pytest

from ent.annuaire import etages
from ent.annuaire.actions import regler
from ent.annuaire.models import Etablissement, Personne, Place, Responsabilite
from tests.etages import poser
from tests.matrice import ARGUMENTS, COLONNES, DOSSIER, SANS_ECOLE, Objets, statuts

RACINE = Path(__file__).resolve().parents[2]
DROITS = [
    f for salle in ("ent", "messagerie", "pages", "cahier_de_textes") for f in (RACINE / salle).rglob("droits*/*.py")
] + [f for salle in ("ent", "messagerie", "pages", "cahier_de_textes") for f in (RACINE / salle).rglob("droits.py")]
SALLES = {m.group(1): f for f in DROITS if (m := re.search(r'^MODULE = "(\w+)"', f.read_text(), re.M))}
REFUS = {"403", "404", "405"}


@pytest.fixture(autouse=True)
def sessions_en_cookies(settings):
    """As the rights matrix plays them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@cache
def lignes(module: str) -> list[list[str]]:
    """Of the matrix of its room, rows where somebody who is signed in is answered."""
    chemin = SALLES[module].relative_to(RACINE)
    table = DOSSIER.joinpath(*(p for p in chemin.parts[:-1] if p not in ("ent", "droits")), "matrice.txt")
    lues = [ligne.split() for ligne in table.read_text().splitlines() if ligne and not ligne.startswith("#")]
    return [ligne for ligne in lues if set(ligne[4:]) - REFUS]


# Pages of one's own, that name no school: they hold what of it is left, which each room judges (`test_module.py`).
A_SOI = {"periscolaire_rythmes"}
TOUTES = [(module, *ligne[:3]) for module in sorted(SALLES) for ligne in lignes(module)]
D_UNE_ECOLE = [li for li in TOUTES if li[2] in ARGUMENTS and li[2] not in SANS_ECOLE | A_SOI]
D_AUCUNE = [li for li in TOUTES if li not in D_UNE_ECOLE]


def jouees(d, module: str, methode: str, nom: str, ecole: str, fermer) -> tuple[dict[str, str], dict[str, str]]:
    """What each persona is answered while the module is on, as the matrix has it; and once it closes, its objects being laid."""

    class Fermes(Objets):
        def arguments(self, nom):
            laisses = super().arguments(nom)
            fermer()
            return laisses

    ouverts = next(li[3:] for li in lignes(module) if li[:3] == [methode, nom, ecole])
    obtenus = statuts(d, Fermes(d, ecole), nom, {methode: COLONNES})[methode]
    return dict(zip(COLONNES, ouverts, strict=True)), dict(zip(COLONNES, obtenus, strict=True))


# --- What is declared -------------------------------------------------------------------------------------------------
def test_each_module_is_declared_by_one_room_which_writes_its_rights_with_it():
    assert {une.module for une in etages.modules()} == set(SALLES)


def test_no_room_that_a_school_may_close_reads_the_reach_of_a_person_another_way():
    """`portee_de` alone asks for it: a right written with the whole reach would leave a closed school open. `portee_entiere_de` says so, in
    `droits.py` only, of what closing would otherwise lose for good.
    """
    fautes = [
        f"{f.relative_to(RACINE)} : {ligne.strip()}"
        for droits in SALLES.values()
        for f in (droits.parent if droits.name == "droits.py" else droits.parents[1]).rglob("*.py")
        if "migrations" not in f.parts
        for ligne in f.read_text().splitlines()
        if (
            re.search(r"(user|personne|auteur|par)\.portee\b(?!\.pour\(MODULE\))", ligne)
            and (f not in DROITS or ligne != "    return personne.portee")
        )
        or ("portee_entiere_de" in ligne and f not in DROITS)
    ]
    assert fautes == []


# --- What is in force -------------------------------------------------------------------------------------------------
def test_a_module_is_on_until_somebody_closes_it(d):
    assert [une.lire(d.elementaire.reglages_en_vigueur.get(une.code)) for une in etages.modules()] == [
        True for _une in etages.modules()
    ]
    assert d.mere.portee.pour("periscolaire") is d.mere.portee
    assert d.mere.pour("periscolaire") is d.mere


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_it_costs_no_query_and_leaves_out_the_schools_that_closed_it_and_no_other(d, django_assert_num_queries):
    poser({"module.periscolaire": False}, d.elementaire)
    mere = Personne.objects.get(pk=d.mere.pk)
    with django_assert_num_queries(2):  # her ties, her children: as ever
        entiere = {s.etablissement_id for s in mere.portee.suivis}
        ouverte = {s.etablissement_id for s in mere.portee.pour("periscolaire").suivis}
        autre = {s.etablissement_id for s in mere.portee.pour("un_autre").suivis}
    assert (entiere, ouverte, autre) == (
        {d.elementaire.pk, d.maternelle.pk},
        {d.maternelle.pk},
        {d.elementaire.pk, d.maternelle.pk},
    )


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_what_a_referente_and_an_operator_see_of_a_module_is_without_the_schools_that_closed_it(d):
    poser({"module.periscolaire": False}, d.elementaire)
    poser({"module.periscolaire": True}, d.college)
    for personne, restent in [(d.referente, {d.college.uai}), (d.operateur, {d.college.uai, d.maternelle.uai})]:
        vues = Etablissement.objects.visibles_par(personne.pour("periscolaire"))
        assert set(vues.values_list("uai", flat=True)) == restent


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_the_years_that_are_over_close_too(d):
    poser({"module.periscolaire": False}, d.elementaire)
    mere = Personne.objects.get(pk=d.mere.pk).pour("periscolaire")
    assert mere.autrefois.portee.fermees == {d.elementaire.pk, d.college.pk}  # which has none by its nature
    assert mere.autrefois.portee.etablissements_de_travail == frozenset()


def test_a_school_that_one_left_and_that_closed_it_since_is_closed_in_years_that_are_over(d):
    """Her ties are those of the next school: none of today says the one that closed."""
    liens = Responsabilite.objects.filter(adulte=d.mere, etablissement=d.elementaire)
    for lien in liens:
        lien.anciennes_ecoles.add(d.elementaire)
        lien.enfant.groupes.clear()
    liens.update(etablissement=d.college)
    poser({"module.espaces": False}, d.elementaire)
    mere = Personne.objects.get(pk=d.mere.pk)
    assert d.elementaire.pk not in mere.portee.ecoles
    assert mere.autrefois.portee.pour("espaces").fermees == {d.elementaire.pk}


# --- What a collège has ------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.periscolaire")
def test_a_college_is_born_without_what_rooms_say_that_it_has_not(d, c, mardi, entrer, django_assert_num_queries):
    assert not c.ecole.a_le_module("periscolaire") and not c.ecole.reglage("module.periscolaire")
    assert all(c.ecole.a_le_module(une.module) for une in etages.modules() if une.module != "periscolaire")
    mere = Personne.objects.get(pk=c.mere.pk)
    with django_assert_num_queries(2):
        assert mere.portee.colleges == {c.ecole.pk}
        assert {s.eleve.prenom for s in mere.portee.pour("periscolaire").suivis} == {"Jade"}
    assert "Cantine" not in entrer(c.principale).get("/").text
    assert "Cantine" not in entrer(c.principale).get("/plus/").text
    assert "Cantine" in entrer(c.mere).get("/plus/").text  # of her other child


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_its_direction_opens_it_and_a_territory_that_speaks_is_heard(d, c, mardi, entrer):
    regler(place=Place(ecole=c.ecole), code="module.periscolaire", valeur=True, auteur=c.principale)
    assert Etablissement.objects.get(pk=c.ecole.pk).a_le_module("periscolaire")
    assert "Cantine et étude" in entrer(c.principale).get("/plus/").text
    regler(place=Place(ecole=c.ecole), code="module.periscolaire", valeur=None, auteur=c.principale)
    assert not Etablissement.objects.get(pk=c.ecole.pk).a_le_module("periscolaire")
    regler(place=Place(), code="module.periscolaire", valeur=True, auteur=d.operateur)
    assert Etablissement.objects.get(pk=c.ecole.pk).a_le_module("periscolaire")


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_who_asks_for_it_reads_that_it_is_not_used_there(c, mardi, entrer):
    page = entrer(c.maths).get("/periscolaire/equipe/")
    assert page.status_code == 404 and "cet établissement ne l’utilise pas ici" in page.text


@pytest.mark.besoin_de("ent.services.onde", "ent.services.gar")
def test_pages_and_settings_of_ecoles_alone_are_not_those_of_a_college(c, d, mardi, entrer):
    for qui, ecole, la in ((c.principale, c.ecole, False), (d.directrice, d.elementaire, True)):
        pages = "".join(
            entrer(qui).get(chemin).text
            for chemin in ("/", f"/annuaire/{ecole.uai}/", f"/annuaire/{ecole.uai}/reglages/", "/chercher/?q=import")
        )
        assert (f"/annuaire/{ecole.uai}/import/" in pages, "gar_ouvert" in pages) == (la, la)


# --- Every address of the rooms ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("ligne", D_AUCUNE, ids="-".join)
def test_closed_everywhere_no_page_of_its_own_answers_to_anybody(ligne, d, mardi):
    module = ligne[0]
    _ouverts, obtenus = jouees(d, *ligne, lambda: poser({f"module.{module}": False}))
    assert {qui: dit for qui, dit in obtenus.items() if qui != "anonyme" and dit not in REFUS} == {}


@pytest.mark.parametrize("ligne", D_UNE_ECOLE, ids="-".join)
def test_closed_here_and_on_next_door_nothing_of_here_answers(ligne, d, mardi):
    module, _methode, _nom, ecole = ligne
    celle_ci = d.elementaire if ecole == "elementaire" else d.maternelle
    _ouverts, obtenus = jouees(d, *ligne, lambda: poser({f"module.{module}": False}, celle_ci))
    assert {qui: dit for qui, dit in obtenus.items() if qui != "anonyme" and dit not in REFUS} == {}


@pytest.mark.parametrize("ligne", D_UNE_ECOLE, ids="-".join)
def test_closed_next_door_nothing_changes_here(ligne, d, mardi):
    module, _methode, _nom, ecole = ligne
    voisine = d.maternelle if ecole == "elementaire" else d.elementaire
    ouverts, obtenus = jouees(d, *ligne, lambda: poser({f"module.{module}": False}, voisine))
    assert obtenus == ouverts
