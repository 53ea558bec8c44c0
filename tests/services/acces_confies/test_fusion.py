"""Accesses confided in a school that joins another: closed with it, there again when the merger is undone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Confie, Delegation, EntreeJournal, Responsabilite
from ent.diffusion.models import Notification
from ent.services.acces_confies import actions, evenements
from tests.annuaire.fusions import declarer, plan_du
from tests.annuaire.rentree import relu

PARIS = timezone.get_default_timezone()
JUIN = dt.datetime(2027, 6, 12, 10, tzinfo=PARIS)
JUILLET = dt.datetime(2027, 7, 8, 10, tzinfo=PARIS)  # the day after the last of the year: accesses run until August
FIN = dt.date(2027, 7, 31)


def confier(d, enfant) -> Delegation:
    """Nadia to the child's grandmother, who came in by her code."""
    suivi = next(s for s in relu(d.mere).portee.suivis if s.eleve == enfant)
    (delegation,) = actions.confier(
        delegant=d.mere,
        suivis=[suivi],
        prenom="Solange",
        nom="Guérin",
        courriel="",
        lien="grand_parent",
        confie=Confie.de("absences+ cahier"),
        debut=timezone.localdate(),
        fin=FIN,
    )
    delegation.acceptee_le = timezone.now()
    delegation.save(update_fields=["acceptee_le"])
    return delegation


@pytest.fixture
def confiee(d, mardi, horloge) -> Delegation:
    horloge(JUIN)
    return confier(d, d.eleve_ms)


@pytest.fixture
def reunies(d, confiee, horloge, django_capture_on_commit_callbacks):
    """Les Coquelicots have joined le Cerf-Volant."""
    declarer(d)
    horloge(JUILLET)
    with django_capture_on_commit_callbacks(execute=True):
        return annuaire.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)


@pytest.fixture
def defaire(d, reunies, django_capture_on_commit_callbacks):
    def agir() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            annuaire.defaire_le_passage(passage=reunies, auteur=d.directrice)

    return agir


def lus(delegation) -> set[str]:
    """Rooms of which children this access opens today, by first name."""
    delegue = relu(delegation.delegue)
    return {s.eleve.prenom for s in delegue.portee.suivis_confies}


def test_it_closes_with_the_school_and_is_there_again_once_undone(d, confiee, reunies, defaire, entrer):
    confiee.refresh_from_db()
    assert confiee.finie_le == JUILLET and lus(confiee) == set()
    assert Delegation.objects.en_vigueur().filter(pk=confiee.pk).count() == 0
    defaire()
    confiee.refresh_from_db()
    assert (confiee.finie_le, confiee.finie_par, confiee.fermee_au_geste, confiee.fin) == (None, None, None, FIN)
    assert lus(confiee) == {"Lina-Maëlys"}
    assert "Solange" in entrer(relu(d.mere)).get(reverse("acces_confies")).text
    verbes = EntreeJournal.objects.filter(verbe__startswith="acces_confies.", details__acces=confiee.pk)
    assert list(verbes.order_by("pk").values_list("verbe", flat=True)) == [
        "acces_confies.confier",
        "acces_confies.fermer",
        "acces_confies.rouvrir",
    ]


def test_an_access_of_the_school_that_stays_runs_through_it_all(d, mardi, horloge):
    horloge(JUIN)
    reste = confier(d, d.eleve_cp)
    declarer(d)
    horloge(JUILLET)
    passage = annuaire.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    assert lus(reste) == {"Inès"}
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert lus(reste) == {"Inès"}


def test_what_she_had_ended_herself_stays_ended(d, mardi, horloge, django_capture_on_commit_callbacks):
    horloge(JUIN)
    finie = confier(d, d.eleve_ms)
    actions.finir(delegations=[finie], auteur=d.mere)
    declarer(d)
    horloge(JUILLET)
    passage = annuaire.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    finie.refresh_from_db()
    assert (finie.finie_le, finie.finie_par) == (JUIN, d.mere)


def test_a_tie_that_a_third_school_took_since_gives_nothing_back(d, confiee, defaire):
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_ms).update(etablissement=d.college)
    defaire()
    confiee.refresh_from_db()
    assert confiee.finie_le == JUILLET


def test_undone_past_its_day_it_stays_closed(d, confiee, defaire):
    Delegation.objects.filter(pk=confiee.pk).update(fin=JUILLET.date() - dt.timedelta(days=1))
    defaire()
    confiee.refresh_from_db()
    assert confiee.finie_le == JUILLET


def test_who_added_the_child_to_an_account_of_theirs_is_given_nothing_back_on_the_one_left_behind(d, confiee, defaire):
    confiee.delegue.fusionnee_dans = d.mere_arabophone
    confiee.delegue.save(update_fields=["fusionnee_dans"])
    defaire()
    confiee.refresh_from_db()
    assert confiee.finie_le == JUILLET


def test_the_other_holder_is_told_again_that_it_exists(d, mardi, horloge):
    """At le Cerf-Volant, that joins les Coquelicots: Inès has two holders of authority, in two households."""
    horloge(JUIN)
    confiee = confier(d, d.eleve_cp)
    dits = Notification.objects.filter(destinataire=d.pere_separe, nature=evenements.CONFIE, objet_id=confiee.pk)
    assert dits.count() == 1
    declarer(d, d.elementaire, d.maternelle)
    horloge(JUILLET)
    passage = annuaire.faire_le_passage(passage=plan_du(d.maternelle), auteur=d.directrice_maternelle)
    assert dits.count() == 0
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice_maternelle)
    assert dits.count() == 1
