"""The end of an evacuation: said, asked again while somebody is missing, undone for an hour, and read by whoever still counts."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.journal import raconter
from ent.annuaire.models import EntreeJournal
from ent.services.vie_scolaire.actions import evacuations as actions
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.models import Evacuation
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.evacuation import PAGE, compter, envoyer, presents


def test_the_direction_ends_it_and_the_journal_keeps_the_count(d, appel, entrer):
    un, deux, *_reste = presents(d)
    envoyer(entrer(d.enseignante), d, [un, deux], [un])
    lu = sur_place(d.directrice, d.elementaire)
    finir = reverse("evacuation_finir", args=[Evacuation.objects.get().pk])
    assert entrer(d.enseignante).post(finir).status_code == 403
    assert entrer(d.directrice).post(finir, {"manquent": 100}).status_code == 302
    ligne = EntreeJournal.objects.get(verbe="vie_scolaire.finir_evacuation")
    manquent = {"manquent": lu.manquent, "adultes_manquent": lu.adultes.manquent}
    assert ligne.details == {"vus": 1, "adultes_vus": 0} | manquent
    assert (
        f"a terminé une évacuation (élèves : vus 1, manquent {lu.manquent} ; adultes : vus 0, manquent {lu.adultes.manquent})"
        == raconter(ligne)
    )
    assert sur_place(d.enseignante, d.elementaire).evacuation is None


def test_an_end_with_children_missing_says_how_many_and_asks_again_when_one_more_is(d, appel, entrer):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un, deux], [un])
    evacuation = Evacuation.objects.get()
    lu = sur_place(d.directrice, d.elementaire)
    finir, manquent = reverse("evacuation_finir", args=[evacuation.pk]), lu.manquent_en_tout
    demande = direction.post(finir)
    assert demande.status_code == 422
    dit = f"{lu.manquent} enfants et {lu.adultes.manquent} adultes ne sont pas vus : terminer quand même ?"
    assert dit in demande.text and lu.manquent > 1 and lu.adultes.manquent > 1
    assert deux.prenom in demande.text and f'name="manquent" value="{manquent}"' in demande.text
    assert direction.post(finir, {"manquent": manquent - 1}).status_code == 422
    assert Evacuation.objects.en_cours().exists()
    assert direction.post(finir, {"manquent": manquent}).status_code == 302
    assert not Evacuation.objects.en_cours().exists()


def test_an_end_is_asked_nothing_when_everybody_was_seen(d, appel, entrer):
    direction = entrer(d.directrice)
    lu = sur_place(d.directrice, d.elementaire)
    tous = [c.eleve for g in lu.groupes for c in g.attendus]
    equipe = [c.valeur for c in lu.adultes.comptes]
    envoyer(direction, d, tous, tous, adultes=equipe, adulte_vu=equipe)
    assert direction.post(reverse("evacuation_finir", args=[Evacuation.objects.get().pk])).status_code == 302
    assert not Evacuation.objects.en_cours().exists()


def test_what_is_ticked_and_not_sent_counts_in_the_end(d, appel, entrer):
    """« C’est fini » is a button of the counting form: what it bore is counted, on the page that asks and in the journal."""
    un, deux, trois, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un], [un])
    evacuation = Evacuation.objects.get()
    finir, avant = reverse("evacuation_finir", args=[evacuation.pk]), sur_place(d.directrice, d.elementaire)
    bouton = re.search(rf'<button[^>]*form="([^"]+)" formaction="{finir}"', direction.get(PAGE).text)
    assert bouton and f'<form method="post" id="{bouton[1]}" action="{compter(d)}"' in direction.get(PAGE).text
    coches = {
        "evacuation": evacuation.pk,
        "eleves": [un.pk, deux.pk, trois.pk],
        "vu_montre": un.pk,
        "vu": [un.pk, deux.pk],
    }
    demande = direction.post(finir, coches | {"passage_nom": "Paul Estéban"})
    assert demande.status_code == 422 and Evacuation.objects.en_cours().exists()
    assert f"{avant.manquent - 1} enfants" in demande.text and trois.prenom in demande.text
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.vus, lu.adultes.vus) == (2, 1)  # it is counted, whether one ends or goes on
    direction.post(finir, {"manquent": lu.manquent_en_tout})
    details = EntreeJournal.objects.get(verbe="vie_scolaire.finir_evacuation").details
    assert (details["vus"], details["manquent"]) == (2, avant.manquent - 1)


def test_the_end_sent_again_asks_for_no_other_evacuation_unless_more_was_ticked(d, appel, entrer, horloge):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un], [un])
    evacuation = Evacuation.objects.get()
    finir = reverse("evacuation_finir", args=[evacuation.pk])
    page = {"evacuation": evacuation.pk, "eleves": [un.pk, deux.pk], "vu_montre": un.pk, "vu": [un.pk], "manquent": 100}
    assert [direction.post(finir, page).status_code for _fois in range(2)] == [302, 302]
    horloge(MARDI_10H + dt.timedelta(minutes=5))
    assert "En commencer une autre" in direction.post(finir, page | {"vu": [un.pk, deux.pk]}).text
    assert Evacuation.objects.count() == 1


def test_an_end_is_undone_for_an_hour_with_all_that_was_counted(d, appel, entrer, horloge):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un, deux], [un])
    evacuation = Evacuation.objects.get()
    actions.finir_evacuation(evacuation=evacuation, par=d.directrice)
    reprendre = reverse("evacuation_reprendre", args=[evacuation.pk])
    assert reprendre in direction.get(PAGE).text
    assert reprendre not in entrer(d.enseignante).get(PAGE).text
    assert entrer(d.enseignante).post(reprendre).status_code == 403
    horloge(MARDI_10H + dt.timedelta(minutes=59))
    direction.post(reprendre)
    assert sur_place(d.directrice, d.elementaire).vus == 1
    assert EntreeJournal.objects.filter(verbe="vie_scolaire.reprendre_evacuation").count() == 1
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    horloge(MARDI_10H + dt.timedelta(hours=2, minutes=1))
    assert reprendre not in direction.get(PAGE).text
    direction.post(reprendre)
    assert not Evacuation.objects.en_cours().exists()


def test_what_was_counted_before_the_end_and_arrives_after_opens_no_other(d, appel, entrer, horloge):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un], [un])
    horloge(MARDI_10H + dt.timedelta(minutes=20))
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    envoyer(direction, d, [deux], [deux], MARDI_10H + dt.timedelta(minutes=10))
    assert Evacuation.objects.get().pointages.filter(vu=True).count() == 2
    assert not Evacuation.objects.en_cours().exists()


@pytest.mark.parametrize("un_seul", [True, False])
def test_an_end_with_adults_missing_says_how_many_and_who(d, appel, entrer, un_seul):
    direction = entrer(d.directrice)
    lu = sur_place(d.directrice, d.elementaire)
    tous = [c.eleve for g in lu.groupes for c in g.attendus]
    equipe = [c.valeur for c in lu.adultes.comptes]
    envoyer(direction, d, tous, tous, adultes=equipe, adulte_vu=equipe[1 if un_seul else 2 :])
    demande = direction.post(reverse("evacuation_finir", args=[Evacuation.objects.get().pk]))
    assert demande.status_code == 422
    dit = "1 adulte n’est pas vu" if un_seul else "2 adultes ne sont pas vus"
    assert f"{dit} : terminer quand même ?" in demande.text
    assert lu.adultes.comptes[0].nom in demande.text


@pytest.fixture
def finie(d, appel, entrer, horloge):
    """Ended at 10.20: one child of the two whom the class's teacher showed was seen."""
    un, deux, *_reste = presents(d)
    envoyer(entrer(d.enseignante), d, [un, deux], [un])
    horloge(MARDI_10H + dt.timedelta(minutes=20))
    evacuation = Evacuation.objects.get()
    actions.finir_evacuation(evacuation=evacuation, par=d.directrice)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    return evacuation


