"""Several settings prepared at once by a level: told together, applied in one transaction, undone together."""

import datetime as dt
import html
import re
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.actions import Voulu, reglages
from ent.annuaire.etages import Mode
from ent.annuaire.models import EntreeJournal, Etablissement, Place, Reglage
from tests.annuaire.test_ecoles import texte
from tests.annuaire.test_reglages import TERRITOIRE, envoi_de, page_de, page_de_l_ecole, regler, version

SOIR, MATIN, CANTINE = "calme.debut", "calme.fin", "module.periscolaire"
DEUX = [f"{SOIR}~fixe~19:00", f"{MATIN}~libre~08:00"]
ENSEMBLE = "/annuaire/reglages/territoire/ensemble/"


def en_vigueur() -> dict[str, tuple]:
    return {e.uai: (e.reglage(SOIR).hour, e.reglage(MATIN).hour) for e in Etablissement.objects.all()}


def prepares(client, *prets: str, ici: str = TERRITOIRE):
    return client.get(ici, {"pret": list(prets)})


def test_from_one_setting_to_the_next_what_is_prepared_is_carried_by_the_address(d, mardi, entrer):
    client = entrer(d.operateur)
    seul = client.get(page_de(Place(), SOIR), {"dire": "fixe", "valeur": "19:00"})
    suite = f"{TERRITOIRE}?{urlencode({'pret': DEUX[0]})}"
    assert f'href="{suite}#prepares"' in seul.text
    page = client.get(suite)
    changer = f"{page_de(Place(), MATIN)}?{urlencode({'pret': DEUX[0]})}"
    assert f'href="{changer}"' in page.text
    autre = client.get(changer)
    assert f'name="pret" value="{DEUX[0]}"' in autre.text
    deux = client.get(page_de(Place(), MATIN), {"pret": DEUX[0], "dire": "libre", "valeur": "08:00"})
    assert "1 changement préparé ( 8 h ) et 1 autre, rien n’est encore appliqué" in texte(deux)
    assert (
        f'href="{TERRITOIRE}?{urlencode([("pret", pret) for pret in DEUX]).replace("&", "&amp;")}#prepares"'
        in deux.text
    )
    assert Reglage.objects.count() == 0


def test_one_preview_tells_each_and_one_tap_applies_all(d, mardi, entrer):
    regler(Place(ecole=d.elementaire), 18, d.directrice)
    client = entrer(d.operateur)
    page = prepares(client, *DEUX)
    lue = texte(page)
    assert (
        "Début du repos, le soir : 19 h, fixé 3 établissements changeraient, 1 choix d’établissement ne compterait plus"
        in lue
    )
    assert "Fin du repos, le matin : 8 h 3 établissements changeraient." in lue
    assert "2 changements préparés, rien n’est encore appliqué" in lue
    assert "Appliquer les 2" in lue
    fait = client.post(ENSEMBLE, {"pret": DEUX, "version": version(page)}, follow=True)
    assert "C’est réglé. Établissements changés : 3. Annulable 15 jours." in fait.text
    assert set(en_vigueur().values()) == {(19, 8)}
    journal = EntreeJournal.objects.filter(verbe="annuaire.regler", etablissement=None)
    assert {(e.details["code"], e.details["n"]) for e in journal} == {(SOIR, 3), (MATIN, 3)}


def test_they_are_undone_together(d, mardi, entrer):
    client = entrer(d.operateur)
    client.post(ENSEMBLE, {"pret": DEUX, "version": version(prepares(client, *DEUX))})
    page = client.get(TERRITOIRE)
    assert "Début du repos, le soir : 19 h, fixé · Fin du repos, le matin : 8 h" in texte(page)
    assert "Annuler les 2" in texte(page)
    lignes = re.findall(r'name="ligne" value="(\d+)"', page.text)
    assert len(lignes) == 2
    annuler = reverse("annuaire_reglage_annuler_territoire", args=[SOIR])
    assert "C’est annulé" in client.post(annuler, {"ligne": lignes}, follow=True).text
    assert set(en_vigueur().values()) == {(20, 7)}
    assert "a été changé depuis" in client.post(annuler, {"ligne": lignes}, follow=True).text


