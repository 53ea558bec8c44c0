"""A family declares its days: until the hour, in the places that there are, and the last word counts."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.actions import parente, scolarite
from ent.annuaire.actions.ecole import rattacher
from ent.annuaire.models import EntreeJournal, Personne
from ent.connexion.actions import fusionner
from ent.diffusion.models import Notification
from ent.services.periscolaire import evenements
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.lectures.familles import declare_pour
from ent.services.periscolaire.models import JourDeclare

from .conftest import JEUDI, LUNDI, MARDI, PROCHAIN, VENDREDI, etats

ECOLE = JourDeclare.Origine.ECOLE


def test_a_day_is_said_until_its_hour(d, cantine, dire, mardi):
    bilan = dire(cantine, d.eleve_cp, VENDREDI)
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "oui"}
    assert bilan.refuses == []


def test_after_the_hour_nothing_is_lost_it_says_until_when_and_whom_to_call(d, cantine, dire):
    bilan = dire(cantine, d.eleve_cp, JEUDI, VENDREDI)  # Tuesday 10 h: the eve of Thursday, 9 h, has passed
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "oui"}
    ((voeu, phrase),) = bilan.refuses
    assert voeu.jour == JEUDI
    assert phrase.replace("\u00a0", " ") == (
        "C’était à dire avant aujourd’hui 9 h 00. Appelez : Mme Garnier, 01 99 00 12 30."
    )


def test_one_hour_to_add_and_another_to_cancel(d, cantine, dire, horloge):
    dire(cantine, d.eleve_cp, VENDREDI)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 8, 30)))
    assert dire(cantine, d.eleve_cp, VENDREDI, veut=False).refuses == []
    assert [p for _v, p in dire(cantine, d.eleve_cp, VENDREDI).refuses] != []  # too late to add again
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "non"}
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 9, 1)))
    dire(cantine, d.eleve_ce1, VENDREDI, par=d.directrice, origine=ECOLE)
    assert [p for _v, p in dire(cantine, d.eleve_ce1, VENDREDI, veut=False, par=d.mere_arabophone).refuses] != []
    assert etats(cantine, d.eleve_ce1) == {VENDREDI: "oui"}


@pytest.mark.parametrize("jour", ["2026-12-02", "2026-12-25", "2026-11-28"])
def test_a_closed_day_follows_the_calendar(d, cantine, dire, jour):
    bilan = dire(cantine, d.eleve_cp, dt.date.fromisoformat(jour))
    assert [p for _v, p in bilan.refuses] == ["Le service est fermé ce jour-là."]


def test_the_last_word_counts_and_the_former_ones_are_kept(d, cantine, dire):
    dire(cantine, d.eleve_cp, VENDREDI)
    dire(cantine, d.eleve_cp, VENDREDI, veut=False, par=d.pere_separe)
    dits = JourDeclare.objects.filter(service=cantine, eleve=d.eleve_cp)
    assert [(x.etat, x.par, x.remplace_le is None) for x in dits] == [
        ("oui", d.mere, False),
        ("non", d.pere_separe, True),
    ]


def test_said_again_it_changes_nothing(d, cantine, dire):
    dire(cantine, d.eleve_cp, VENDREDI)
    assert dire(cantine, d.eleve_cp, VENDREDI).ecrits == []
    assert JourDeclare.objects.count() == 1


def test_who_does_not_answer_for_the_child_declares_nothing(d, cantine, dire):
    bilan = dire(cantine, d.eleve_cp, VENDREDI, par=d.mere_arabophone)
    assert (len(bilan.refuses), etats(cantine, d.eleve_cp)) == (1, {})


def test_the_school_may_decide_that_one_holder_alone_declares(d, cantine, dire):
    actions.decider_declarant(
        etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.pere_separe, auteur=d.directrice
    )
    bilan = dire(cantine, d.eleve_cp, VENDREDI)
    assert [p for _v, p in bilan.refuses] == ["L’école a décidé qui déclare pour cet enfant. Parlez-en à la direction."]
    assert dire(cantine, d.eleve_cp, VENDREDI, par=d.pere_separe).refuses == []
    actions.decider_declarant(etablissement=d.elementaire, eleve=d.eleve_cp, responsable=None, auteur=d.directrice)
    assert dire(cantine, d.eleve_cp, PROCHAIN).refuses == []


@pytest.fixture
def le_pere_seul(d):
    """The school decided that Inès's father alone declares for her."""
    actions.decider_declarant(
        etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.pere_separe, auteur=d.directrice
    )


