"""The feed of a collège: ten thousand lines of a thousand pupils, in batches of five hundred, beside bare views that read the same JSON, one that keeps it and one
that drops it; then one line at a time, from the call of the collège to a parent's open page that holds it.

Run inside a site (`python -m tests.charge.college`) it makes a collège of a thousand pupils, and who may speak for it.
"""

import asyncio
import datetime as dt
import json
import random
import sys
import time
import urllib.request
from collections.abc import Collection

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from docs.client_college import Client, jwk

from .client import Mesure, requete
from .publication import PATIENCE, demander, prise_de
from .services import Lieux, daphne, module

ELEVES, LIGNES, LOT = 1_000, 10_000, 500  # as many as the documented client sends at once
TOURS, DIRECTS = 3, 50  # as many calls as a minute allows, all told


def mesurer(carnet, lieux: Lieux, notre: int, nue: int, signaux: int, sauf: Collection[str]) -> None:
    """`notre`, `nue` and `signaux` are ports. Each turn says every line again, in its next version: the second writes over the first."""
    if "college" in sauf:
        return
    decor = json.loads(module(lieux.environnement("territoire"), "tests.charge.college"))
    cle = serialization.load_pem_private_key(decor["cle"].encode(), None)
    client = Client(f"http://127.0.0.1:{notre}", decor["client"], decor["secret"], cle, "1")
    print(f"\nflux_college : {LIGNES} lignes de {ELEVES} élèves, par lots de {LOT}", flush=True)
    durees, gardes, lus = [], [], []
    for tour in range(TOURS):
        lots = [_lot(decor["eleves"], debut, tour + 1) for debut in range(0, LIGNES, LOT)]
        depart = time.monotonic()
        for lot in lots:
            recu = next(client.envoyer(lot))
            assert recu["pris"] == LOT, recu
        durees.append(time.monotonic() - depart)
        gardes.append(_a_la_vue_nue(f"http://127.0.0.1:{nue}/json/garde/", lots))
        lus.append(_a_la_vue_nue(f"http://127.0.0.1:{nue}/json/", lots))
    carnet.noter("flux_college", LIGNES / min(durees), "lignes/s")
    # Beside a bare view that keeps the same lines, as they are said; beside one that drops them, for which none is possible (decision 0183).
    carnet.noter("flux_college_ratio", min(durees) / min(gardes), "×", "≤ 6")
    carnet.noter("flux_college_lu_ratio", min(durees) / min(lus), "×")
    print(f"\nflux_direct : {DIRECTS} appels, la page d’un parent ouverte", flush=True)
    with daphne(signaux, lieux.environnement("territoire")):
        mesure = asyncio.run(_en_direct(client, decor, notre, signaux))
    carnet.noter("flux_direct_p50", mesure.centile(50), "ms")
    carnet.noter("flux_direct", mesure.centile(99), "ms", "< 300")


def _a_la_vue_nue(adresse: str, lots: list[list[dict]]) -> float:
    """Seconds that the bare site takes of the same batches."""
    depart = time.monotonic()
    for lot in lots:
        demande = urllib.request.Request(adresse, json.dumps({"elements": lot}).encode(), method="POST")
        with urllib.request.urlopen(demande) as reponse:
            assert json.loads(reponse.read()) == {"lus": LOT}
    return time.monotonic() - depart


