"""Whose pupils a person of the school may find; who has a page of theirs at all."""

import pytest
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Classe, Personne, Role
from ent.services.renseignements import droits

pytestmark = pytest.mark.django_db


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def gardien(d) -> Personne:
    """Serves and keeps in the elementary school, and teaches nobody."""
    identite = {"civilite": "M.", "prenom": "Loïc", "nom": "Kerbrat", "courriel_contact": "loic.kerbrat@exemple.fr"}
    return actions.accueillir(
        etablissement=d.elementaire, auteur=d.directrice, identite=identite, nature=Role.Nature.PERSONNEL
    )


def test_who_teaches_directs_or_serves_has_a_page_of_records_and_who_follows_schools_has_none(d, gardien):
    gens = d.gens | {"gardien": gardien}
    ouvrent = {nom for nom, personne in gens.items() if droits.travaille_au_dossier(neuf(personne))}
    assert ouvrent == {"directrice", "directrice_maternelle", "enseignante", "enseignant", "remplacant", "gardien"}


def test_classes_that_were_closed_are_nobody_s_to_find(d, gardien):
    """Not even of who was named to read health in the whole school."""
    Classe.objects.filter(pk=d.cm2.pk).update(fermee_le=timezone.now())
    nommees = {d.maternelle.pk}

    def trouvees(personne: Personne, la: set[int]) -> set[Classe]:
        return set(Classe.objects.filter(droits.classes_de_fiches_par(neuf(personne), la)))

    assert trouvees(d.enseignant, set()) == set()
    assert trouvees(d.enseignant, {d.elementaire.pk}) == trouvees(gardien, set()) == {d.cp_ce1}
    assert trouvees(gardien, nommees) == {d.cp_ce1, d.ms}
    assert trouvees(d.mere, set()) == set()