def test_who_alone_declares_does_so_from_the_account_that_their_paper_joined(d, cantine, dire):
    sans_compte = Personne.objects.create(prenom="Samirah", nom="Hadad", password="!")
    rattacher(adulte=sans_compte, enfant=d.eleve_cp, etablissement=d.elementaire)
    actions.decider_declarant(
        etablissement=d.elementaire, eleve=d.eleve_cp, responsable=sans_compte, auteur=d.directrice
    )
    fusionner(depuis=sans_compte, vers=d.mere_arabophone, etablissement=d.elementaire)
    par = Personne.objects.get(pk=d.mere_arabophone.pk)
    assert dire(cantine, d.eleve_cp, VENDREDI, par=par).refuses == []
    assert len(dire(cantine, d.eleve_cp, PROCHAIN).refuses) == 1  # the mother, who still does not


def test_what_one_school_decided_binds_no_other(d, ouvrir, dire, le_pere_seul, entrer):
    service = ouvrir(ecole=d.maternelle)
    d.eleve_cp.inscriptions.update(fin=MARDI - dt.timedelta(days=1))
    d.eleve_cp.inscriptions.create(classe=d.ms, niveau="GS", debut=MARDI)
    d.eleve_cp.responsables.update(etablissement=d.maternelle)
    page = entrer(d.mere).get(reverse("periscolaire_semaine", args=["cantine", PROCHAIN])).text
    assert "L’école a décidé qui déclare." not in page
    assert dire(service, d.eleve_cp, VENDREDI, par=Personne.objects.get(pk=d.mere.pk)).refuses == []


def test_who_has_lost_authority_keeps_nobody_else_from_declaring(d, cantine, dire, le_pere_seul, entrer):
    lien = d.eleve_cp.responsables.get(adulte=d.pere_separe)
    parente.confirmer_responsabilite(responsabilite=lien, lien=lien.lien, autorite="sans", auteur=d.directrice)
    page = entrer(d.directrice).get(reverse("periscolaire_eleve", args=[d.elementaire.pk, d.eleve_cp.uuid])).text
    assert re.search(r'name="declarant" value=""[^>]* checked', page)  # each of them, as it is
    assert (
        "Seul déclarant" not in entrer(d.directrice).get(reverse("periscolaire_eleves", args=[d.elementaire.pk])).text
    )
    assert dire(cantine, d.eleve_cp, VENDREDI).refuses == []
    assert declare_pour(d.mere, d.elementaire.pk, d.eleve_cp.pk)


def test_a_child_is_declared_for_where_one_follows_them_alone(d, ouvrir, dire):
    """A holder who follows a child in one school declares nothing of them in another."""
    assert len(dire(ouvrir(ecole=d.maternelle), d.eleve_cp, VENDREDI).refuses) == 1


def test_the_journal_counts_and_names_no_child(d, cantine, dire):
    dire(cantine, d.eleve_cp, VENDREDI, PROCHAIN)
    ligne = EntreeJournal.objects.get(verbe="periscolaire.declarer")
    assert (ligne.objet, ligne.details) == (f"service {cantine.pk}", {"oui": 2, "non": 0})


# --- Places -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def petite(ouvrir):
    """A garderie with one place."""
    return ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30), capacite=1)


def test_a_full_day_offers_a_waiting_list(d, petite, dire):
    dire(petite, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)
    bilan = dire(petite, d.eleve_cp, VENDREDI, PROCHAIN)
    assert [x.jour for x in bilan.en_attente] == [VENDREDI]
    assert etats(petite, d.eleve_cp) == {VENDREDI: "attente", PROCHAIN: "oui"}


def test_who_waits_first_takes_the_place_that_is_freed_and_alone_is_told(d, petite, dire):
    dire(petite, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)
    dire(petite, d.eleve_cm2, VENDREDI, par=d.pere_separe)
    dire(petite, d.eleve_cp, VENDREDI)
    dire(petite, d.eleve_ce1, VENDREDI, par=d.mere_arabophone, veut=False)
    assert (etats(petite, d.eleve_cm2), etats(petite, d.eleve_cp)) == ({VENDREDI: "oui"}, {VENDREDI: "attente"})
    (dite,) = Notification.objects.filter(nature=evenements.PLACE)
    assert (dite.destinataire, dite.eleve, dite.texte) == (
        d.pere_separe,
        d.eleve_cm2,
        "Sofiane · Une place s’est libérée : Garderie du soir, vendredi 27 novembre",
    )


def test_a_child_who_left_takes_no_place(d, petite, dire):
    dire(petite, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)
    d.eleve_ce1.inscriptions.update(fin=MARDI)
    assert dire(petite, d.eleve_cp, VENDREDI).en_attente == []


@pytest.fixture
def en_attente(d, petite, dire):
    """Kenza has the place of Friday, and of the Monday that follows; Sofiane, then Inès, wait for both."""
    dire(petite, d.eleve_ce1, VENDREDI, PROCHAIN, par=d.mere_arabophone)
    dire(petite, d.eleve_cm2, VENDREDI, PROCHAIN, par=d.pere_separe)
    dire(petite, d.eleve_cp, VENDREDI, PROCHAIN)


