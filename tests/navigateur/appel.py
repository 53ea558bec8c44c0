"""A roll of thirty, in real taps, by an eye and a thumb: what a test judges and the bench measures."""

import re
import time

from playwright.sync_api import Page, expect

from tests.navigateur.serveur import Serveur

TRENTE = """
from ent.annuaire.models import Inscription, Personne
for rang in range(30 - d.cp_ce1.inscriptions.filter(fin=None).count()):
    eleve = Personne.objects.create_user(prenom=["Malik", "Tom", "Dina", "Hugo", "Yasmine", "Zachary"][rang], nom="Sissoko")
    Inscription.objects.create(eleve=eleve, classe=d.cp_ce1, niveau="CE1", debut=d.cp_ce1.annee.debut)
"""
OEIL = 450  # milliseconds for an eye to find a name, and a thumb to reach it


def etre_trente(serveur: Serveur) -> None:
    serveur.faire(TRENTE)


def toucher(page: Page, prenom: str) -> None:
    page.wait_for_timeout(OEIL)
    page.locator("[data-grille]").get_by_role("button", name=re.compile(rf"^{prenom}")).first.click()


def cocher(page: Page) -> float:
    """From the home of the teacher of thirty: Malik and Dina absent, Tom late. Seconds that it took."""
    debut = time.monotonic()
    page.get_by_role("link", name="Faire l’appel : CP-CE1").click()
    expect(page.locator("[data-grille] button")).to_have_count(30)
    for prenom in ("Malik", "Dina"):
        toucher(page, prenom)
    page.get_by_text("En retard", exact=True).click()
    toucher(page, "Tom")
    return time.monotonic() - debut


def envoyer(page: Page) -> float:
    """Sends what `cocher` marked, and reads that it left. Seconds that it took."""
    debut = time.monotonic()
    page.get_by_role("button", name="Envoyer l’appel : 2 absents").click()
    page.get_by_text("L’appel est parti : 2 absents, 1 retard.").first.wait_for()
    return time.monotonic() - debut