def test_a_count_of_a_page_of_one_that_ended_starts_no_other_unknowingly(d, finie, entrer):
    un, deux, *_reste = presents(d)
    a_25 = MARDI_10H + dt.timedelta(minutes=25)
    claire = entrer(d.enseignante)
    for lue in (finie.pk, ""):  # its own page, or a copy that knew of none
        demande = envoyer(claire, d, [un, deux], [deux], a_25, evacuation=lue, passent="2")
        assert demande.status_code == 422
        assert "L’évacuation de 10 h 00 est finie. En commencer une autre ?" in demande.text.replace("\u00a0", " ")
        for nom, valeur in (("vu", deux.pk), ("eleves", un.pk), ("passent", 2)):
            assert f'name="{nom}" value="{valeur}"' in demande.text  # what was counted is there, to be sent
        assert 'name="commencer" value="oui"' in demande.text
    assert Evacuation.objects.get() == finie
    assert finie.pointages.filter(vu=True).count() == 1
    assert envoyer(claire, d, [un, deux], [deux], a_25, commencer="oui").status_code == 302
    autre = Evacuation.objects.en_cours().get()
    assert (autre.ouverte_le, autre.pointages.get().eleve) == (a_25, deux)


def test_an_old_end_does_not_stand_in_the_way_of_an_alarm(d, finie, entrer, horloge):
    un, *_reste = presents(d)
    horloge(a := finie.finie_le + Evacuation.REPRISE + dt.timedelta(minutes=1))
    assert envoyer(entrer(d.enseignante), d, [un], [un], a, evacuation=finie.pk).status_code == 422
    assert envoyer(entrer(d.enseignante), d, [un], [un], a).status_code == 302
    assert Evacuation.objects.en_cours().exists()


