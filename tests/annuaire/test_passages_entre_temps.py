"""A plan of September while things move: who was named leaves, classes are named otherwise or opened by a file, a page is no longer what it was."""

import datetime as dt

import pytest

from ent.annuaire import actions
from ent.annuaire.actions import passages
from ent.annuaire.lectures.passages import annonces_de, plan_de
from ent.annuaire.models import Classe, Passage
from tests.annuaire.fusions import PARIS, declarer
from tests.annuaire.rentree import relu
from tests.annuaire.test_passages import JUIN, RENTREE, faire


@pytest.fixture
def passage(d, mardi, horloge) -> Passage:
    horloge(JUIN)
    return actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)


def test_who_left_since_is_named_to_no_family_and_holds_no_class_of_september(d, passage, entrer, horloge):
    """Undone, the departure gives them back to the plan."""
    actions.programmer_le_passage(passage=passage, jour=RENTREE.date(), auteur=d.directrice)
    depart = actions.noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    assert [c.nom for c in plan_de(passage).a_nommer] == ["CE2", "CP-CE1"]
    horloge(RENTREE - dt.timedelta(days=1))
    assert {p.vers.enseignant for p in annonces_de(relu(d.mere)) if p.eleve == d.eleve_cp} == {None}
    actions.annuler_un_depart(depart=depart, etablissement=d.elementaire, auteur=d.directrice)
    assert [c.nom for c in plan_de(passage).a_nommer] == ["CE2"]
    actions.noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    faire(passage, d, horloge)
    classe = passage.classes.get(nom="CP-CE1").classe
    assert not classe.affectations.exists()
