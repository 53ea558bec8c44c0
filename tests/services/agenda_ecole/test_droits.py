"""Who writes an event, in a class and in a school; what a pupil of a collège reads of it that one of an école does not."""

import pytest

from ent.annuaire.models import Personne
from ent.services.agenda_ecole import droits
from ent.services.agenda_ecole.models import Evenement
from tests.annuaire.mandats import confier, secretaire_de


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def gens(d) -> dict[str, Personne]:
    """The cast, and who works in both schools and was confided the agenda of one."""
    secretaire = secretaire_de(d)
    confier(d, secretaire, "agenda")
    return d.gens | {"secretaire": secretaire}


def qui(gens, peut) -> set[str]:
    return {nom for nom, personne in gens.items() if peut(neuf(personne))}


def test_who_teaches_or_directs_may_have_something_to_write_and_whom_it_was_confided(gens):
    enseignent = {"enseignante", "enseignant", "remplacant", "directrice", "directrice_maternelle"}
    assert qui(gens, droits.peut_ecrire) == enseignent | {"secretaire"}


def test_each_event_is_corrected_by_who_may_write_it(d, gens, ecrire):
    """In hand as the database says it: of a class by who teaches it, of the school by its direction and whom it confided its agenda to."""
    de_la_classe, de_l_ecole = ecrire(classe=d.cm2, auteur=d.enseignant), ecrire()
    du_groupe = ecrire(groupe=d.groupe_lecture, auteur=d.enseignant)
    attendus = {
        de_la_classe: {"enseignant", "remplacant"},
        du_groupe: {"enseignant"},
        de_l_ecole: {"directrice", "secretaire"},
    }
    for evenement, siens in attendus.items():
        assert qui(gens, lambda p, e=evenement: droits.peut_corriger(p, e)) == siens
        par_la_base = Evenement.objects.filter(pk=evenement.pk)
        assert qui(gens, lambda p, e=par_la_base: e.filter(droits.evenements_modifiables_par(p)).exists()) == siens


def test_a_pupil_reads_the_days_of_a_college_and_none_of_an_ecole(d, c):
    for eleve, lus in {c.hugo: 1, d.eleve_cp: 0}.items():
        personne = neuf(eleve)
        assert len(droits.ouverts_a(personne, personne.portee.suivis)) == lus
    mere = neuf(d.mere)
    assert droits.ouverts_a(mere, mere.portee.suivis) == mere.portee.suivis
