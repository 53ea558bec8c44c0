"""GAR is told of whom learns or teaches, where they do; a family reads its children; the operator alone, what was sent."""

from ent.annuaire.models import Affectation, Personne
from ent.services.gar import droits
from ent.services.gar.models import EnvoiGar


def neuf(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def test_resources_are_of_where_one_learns_or_teaches(d):
    assert droits.ecoles_de_ressources(neuf(d.eleve_cp)) == {d.elementaire.pk}
    assert droits.ecoles_de_ressources(neuf(d.enseignante)) == {d.elementaire.pk}
    assert droits.ecoles_de_ressources(neuf(d.remplacant)) == {d.elementaire.pk, d.maternelle.pk}
    assert droits.ecoles_de_ressources(neuf(d.mere)) == droits.ecoles_de_ressources(neuf(d.operateur)) == frozenset()


def test_a_direction_has_some_if_it_holds_a_class(d):
    assert droits.ecoles_de_ressources(neuf(d.directrice)) == frozenset()
    Affectation.objects.create(enseignant=d.directrice, classe=d.cm2, debut=d.cm2.annee.debut)  # and no role of its own
    assert droits.ecoles_de_ressources(neuf(d.directrice)) == {d.elementaire.pk}


def test_a_family_reads_its_children_where_gar_is_open_and_a_pupil_nobody(d):
    def lus(personne, *ecoles) -> set[int]:
        return {s.eleve.pk for s in droits.enfants_connus(neuf(personne), {e.pk for e in ecoles})}

    assert lus(d.mere, d.elementaire) == {d.eleve_cp.pk, d.eleve_cm2.pk}
    assert lus(d.mere, d.maternelle) == {d.eleve_ms.pk}
    assert lus(d.eleve_cp, d.elementaire) == lus(d.assistante, d.elementaire) == set()


def test_what_was_sent_is_read_by_the_operator_alone(d):
    envoi = EnvoiGar.objects.create()
    for personne in d.gens.values():
        lit = droits.peut_lire_les_envois(neuf(personne))
        assert lit is (personne == d.operateur)
        assert list(EnvoiGar.objects.tenus_par(neuf(personne))) == [envoi] * lit
