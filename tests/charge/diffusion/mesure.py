"""The measure: three servers side by side, in turns, so that a neighbour's burst falls on all of them."""

import asyncio
import json
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..resultats import Carnet
from ..services import Lieux, daphne, gunicorn, module, servir
from .salle import Releve, Salle, par_la_page, par_la_prise, prise_muette

TOURS, MESSAGES, CHAUFFE = 5, {200: 30, 1_000: 12}, 3
OISIVES = 1_000


def memoire(processus: subprocess.Popen) -> int:
    """Resident bytes."""
    lignes = Path(f"/proc/{processus.pid}/status").read_text().splitlines()
    return 1024 * int(next(ligne.split()[1] for ligne in lignes if ligne.startswith("VmRSS:")))


@contextmanager
def nue(port: int):
    commande = [sys.executable, "-m", "tests.charge.diffusion.nue", str(port)]
    yield from servir(port, commande, {})


def mesurer(carnet: Carnet, lieux: Lieux, port: int) -> None:
    """`port` and the three after it: pages, signals of the product, bare broadcast, Channels groups."""
    env = lieux.environnement("territoire")
    if not env["REDIS_URL"]:
        print("\ndiffusion : sautée, il faut Redis", flush=True)
        return
    decor = json.loads(module(env, "tests.charge.diffusion.decor", *(str(n) for n in MESSAGES)))
    lieux.analyser("territoire")
    for combien in MESSAGES:
        duree = float(module(env, "tests.charge.diffusion.ecriture", str(decor[str(combien)]["fil"])))
        carnet.noter(f"ecriture_{combien}", duree, "ms", "< 60" if combien == max(MESSAGES) else "")
    print("\ndiffusion : un message écrit par HTTP, jusqu’à chacun de ceux qui lisent le fil", flush=True)
    with ExitStack() as pile:
        pile.enter_context(gunicorn("tests.charge.diffusion.pages:application", port, env))
        direct = pile.enter_context(daphne(port + 1, env))
        pile.enter_context(nue(port + 2))
        pile.enter_context(daphne(port + 3, env, "tests.charge.diffusion.groupes:application"))
        asyncio.run(_mesurer(carnet, decor, port, direct))


async def _mesurer(carnet: Carnet, decor: dict, port: int, direct: subprocess.Popen) -> None:
    for combien, messages in MESSAGES.items():
        fil = decor[str(combien)]
        entetes = [{"Cookie": cookies, "Origin": "http://127.0.0.1"} for cookies in fil["lecteurs"]]
        produit, limite, groupes = Salle(), Salle(), Salle()
        if combien == OISIVES:
            avant = memoire(direct)
        await produit.ouvrir(f"ws://127.0.0.1:{port + 1}/ws/", entetes)
        if combien == OISIVES:
            await asyncio.sleep(2)
            carnet.noter("memoire_socket", (memoire(direct) - avant) / OISIVES / 1024, "ko", "≤ 40")
        ecrire = par_la_page(port, fil["envoyer"], fil["auteur"])
        await produit.mesurer(ecrire, CHAUFFE)
        emetteurs = {"": (produit, ecrire)}
        for nom, salle, rang in (("nu", limite, 2), ("groupes", groupes, 3)):
            await salle.ouvrir(f"ws://127.0.0.1:{port + rang}/ws/", [{} for _lecteur in entetes])
            emettre = await par_la_prise(f"ws://127.0.0.1:{port + rang}/emettre", produit.trame)
            await salle.mesurer(emettre, CHAUFFE)
            emetteurs[nom] = (salle, emettre)
        print(f"  {combien} lecteurs, trames de {len(produit.trame.encode())} octets", flush=True)
        tours: dict[str, list[Releve]] = {nom: [] for nom in emetteurs}
        for tour in range(TOURS):
            for nom in list(emetteurs)[:: -1 if tour % 2 else 1]:
                salle, emettre = emetteurs[nom]
                tours[nom].append(await salle.mesurer(emettre, messages))
        noter(carnet, combien, tours)
        if combien == 200:
            await _avec_un_muet(carnet, produit, ecrire, port, fil["lecteurs"][0])
        for salle, _emettre in emetteurs.values():
            salle.fermer()


def noter(carnet: Carnet, combien: int, tours: dict[str, list[Releve]]) -> None:
    for nom, liste in tours.items():
        tout, prefixe = Releve(), f"diffusion_{combien}" + f"_{nom}" * bool(nom)
        for releve in liste:
            tout += releve
        carnet.noter(f"{prefixe}_p50", tout.centile(50), "ms")
        carnet.noter(f"{prefixe}_p99", tout.centile(99), "ms", "< 20" if prefixe == "diffusion_200" else "")
        carnet.noter(f"{prefixe}_debit", tout.remises, "remises/s")
        carnet.noter(f"{prefixe}_debit_ecriture_comprise", tout.remises_de_bout_en_bout, "remises/s")
        carnet.noter(f"{prefixe}_messages", tout.messages, "messages/s")
    suffixe = "" if combien == max(MESSAGES) else f"_{combien}"
    for nom, but in (("nu", "≥ 0.25"), ("groupes", "≥ 5")):
        rapports = [a.remises / b.remises for a, b in zip(tours[""], tours[nom], strict=True)]
        carnet.noter(f"diffusion_ratio_{nom}{suffixe}", statistics.median(rapports), "×", but)


async def _avec_un_muet(carnet: Carnet, salle: Salle, ecrire, port: int, cookies: str) -> None:
    """Among those who read, one browser that has stopped reading."""
    with prise_muette(port + 1, cookies):
        await asyncio.sleep(0.5)
        releve = await salle.mesurer(ecrire, 2 * MESSAGES[200])
    carnet.noter("diffusion_200_p99_avec_un_muet", releve.centile(99), "ms")