async def _en_direct(client: Client, decor: dict, pages: int, signaux: int) -> Mesure:
    """Seconds from the call to the parent's days holding the line: the signal, the moment that the server sets, the part asked for again."""
    mesure = Mesure()
    demande = requete("GET", decor["adresse"], decor["cookies"], compresse=False)
    demande = demande.replace(b"\r\n\r\n", b"\r\nHX-Request: true\r\nConnection: close\r\n\r\n", 1)
    async with prise_de(decor, signaux) as prise:
        debut = time.monotonic()
        for n in range(DIRECTS + 3):
            (ligne,) = _lot(decor["eleves"][:1], n, TOURS + 1, combien=1)
            ligne |= {
                "id": f"direct-{n}",
                "jour": dt.date.today().isoformat(),
                "titre": f"Appel numéro {n} de la mesure",
            }
            depart = time.monotonic()
            appel = asyncio.create_task(asyncio.to_thread(next, client.envoyer([ligne])))
            signal: dict = {}
            while signal.get("type") != "continuite.change":
                signal = json.loads(await asyncio.wait_for(prise.recv(), PATIENCE))
            await asyncio.sleep(random.random() * signal["etalement"] / 1000)
            reponse = await demander(pages, demande)
            tenue = time.monotonic() - depart
            if ligne["titre"].encode() not in reponse:
                raise AssertionError(f"{decor['adresse']} ne tient pas « {ligne['titre']} » : {reponse[:200]!r}")
            assert (await appel)["pris"] == 1
            if n >= 3:  # the first ones warm caches up
                mesure.temps.append(tenue)
        mesure.duree = time.monotonic() - debut
    return mesure


def _lot(eleves: list[str], debut: int, version: int, combien: int = LOT) -> list[dict]:
    jour = dt.date.today() + dt.timedelta(days=3)
    return [
        {
            "id": f"d-{n}",
            "version": version,
            "nature": "devoir",
            "eleve": {"par": "id", "valeur": eleves[n % len(eleves)]},
            "titre": f"Maths : exercices {n} et {n + 1}",
            "jour": (jour + dt.timedelta(days=n % 20)).isoformat(),
            "lien": f"https://college.exemple.fr/devoirs/{n}",
        }
        for n in range(debut, debut + combien)
    ]


def decor() -> None:
    import django

    django.setup()
    from django.urls import reverse

    from ent.annuaire.models import Personne
    from ent.services.continuite.actions.emetteurs import ouvrir_un_emetteur
    from tests.charge.decor import session

    college, eleves, parent = _college()
    cle = Ed25519PrivateKey.generate()
    champs = {
        "etablissement": college,
        "nom": "Mesure",
        "origines": "https://college.exemple.fr",
        "cles": [{"kid": "1", "x": jwk(cle, "1")["x"]}],
    }
    auteur = Personne.objects.filter(roles__nature="directeur").order_by("pk")[0]
    emetteur, secret = ouvrir_un_emetteur(auteur=auteur, champs=champs)
    prive = cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    dit = {
        "client": str(emetteur.uuid),
        "secret": secret,
        "cle": prive,
        "eleves": [str(eleve.uuid) for eleve in eleves],
        "cookies": session(parent),
        "adresse": reverse("tuile", args=["famille", "jours"]),
    }
    json.dump(dit, sys.stdout)


def _college() -> tuple:
    """The collège, its thousand pupils, a parent of the first."""
    from ent.annuaire.codes import lettre_uai
    from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Inscription, Personne, Responsabilite

    voisin = Etablissement.objects.order_by("pk")[0]
    uai = "0789990" + lettre_uai("0789990")
    college = Etablissement.objects.create(uai=uai, nom="Collège de mesure", nature="college", commune=voisin.commune)
    annee = AnneeScolaire.objects.pour(dt.date.today())
    classe = Classe.objects.create(etablissement=college, annee=annee, nom="6e", identifiant_onde="6")
    eleves = Personne.objects.bulk_create(
        [Personne(prenom=f"Élève {n}", nom="Mesure", password="!") for n in range(ELEVES)]
    )
    Inscription.objects.bulk_create(
        [Inscription(eleve=eleve, classe=classe, niveau="6E", debut=annee.debut) for eleve in eleves]
    )
    parent = Personne.objects.create(prenom="Parent", nom="Mesure", courriel="parent@mesure.exemple.fr", password="!")
    Responsabilite.objects.create(
        adulte=parent,
        enfant=eleves[0],
        etablissement=college,
        lien="mere",
        autorite=Responsabilite.Autorite.CONFIRMEE,
        debut=annee.debut,
    )
    return college, eleves, parent


if __name__ == "__main__":
    decor()