def test_once_one_of_them_is_said_again_each_is_undone_alone(d, mardi, horloge):
    deux = [Voulu(SOIR, dt.time(19)), Voulu(MATIN, dt.time(8))]
    actions.regler_ensemble(place=Place(), voulus=deux, auteur=d.operateur)
    lignes = dict(Reglage.objects.values_list("code", "pk"))
    horloge(mardi + dt.timedelta(hours=1))
    regler(Place(), 21, d.operateur)
    with pytest.raises(ValidationError, match="changé depuis"):
        actions.revenir(place=Place(), lignes=lignes.values(), auteur=d.operateur)
    assert set(en_vigueur().values()) == {(21, 8)}
    actions.revenir(place=Place(), lignes=[lignes[MATIN]], auteur=d.operateur)
    assert set(en_vigueur().values()) == {(21, 7)}


def test_one_that_may_not_be_said_stops_them_all(d, mardi, entrer):
    trappes = Place(commune=d.elementaire.commune)
    client, ici = entrer(d.referente), page_de(trappes)
    ensemble = reverse("annuaire_reglages_ensemble_commune", args=[trappes.commune.code_insee])
    lue = version(prepares(client, *DEUX, ici=ici))
    regler(Place(), 20, d.operateur, Mode.FIXE)
    refus = client.post(ensemble, {"pret": DEUX, "version": lue})
    assert refus.status_code == 422
    assert "Début du repos, le soir : C’est fixé par le territoire" in texte(refus)
    assert set(en_vigueur().values()) == {(20, 7)}
    with pytest.raises(ValidationError, match="fixé par le territoire"):
        actions.regler_ensemble(
            place=trappes, voulus=[Voulu(MATIN, dt.time(8)), Voulu(SOIR, dt.time(19))], auteur=d.referente
        )
    assert not Reglage.objects.filter(commune=trappes.commune).exists()


@pytest.fixture
def entre_temps(d, monkeypatch):
    """The territory fixes the evening once the form was judged, while its action waits for its turn."""
    prendre = reglages._prendre_son_tour

    def apres_le_territoire(*arguments):
        monkeypatch.setattr(reglages, "_prendre_son_tour", prendre)
        regler(Place(), 20, d.operateur, Mode.FIXE)
        return prendre(*arguments)

    return lambda: monkeypatch.setattr(reglages, "_prendre_son_tour", apres_le_territoire)


def test_a_level_above_that_speaks_while_one_applies_is_told_and_nothing_of_it_is_lost(d, mardi, entrer, entre_temps):
    trappes = Place(commune=d.elementaire.commune)
    client, ici, seul = entrer(d.referente), page_de(trappes), page_de(trappes, SOIR)
    ensemble = reverse("annuaire_reglages_ensemble_commune", args=[trappes.commune.code_insee])
    un, deux = {"dire": "libre", "valeur": "19:00"}, {"pret": DEUX}
    for adresse, envoi, page in [
        (seul, un, client.get(seul, un)),
        (ensemble, deux, prepares(client, *DEUX, ici=ici)),
    ]:
        Reglage.objects.all().delete()
        entre_temps()
        refus = client.post(adresse, envoi | {"version": version(page)})
        assert refus.status_code == 422
        assert "C’est fixé par le territoire" in texte(refus)
        assert "19:00" in refus.text
        assert not Reglage.objects.filter(commune=trappes.commune).exists()


def test_a_school_is_told_it_as_a_commune_is(d, mardi, entrer, entre_temps):
    client = entrer(d.directrice)
    envoi = envoi_de(d, client, calme_debut="18:00", matin_debut="08:20")
    entre_temps()
    refus = client.post(page_de_l_ecole(d), envoi)
    assert refus.status_code == 422
    assert "C’est fixé par le territoire" in texte(refus)
    assert 'value="08:20"' in refus.text
    assert not d.elementaire.reglages.exists()
    assert Etablissement.objects.get(pk=d.elementaire.pk).matin_debut == dt.time(8, 30)


