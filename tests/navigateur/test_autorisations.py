"""An outing on phones: a teacher asks, a mother gives, a father refuses, and the roll leaves the child at school."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_sorties import envoyer
from tests.typographie import relacher

pytestmark = pytest.mark.navigateur

DEMANDE = "__import__('ent.services.vie_scolaire.models', fromlist=['x']).DemandeConsentement.objects.filter(titre='Musée de la poste')"
JOUR = "__import__('ent.annuaire.calendrier', fromlist=['x']).prochain_jour_de_classe(d.elementaire, __import__('django.utils.timezone', fromlist=['x']).localdate())"
LE_JOUR = """
from django.utils import timezone
from ent.services.vie_scolaire.models import DemandeConsentement
jour = timezone.localdate()
DemandeConsentement.objects.filter(titre='Musée de la poste').update(debut=jour, fin=jour, depart_a=None, retour_a=None)
"""


def test_a_child_whose_parents_differ_stands_on_the_roll_and_does_not_leave(appareil, serveur):
    claire, nadia, mehdi, samira = (appareil("telephone") for _une in range(4))
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller("/plus/")
    page = claire.page
    page.get_by_role("link", name=re.compile("^Autorisations")).click()
    page.get_by_role("link", name="Sortie", exact=True).click()
    page.get_by_label("Titre").fill("Musée de la poste")
    page.get_by_label("Le jour").fill(str(serveur.lire(f"str({JOUR})")))
    expect(page.get_by_label("CP-CE1")).to_be_checked()
    envoyer(page, "Demander aux familles", "Demander quand même")
    page.get_by_text("C’est demandé : les familles le voient maintenant.").first.wait_for()

    # A mother gives, from her home, in one tap.
    nadia.entrer("nadia.belhadj@exemple.fr")
    billet = nadia.page.locator("#tuile-a-faire .fil__article", has_text="Musée de la poste")
    billet.scroll_into_view_if_needed()
    nadia.photographier("autorisation-fil")
    assert examiner(nadia.page, "home") == []
    assert not debords(nadia.page)
    accord = billet.get_by_role("button", name="J’autorise : Inès")
    accord.click()
    expect(accord).to_have_attribute("aria-pressed", "true")
    expect(nadia.page.locator("#annonce")).to_have_text("C’est noté : vous autorisez.")

    # A father refuses, on its page; he reads that answers differ, and nothing of whose.
    mehdi.entrer("mehdi.belhadj@exemple.fr")
    mehdi.page.get_by_role("link", name=re.compile("Inès, Musée de la poste")).first.click()
    mehdi.page.get_by_role("button", name="Je n’autorise pas : Inès").click()
    mehdi.page.get_by_text("Les réponses données pour votre enfant diffèrent : voyez avec l’école.").first.wait_for()
    assert "Nadia" not in mehdi.page.locator("main").inner_text()
    mehdi.photographier("autorisation-differe")
    assert examiner(mehdi.page, "answer") == []
    assert not debords(mehdi.page)
    assert mehdi.page.evaluate(PETITES_CIBLES, 44) == []
    samira.entrer("samira.haddad@exemple.fr")
    assert samira.page.evaluate(PETITES_CIBLES, 44) == []
    accord = samira.page.locator(".fil__article", has_text="Musée de la poste").locator("[name=reponse][value=oui]")
    accord.click()
    expect(accord).to_have_attribute("aria-pressed", "true")

    # The day has come: the teacher reads the conflict, and takes the roll of those who go.
    serveur.faire(LE_JOUR)
    page.reload()
    expect(page.locator(".autorise__rangs li", has_text="Inès Belhadj")).to_contain_text("en désaccord")
    claire.photographier("autorisation-suivi")
    assert examiner(page, "follow-up") == []
    assert not debords(page)
    page.get_by_role("button", name="Faire l’appel de la sortie").click()
    expect(page.locator("[data-grille] button")).to_have_count(1)
    page.wait_for_load_state()  # words are on lines of their own once the sheet is there
    reste = page.locator(".appel-restent li", has_text="Inès Belhadj")
    assert relacher(reste.inner_text()).split("\n")[-1].strip() == "en désaccord"
    claire.photographier("autorisation-appel")
    assert examiner(page, "roll") == []
    assert not debords(page)
    page.get_by_role("button", name="Envoyer l’appel : personne ne manque").click()
    page.get_by_text("L’appel est parti : personne ne manque.").first.wait_for()


def test_an_answer_given_without_network_leaves_when_it_is_back(appareil, serveur):
    nadia = appareil("telephone")
    nadia.entrer("nadia.belhadj@exemple.fr")
    nadia.aller("/sorties-et-accords/")
    nadia.page.get_by_role("link", name=re.compile("Inès : Rentrer sans adulte")).click()
    nadia.avoir_fini()
    dite = "__import__('ent.services.vie_scolaire.models', fromlist=['x']).Consentement.objects.get(demande__genre='seul', eleve=d.eleve_cp, responsable=d.mere, remplace_le=None).accorde"
    assert serveur.lire(dite) is False
    nadia.contexte.set_offline(True)
    nadia.page.get_by_role("button", name="J’autorise : Inès").click()
    nadia.page.get_by_text("C’est gardé sur cet appareil").first.wait_for()
    assert serveur.lire(dite) is False
    nadia.contexte.set_offline(False)
    nadia.page.get_by_text("C’est noté : vous autorisez.").first.wait_for()
    assert serveur.lire(dite) is True
