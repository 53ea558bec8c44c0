"""What was confided, and nothing else: drawn over rooms, states and children; an access that is over sees exactly nothing."""

import datetime as dt
import uuid
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Confie, Delegation, Inscription, Personne, Responsabilite
from ent.annuaire.registres import salles_confiees
from ent.services.acces_confies import droits
from ent.socle.dates import aujourd_hui
from tests.autres_responsables import adresses, devient_parent, ou_se_lisent

SALLES = ["cahier", "agenda", "absences", "cantine", "rendez_vous"]


def neuf(personne: Personne) -> Personne:
    """As the next request fetches them."""
    return Personne.objects.get(pk=personne.pk)


def la_delegation(d) -> Delegation:
    return Delegation.objects.get(delegue=d.assistante)


def lu(personne: Personne) -> dict[str, set[int]]:
    portee = neuf(personne).portee
    return {salle: {s.eleve.pk for s in portee.suivis_de(salle)} for salle in SALLES}


def rien() -> dict[str, set[int]]:
    return {salle: set() for salle in SALLES}


def test_a_delegate_gets_nothing_by_the_reach_that_every_right_is_written_with(d):
    portee = neuf(d.assistante).portee
    assert portee.suivis == [] and portee.enfants == [] and not portee.est_eleve
    assert [e.pk for e in portee.enfants_confies] == [d.eleve_cp.pk]


@pytest.mark.parametrize("lues", list(product([False, True], repeat=5)))
def test_each_room_is_read_by_what_was_confided_of_it_alone(d, lues):
    confiees = [salle for salle, oui in zip(SALLES, lues, strict=True) if oui]
    Delegation.objects.filter(delegue=d.assistante).update(salles=" ".join(confiees))
    assert lu(d.assistante) == {s: {d.eleve_cp.pk} if s in confiees else set() for s in SALLES}


def _hier(d) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(fin=aujourd_hui() - dt.timedelta(days=1))


def _demain(d) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(debut=aujourd_hui() + dt.timedelta(days=1))


def _jamais_acceptee(d) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(acceptee_le=None)


def _finie(d) -> None:
    Delegation.objects.filter(delegue=d.assistante).update(finie_le=timezone.now())


def _sans_autorite(d) -> None:
    Responsabilite.objects.filter(adulte=d.mere).update(autorite=Responsabilite.Autorite.SANS)


def _lien_fini(d) -> None:
    Responsabilite.objects.filter(adulte=d.mere).update(fin=aujourd_hui() - dt.timedelta(days=1))


def _lien_d_une_autre_ecole(d) -> None:
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_cp).update(etablissement=d.maternelle)


def _parti(d) -> None:
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=aujourd_hui() - dt.timedelta(days=1))


def _change_d_ecole(d) -> None:
    Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.ms)


def _refusee_par_la_direction(d) -> None:
    """The direction had taken authority away from this adult: no parent gives it back."""
    Responsabilite.objects.create(
        adulte=d.assistante, enfant=d.eleve_cp, etablissement=d.elementaire, autorite="sans", debut=dt.date(2026, 9, 1)
    )


def _compte_de_la_mere_ferme(d) -> None:
    Personne.objects.filter(pk=d.mere.pk).update(is_active=False)


@pytest.mark.parametrize(
    "finir",
    [
        _hier, _demain, _jamais_acceptee, _finie, _sans_autorite, _lien_fini, _lien_d_une_autre_ecole, _parti, _change_d_ecole,
        _refusee_par_la_direction, _compte_de_la_mere_ferme,
    ],
)  # fmt: skip
def test_what_does_not_stand_shows_nothing_in_any_room(d, finir):
    assert lu(d.assistante) == {s: {d.eleve_cp.pk} for s in SALLES}
    finir(d)
    assert lu(d.assistante) == rien()
    assert not neuf(d.assistante).portee.salles_confiees


def test_who_had_an_access_until_yesterday_reads_nothing(d):
    assert lu(d.assistante_finie) == rien()


def test_two_holders_who_confide_the_same_child_add_up(d):
    la = la_delegation(d)
    Delegation.objects.filter(pk=la.pk).update(salles="cahier")
    la.pk, la.delegant, la.salles, la._state.adding = None, d.pere_separe, "agenda+", True
    la.cle = d.identite("autre accès")
    la.save()
    (suivi,) = neuf(d.assistante).portee.suivis_confies
    assert suivi.delegation == Confie(frozenset(["cahier", "agenda"]), frozenset(["agenda"]))


