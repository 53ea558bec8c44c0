"""Whose own child it is: what another holder said of them is read by no work of theirs."""

from ent.annuaire import destinataires
from ent.annuaire.droits import dits_par_un_autre, est_le_sien
from ent.annuaire.models import Personne, Responsabilite


def test_a_child_is_one_s_own_by_a_tie_of_today_with_authority_or_without(d):
    """A head writes « sans autorité » of the ties of their own school."""
    lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp)
    for autorite in ("confirmee", "sans"):
        Responsabilite.objects.filter(pk=lien.pk).update(autorite=autorite)
        lu = Personne.objects.get(pk=d.pere_separe.pk)
        assert d.eleve_cp.pk in lu.portee.siens and est_le_sien(lu, d.eleve_cp.pk)
        assert (d.eleve_cp.pk in {s.eleve.pk for s in lu.portee.suivis}) == (autorite == "confirmee")
        assert lu.pk in destinataires.autres_adultes_de(d.eleve_cp.pk, d.mere.pk)
    Responsabilite.objects.filter(pk=lien.pk).update(fin=lien.debut)
    lu = Personne.objects.get(pk=d.pere_separe.pk)
    assert d.eleve_cp.pk not in lu.portee.siens and lu.pk not in destinataires.autres_adultes_de(d.eleve_cp.pk)


def test_it_costs_no_query_and_nothing_to_who_has_no_child(d, django_assert_num_queries):
    enseignante = Personne.objects.get(pk=d.enseignante.pk)
    assert enseignante.portee.suivis == []
    with django_assert_num_queries(0):
        assert not est_le_sien(enseignante, d.eleve_cp.pk) and not dits_par_un_autre(enseignante).children[0][1]


def test_who_speaks_is_not_another(d):
    autres = destinataires.autres_adultes_de(d.eleve_cp.pk, d.mere.pk)
    assert d.mere.pk not in autres and d.pere_separe.pk in autres
    assert {d.mere.pk, d.pere_separe.pk} <= destinataires.autres_adultes_de(d.eleve_cp.pk)