def test_who_had_read_something_else_is_told_once(d, mardi, entrer):
    client = entrer(d.operateur)
    lue = version(prepares(client, *DEUX))
    regler(Place(), 21, d.operateur)
    refus = client.post(ENSEMBLE, {"pret": DEUX, "version": lue})
    assert refus.status_code == 422
    assert "M. Renard a modifié cela à 10 h 00" in texte(refus)
    assert client.post(ENSEMBLE, {"pret": DEUX, "version": version(refus)}).status_code == 302
    assert set(en_vigueur().values()) == {(19, 8)}


@pytest.mark.parametrize(
    ("prets", "phrase"),
    [
        ([], "Préparez d’abord un changement."),
        (["calme.jamais~fixe~1", "n’importe quoi", "calme.debut~fixe"], "Préparez d’abord un changement."),
        ([f"{SOIR}~fixe~09:00"], "Donnez une heure entre 13 h et 23 h 59."),
        ([f"{SOIR}~demain~19:00"], "Sélectionnez un choix valide"),
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(d, mardi, entrer, prets, phrase):
    client = entrer(d.operateur)
    assert prepares(client, *prets).status_code == 200
    refus = client.post(ENSEMBLE, {"pret": prets})
    assert refus.status_code == 422
    assert phrase in texte(refus)
    assert Reglage.objects.count() == 0


def test_each_may_be_taken_out(d, mardi, entrer):
    page = prepares(entrer(d.operateur), *DEUX)
    assert f'href="{TERRITOIRE}?{urlencode({"pret": DEUX[1]})}#prepares"' in page.text
    assert f'href="{TERRITOIRE}?{urlencode({"pret": DEUX[0]})}#prepares"' in page.text


@pytest.mark.besoin_de("ent.services.periscolaire", "ent.services.agenda_ecole")
def test_what_several_modules_would_hide_is_said_of_each(d, mardi, entrer):
    lue = texte(prepares(entrer(d.operateur), f"{CANTINE}~fixe~non", "module.agenda_ecole~libre~non"))
    assert (
        "Cantine, garderie, étude : fermé, fixé 2 établissements changeraient." in lue
    )  # it is closed at the collège already
    assert "Agenda : fermé 3 établissements changeraient." in lue


@pytest.mark.parametrize("n", [1, 3])
def test_saying_several_costs_one_turn_and_one_reckoning(d, django_assert_num_queries, n):
    """Its transaction (two), its turn, the schools, what rules them, their values; of each, two rows and its line."""
    voulus = [Voulu(SOIR, dt.time(19)), Voulu(MATIN, dt.time(8)), Voulu("calme.week_end", False)][:n]
    with django_assert_num_queries(6 + 3 * n):
        actions.regler_ensemble(place=Place(), voulus=voulus, auteur=d.operateur)


# --- What is prepared is kept -------------------------------------------------------------------------------------------
def prets_de(page) -> list[str]:
    return re.findall(r'<input type="hidden" name="pret" value="([^"]+)">', page.text)


def test_who_leaves_the_page_finds_there_what_they_were_preparing_until_they_apply_it(d, mardi, entrer):
    client = entrer(d.operateur)
    prepares(client, *DEUX)
    client.get("/annuaire/")
    page = client.get(TERRITOIRE, follow=True)
    assert prets_de(page) == DEUX
    for adresse in (page_de(Place(), MATIN), page_de(Place(), "calme.week_end")):  # « Retour », « Laisser »
        seul = client.get(adresse, {"dire": "fixe", "valeur": "06:00" if adresse.endswith("fin/") else "oui"})
        retour = f'href="{TERRITOIRE}?{urlencode([("pret", pret) for pret in DEUX]).replace("&", "&amp;")}"'
        assert retour in seul.text
    fait = client.post(ENSEMBLE, {"pret": DEUX, "version": version(page)}, follow=True)
    assert "C’est réglé" in fait.text and prets_de(fait) == prets_de(client.get(TERRITOIRE)) == []


def test_to_throw_it_away_is_said_so_and_does(d, mardi, entrer):
    client = entrer(d.operateur)
    page = prepares(client, *DEUX)
    jeter = f"{TERRITOIRE}?pret="
    assert f'<a class="bouton bouton--discret" href="{jeter}">Tout jeter</a>' in page.text
    assert prets_de(client.get(jeter)) == prets_de(client.get(TERRITOIRE)) == []
    assert client.get(TERRITOIRE).status_code == 200


def test_the_last_one_that_is_taken_out_leaves_nothing(d, mardi, entrer):
    client = entrer(d.operateur)
    page = prepares(client, DEUX[0])
    assert f'href="{TERRITOIRE}?pret=#prepares"' in page.text
    client.get(f"{TERRITOIRE}?pret=")
    assert prets_de(client.get(TERRITOIRE)) == []


def test_each_level_keeps_its_own_and_each_person_theirs(d, mardi, entrer):
    trappes = page_de(Place(commune=d.elementaire.commune))
    client = entrer(d.operateur)
    prepares(client, *DEUX)
    assert prets_de(client.get(trappes)) == []
    assert prets_de(entrer(d.referente).get(trappes, follow=True)) == []
    assert prets_de(entrer(d.operateur).get(TERRITOIRE, follow=True)) == []  # of another browser


# --- Undone from the head of the page -----------------------------------------------------------------------------------
def annuler_de(page) -> list[str]:
    """Where « Annuler » of the banner leads."""
    banniere = page.text.partition('<div class="messages"')[2].partition("</div>\n</div>")[0]
    return [html.unescape(vers) for vers in re.findall(r'<form method="post" action="([^"]+)"', banniere)]


def test_what_was_applied_is_undone_from_the_banner_and_not_again_from_there_nor_from_the_list(d, mardi, entrer):
    client = entrer(d.operateur)
    fait = client.post(ENSEMBLE, {"pret": DEUX, "version": version(prepares(client, *DEUX))}, follow=True)
    [annuler] = annuler_de(fait)
    defait = client.post(annuler, follow=True)
    assert "C’est annulé : tout est comme avant." in defait.text
    assert set(en_vigueur().values()) == {(20, 7)}
    assert annuler_de(defait) == [] and 'name="ligne"' not in defait.text
    assert "remis comme avant" in texte(defait)
    assert 'name="ligne"' not in client.get(page_de(Place(), SOIR)).text


def test_one_setting_alone_too_at_each_level(d, mardi, entrer):
    trappes = Place(commune=d.elementaire.commune)
    for place, qui in ((Place(), d.operateur), (trappes, d.referente)):
        client, adresse = entrer(qui), page_de(place, SOIR)
        envoi = {"dire": "libre", "valeur": "18:00"}
        fait = client.post(adresse, envoi | {"version": version(client.get(adresse, envoi))}, follow=True)
        assert {heure for heure, _matin in en_vigueur().values()} >= {18}
        [annuler] = annuler_de(fait)
        client.post(annuler)
        assert {heure for heure, _matin in en_vigueur().values()} == {20}


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_a_direction_undoes_from_the_banner_the_module_that_it_opened_or_closed(d, mardi, entrer):
    client, ici = entrer(d.directrice), page_de_l_ecole(d)
    envoi = envoi_de(d, client)
    fait = client.post(ici, {nom: dit for nom, dit in envoi.items() if nom != "module_periscolaire"}, follow=True)
    assert not Etablissement.objects.get(pk=d.elementaire.pk).reglage(CANTINE)
    [annuler] = annuler_de(fait)
    assert "C’est annulé" in client.post(annuler, follow=True).text
    assert Etablissement.objects.get(pk=d.elementaire.pk).reglage(CANTINE)


def test_the_week_that_changed_with_it_has_no_undo_and_none_is_promised(d, mardi, entrer):
    client, ici = entrer(d.directrice), page_de_l_ecole(d)
    assert (
        annuler_de(client.post(ici, envoi_de(d, client, calme_debut="18:00", matin_debut="08:40"), follow=True)) == []
    )
    assert annuler_de(client.post(ici, envoi_de(d, client, calme_debut="18:00"), follow=True)) == []  # nothing was said
