"""The pages of settings: of the territory, of a commune, of a school. Told before it is made, who and when, undone."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire import actions, etages
from ent.annuaire.etages import Mode
from ent.annuaire.models import EntreeJournal, Etablissement, Place, Reglage
from tests.annuaire.test_ecoles import texte

TERRITOIRE, SOIR = "/annuaire/reglages/territoire/", "calme.debut"


@pytest.fixture
def trappes(d) -> Place:
    return Place(commune=d.elementaire.commune)


def page_de(place: Place, code: str = "") -> str:
    if place.commune is None:
        return reverse("annuaire_reglage_territoire", args=[code]) if code else TERRITOIRE
    insee = place.commune.code_insee
    return (
        reverse("annuaire_reglage_commune", args=[insee, code])
        if code
        else reverse("annuaire_reglages_commune", args=[insee])
    )


def version(page) -> str:
    return re.search(r'name="version" value="([^"]*)"', page.text)[1]


def regler(place: Place, heure: int | None, auteur, mode: str = Mode.LIBRE, code: str = SOIR) -> None:
    valeur = None if heure is None else dt.time(heure)
    actions.regler(place=place, code=code, valeur=valeur, mode=mode, auteur=auteur)


# --- The page of a level ----------------------------------------------------------------------------------------------
def test_a_commune_reads_the_value_in_force_where_it_comes_from_who_said_it_and_what_schools_chose(
    d, mardi, entrer, trappes
):
    regler(Place(), 20, d.operateur, Mode.BORNE)
    regler(trappes, 19, d.referente)
    regler(Place(ecole=d.college), 18, d.operateur)
    page = texte(entrer(d.referente).get(page_de(trappes)))
    assert "Réglages de Trappes 2 établissements" in page
    assert "19 h , choix de la commune" in page
    assert "Territoire (tient plus bas) au plus tard à 20 h M. Renard, le 24 novembre" in page
    assert "Trappes 19 h (en vigueur) Vous, le 24 novembre Changer" in page
    assert "2 établissements 1 suit, 1 a choisi : 18 h Collège des Grands-Chênes" in page


@pytest.mark.besoin_de("ent.services.periscolaire")
def test_what_the_nature_of_some_schools_makes_otherwise_is_counted(d, mardi, entrer, trappes):
    """Nobody said anything, and the collège has no cantine here."""
    for place, qui in ((trappes, d.referente), (Place(), d.operateur)):
        page = texte(entrer(qui).get(page_de(place)))
        assert "n’ont rien changé (en vigueur) d’origine, « fermé » pour Collège des Grands-Chênes" in page
        assert page.count("d’origine, « fermé »") == 1


def test_what_the_territory_fixes_is_said_with_its_lock_and_cannot_be_changed(d, mardi, entrer, trappes):
    regler(Place(), 19, d.operateur, Mode.FIXE)
    client = entrer(d.referente)
    page = texte(client.get(page_de(trappes)))
    assert "19 h , fixé par le territoire" in page
    assert "Trappes suit le territoire Ne peut pas changer" in page
    seul = client.get(page_de(trappes, SOIR), {"dire": "libre", "valeur": "18:00"})
    assert seul.status_code == 422
    assert "Voir ce que cela change" not in seul.text
    assert "Appliquer" not in seul.text


def test_another_commune_is_not_read(d, mardi, entrer, trappes):
    """What a school of Élancourt chose, and what its commune said, are nothing of Trappes."""
    elancourt = Place(commune=d.maternelle.commune)
    regler(elancourt, 17, d.operateur)
    regler(Place(ecole=d.maternelle), 16, d.directrice_maternelle)
    client = entrer(d.referente)
    for adresse in (page_de(trappes), page_de(trappes, SOIR)):
        page = texte(client.get(adresse))
        assert not re.search(r"Coquelicots|Élancourt|\b1[67] h", page)
    assert client.get(page_de(elancourt)).status_code == 404


def test_the_operator_reads_what_a_commune_decided_and_changes_none_of_it(d, mardi, entrer, trappes):
    regler(trappes, 19, d.referente)
    client, insee = entrer(d.operateur), trappes.commune.code_insee
    for adresse in (page_de(trappes), page_de(trappes, SOIR), f"{page_de(trappes, SOIR)}?dire=libre&valeur=18:00"):
        page = client.get(adresse)
        assert page.status_code == 200 and "19 h" in texte(page) and "Mme Morvan, le 24 novembre" in texte(page)
        for geste in ("Changer", "Annuler", "Voir ce que cela change", "Appliquer", "Vous pouvez"):
            assert geste not in texte(page)
    page = client.get(page_de(trappes))
    assert "la commune décide, dans ce que le territoire laisse ; vous lisez" in texte(page)
    assert "La commune peut choisir pour ses établissements" in texte(page)
    assert f'href="{TERRITOIRE}"' in page.text
    envoi = {"dire": "libre", "valeur": "18:00", "pret": [f"{SOIR}~libre~18:00"], "ligne": Reglage.objects.get().pk}
    for nom, args in (("reglage", [insee, SOIR]), ("reglages_ensemble", [insee]), ("reglage_annuler", [insee, SOIR])):
        assert client.post(reverse(f"annuaire_{nom}_commune", args=args), envoi).status_code == 404
    assert Reglage.objects.count() == 1


def test_the_territory_reads_which_communes_decided_and_leads_to_each(d, mardi, entrer, trappes):
    client = entrer(d.operateur)
    libre = texte(client.get(TERRITOIRE))
    assert "20 h , au choix de chaque établissement" in libre and "par 1 commune" not in libre
    regler(trappes, 19, d.referente, Mode.FIXE)
    regler(Place(commune=d.maternelle.commune), 21, d.operateur, Mode.BORNE)
    page = client.get(TERRITOIRE)
    assert "20 h , au choix de chaque établissement ; fixé par 1 commune, borné par 1 commune" in texte(page)
    for commune, dit in ((trappes.commune, "1 réglage décidé"), (d.maternelle.commune, "1 réglage décidé")):
        assert f'href="{reverse("annuaire_reglages_commune", args=[commune.code_insee])}"' in page.text
        assert f"{commune.nom} {dit}" in texte(page)
    regler(trappes, None, d.referente)
    assert f"{trappes.commune.nom} suit le territoire" in texte(client.get(TERRITOIRE))
    regler(Place(), 19, d.operateur, Mode.FIXE)
    assert "19 h , fixé par le territoire" in texte(client.get(TERRITOIRE))
    assert "par 1 commune" not in texte(client.get(TERRITOIRE))  # set aside by what is fixed above


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_choice_and_for_three(d, mardi, entrer, django_assert_num_queries, n):
    """Session, person, ties; schools, what is said, what changed; what is unread."""
    for ecole, heure in list(zip((d.elementaire, d.maternelle, d.college), (17, 18, 19), strict=True))[:n]:
        regler(Place(ecole=ecole), heure, d.operateur)
    client = entrer(d.operateur)
    client.get(TERRITOIRE)
    with django_assert_num_queries(7):
        client.get(TERRITOIRE)


# --- A word that is beyond its bound, as former rows may be ------------------------------------------------------------
@pytest.fixture
def au_dela(d, trappes, mardi) -> None:
    """The commune says 23 h and a school 22 h, under a territory that leaves 21 h at most: rows that no page would write today."""
    regler(Place(), 21, d.operateur, Mode.BORNE)
    for place, dite in ((trappes, "23:00"), (Place(ecole=d.elementaire), "22:00")):
        Reglage.objects.create(code=SOIR, valeur=dite, mode=Mode.LIBRE, par=d.operateur, **place.cles)
    actions.regler(place=Place(), code="calme.fin", valeur=None, auteur=d.operateur)  # all schools are computed again


def test_beyond_its_bound_a_word_is_read_as_its_bound_everywhere(d, entrer, trappes, au_dela):
    for ecole in (d.elementaire, d.college):
        assert Etablissement.objects.get(pk=ecole.pk).reglage(SOIR) == dt.time(21)
    commune = texte(entrer(d.referente).get(page_de(trappes)))
    assert "21 h , choix de la commune, au plus tard à 21 h" in commune
    assert "Trappes 21 h (en vigueur) M. Renard, le 24 novembre, au-delà : 23 h" in commune
    assert "1 suit, 1 a choisi : 21 h" in commune
    territoire = texte(entrer(d.operateur).get(TERRITOIRE))
    assert "2 communes 1 suit, 1 a choisi : 21 h" in territoire and not re.search(r"\b2[23] h", territoire)
    ecole = entrer(d.directrice).get(page_de_l_ecole(d))
    assert 'name="calme_debut" value="21:00"' in ecole.text and not re.search(
        r"\b2[23] h", texte(ecole).partition("Ce qui a changé")[0]
    )


def test_a_second_key_asked_of_fewer_than_the_territory_asks_is_asked_as_it_asks(d, mardi):
    """What every portée reads of it is the value that holds, and no row."""
    code = "connexion.second_facteur"
    actions.regler(place=Place(), code=code, valeur="direction", mode=Mode.BORNE, auteur=d.operateur)
    Reglage.objects.create(code=code, valeur="installation", mode=Mode.FIXE, par=None, commune=d.elementaire.commune)
    actions.regler(place=Place(), code=SOIR, valeur=dt.time(19), auteur=d.operateur)
    ecole = Etablissement.objects.get(pk=d.elementaire.pk)
    assert ecole.reglage(code) == "direction"
    assert d.directrice.portee.ecoles_qui_disent(code, "direction").keys() >= {ecole.pk}


# --- Told, then made --------------------------------------------------------------------------------------------------
def test_a_change_is_told_before_it_is_made(d, mardi, entrer):
    regler(Place(ecole=d.elementaire), 18, d.directrice)
    client, adresse = entrer(d.operateur), page_de(Place(), SOIR)
    prepare = client.get(adresse, {"dire": "libre", "valeur": "19:00"})
    assert "1 changement préparé ( 19 h ), rien n’est encore appliqué" in texte(prepare)
    assert "2 établissements changeraient, 1 garde son choix. 20 h → 19 h. Annulable 15 jours." in texte(prepare)
    assert "Appliquer à 2 établissements" in texte(prepare)
    assert Reglage.objects.filter(etablissement=None).count() == 0
    fixe = texte(client.get(adresse, {"dire": "fixe", "valeur": "19:00"}))
    assert (
        "3 établissements changeraient, 1 choix d’établissement ne compterait plus, et reviendrait après. 20 h → 19 h, 18 h → 19 h."
        in fixe
    )
    envoi = {"dire": "libre", "valeur": "19:00", "version": version(prepare)}
    fait = client.post(adresse, envoi, follow=True)
    assert "C’est réglé. Établissements changés : 2. Annulable 15 jours." in fait.text
    assert {e.uai: e.reglage(SOIR).hour for e in Etablissement.objects.all()} == {
        d.elementaire.uai: 18,
        d.maternelle.uai: 19,
        d.college.uai: 19,
    }


@pytest.mark.parametrize("etage", ["territoire", "commune"])
def test_a_bound_moves_only_the_schools_beyond_it_and_says_from_what_to_what(d, mardi, entrer, trappes, etage):
    """Who chose nothing is at 20 h: « au plus tard à 21 h » takes no hour of rest from any family."""
    place, qui = (Place(), d.operateur) if etage == "territoire" else (trappes, d.referente)
    regler(Place(ecole=d.college), 22, d.operateur)
    client, adresse = entrer(qui), page_de(place, SOIR)
    prepare = client.get(adresse, {"dire": "borne", "valeur": "21:00"})
    assert "1 établissement changerait, 1 garde son choix. 22 h → 21 h. Annulable 15 jours." in texte(prepare)
    client.post(adresse, {"dire": "borne", "valeur": "21:00", "version": version(prepare)})
    assert {e.uai: e.reglage(SOIR).hour for e in Etablissement.objects.all()} == {
        d.elementaire.uai: 20,
        d.maternelle.uai: 20,
        d.college.uai: 21,
    }
    assert "20 h , au choix de chaque établissement, au plus tard à 21 h" in texte(client.get(page_de(place)))
    rien = texte(client.get(adresse, {"dire": "borne", "valeur": "23:00"}))
    assert "21 h → 22 h" in rien and "20 h →" not in rien


def test_what_means_nothing_is_refused_in_a_sentence(d, mardi, entrer):
    client, adresse = entrer(d.operateur), page_de(Place(), SOIR)
    for demande, phrase in [
        ({"dire": "libre", "valeur": ""}, "Donnez la valeur."),
        ({"dire": "fixe", "valeur": "09:00"}, "Donnez une heure entre 13 h et 23 h 59."),
        ({"dire": "hier", "valeur": "19:00"}, "Sélectionnez un choix valide"),
    ]:
        page = client.get(adresse, demande)
        assert page.status_code == 422
        assert phrase in texte(page)
        assert "rien n’est encore appliqué" not in page.text


def test_a_value_that_is_changed_and_left_free_is_refused_and_kept(d, mardi, entrer, trappes):
    """As the page comes, « Laisser libre » is chosen: a value typed without more is not ignored."""
    client, adresse = entrer(d.operateur), page_de(Place(), SOIR)
    refus = client.get(adresse, {"dire": "suivre", "valeur": "19:00"})
    phrase = "Vous avez changé la valeur : choisissez « Proposer », « Borner » ou « Fixer », ou remettez « 20 h » pour laisser libre."
    assert refus.status_code == 422
    assert phrase in texte(refus)
    assert 'value="19:00"' in refus.text
    assert "rien n’est encore appliqué" not in refus.text
    module = client.get(page_de(Place(), "calme.week_end"), {"dire": "suivre", "valeur": "non"})
    assert "choisissez « Proposer » ou « Fixer », ou remettez « oui »" in texte(module)
    de_la_commune = entrer(d.referente).get(page_de(trappes, SOIR), {"dire": "suivre", "valeur": "19:00"})
    assert "pour suivre le territoire." in texte(de_la_commune)


@pytest.mark.parametrize(("code", "valeur"), [(SOIR, "20:00"), ("calme.week_end", "oui"), ("conservation.delai", "90")])
def test_what_is_left_free_with_the_value_that_was_there_is_prepared(d, mardi, entrer, code, valeur):
    dite = etages.declaration(code).lire(None)
    actions.regler(place=Place(), code=code, valeur=dite, mode=Mode.FIXE, auteur=d.operateur)
    client, adresse = entrer(d.operateur), page_de(Place(), code)
    for demande in ({"dire": "suivre", "valeur": valeur}, {"dire": "suivre", "valeur": ""}):
        prepare = client.get(adresse, demande)
        assert prepare.status_code == 200
        assert 'name="valeur" value=""' in prepare.text
    assert client.post(adresse, {"dire": "suivre", "valeur": "", "version": version(prepare)}).status_code == 302


def test_of_two_who_change_the_same_the_second_is_told_who_did(d, mardi, entrer, trappes):
    client, adresse = entrer(d.referente), page_de(trappes, SOIR)
    lue = version(client.get(adresse, {"dire": "libre", "valeur": "18:00"}))
    regler(trappes, 19, d.referente)
    refus = client.post(adresse, {"dire": "libre", "valeur": "18:00", "version": lue})
    assert refus.status_code == 422
    assert "Mme Morvan a modifié cela à 10 h 00, pendant que vous écriviez" in texte(refus)
    assert Reglage.objects.actuels().get(commune=trappes.commune).valeur == "19:00"


def test_what_changed_is_undone_from_the_page_once(d, mardi, entrer, trappes):
    regler(trappes, 19, d.referente)
    client, dite = entrer(d.referente), Reglage.objects.get()
    assert f'name="ligne" value="{dite.pk}"' in client.get(page_de(trappes)).text
    annuler = reverse("annuaire_reglage_annuler_commune", args=[trappes.commune.code_insee, SOIR])
    assert "C’est annulé : tout est comme avant." in client.post(annuler, {"ligne": dite.pk}, follow=True).text
    assert Etablissement.objects.get(pk=d.elementaire.pk).reglage(SOIR) == dt.time(20)
    assert "a été changé depuis" in client.post(annuler, {"ligne": dite.pk}, follow=True).text


# --- The page of a school ---------------------------------------------------------------------------------------------
def page_de_l_ecole(d) -> str:
    return reverse("annuaire_reglages", args=[d.elementaire.uai])


def test_a_direction_reads_what_is_fixed_with_who_fixed_it_and_keeps_the_rest(d, mardi, entrer):
    regler(Place(), 19, d.operateur, Mode.FIXE)
    page = texte(entrer(d.directrice).get(page_de_l_ecole(d)))
    assert "Début du repos, le soir 19 h , fixé par le territoire (M. Renard, le 24 novembre)" in page
    assert "Fin du repos, le matin Ce qui attendait arrive aux familles à cette heure. Valeur d’origine." in page
    regler(Place(commune=d.elementaire.commune), 8, d.referente, code="calme.fin")
    page = texte(entrer(d.directrice).get(page_de_l_ecole(d)))
    assert "arrive aux familles à cette heure. Suit la commune (Mme Morvan, le 24 novembre)." in page


def envoi_de(d, client, **autres) -> dict:
    page = client.get(page_de_l_ecole(d))
    semaine = {
        "semaine": "4",
        "matin_debut": "08:30",
        "matin_fin": "11:45",
        "apres_midi_debut": "13:30",
        "apres_midi_fin": "16:15",
    }
    champs = {
        "pages_commentaires": "on",
        "calme_debut": "20:00",
        "calme_fin": "07:00",
        "calme_week_end": "on",
        "calme_retient": "tout",
        "connexion_mur": "partout",
        "connexion_images": "CP",
        "pages_palette": "tableau",
        "conservation_delai": "90",
        "connexion_second_facteur": "installation",
        **{f"module_{une.module}": "on" for une in etages.modules()},
    }
    return semaine | champs | {"version": version(page)} | autres


def test_a_direction_says_by_exception_and_follows_again_what_it_says_the_same(d, mardi, entrer, trappes):
    client, adresse = entrer(d.directrice), page_de_l_ecole(d)
    regler(trappes, 19, d.referente)
    assert client.post(adresse, envoi_de(d, client, calme_debut="19:00")).status_code == 302
    assert d.elementaire.reglages.count() == 0
    assert client.post(adresse, envoi_de(d, client, calme_debut="18:00")).status_code == 302
    assert [(r.code, r.valeur, r.par) for r in d.elementaire.reglages.all()] == [(SOIR, "18:00", d.directrice)]
    assert "Choix de l’école (Mme Quéméneur, le 24 novembre) ; sans lui : 19 h." in texte(client.get(adresse))
    assert client.post(adresse, envoi_de(d, client, calme_debut="19:00")).status_code == 302
    assert Reglage.objects.actuels().get(etablissement=d.elementaire).valeur is None
    regler(trappes, 21, d.referente)
    assert Etablissement.objects.get(pk=d.elementaire.pk).reglage(SOIR) == dt.time(21)


def test_a_direction_beyond_a_bound_is_told_which_and_loses_nothing_of_what_it_typed(d, mardi, entrer):
    client, adresse = entrer(d.directrice), page_de_l_ecole(d)
    regler(Place(), 19, d.operateur, Mode.BORNE)
    refus = client.post(adresse, envoi_de(d, client, calme_debut="21:00", matin_debut="08:20"))
    assert refus.status_code == 422
    assert "Dans ce que laisse le territoire : au plus tard à 19 h." in texte(refus)
    assert "Rien n’est encore enregistré : corrigez ce qui est marqué." in texte(refus)
    assert "Rien n’est encore enregistré : corrigez ce qui est marqué." not in texte(client.get(adresse))
    assert ('value="21:00"' in refus.text, 'value="08:20"' in refus.text) == (True, True)
    assert d.elementaire.reglages.count() == 0


def test_a_direction_undoes_what_it_said(d, mardi, entrer):
    regler(Place(ecole=d.elementaire), 18, d.directrice)
    client, dite = entrer(d.directrice), Reglage.objects.get()
    annuler = reverse("annuaire_reglage_annuler", args=[d.elementaire.uai, SOIR])
    assert annuler in client.get(page_de_l_ecole(d)).text
    client.post(annuler, {"ligne": dite.pk})
    assert Etablissement.objects.get(pk=d.elementaire.pk).reglage(SOIR) == dt.time(20)


@pytest.mark.besoin_de("messagerie")
def test_what_is_set_on_a_page_of_its_own_is_led_to_where_that_level_sets_it(d, mardi, entrer, trappes):
    for client, page in ((entrer(d.operateur), TERRITOIRE), (entrer(d.referente), page_de(trappes))):
        lue = client.get(page).text
        assert f'href="{page}?rubrique=messages"' in lue and "Les familles aux enseignants" not in lue
        seule = client.get(f"{page}?rubrique=messages").text
        assert "Les familles aux enseignants" in seule and "Début du repos" not in seule
    assert (
        f'href="{reverse("messagerie_regler", args=[d.elementaire.uai])}"'
        in entrer(d.directrice).get(page_de_l_ecole(d)).text
    )


def test_what_is_told_is_what_is_counted_and_nothing_is_offered_that_changes_nothing(d, mardi, entrer):
    """A school that had it so already, by its nature or by its own word, is not one that changes."""
    regler(Place(ecole=d.elementaire), 19, d.directrice)
    client, adresse = entrer(d.operateur), page_de(Place(), SOIR)
    prepare = client.get(adresse, {"dire": "fixe", "valeur": "19:00"})
    assert "2 établissements changeraient" in texte(prepare) and "Appliquer à 2 établissements" in texte(prepare)
    fait = client.post(adresse, {"dire": "fixe", "valeur": "19:00", "version": version(prepare)}, follow=True)
    assert "Établissements changés : 2." in fait.text
    assert EntreeJournal.objects.filter(verbe="annuaire.regler").first().details["n"] == 2
    encore = client.get(adresse, {"dire": "fixe", "valeur": "19:00"})
    assert "C’est déjà ce qui est dit ici" in texte(encore) and "Appliquer" not in texte(encore)
    propose = texte(client.get(adresse, {"dire": "libre", "valeur": "19:00"}))
    assert "Appliquer à 0" not in propose and "Appliquer" in propose  # nothing changes today; each may choose again


def test_leaving_what_nobody_said_offers_nothing(d, mardi, entrer):
    page = entrer(d.operateur).get(page_de(Place(), SOIR), {"dire": "suivre", "valeur": ""})
    assert "C’est déjà ce qui est dit ici" in texte(page) and "Appliquer" not in texte(page)
