"""A mot as it is being typed: its author's alone, of a form that they may send, ended by its sending."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from ent.portail.models import Brouillon
from messagerie.models import Mot
from tests.messagerie.mots import envoyer

SAISI = {"nature": "oui_non", "titre": "Sortie à la ferme", "texte": "Départ 8 h 40.", "libelle_oui": "Je viens"}


def adresse(cle: str) -> str:
    return f"/carnet/brouillon/{cle}/"


def offerts(page: str) -> list:
    """Of each page in which it was written, the last one first."""
    trouve = re.search(r'<script type="application/json">(.*?)</script>', page)
    return [garde["champs"] for garde in json.loads(trouve[1])] if trouve else []


def cle_de(page: str) -> str:
    """The draft that this page of the form writes."""
    return re.search(r'name="brouillon-cle" value="([^"]+)"', page)[1]


def offert(page: str) -> dict | None:
    """The fields that the form offers to take up again."""
    return dict(offerts(page)[0]) if offerts(page) else None


@pytest.fixture
def claire(d, mardi, entrer):
    return entrer(d.enseignante)


@pytest.fixture
def page(d):
    return reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])


def test_what_was_typed_is_offered_again_to_its_author_alone(d, claire, entrer, page):
    cle = f"mot:classe:{d.cp_ce1.pk}"
    assert f'data-brouillon="{cle}"' in claire.get(page).text
    assert offert(claire.get(page).text) is None
    assert claire.post(adresse(cle), SAISI).status_code == 204
    assert offert(claire.get(page).text) == SAISI
    assert Brouillon.objects.get().etablissement == d.elementaire
    assert offert(entrer(d.directrice).get(page).text) is None


def test_taken_up_again_the_form_is_as_it_was_typed_and_nothing_leaves(d, claire, page):
    reponse = claire.post(
        page, SAISI | {"titre": "", "contenu-geste": "reprendre-tout", "brouillon-cle": "mot:classe:1"}
    )
    assert "Départ 8 h 40." in reponse.text and "Je viens" in reponse.text
    assert "Rien n’est encore parti" not in reponse.text
    assert not Mot.objects.exists()


@pytest.mark.parametrize(("titre", "reste"), [("Sortie à la ferme", 0), ("", 1)])
def test_it_ends_when_the_mot_leaves_and_then_only(d, claire, page, titre, reste):
    cle = f"mot:classe:{d.cp_ce1.pk}"
    claire.post(adresse(cle), SAISI)
    envoi = SAISI | {"titre": titre, "libelle_non": "Non", "pour": "", "signatures": "une", "date_limite": "2026-11-27"}
    reponse = claire.post(page, envoi | {"brouillon-cle": cle})
    assert (reponse.status_code, Brouillon.objects.count()) == ((422, 1) if reste else (302, 0))
    assert ("brouillon_fini" in reponse.cookies) is not bool(reste)


def test_a_correction_has_its_own(d, claire):
    mot = envoyer(d)
    claire.post(adresse(f"mot:{mot.pk}"), {"titre": "Corrigé"})
    assert offert(claire.get(reverse("carnet_corriger", args=[mot.pk])).text) == {"titre": "Corrigé"}
    assert claire.delete(adresse(f"mot:{mot.pk}")).status_code == 204
    assert not Brouillon.objects.exists()


def test_only_who_may_send_the_form_keeps_its_draft(d, mardi, entrer):
    mot = envoyer(d)
    cles = {
        f"mot:classe:{d.cp_ce1.pk}": {"enseignante", "directrice"},
        f"mot:ecole:{d.elementaire.pk}": {"directrice"},
        f"mot:groupe:{d.groupe_lecture.pk}": {"enseignant", "directrice"},
        f"mot:{mot.pk}": {"enseignante"},  # its sender alone corrects it
    }
    gens = ("enseignante", "enseignant", "directrice", "directrice_maternelle", "mere", "eleve_cp")
    for cle, attendus in cles.items():
        gardent = {q for q in gens if entrer(getattr(d, q)).post(adresse(cle), {"titre": "x"}).status_code == 204}
        assert gardent == attendus, cle
    for cle in ("mot:classe:0", "mot:classe:999999", "travail:classe:1", "mot:9999999999999999999", "x" * 200):
        assert entrer(d.enseignante).post(adresse(cle), {"titre": "x"}).status_code == 404


# --- Two pages of one form ----------------------------------------------------------------------------------------------
ENVOI = SAISI | {"libelle_non": "Non", "pour": "", "signatures": "une", "date_limite": "2026-11-27"}


def test_two_tabs_of_one_form_have_each_their_own_and_sending_one_leaves_the_other(d, claire, page, horloge, mardi):
    un, deux = (cle_de(claire.get(page).text) for _onglet in range(2))
    assert un != deux and un.startswith(f"mot:classe:{d.cp_ce1.pk}~")
    for n, (cle, titre) in enumerate([(un, "ONGLETUN"), (deux, "ONGLETDEUX")]):
        horloge(mardi + dt.timedelta(minutes=n))
        assert claire.post(adresse(cle), {"titre": titre}).status_code == 204
    assert offerts(claire.get(page).text) == [[["titre", "ONGLETDEUX"]], [["titre", "ONGLETUN"]]]
    assert claire.post(page, ENVOI | {"brouillon-cle": un}).status_code == 302
    assert offerts(claire.get(page).text) == [[["titre", "ONGLETDEUX"]]]
    assert claire.delete(adresse(deux)).status_code == 204
    assert offerts(claire.get(page).text) == []


def test_a_form_that_comes_back_is_the_same_page(d, claire, page):
    cle = cle_de(claire.get(page).text)
    refus = claire.post(page, SAISI | {"titre": "", "brouillon-cle": cle})
    assert refus.status_code == 422 and cle_de(refus.text) == cle
    ailleurs = claire.post(page, SAISI | {"titre": "", "brouillon-cle": "mot:classe:999~abcd1234"})
    assert cle_de(ailleurs.text).startswith(f"mot:classe:{d.cp_ce1.pk}~")


@pytest.mark.parametrize("par_l_envoi", [False, True])
@pytest.mark.parametrize("ecrit_encore", [False, True])
def test_what_is_taken_up_leaves_with_its_page_unless_its_own_wrote_since(d, claire, page, par_l_envoi, ecrit_encore):
    un, deux = (cle_de(claire.get(page).text) for _onglet in range(2))
    claire.post(adresse(un), {"titre": "ONGLETUN"})
    pris = {"brouillon-repris": un, "brouillon-repris-a": str(Brouillon.objects.get().a)}
    reprise = claire.post(page, {"titre": "ONGLETUN", "contenu-geste": "reprendre-tout", "brouillon-cle": deux} | pris)
    assert f'name="brouillon-repris" value="{un}"' in reprise.text
    if ecrit_encore:
        Brouillon.objects.update(modifie_le=Brouillon.objects.get().modifie_le + dt.timedelta(milliseconds=5))
    if par_l_envoi:
        assert claire.post(page, ENVOI | {"brouillon-cle": deux} | pris).status_code == 302
    else:
        assert claire.post(adresse(deux), {"titre": "ONGLETUN, suite"} | pris).status_code == 204
    restent = set(Brouillon.objects.values_list("cle", flat=True))
    assert restent == ({un} if ecrit_encore else set()) | (set() if par_l_envoi else {deux})


def test_nobody_takes_away_the_draft_of_somebody_else(d, claire, page, entrer):
    cle = cle_de(claire.get(page).text)
    claire.post(adresse(cle), SAISI)
    pris = {"brouillon-repris": cle, "brouillon-repris-a": str(Brouillon.objects.get().a)}
    assert entrer(d.directrice).post(adresse(f"{cle[:-8]}abcd1234"), SAISI | pris).status_code == 204
    assert Brouillon.objects.ecrits_par(d.enseignante).count() == 1


def test_ten_pages_of_one_form_are_kept_the_oldest_goes(d, claire, horloge, mardi):
    for n in range(12):
        horloge(mardi + dt.timedelta(minutes=n))
        claire.post(adresse(f"mot:classe:{d.cp_ce1.pk}~page{n:04}"), {"titre": str(n)})
    claire.post(adresse(f"mot:ecole:{d.elementaire.pk}~page0000"), {"titre": "x"})
    assert [dict(b.champs)["titre"] for b in Brouillon.objects.all()] == [[str(n)] for n in range(11, 1, -1)]


def test_a_correction_that_is_refused_never_says_that_the_mot_has_not_left(d, claire):
    mot = envoyer(d)
    refus = claire.post(reverse("carnet_corriger", args=[mot.pk]), {"titre": ""}).text
    assert "Rien n’est encore corrigé" in refus and "Rien n’est encore parti" not in refus


@pytest.mark.parametrize(("arrive", "restent"), [("ONGLETUN", 0), ("ONGLETUN, relu", 1)])
def test_the_last_words_of_a_closed_tab_may_arrive_once_they_are_offered(d, claire, page, arrive, restent):
    """This device alone had them when its next page was drawn: it knows of no instant (0) at which they were kept."""
    un, deux = (cle_de(claire.get(page).text) for _onglet in range(2))
    claire.post(adresse(un), {"titre": arrive})
    pris = {"brouillon-repris": un, "brouillon-repris-a": "0"}
    reprise = claire.post(page, {"titre": "ONGLETUN", "contenu-geste": "reprendre-tout", "brouillon-cle": deux} | pris)
    a = re.search(r'name="brouillon-repris-a" value="(\d+)"', reprise.text)[1]
    assert claire.post(adresse(deux), {"titre": "ONGLETUN !"} | pris | {"brouillon-repris-a": a}).status_code == 204
    assert Brouillon.objects.filter(cle=un).count() == restent
