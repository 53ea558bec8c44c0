"""Who reads which thread: the right, its predicate and the recipients of signals say the same."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ent.annuaire.models import Personne, Responsabilite, Role
from messagerie.evenements.fils import participants
from messagerie.lectures.fils import place
from messagerie.models import Fil

LECTEURS = {
    "annonce": {"enseignante", "directrice", "mere", "pere_separe", "mere_arabophone"},
    "eleves": {"enseignante", "directrice", "mere", "pere_separe", "mere_arabophone", "eleve_cp", "eleve_ce1"},
    "parents": {"enseignante", "mere", "pere_separe", "mere_arabophone"},
    "ecole": {"directrice", "enseignante", "enseignant", "remplacant", "mere", "pere_separe", "mere_arabophone"},
    "equipe": {"directrice", "enseignante", "enseignant", "remplacant"},
    "projet": {"directrice", "enseignant"},
}


def lecteurs(d, fil) -> set[str]:
    return {cle for cle, p in d.gens.items() if p.pk in participants(fil)}


@pytest.mark.parametrize("nature", LECTEURS)
def test_each_kind_is_read_by_its_people(d, fils_de, nature):
    assert lecteurs(d, getattr(fils_de, nature)) == LECTEURS[nature]


def test_each_separated_parent_has_a_thread_that_the_other_never_reads(d, fils_de):
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere)) == {"mere", "enseignante"}
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.pere_separe)) == {"pere_separe", "enseignante"}
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere, direction=True)) == {"mere", "directrice"}


def test_adults_of_one_household_share_their_thread(d, fils_de):
    d.eleve_cp.responsables.update(foyer="1")
    assert lecteurs(d, fils_de.foyer(d.eleve_cp, d.mere)) == {"mere", "pere_separe", "enseignante"}


def test_the_right_the_predicate_and_the_recipients_say_the_same(d, fils_de):
    tous = fils_de.tous()
    for personne in Personne.objects.all():
        visibles = set(Fil.objects.visibles_par(personne))
        assert {f for f in tous if personne.pk in participants(f)} == visibles, personne
        assert {f for f in tous if place(personne, f).qualites} == visibles, personne


def refaire(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def test_a_right_that_ends_is_silent_at_once(d, fils_de):
    fil, annonce = fils_de.foyer(d.eleve_cp, d.mere), fils_de.annonce
    assert fil in Fil.objects.visibles_par(refaire(d.mere))
    d.mere.responsabilites.filter(enfant=d.eleve_cp).update(autorite=Responsabilite.Autorite.SANS)
    assert not {fil, annonce} & set(Fil.objects.visibles_par(refaire(d.mere)))
    assert d.mere.pk not in participants(fil) | participants(annonce)
    d.enseignante.affectations.update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert not {fil, annonce} & set(Fil.objects.visibles_par(refaire(d.enseignante)))
    assert d.enseignante.pk not in participants(fil) | participants(annonce)


def test_a_teacher_who_left_the_school_reads_its_threads_no_more(d, fils_de):
    Role.objects.filter(personne=d.enseignante).update(fin=timezone.localdate() - dt.timedelta(days=1))
    for fil in (fils_de.annonce, fils_de.equipe, fils_de.eleves):
        assert d.enseignante.pk not in participants(fil)
        assert fil not in Fil.objects.visibles_par(refaire(d.enseignante))


def test_no_thread_can_hold_an_adult_alone_with_a_pupil(d, fils_de):
    """Whatever code writes: a thread that names a pupil is a household's, and pupils read none but their class's."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Fil.objects.create(etablissement=d.elementaire, nature="projet", eleve=d.eleve_cp, titre="Nous deux")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fil.objects.create(etablissement=d.elementaire, nature="eleves")
    projet = fils_de.projet
    projet.participations.create(personne=d.eleve_cp, est_membre=True)
    foyer = fils_de.foyer()
    foyer.participations.create(personne=d.eleve_cp, est_membre=True)
    lus = Fil.objects.visibles_par(refaire(d.eleve_cp))
    assert set(lus) <= {fils_de.eleves}
    for fil in lus:
        adultes = participants(fil) - set(d.cp_ce1.inscriptions.values_list("eleve", flat=True))
        assert len(adultes) >= 2


@pytest.mark.parametrize(("cle", "requetes"), [("mere", 4), ("enseignante", 3), ("directrice", 3), ("eleve_cp", 4)])
def test_reading_threads_takes_few_queries(d, fils_de, django_assert_num_queries, cle, requetes):
    fils_de.tous()
    personne = refaire(d.gens[cle])
    with django_assert_num_queries(requetes):
        assert list(Fil.objects.visibles_par(personne))