def test_who_follows_a_child_by_a_tie_of_their_own_gains_nothing_by_an_access(d):
    Delegation.objects.filter(delegue=d.assistante).update(delegue=d.pere_separe)
    portee = neuf(d.pere_separe).portee
    assert portee.suivis_confies == []
    assert all(s.delegation is None for s in portee.suivis_de("cahier"))


def test_an_access_costs_no_query_to_who_has_none(d, django_assert_num_queries):
    mere = neuf(d.mere)
    with django_assert_num_queries(2):
        assert mere.portee.suivis_de("cahier") == mere.portee.suivis


def test_accesses_cost_two_queries_whatever_their_number(d, django_assert_num_queries):
    la = la_delegation(d)
    assistante = neuf(d.assistante)
    with django_assert_num_queries(3):
        assert len(assistante.portee.suivis_de("cahier")) == 1
    for eleve in (d.eleve_cm2,):
        la.pk, la.enfant, la._state.adding = None, eleve, True
        la.save()
    assistante = neuf(d.assistante)
    with django_assert_num_queries(3):
        assert len(assistante.portee.suivis_de("cahier")) == 2


def test_only_these_rooms_may_be_confided():
    """A room that opens itself is said here, and in docs/decisions/0141: messages, consents, words to sign and the journal never are."""
    assert {s.code for s in salles_confiees()} <= set(SALLES)


# --- What is read of an access ------------------------------------------------------------------------------------------
def une_autre(d, **champs) -> Delegation:
    """As the one of the cast, of another gesture."""
    autre = Delegation.objects.filter(delegue=d.assistante).earliest("pk")
    autre.pk, autre.cle = None, uuid.uuid4()
    for champ, valeur in champs.items():
        setattr(autre, champ, valeur)
    autre.save()
    return autre


def lus(q) -> set[int]:
    return set(Delegation.objects.filter(q).values_list("pk", flat=True))


def test_accesses_are_read_of_one_s_children_where_one_follows_them(d):
    """Neither of a schoolmate, nor of the same child in a school where one does not follow them."""
    une_autre(d, enfant=d.eleve_ce1)
    une_autre(d, etablissement=d.maternelle)
    les_siens = set(
        Delegation.objects.filter(enfant=d.eleve_cp, etablissement=d.elementaire).values_list("pk", flat=True)
    )
    for parent in (d.mere, d.pere_separe):
        assert lus(droits.acces_des_enfants_de(neuf(parent))) == les_siens != set()
    assert lus(droits.acces_des_enfants_de(neuf(d.eleve_cp))) == set()


def test_a_pupil_confides_nobody(d):
    assert droits.enfants_de(neuf(d.eleve_cp)) == []
    assert {s.eleve.pk for s in droits.enfants_de(neuf(d.pere_separe))} == {d.eleve_cp.pk, d.eleve_cm2.pk}


def test_what_was_not_accepted_is_not_received(d):
    recu = la_delegation(d)
    assert lus(droits.acces_recus_par(d.assistante)) == {recu.pk}
    assert lus(droits.acces_recus_par(d.mere)) == set()
    _jamais_acceptee(d)
    assert lus(droits.acces_recus_par(d.assistante)) == set()


def test_who_gave_it_reads_all_of_it_even_where_no_address_says_that_they_live_together(d):
    acces = la_delegation(d)
    assert droits.ce_qu_en_lit(d.mere, acces, frozenset()) == droits.ENTIER
    assert droits.ce_qu_en_lit(d.pere_separe, acces, frozenset({d.mere.pk, d.pere_separe.pk})) == droits.ENTIER
    assert droits.ce_qu_en_lit(d.pere_separe, acces, frozenset({d.pere_separe.pk})) == droits.EXISTENCE
    assert droits.peut_s_opposer(d.pere_separe, droits.EXISTENCE)
    assert not droits.peut_s_opposer(d.mere, droits.ENTIER)
    assert droits.peut_changer(d.mere, acces) and not droits.peut_changer(d.pere_separe, acces)


@pytest.mark.parametrize("qui", ["directrice", "enseignante"])
def test_who_works_there_and_answers_for_the_child_reads_no_name_that_the_other_holder_confided(d, mardi, entrer, qui):
    """The direction's list, and the sheet of the pupil."""
    personne, confiee = getattr(d, qui), la_delegation(d)
    choix = {"uai": [d.elementaire.uai], "uuid": [confiee.cle]}
    chemins = adresses("ent.services.acces_confies", choix)
    chemins.append(reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid]))
    assert ou_se_lisent(entrer(personne), chemins, [d.assistante.nom]), "the walk reads it where it is"
    devient_parent(personne, d.eleve_cp, d.elementaire)
    assert ou_se_lisent(entrer(neuf(personne)), chemins, [d.assistante.nom]) == set()
