"""A pupil leaves the school this evening: the lists of the day keep them, the rest follows in the morning, unless something else was said since."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire import actions, ouvrier
from ent.annuaire.models import EntreeJournal
from tests.annuaire.test_scolarite import annuler_de, dites, partir, places, relu


def partir_ce_soir(d, client):
    adresse = reverse("annuaire_eleve_sortie", args=[d.elementaire.uai, d.eleve_cp.uuid])
    return client.post(adresse, {"ce_soir": "1"}, follow=True)


def du_matin(d, horloge, quand) -> None:
    """What runs then, for the departure that was noted."""
    horloge(quand)
    ouvrier.finir_un_depart.func(EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie").first().pk)


def test_who_is_still_there_today_leaves_in_the_evening(d, mardi, entrer, horloge):
    """Until then the lists of the day keep them, their family reads the school; the rest follows before the next school day."""
    directrice, aujourd_hui = entrer(d.directrice), mardi.date()
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    page = directrice.get(fiche).text
    assert 'name="ce_soir"' in page and "Noter le départ, dès maintenant" in page
    page = partir_ce_soir(d, directrice)
    assert "Inès Belhadj quitte l’école ce soir." in page.text
    assert [fin for *_reste, fin in places(d.eleve_cp)] == [aujourd_hui]
    assert "jusqu’au 24 novembre 2026" in directrice.get(fiche).text
    classe = reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])
    assert fiche in directrice.get(classe).text
    assert d.eleve_cp.pk in {s.eleve.pk for s in relu(d.mere).portee.suivis}
    du_matin(d, horloge, mardi)  # a worker that runs it at once does nothing
    assert relu(d.eleve_cp).fermee_le is None and dites(d) == set()
    du_matin(d, horloge, mardi + dt.timedelta(hours=21))
    assert relu(d.eleve_cp).fermee_le is not None
    assert dites(d) == {(d.enseignante.prenom, "Inès Belhadj a quitté l’école.")}
    assert d.eleve_cp.pk not in {s.eleve.pk for s in relu(d.mere).portee.suivis}


@pytest.mark.parametrize("ensuite", ["annuler", "changer", "importer"])
def test_what_was_said_since_of_a_last_day_holds(d, mardi, entrer, horloge, ensuite):
    directrice = entrer(d.directrice)
    annuler = annuler_de(partir_ce_soir(d, directrice))
    if ensuite == "annuler":
        assert "tout est comme avant" in directrice.post(annuler, follow=True).text
    elif ensuite == "changer":
        place = d.eleve_cp.inscriptions.get()
        actions.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    else:
        actions.inscrire(eleve=d.eleve_cp, classe=d.cp_ce1, niveau="CP")
    du_matin(d, horloge, mardi + dt.timedelta(hours=21))
    assert relu(d.eleve_cp).fermee_le is None and d.eleve_cp.inscriptions.filter(fin=None).exists()
    assert not any("a quitté" in texte for _qui, texte in dites(d))


def test_who_leaves_this_evening_may_be_gone_at_once_and_be_put_back_to_it(d, mardi, entrer, horloge):
    directrice = entrer(d.directrice)
    partir_ce_soir(d, directrice)
    avant = places(d.eleve_cp)
    assert "déjà noté" in partir_ce_soir(d, directrice).text
    annuler = annuler_de(partir(d, directrice))
    assert relu(d.eleve_cp).fermee_le is not None and places(d.eleve_cp) != avant
    directrice.post(annuler)
    assert relu(d.eleve_cp).fermee_le is None and places(d.eleve_cp) == avant
    horloge(mardi + dt.timedelta(hours=21))
    for ligne in EntreeJournal.objects.filter(details__has_key="dernier_jour").order_by("pk"):  # all that runs then
        ouvrier.finir_un_depart.func(ligne.pk)
    assert relu(d.eleve_cp).fermee_le is not None
    assert dites(d) == {(d.enseignante.prenom, "Inès Belhadj a quitté l’école.")}


# --- Of a pupil of two schools ------------------------------------------------------------------------------------------
@pytest.fixture
def de_deux_ecoles(d, mardi):
    """Today is her last day in the other one."""
    actions.inscrire(eleve=d.eleve_cp, classe=d.ms, niveau="CP")
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.maternelle, auteur=d.directrice_maternelle, ce_soir=True)


def test_who_leaves_one_school_at_once_and_another_this_evening_keeps_their_account_until_then(
    d, mardi, de_deux_ecoles, horloge
):
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert relu(d.eleve_cp).fermee_le is None
    assert {s.etablissement_id for s in relu(d.eleve_cp).portee.suivis} == {d.maternelle.pk}
    horloge(mardi + dt.timedelta(hours=21))
    ouvrier.finir_un_depart.func(
        EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie", etablissement=d.maternelle).get().pk
    )
    assert relu(d.eleve_cp).fermee_le is not None


def test_undone_once_the_other_school_closed_the_account_it_is_open(d, mardi, de_deux_ecoles, horloge):
    trace = actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    autre = EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie", etablissement=d.maternelle).get()
    horloge(mardi + dt.timedelta(hours=21))
    ouvrier.finir_un_depart.func(autre.pk)
    actions.annuler_un_mouvement(trace=trace, eleve=relu(d.eleve_cp), etablissement=d.elementaire, auteur=d.directrice)
    assert d.eleve_cp.inscriptions.filter(fin=None).exists() and relu(d.eleve_cp).fermee_le is None
