"""A teacher gives work to a class while sixty browsers of its families and pupils are connected.

Two halves. Run inside the site (`python -m tests.charge.publication`), `publieur` gives one travail per line read and
answers when it was committed. `mesurer` plays the browsers: each hears the signal on its socket, waits the random moment that
the server sets, asks for its tile over HTTP, and holds the new item or fails the bench.
"""

import asyncio
import json
import random
import socket
import subprocess
import sys
import time
from contextlib import AsyncExitStack

import websockets

from .client import Mesure, requete
from .services import RACINE

LECTEURS, PUBLICATIONS, PAUSE, PATIENCE = 60, 100, 0.2, 10.0


async def demander(port: int, demande: bytes) -> bytes:
    """Over a plain socket: sixty devices are played by one process, on the cores that are measured."""
    boucle, reponse = asyncio.get_running_loop(), bytearray()
    with socket.socket() as prise:
        prise.setblocking(False)
        await boucle.sock_connect(prise, ("127.0.0.1", port))
        await boucle.sock_sendall(prise, demande)
        while morceau := await boucle.sock_recv(prise, 262_144):
            reponse += morceau
    return bytes(reponse)


async def _lire(prise, visiteur: dict, port: int, attendu: list[str], tenus: asyncio.Queue) -> None:
    """One browser, for as long as the measure lasts."""
    demande = requete("GET", visiteur["adresse"], visiteur["cookies"], compresse=False)
    demande = demande.replace(b"\r\n\r\n", b"\r\nHX-Request: true\r\nConnection: close\r\n\r\n", 1)
    async for trame in prise:
        signal = json.loads(trame)
        if signal["type"] != "cahier_de_textes.travail_publie":
            continue
        await asyncio.sleep(random.random() * signal["etalement"] / 1000)
        reponse = await demander(port, demande)
        if attendu[0].encode() not in reponse:
            raise AssertionError(f"{visiteur['adresse']} ne tient pas « {attendu[0]} » : {reponse[:200]!r}")
        tenus.put_nowait(time.monotonic())


async def _publier(processus: asyncio.subprocess.Process, texte: str) -> float:
    processus.stdin.write(f"{texte}\n".encode())
    await processus.stdin.drain()
    return float(await asyncio.wait_for(processus.stdout.readline(), PATIENCE))


def prise_de(visiteur: dict, signaux: int) -> websockets.connect:
    return websockets.connect(
        f"ws://127.0.0.1:{signaux}/ws/",
        additional_headers={"Cookie": visiteur["cookies"]},
        origin="http://127.0.0.1",
    )


async def _mesurer(env: dict[str, str], classe: int, visiteurs: list[dict], pages: int, signaux: int) -> Mesure:
    mesure = Mesure()
    attendu, tenus = [""], asyncio.Queue()
    async with AsyncExitStack() as pile, asyncio.TaskGroup() as groupe:
        publieur = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.charge.publication",
            str(classe),
            cwd=RACINE,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        prises = [await pile.enter_async_context(prise_de(v, signaux)) for v in visiteurs]
        taches = [
            groupe.create_task(_lire(p, v, pages, attendu, tenus)) for p, v in zip(prises, visiteurs, strict=True)
        ]
        debut = time.monotonic()
        for n in range(PUBLICATIONS + 3):
            attendu[0] = f"Publication numéro {n} de la mesure"
            commis = await _publier(publieur, attendu[0])
            recus = [await asyncio.wait_for(tenus.get(), PATIENCE) for _visiteur in visiteurs]
            if n >= 3:  # the first ones warm caches up
                mesure.temps.append(max(recus) - commis)
            await asyncio.sleep(PAUSE)
        mesure.duree = time.monotonic() - debut
        for tache in taches:
            tache.cancel()
        publieur.stdin.close()
        await publieur.wait()
    return mesure


def mesurer(env: dict[str, str], classe: int, visiteurs: list[dict], pages: int, signaux: int) -> Mesure:
    """Seconds from commit to the last of the browsers holding the new item, one per publication."""
    return asyncio.run(_mesurer(env, classe, visiteurs, pages, signaux))


def publieur(classe_id: int) -> None:
    """Give the travail whose text is on each line, and print the monotonic time of its commit."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from cahier_de_textes.actions.travaux import publier_travail
    from cahier_de_textes.models import Travail
    from ent.annuaire import calendrier
    from ent.annuaire.models import Classe
    from tests.etages import poser

    classe = Classe.objects.select_related("etablissement").get(pk=classe_id)
    # Whatever the hour of the measure, the school is awake.
    poser({"calme.debut": classe.etablissement.reglage("calme.fin"), "calme.week_end": False}, classe.etablissement)
    auteur = classe.affectations.select_related("enseignant")[0].enseignant
    jour = calendrier.prochain_jour_de_classe(classe.etablissement, timezone.localdate())
    precedent = None
    for ligne in sys.stdin:
        if precedent:
            Travail.objects.filter(pk=precedent).delete()
        with transaction.atomic():
            transaction.on_commit(lambda: print(time.monotonic(), flush=True))
            precedent = publier_travail(
                auteur=auteur, classe=classe, nature="lire", texte=ligne.strip(), date_pour=jour
            ).pk
    if precedent:
        Travail.objects.filter(pk=precedent).delete()


if __name__ == "__main__":
    publieur(int(sys.argv[1]))