def attendent(d, petite) -> list[list[str]]:
    return [list(etats(petite, eleve).values()) for eleve in (d.eleve_cm2, d.eleve_cp)]


def sortir(eleve, d, executer) -> None:
    with executer(execute=True):
        scolarite.noter_la_sortie(eleve=eleve, etablissement=d.elementaire, auteur=d.directrice)


def test_who_waits_first_takes_the_place_of_a_child_who_leaves(
    d, petite, en_attente, django_capture_on_commit_callbacks
):
    sortir(d.eleve_ce1, d, django_capture_on_commit_callbacks)
    assert attendent(d, petite) == [["oui", "oui"], ["attente", "attente"]]
    dites = Notification.objects.filter(nature=evenements.PLACE)
    assert {(n.destinataire, n.eleve) for n in dites} == {(d.pere_separe, d.eleve_cm2)}


def test_who_asks_when_a_date_has_freed_a_place_does_not_overtake_who_waits(d, petite, en_attente, dire):
    d.eleve_cp.inscriptions.update(fin=MARDI)  # and Inès will not be there to wait
    d.eleve_ce1.inscriptions.update(fin=MARDI)
    autre = d.cp_ce1.inscriptions.exclude(eleve__in=[d.eleve_cp, d.eleve_ce1]).first().eleve
    dire(petite, autre, VENDREDI, par=d.directrice, origine=ECOLE)
    assert attendent(d, petite)[0] == ["oui", "attente"]


def test_a_child_who_leaves_while_they_wait_takes_no_place(d, petite, en_attente, django_capture_on_commit_callbacks):
    for eleve in (d.eleve_cm2, d.eleve_ce1):
        sortir(eleve, d, django_capture_on_commit_callbacks)
    assert attendent(d, petite) == [["attente", "attente"], ["oui", "oui"]]


@pytest.mark.parametrize(
    ("places", "lus"), [(1, ["attente", "attente"]), (2, ["oui", "attente"]), (None, ["oui", "oui"])]
)
def test_places_that_a_school_adds_are_for_who_waits(d, petite, en_attente, places, lus):
    champs = {
        nom: getattr(petite, nom) for nom in ("jours", "debut", "fin", "delai_ajout", "delai_annulation", "contact")
    }
    actions.regler_service(
        etablissement=d.elementaire, auteur=d.directrice, service=petite, champs=champs | {"capacite": places}
    )
    assert [un for un, _autre in attendent(d, petite)] == lus


def test_no_place_is_given_of_a_day_whose_count_is_stopped_nor_of_one_that_is_closed_now(
    d, petite, en_attente, horloge
):
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 10, 0)))
    champs = {nom: getattr(petite, nom) for nom in ("debut", "fin", "delai_ajout", "delai_annulation", "contact")}
    champs |= {"capacite": None, "jours": "134"}
    actions.regler_service(etablissement=d.elementaire, auteur=d.directrice, service=petite, champs=champs)
    assert attendent(d, petite) == [["attente", "non"]] * 2


def test_a_family_reads_the_places_that_there_are(d, petite, dire, entrer):
    dire(petite, d.eleve_ce1, PROCHAIN, par=d.mere_arabophone)
    adresse = reverse("periscolaire_semaine", args=["garderie-soir", PROCHAIN])
    assert "complet : liste d’attente" in entrer(d.mere).get(adresse).text.replace("\u00a0", " ")
    scolarite.noter_la_sortie(eleve=d.eleve_ce1, etablissement=d.elementaire, auteur=d.directrice)
    assert "complet" not in entrer(d.mere).get(adresse).text.partition("<form")[2].partition("</form>")[0]


def test_the_school_is_bound_by_no_hour_and_no_place_and_tells_the_family(d, petite, dire):
    """No child is refused a meal."""
    dire(petite, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)
    assert dire(petite, d.eleve_cp, MARDI, VENDREDI, par=d.directrice, origine=ECOLE).refuses == []
    assert etats(petite, d.eleve_cp) == {MARDI: "oui", VENDREDI: "oui"}
    dites = Notification.objects.filter(nature=evenements.CHANGE).order_by("destinataire__prenom", "pk")
    assert [(n.destinataire, n.texte) for n in dites] == [
        (qui, f"Inès · L’école a inscrit : Garderie du soir, {jour}")
        for qui in (d.pere_separe, d.mere)
        for jour in ("mardi 24 novembre", "vendredi 27 novembre")
    ]


def test_the_former_week_is_no_longer_changed(d, cantine, dire):
    assert len(dire(cantine, d.eleve_cp, LUNDI, veut=True).refuses) == 1
