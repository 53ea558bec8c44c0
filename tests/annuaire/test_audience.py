"""One statement, in hand and in the database: the predicate, the pupils it reaches, the words."""

import pytest

from ent.annuaire import destinataires
from ent.annuaire.audience.droits import Colonnes, enseigne_a
from ent.annuaire.audience.enonces import Audience
from tests.annuaire.mondes import ELEVES, Cible, Ecrit, Monde, ecrire, essayer


def audience_de(ici: Ecrit, cible: Cible) -> Audience:
    lieux = ici.lieux(cible)
    return Audience(
        lieux["etablissement"].pk,
        lieux["classe"] and lieux["classe"].pk,
        lieux["groupe"] and lieux["groupe"].pk,
        cible.niveaux,
        frozenset([ici.gens[cible.eleve].pk]) if cible.eleve else None,
    )


def _classe_ou_groupe(ici: Ecrit, cible: Cible) -> dict:
    return {nom: ici.lieux(cible)[nom] for nom in ("classe", "groupe")}


def test_the_predicate_the_pupils_and_what_a_person_would_say_agree(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        audiences = {cible: audience_de(ici, cible) for cible in monde.cibles}
        for cible, audience in audiences.items():
            atteints = ici.cles(destinataires.eleves(audience))
            familles = destinataires.familles(audience.ecole, destinataires.eleves(audience))
            enseignants = ici.cles(destinataires.enseignants(audience))
            for cle in ici.gens:
                qui = ici.relu(cle)
                lit = monde.lit(cible, cle)
                vus[lit] += 1
                assert any(audience.comprend(suivi) for suivi in qui.portee.suivis) is lit
                if cle in ELEVES:
                    assert (cle in atteints) is lit
                    continue
                assert (qui.pk in {adulte for adulte, _enfant in familles}) is lit
                assert (qui.pk in destinataires.adultes(audience.ecole, destinataires.eleves(audience))) is lit
                assert (cle in enseignants) is audience.est_tenue_par(qui) is monde.tient(cible, cle)
                assert enseigne_a(qui, **_classe_ou_groupe(ici, cible)) is monde.tient(cible, cle)
        siens = {a: set(destinataires.eleves(a)) for a in audiences.values()}
        assert destinataires.eleves_de(siens) == siens
        for audience, eleves in siens.items():
            assert destinataires.eleves_de([audience]) == {audience: eleves}
            # As it was told then: by their numbers, those of the moment.
            dite = audience._replace(classe=None, groupe=None, eleves=frozenset(eleves))
            assert destinataires.eleves(dite).keys() == eleves
        tenues = {a: destinataires.enseignants(a) for a in siens}
        assert destinataires.enseignants_de(siens) == tenues

    essayer(comparer)


def test_rows_that_hold_such_a_thing_find_its_columns_by_their_path_and_those_alone_that_it_has():
    du_travail = Colonnes(niveaux="niveaux", a_l_ecole=True).sous("travail__")
    assert (du_travail.ecole, du_travail.classe) == ("travail__etablissement", "travail__classe")
    assert (du_travail.groupe, du_travail.niveaux) == ("travail__groupe", "travail__niveaux")
    assert (du_travail.niveau, du_travail.eleve, du_travail.a_l_ecole) == ("", "", True)


@pytest.mark.parametrize(
    ("audience", "mots"),
    [
        (Audience(1), ""),
        (Audience(1, classe=2), ""),
        (Audience(1, classe=2, niveaux=("CP",)), "CP"),
        (Audience(1, classe=2, niveaux=("CE1", "6E")), "CE1, 6e"),
        (Audience(1, classe=2, groupe=3), "quelques élèves"),
        (Audience(1, groupe=3), ""),
        (Audience(1, groupe=3, niveaux=("CP",)), ""),
        (Audience(1, eleves=frozenset([4])), "quelques élèves"),
    ],
)
def test_it_is_said_without_naming_a_pupil(audience, mots):
    assert audience.precision == mots
    assert audience.est_d_ecole is (audience == Audience(1)), "said of nobody else: of the whole school"


def test_no_query_is_made_for_nobody(d, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert destinataires.eleves_de([]) == {}
        assert destinataires.enseignants(Audience(d.elementaire.pk)) == set()


def test_many_audiences_of_a_school_cost_two_queries(d, django_assert_num_queries):
    ecole = d.elementaire.pk
    audiences = [
        Audience(ecole), Audience(ecole, classe=d.cp_ce1.pk), Audience(ecole, classe=d.cp_ce1.pk, niveaux=("CP",)),
        Audience(ecole, groupe=d.groupe_lecture.pk), Audience(ecole, eleves=frozenset([d.eleve_cp.pk])),
    ]  # fmt: skip
    with django_assert_num_queries(2):
        destinataires.eleves_de(audiences)
    with django_assert_num_queries(2):
        destinataires.enseignants_de(audiences)
