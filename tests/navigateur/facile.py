"""The ten screens of easy French on the demonstration, as one parent finds them: run beside the server (`serveur.lire`)."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ent.annuaire.models import Personne
from ent.socle.francais import FACILE
from tests.langues import ecouter
from tests.matrice import Objets

# Where each screen is: an address, or the first link of that form on the pages that lead to it.
ECRANS = {
    "fil": "/",
    "semaine": "/semaine/",
    "mot": r"/carnet/[0-9a-f-]{36}/\d+/",
    "messages": r"/messages/fil/\d+/",
    "absence": "/absences/prevenir/",
    "pourquoi": "/absences/",
    "autorisation": r"/sorties-et-accords/\d+/enfant/[0-9a-f-]{36}/",
    "cantine": "/periscolaire/",
    "menus": "/periscolaire/menus/",
    "rendez-vous": r"/rendez-vous/\d+/[0-9a-f-]{36}/",
}
MENENT = ("/", "/messages/", "/carnet/", "/sorties-et-accords/", "/rendez-vous/")


def preparer(d) -> None:
    """An absence that nobody explained, and an outing to allow: what this Tuesday has not."""
    for nom in ("absences_expliquer", "autorisation_famille"):
        Objets(d, "elementaire").arguments(nom)


def client(courriel: str, *, facile: bool) -> Client:
    appareil = Client(SERVER_NAME="localhost")
    appareil.force_login(Personne.objects.get(courriel=courriel))
    if facile:
        appareil.cookies["confort"] = "facile"
    return appareil


def chemins(courriel: str) -> dict[str, str]:
    """By screen, its address."""
    usuel = client(courriel, facile=False)
    liens = [lien for page in MENENT for lien in re.findall(r'href="(/[^"#?]*)', usuel.get(page).text)]
    return {nom: next((lien for lien in liens if re.fullmatch(forme, lien)), forme) for nom, forme in ECRANS.items()}


def relever(courriel: str) -> dict[str, dict]:
    """By screen: its page as usual and in easy French, what each asked of the database, and the sentences asked of the catalog."""
    releve = {}
    for nom, chemin in chemins(courriel).items():
        pages = {}
        for facile in (False, True):
            appareil = client(courriel, facile=facile)
            appareil.get(chemin, follow=True)  # what a process asks once is asked
            with ecouter(FACILE) as dites, CaptureQueriesContext(connection) as requetes:
                reponse = appareil.get(chemin, follow=True)
            pages["facile" if facile else "usuel"] = {
                "statut": reponse.status_code,
                "page": reponse.text,
                "requetes": len(requetes),
            }
        releve[nom] = pages | {"chemin": chemin, "dites": sorted(dites)}
    return releve


def morceau(courriel: str, chemin: str) -> str:
    """What htmx asks again."""
    return client(courriel, facile=True).get(chemin, headers={"HX-Request": "true"}).text
