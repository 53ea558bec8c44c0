"""The roll in Chromium: thirty pupils on a phone, with the network and without; a family tells; an evacuation is counted from two phones."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.appel import cocher, envoyer, etre_trente, toucher
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur

MODELES = "__import__('ent.services.vie_scolaire.models', fromlist=['x'])"
DU_JOUR = (
    f"[[li.eleve.prenom, li.absent] for li in {MODELES}.LigneAppel.objects.filter("
    "appel__jour=__import__('django.utils.timezone', fromlist=['x']).localdate(), appel__moment={!r}).order_by('eleve__prenom')]"
)
APPELS = f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1, jour=__import__('django.utils.timezone', fromlist=['x']).localdate()).count()"


@pytest.fixture(scope="module", autouse=True)
def trente(serveur):
    etre_trente(serveur)


def test_thirty_pupils_are_called_in_less_than_twenty_seconds(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    page = telephone.page
    duree = cocher(page)
    pied = page.locator("[data-pied] p")
    assert relacher(pied.inner_text()) == (
        "27 présents, 2 absents, 1 retard. Les familles de Dina et de Malik seront prévenues."
    )
    telephone.photographier("appel")
    assert examiner(page, "roll") == []
    assert not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    duree += envoyer(page)
    print(f"\n30 pupils, 2 absent and 1 late, from the home to the answer: {duree:.1f} s")
    assert duree < 20
    assert serveur.lire(DU_JOUR.format("matin")) == [["Dina", True], ["Malik", True], ["Tom", False]]
    telephone.photographier("appel-fait")


def test_without_network_it_is_kept_then_leaves_once(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller("/appel/")
    telephone.avoir_fini()
    avant = serveur.lire(APPELS)
    serveur.faire(f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1).delete()")
    telephone.contexte.set_offline(True)
    page = telephone.page
    page.get_by_role("link", name=re.compile("Matin|Faire l’appel")).first.click()
    page.get_by_text("Pas de réseau ici. Rien n’est perdu.").wait_for()
    toucher(page, "Malik")
    page.get_by_role("button", name="Envoyer l’appel : 1 absent").click()
    page.get_by_text("L’appel est gardé sur ce téléphone.").wait_for()
    telephone.photographier("appel-garde")
    assert examiner(page, "kept roll") == []
    assert serveur.lire(APPELS) == 0
    telephone.contexte.set_offline(False)
    for _essai in range(40):
        if serveur.lire(APPELS) == 1:
            break
        page.wait_for_timeout(250)
    telephone.parcourir_la_boite()
    assert (serveur.lire(APPELS), avant) == (1, 1)


def test_an_evacuation_is_counted_without_network_and_joined(appareil, serveur):
    claire, anne = appareil("telephone"), appareil("telephone")
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller("/appel/evacuation/")
    claire.avoir_fini()
    claire.contexte.set_offline(True)
    claire.aller("/appel/evacuation/")
    claire.page.get_by_text("qui est arrivé ou parti depuis n’y est pas").wait_for()
    claire.page.get_by_label("Kenza Haddad").check()
    expect(claire.page.locator("[data-compte]").first).to_contain_text("vus 1")
    claire.page.get_by_role("button", name="Envoyer ce compte").click()
    claire.page.get_by_text("Ce compte est gardé sur ce téléphone.").wait_for()
    claire.photographier("evacuation-gardee")
    claire.aller("/appel/evacuation/")  # closed and opened again: what was ticked is still there
    expect(claire.page.get_by_label("Kenza Haddad")).to_be_checked()
    anne.entrer("anne.quemeneur@exemple.fr")
    anne.aller("/appel/evacuation/")
    expect(anne.page.get_by_label("Kenza Haddad")).not_to_be_checked()
    claire.contexte.set_offline(False)
    claire.parcourir_la_boite()
    anne.page.reload()
    expect(anne.page.get_by_label("Kenza Haddad")).to_be_checked()
    anne.photographier("evacuation-direction")
    assert examiner(anne.page, "evacuation") == []
    assert not debords(anne.page)


def test_a_parent_tells_an_absence_in_two_taps(appareil, serveur):
    telephone = appareil("telephone")
    telephone.entrer("samira.haddad@exemple.fr")
    serveur.faire("d.mere_arabophone.langue = 'fr'; d.mere_arabophone.save()")
    telephone.aller("/absences/prevenir/")
    page = telephone.page
    page.locator("label", has_text="Malade").click()
    page.get_by_role("button", name="Prévenir").click()
    page.get_by_text("L’école est prévenue.").first.wait_for()
    assert serveur.lire(f"{MODELES}.DeclarationAbsence.objects.filter(eleve=d.eleve_ce1, motif='maladie').count()") == 1
    telephone.photographier("absence-dite")
    assert examiner(page, "absences") == []
    assert not debords(page)


def test_once_the_half_day_is_over_a_late_hour_is_asked_for_and_not_that_of_now(appareil, serveur):
    serveur.faire(f"{MODELES}.Appel.objects.filter(classe=d.cp_ce1).delete()")
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller("/appel/")
    page = telephone.page
    page.get_by_role("link", name=re.compile("Matin|Faire l’appel")).first.click()
    page.locator("form[data-appel]").evaluate("(f) => { f.dataset.finie = ''; }")  # the server says it once it is over
    page.get_by_text("En retard", exact=True).click()
    toucher(page, "Malik")
    heure = page.locator("[data-dit=retard] [data-heure=arrive] input")
    expect(heure).to_be_focused()
    expect(heure).to_have_value("")
    adresse = page.url
    page.locator("[data-pied] button").click()
    expect(heure).to_be_focused()
    assert page.url == adresse and serveur.lire(APPELS) == 0
    heure.fill("09:05")
    page.locator("[data-pied] button").click()
    page.get_by_text("L’appel est parti").first.wait_for()
    assert serveur.lire(
        f"[str(li.arrive_a) for li in {MODELES}.LigneAppel.objects.filter(eleve__prenom='Malik', appel__classe=d.cp_ce1, appel__jour=__import__('django.utils.timezone', fromlist=['x']).localdate())]"
    ) == ["09:05:00"]