def test_who_counted_before_the_end_without_network_is_told_of_which_it_is(d, finie, entrer):
    _un, deux, *_reste = presents(d)
    claire = entrer(d.enseignante)
    envoi = {"eleves": [deux.pk], "vu": [deux.pk], "numero": "n", "fait_le": int(MARDI_10H.timestamp() * 1000) + 60_000}
    adresse = reverse("evacuation_pointer", args=[d.elementaire.uai])
    dit = claire.post(adresse, envoi | {"evacuation": finie.pk}, headers={"X-Boite": "n"}).json()
    assert dit["reserves"] == ["Votre compte est arrivé : il est de l’évacuation finie à 10\u00a0h\u00a020."]
    assert finie.pointages.filter(vu=True).count() == 2
    assert not Evacuation.objects.en_cours().exists()


def test_a_count_that_joins_says_that_it_arrived(d, appel, entrer):
    un, *_reste = presents(d)
    claire = entrer(d.enseignante)
    envoyer(claire, d, [un], [un])
    assert "Votre compte est arrivé, avec ce que les autres ont compté." in claire.get(PAGE).text


def test_after_the_end_the_page_says_what_it_counted_and_who_was_missing(d, finie, entrer):
    un, deux, *_reste = presents(d)
    n = len(presents(d))
    lue = entrer(d.enseignante).get(PAGE).text
    assert f"Vos élèves : attendus {n} · vus 1 · manquent {n - 1}" in lue
    assert "N’ont pas été vus" in lue and f"{deux.prenom} {deux.nom}" in lue
    assert f"{un.prenom} {un.nom}" not in lue
    assert "Sofiane" not in lue  # of a class that she does not keep
    assert "Sofiane" in entrer(d.directrice).get(PAGE).text
    assert 'name="vu"' not in lue and "Envoyer ce compte" not in lue
    commencer = f"{PAGE}?commencer={d.elementaire.uai}"
    assert commencer in lue
    vierge = entrer(d.enseignante).get(commencer).text
    assert f"Vos élèves : attendus {n} · vus 0 · manquent {n}" in vierge
    assert 'name="commencer" value="oui"' in vierge and "Commencer une évacuation</button>" in vierge


def test_the_page_of_one_that_runs_bears_it_and_sends_its_count(d, appel, entrer):
    client = entrer(d.enseignante)
    assert 'name="commencer" value="oui"' in client.get(PAGE).text
    envoyer(client, d, [], [])
    page = client.get(PAGE).text
    assert f'name="evacuation" value="{Evacuation.objects.get().pk}"' in page
    assert 'name="commencer"' not in page and "Envoyer ce compte</button>" in page


def test_a_teacher_reads_that_the_children_are_theirs_and_the_adults_of_the_school(d, appel, entrer):
    assert "Vos élèves : attendus" in entrer(d.enseignante).get(PAGE).text
    for qui in (d.enseignante, d.directrice):
        assert "Adultes de l’école : sur place" in entrer(qui).get(PAGE).text
    assert "Vos élèves" not in entrer(d.directrice).get(PAGE).text
    assert "Élèves : attendus" in entrer(d.directrice).get(PAGE).text
