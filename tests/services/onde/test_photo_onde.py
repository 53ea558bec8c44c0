"""ONDE's column « Autorisation photo »: kept as a hint on the inscription, counted as any change, never more."""

import pytest

from ent.annuaire.models import Inscription
from ent.services.onde.importer import importer
from ent.services.onde.planifier import planifier
from tests.services.onde.exports import TITRES_ELEVES, comptes, eleve, fichier_eleves, lire, texte


def ligne(photo: str, **champs) -> str:
    """A pupil, and what is written in the column."""
    *debut, _photo, _decision = eleve("BERGER", "Lou", **champs).split(";")
    return ";".join([*debut, photo, ""])


def indice(ecole) -> bool | None:
    return Inscription.objects.get(classe__etablissement=ecole, eleve__nom="Berger", fin=None).photo_onde


@pytest.mark.parametrize(("ecrit", "garde"), [("Oui", True), ("NON", False), ("", None), ("peut-être", None)])
def test_what_is_written_is_kept(ecole, ecrit, garde):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne(ecrit))])
    assert indice(ecole) is garde


def test_a_change_is_one_modified_pupil_and_the_same_file_none(ecole):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Oui"))])
    assert comptes(ecole, fichier_eleves(ligne("Oui"))) == {}
    plan = planifier(ecole, [fichier_eleves(ligne("Non"))])
    assert {n: c for n, c in plan.comptes().items() if c} == {"eleves_modifies": 1}
    (modifie,) = plan.eleves_modifies
    assert [(c.libelle, c.avant, c.apres) for c in modifie.changements] == [
        ("Autorisation photo (indication)", "oui", "non")
    ]
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Non"))])
    assert indice(ecole) is False
    assert comptes(ecole, fichier_eleves(ligne("Non"))) == {}


def test_a_file_without_the_column_changes_nothing(ecole):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Oui"))])
    titres = TITRES_ELEVES.replace(";Autorisation photo;", ";")
    *debut, _photo, decision = ligne("").split(";")
    sans = lire("eleves.csv", texte(titres, [";".join([*debut, decision])]))
    assert comptes(ecole, sans) == {}
    importer(etablissement=ecole, lectures=[sans])
    assert indice(ecole) is True


def test_the_hint_follows_a_change_of_class(ecole, horloge):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Oui"))])
    Inscription.objects.filter(classe__etablissement=ecole).update(debut="2026-09-01")
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Oui", classe="CP B", identifiant="502"))])
    assert Inscription.objects.filter(classe__etablissement=ecole, eleve__nom="Berger").count() == 2
    assert indice(ecole) is True
