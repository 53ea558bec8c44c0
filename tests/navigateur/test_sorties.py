"""An outing on phones: moved by its teacher, answered again by a mother, cancelled, crossed out in the agenda, put back."""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur

JOUR = (
    "(lambda c, t: c.prochain_jour_de_classe(d.elementaire, t.localdate() + t.timedelta(days={n})))"
    "(__import__('ent.annuaire.calendrier', fromlist=['x']), __import__('django.utils.timezone', fromlist=['x']))"
)


def _jour(serveur, n: int) -> str:
    return str(serveur.lire(f"str({JOUR.format(n=n)})"))


def test_an_outing_moves_is_answered_again_is_cancelled_and_put_back(appareil, serveur):
    claire, nadia = (appareil("telephone") for _une in range(2))
    claire.entrer("claire.lefort@exemple.fr")
    claire.aller("/sorties-et-accords/suivi/")
    page = claire.page
    page.get_by_role("link", name="Sortie", exact=True).click()
    page.get_by_label("Titre").fill("Moulin à eau")
    page.get_by_label("Le jour").fill(_jour(serveur, 8))
    envoyer(page, "Demander aux familles", "Demander quand même")
    page.get_by_text("C’est demandé : les familles le voient maintenant.").first.wait_for()

    nadia.entrer("nadia.belhadj@exemple.fr")
    nadia.aller("/sorties-et-accords/")
    nadia.page.get_by_role("link", name=re.compile("Inès : Moulin à eau")).click()
    nadia.page.get_by_role("button", name="J’autorise : Inès").click()
    nadia.page.get_by_text("C’est noté : vous autorisez.").first.wait_for()
    une = nadia.page.url

    # What it does is read before it is written.
    page.get_by_role("link", name="Corriger la sortie").click()
    page.get_by_label("Le jour").fill(_jour(serveur, 9))
    page.get_by_role("button", name="Enregistrer").click()
    expect(
        page.get_by_text("La famille de 1 enfant devra répondre à nouveau, car cela change : le jour.")
    ).to_be_visible()
    assert examiner(page, "correction") == []
    assert not debords(page)
    page.get_by_role("button", name="Enregistrer et prévenir").click()
    page.get_by_text("C’est corrigé, et les familles répondent à nouveau.").first.wait_for()
    assert page.evaluate(PETITES_CIBLES, 44) == []

    nadia.aller(une)
    expect(nadia.page.get_by_text("Votre réponse d’avant ne compte plus : répondez à nouveau.")).to_be_visible()
    assert examiner(nadia.page, "asked again") == []
    assert not debords(nadia.page)
    nadia.page.get_by_role("button", name="J’autorise : Inès").click()
    nadia.page.get_by_text("C’est noté : vous autorisez.").first.wait_for()

    page.get_by_text("Annuler la sortie").click()
    page.get_by_label("Un mot aux familles").fill("Le car est en panne.")
    page.get_by_role("button", name="Annuler et prévenir").click()
    page.get_by_text("La sortie est annulée.").first.wait_for()
    nadia.aller(une)
    expect(nadia.page.get_by_text("La sortie est annulée : il n’y a plus à répondre.")).to_be_visible()
    assert nadia.page.get_by_role("button", name="J’autorise : Inès").count() == 0
    nadia.aller(f"/agenda/?mois={_jour(serveur, 9)[:7]}")
    expect(nadia.page.locator("a.agenda-date.agenda-date--annulee", has_text="Moulin à eau")).to_be_visible()
    assert not debords(nadia.page)

    page.get_by_role("button", name="Rétablir").click()
    page.get_by_text("La sortie a bien lieu : les réponses données comptent à nouveau.").first.wait_for()
    expect(page.get_by_text("1 accord")).to_be_visible()


def envoyer(page, bouton: str, quand_meme: str) -> None:
    """Once more where something else is that day."""
    page.get_by_role("button", name=bouton).click()
    page.wait_for_load_state()
    if page.get_by_role("button", name=quand_meme).count():
        page.get_by_role("button", name=quand_meme).click()
