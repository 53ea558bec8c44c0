"""Parental authority of a class in one form: nobody is ticked beforehand, what somebody said meanwhile is kept, all is undone in one tap."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Inscription, Responsabilite
from ent.annuaire.registres import enregistrer_liens_changes

PHRASE = "adultes ont l’autorité parentale"


@pytest.fixture
def adresse(d, mardi) -> str:
    return reverse("annuaire_autorite", args=[d.elementaire.uai, d.cp_ce1.pk])


def a_dire(d) -> list[Responsabilite]:
    liens = Responsabilite.objects.filter(
        enfant__inscriptions__classe=d.cp_ce1, etablissement=d.elementaire, autorite="a_confirmer"
    )
    return list(liens.order_by("enfant__nom", "pk"))


def envoi(liens, **changes) -> dict:
    """What a page read now sends, with these boxes ticked."""
    return {"l": [lien.pk for lien in liens]} | {f"lu-{lien.pk}": lien.lu for lien in liens} | changes


def autorites(liens) -> list[str]:
    return [Responsabilite.objects.get(pk=lien.pk).autorite for lien in liens]


def annuler_dans(page) -> str:
    return re.search(r'action="([^"]*/annuler/[^"]+)"', page.text)[1]


def test_nobody_is_ticked_beforehand_and_what_is_said_is_shown_without_a_box(d, entrer, adresse):
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    page = entrer(d.directrice).get(adresse).text
    assert len(re.findall(r'type="checkbox" name="l"', page)) == len(a_dire(d)) == 22
    assert "checked" not in page
    assert "sans autorité parentale" in page
    sien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_cp)
    assert f'name="l" value="{sien.pk}"' not in page


def test_some_are_confirmed_in_one_form_and_the_others_are_left(d, entrer, adresse):
    un, autre, *reste = a_dire(d)
    Responsabilite.objects.filter(pk=un.pk).update(lien="mere", foyer="1")
    un.refresh_from_db()
    page = entrer(d.directrice).post(adresse, envoi([un, autre]), follow=True)
    assert f"2 {PHRASE}" in page.text
    assert autorites([un, autre]) == ["confirmee", "confirmee"]
    assert set(autorites(reste)) == {"a_confirmer"}
    un.refresh_from_db()
    assert (un.lien, un.foyer, un.confirmee_par) == ("mere", "1", d.directrice)
    ecrites = EntreeJournal.objects.filter(verbe="annuaire.confirmer_responsabilite", auteur_uuid=d.directrice.uuid)
    assert set(ecrites.values_list("objet", flat=True)) == {f"responsabilite {un.pk}", f"responsabilite {autre.pk}"}


def test_all_are_confirmed_then_undone_in_one_tap_but_what_was_said_since(d, entrer, adresse):
    liens = a_dire(d)
    client = entrer(d.directrice)
    page = client.post(adresse, envoi(liens), follow=True)
    assert set(autorites(liens)) == {"confirmee"}
    assert "Tout est dit pour cette classe" in page.text
    corrige, repris, *reste = liens
    actions.confirmer_responsabilite(
        responsabilite=Responsabilite.objects.get(pk=corrige.pk), lien="pere", autorite="sans", auteur=d.directrice
    )
    # Said again the same by another, at another moment: it is their word now.
    Responsabilite.objects.filter(pk=repris.pk).update(confirmee_le=dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
    apres = client.post(annuler_dans(page), follow=True)
    assert f"C’est annulé : {len(reste)} liens sont à confirmer." in apres.text
    assert autorites(liens) == ["sans", "confirmee"] + ["a_confirmer"] * len(reste)
    assert EntreeJournal.objects.filter(verbe="annuaire.reprendre_responsabilite").count() == len(reste)
    # Twice is nothing more, and says so.
    assert "Il n’y a plus rien à annuler" in client.post(annuler_dans(page), follow=True).text


def test_what_another_said_meanwhile_is_refused_once_and_shown_with_what_is_ticked(d, entrer, adresse):
    un, autre = a_dire(d)[:2]
    vieille = envoi([un, autre])
    actions.confirmer_responsabilite(responsabilite=un, lien="mere", autorite="sans", auteur=d.directrice)
    client = entrer(d.directrice)
    refus = client.post(adresse, vieille)
    assert refus.status_code == 422
    assert f"dit par {d.directrice.nom_affiche} à 10 h 00" in refus.text
    assert autorites([un, autre]) == ["sans", "a_confirmer"]
    assert set(re.findall(r'name="l" value="(\d+)" checked', refus.text)) == {str(un.pk), str(autre.pk)}
    lus = dict(re.findall(r'name="(lu-\d+)" value="([^"]*)"', refus.text))
    assert client.post(adresse, vieille | lus).status_code == 302
    assert autorites([un, autre]) == ["confirmee", "confirmee"]


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acte", ["confirmer_en_lot", "confirmer_responsabilites"])
def test_of_two_heads_at_two_addresses_who_comes_second_reads_what_the_first_said(
    d, entrer, adresse, monkeypatch, acte
):
    """The second had judged the tie before the first wrote."""
    lien = a_dire(d)[0]
    page, choix = adresse, {}
    if acte == "confirmer_responsabilites":
        page = reverse("annuaire_responsables", args=[d.elementaire.uai])
        choix = {f"lien-{lien.pk}": lien.lien, f"foyer-{lien.pk}": lien.foyer, f"autorite-{lien.pk}": "confirmee"}
    juge, va, vraie, reponses = threading.Event(), threading.Event(), getattr(actions, acte), []
    client = entrer(d.directrice)

    def lente(**options):
        juge.set()
        va.wait(20)
        return vraie(**options)

    def envoyer():
        try:
            reponses.append(client.post(page, envoi([lien], **choix)))
        finally:
            connection.close()

    monkeypatch.setattr(actions, acte, lente)
    fil = threading.Thread(target=envoyer)
    fil.start()
    assert juge.wait(20)
    lu_ailleurs = Responsabilite.objects.get(pk=lien.pk)
    actions.confirmer_responsabilite(responsabilite=lu_ailleurs, lien="mere", autorite="sans", auteur=d.enseignant)
    va.set()
    fil.join(30)
    assert autorites([lien]) == ["sans"]
    (refus,) = reponses
    assert refus.status_code == 422 and f"dit par {d.enseignant.nom_affiche} à 10 h 00" in refus.text
    lu = re.search(rf'name="lu-{lien.pk}" value="([^"]*)"', refus.text)[1]
    assert client.post(page, envoi([lien], **choix, **{f"lu-{lien.pk}": lu})).status_code == 302
    assert autorites([lien]) == ["confirmee"]


def test_what_another_has_already_confirmed_is_not_written_again(d, entrer, adresse):
    un = a_dire(d)[0]
    vieille = envoi([un])
    actions.confirmer_responsabilite(responsabilite=un, lien="mere", autorite="confirmee", auteur=d.directrice)
    page = entrer(d.directrice).post(adresse, vieille, follow=True)
    assert "C’était déjà dit" in page.text
    assert EntreeJournal.objects.filter(objet=f"responsabilite {un.pk}").count() == 1
    assert Responsabilite.objects.get(pk=un.pk).lien == "mere"


def test_nothing_ticked_says_what_to_do(d, entrer, adresse):
    page = entrer(d.directrice).post(adresse, {"lu-1": "x"})
    assert page.status_code == 422 and "Rien n’est coché" in page.text


def test_a_tie_of_another_class_or_school_is_not_confirmed_from_here(d, entrer, adresse):
    ailleurs = list(Responsabilite.objects.filter(autorite="a_confirmer").exclude(pk__in=[li.pk for li in a_dire(d)]))
    assert {li.etablissement_id for li in ailleurs} == {d.elementaire.pk, d.maternelle.pk}
    assert entrer(d.directrice).post(adresse, envoi(ailleurs)).status_code == 422
    assert set(autorites(ailleurs)) == {"a_confirmer"}


def test_a_child_of_the_class_whose_tie_another_school_declares_shows_nothing_of_it(d, entrer, adresse):
    lien = Responsabilite.objects.create(
        adulte=d.operateur, enfant=d.eleve_cp, etablissement=d.maternelle, debut=dt.date(2026, 9, 1)
    )
    page = entrer(d.directrice).get(adresse).text
    assert "Renard" not in page
    assert entrer(d.directrice).post(adresse, envoi([lien])).status_code == 422


@pytest.mark.parametrize("qui", ["directrice_maternelle", "enseignante", "mere", "operateur"])
def test_only_its_direction_confirms_and_undoes(d, entrer, adresse, qui):
    liens = a_dire(d)
    page = entrer(d.directrice).post(adresse, envoi(liens[:2]), follow=True)
    autre = entrer(getattr(d, qui))
    assert autre.get(adresse).status_code == autre.post(adresse, envoi(liens[2:])).status_code == 404
    assert autre.post(annuler_dans(page)).status_code == 404
    assert autorites(liens[:3]) == ["confirmee", "confirmee", "a_confirmer"]


def test_a_geste_of_another_school_undoes_nothing_here(d, entrer, adresse):
    """Signed for one school, sent to the page of another that one directs too."""
    liens = a_dire(d)[:1]
    page = entrer(d.directrice).post(adresse, envoi(liens), follow=True)
    actions.donner_role(personne=d.directrice, nature="directeur", etablissement=d.maternelle)
    la_bas = reverse("annuaire_autorite_annuler", args=[d.maternelle.uai, d.ms.pk, annuler_dans(page).split("/")[-2]])
    assert "Cela ne s’annule plus d’ici" in entrer(d.directrice).post(la_bas, follow=True).text
    assert autorites(liens) == ["confirmee"]


def test_an_hour_later_it_is_not_undone_and_the_page_says_what_to_do(d, entrer, adresse, horloge, mardi):
    liens = a_dire(d)[:1]
    client = entrer(d.directrice)
    annuler = annuler_dans(client.post(adresse, envoi(liens), follow=True))
    horloge(mardi + dt.timedelta(hours=1, seconds=2))
    assert "Corrigez chaque lien" in client.post(annuler, follow=True).text
    assert autorites(liens) == ["confirmee"]


def test_it_is_undone_for_an_hour_beside_the_one_line_that_says_how_many(d, entrer, adresse, horloge, mardi):
    liens, journal = a_dire(d)[:3], reverse("annuaire_journal", args=[d.elementaire.uai])
    horloge(mardi + dt.timedelta(hours=2))
    client = entrer(d.directrice)
    annuler = annuler_dans(client.post(adresse, envoi(liens), follow=True))
    ligne = re.search(r'<li class="espace">(.*?)</li>', client.get(journal).text, re.DOTALL)[1]
    assert "a confirmé l’autorité parentale de 3 adultes" in ligne and "CP-CE1" in ligne and annuler in ligne
    assert client.get(journal).text.count(annuler) == 1
    assert annuler not in entrer(d.directrice).get(journal).text
    horloge(mardi + dt.timedelta(hours=3, minutes=1))
    assert annuler not in client.get(journal).text
    horloge(mardi + dt.timedelta(hours=2, minutes=59))
    assert "C’est annulé : 3 liens sont à confirmer." in client.post(annuler, follow=True).text
    page = client.get(journal).text
    assert annuler not in page and "a remis 3 autorités parentales à confirmer" in page
    assert autorites(liens) == ["a_confirmer"] * 3


def test_rooms_are_told_once_of_all_the_children(d, entrer, adresse, django_capture_on_commit_callbacks, monkeypatch):
    dits: list[frozenset[int]] = []
    monkeypatch.setattr("ent.annuaire.registres._liens", [])
    enregistrer_liens_changes(dits.append)
    liens = a_dire(d)[:5]
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirmer_en_lot(classe=d.cp_ce1, liens=liens, auteur=d.directrice)
    assert dits == [frozenset(lien.enfant_id for lien in liens)]


def test_the_list_counts_by_class_and_says_who_is_in_none(d, entrer, adresse):
    page = entrer(d.directrice).get(reverse("annuaire_responsables", args=[d.elementaire.uai])).text
    assert f'href="{adresse}"' in page
    assert re.search(r"CP-CE1 <span class=\"puce__compte\">22<", page)
    assert "dans aucune classe" not in page
    parti = a_dire(d)[0].enfant
    Inscription.objects.filter(eleve=parti).update(fin=dt.date(2026, 11, 20))
    page = entrer(d.directrice).get(reverse("annuaire_responsables", args=[d.elementaire.uai])).text
    assert re.search(r"CP-CE1 <span class=\"puce__compte\">21<", page)
    assert "1 lien est celui d’un enfant qui n’est dans aucune classe" in page


def test_a_closed_class_has_no_such_page(d, entrer, adresse, mardi):
    d.cp_ce1.fermee_le = mardi
    d.cp_ce1.save()
    assert entrer(d.directrice).get(adresse).status_code == 404
