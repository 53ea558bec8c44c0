"""`make bench`: pages and imports at real size, beside one school and beside a bare Django view, in the same run.

Measures of the three sites are taken in turns, a few seconds each, so that whatever else this machine does weighs on all
alike. See `ARCHITECTURE.md` for what the figures are for.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from . import annee, college, dossiers, fichiers, passage, publication, sites, telephone, tiers
from .client import Mesure, charger, connexions, pages, requete, statut, texte, une_page
from .diffusion import mesure as diffusion
from .resultats import DERNIER, Carnet
from .services import OUVRIERS, RACINE, Lieux, chronometrer, daphne, gunicorn, module

PREMIER_PORT = int(os.environ.get("ENT_CHARGE_PORT", "8131"))
SITES = {"une": PREMIER_PORT, "territoire": PREMIER_PORT + 1, "nue": PREMIER_PORT + 2}
SIGNAUX = PREMIER_PORT + 3
# Short turns, so that a neighbour's burst falls on all the sites.
TOURS, SECONDES, CHAUFFE = 10, 1.0, 1.0
CLIENTS = (1, 16)
MESURES = (
    "import",
    "import_aaf",
    "passage",
    "pages",
    "sites",
    "publication",
    "diffusion",
    "fichiers",
    "annee",
    "connexion",
    "tiers",
    "college",
    "dossiers",
    "telephone",
)


def dire(phrase: str) -> None:
    print(phrase, flush=True)


def preparer(lieux: Lieux, ecoles: int) -> dict[str, dict]:
    """One school and the territory, populated, with who will come to each."""
    for nom in ("une", "territoire", "import"):
        lieux.creer(nom, modele="vide")
    gens: dict[str, dict] = {}
    for nom, nombre in (("une", 1), ("territoire", ecoles)):
        debut = time.monotonic()
        module(lieux.environnement(nom), "tests.territoire", "--ecoles", str(nombre))
        module(lieux.environnement(nom), "tests.territoire.vie")
        lieux.analyser(nom)
        comme = {qui: round(contenu(gens["une"][qui])) for qui in ("parents", "enseignants")} if gens else None
        options = ["--comme", json.dumps(comme)] if comme else []
        gens[nom] = json.loads(module(lieux.environnement(nom), "tests.charge.decor", *options))
        dire(f"  {nombre} école{'s' * (nombre > 1)} en {time.monotonic() - debut:.0f} s")
    return gens


def contenu(visiteurs: list[dict]) -> float:
    return sum(v["contenu"] for v in visiteurs) / len(visiteurs)


def verifier(port: int, visiteurs: list[dict]) -> int:
    """Each page is really that visitor's; returns their mean size in bytes, before compression."""
    tailles = []
    for v in visiteurs:
        reponse = une_page(port, requete("GET", v["adresse"], v["cookies"], compresse=False))
        if statut(reponse) != 200 or v["mot"] not in texte(reponse).replace("&#x27;", "'"):
            raise SystemExit(
                f"La page {v['adresse']} du port {port} n’est pas celle de « {v['mot']} » : {reponse[:300]!r}"
            )
        tailles.append(len(texte(reponse).encode()))
    return sum(tailles) // len(tailles)


def en_tour(
    fabriques: dict[str, partial], clients: int, *, tours: int = TOURS, secondes: float = SECONDES, **options
) -> dict[str, list[Mesure]]:
    """Measure the sites in turns, in one order then in the other."""
    for nom, fabrique in fabriques.items():
        charger(SITES[nom], fabrique, clients, CHAUFFE, **options)
    mesures: dict[str, list[Mesure]] = {nom: [] for nom in fabriques}
    for tour in range(tours):
        for nom in list(fabriques)[:: -1 if tour % 2 else 1]:
            mesure = charger(SITES[nom], fabriques[nom], clients, secondes, **options)
            if not mesure.temps:
                raise SystemExit(f"Le site « {nom} » n’a rien fini en {secondes:.0f} s à {clients} clients.")
            mesures[nom].append(mesure)
    return mesures


def noter_temps(carnet: Carnet, nom: str, clients: int, mesures: dict[str, Mesure]) -> None:
    for site, mesure in mesures.items():
        carnet.noter(f"{nom}_{site}_{clients}", mesure.debit, "par s")
        carnet.noter(f"{nom}_{site}_{clients}_p50", mesure.centile(50), "ms")
        carnet.noter(f"{nom}_{site}_{clients}_p95", mesure.centile(95), "ms")


def mesurer_page(
    carnet: Carnet, nom: str, qui: str, gens: dict[str, dict], *, ratio: str = "", debit: str = ""
) -> None:
    """A page at one school and at the territory, beside the bare one; `ratio` and `debit` are aims, or empty."""
    tailles = {site: verifier(SITES[site], gens[site][qui]) for site in ("une", "territoire")}
    lignes = max(1, round(contenu(gens["territoire"][qui])))
    dire(f"\n{nom} : {tailles['territoire']} octets, {lignes} lignes (une école : {tailles['une']} octets)")
    demandes = {
        site: [requete("GET", v["adresse"], v["cookies"]) for v in gens[site][qui]] for site in ("une", "territoire")
    }
    nue = f"/{tailles['territoire']}/{lignes}/"
    demandes["nue"] = [requete("GET", nue)]
    ecart = len(texte(une_page(SITES["nue"], demandes["nue"][0])).encode()) / tailles["territoire"]
    if not 0.9 < ecart < 1.1:
        raise SystemExit(f"La page nue n’a pas la taille de {nom} : {ecart:.2f} fois.")
    fabriques = {site: partial(pages, liste) for site, liste in demandes.items()}
    for clients in CLIENTS:
        par_tour = en_tour(fabriques, clients)
        mesures = {site: Mesure.somme(liste) for site, liste in par_tour.items()}
        noter_temps(carnet, nom, clients, mesures)
        croissance = Mesure.croissance(par_tour["territoire"], par_tour["une"])
        if clients != CLIENTS[-1]:
            carnet.noter(f"croissance_{nom}_{clients}_ratio", croissance, "×")
    carnet.noter(f"croissance_{nom}_ratio", croissance, "×", "≤ 1.2")
    carnet.noter(nom, mesures["territoire"].debit, "pages/s", debit)
    carnet.noter(f"{nom}_ratio", mesures["nue"].debit / mesures["territoire"].debit, "×", ratio)
    # Above 60 % of a core, the client would be what is measured.
    carnet.noter(f"client_{nom}", 100 * mesures["nue"].processeur / mesures["nue"].duree, "% d’un cœur", "≤ 60")


def mesurer_les_pages(carnet: Carnet, gens: dict[str, dict]) -> None:
    # The home of a family is its feed.
    mesurer_page(carnet, "fil_famille", "parents", gens, ratio="≤ 8", debit="≥ 345")
    mesurer_page(carnet, "semaine_famille", "semaines_famille", gens)
    mesurer_page(carnet, "page_classe", "enseignants", gens)
    mesurer_page(carnet, "semaine_enseignant", "semaines", gens, ratio="≤ 11")
    mesurer_page(carnet, "jour_parent", "jours", gens, ratio="≤ 9")
    mesurer_page(carnet, "journal_famille", "journaux", gens, ratio="≤ 8")
    mesurer_page(carnet, "photo_famille", "photos", gens)
    mesurer_page(carnet, "fil_page", "fils", gens, ratio="≤ 8", debit="≥ 200")


def mesurer_connexion(carnet: Carnet, gens: dict[str, dict]) -> None:
    dire("\nconnexion : la page, puis son envoi ; chaque entrée vient d’une adresse différente")
    fabriques = {
        site: partial(connexions, gens[site]["connexion"], [tuple(c) for c in gens[site]["comptes"]])
        for site in ("une", "territoire")
    }
    for clients in CLIENTS:
        # Long turns: what is under way when one ends is not counted, and a sign-in is slow.
        par_tour = en_tour(fabriques, clients, tours=2, secondes=6.0, etapes=2, adresses=True)
        mesures = {site: Mesure.somme(liste) for site, liste in par_tour.items()}
        noter_temps(carnet, "connexion", clients, mesures)
    carnet.noter("connexion", mesures["territoire"].debit, "entrées/s")


def mesurer_publication(carnet: Carnet, lieux: Lieux, decor: dict) -> None:
    """Pages by gunicorn, sockets by daphne; without Redis between them, daphne serves both."""
    dire(f"\npublication à une classe de {decor['eleves']}, {len(decor['lecteurs'])} lecteurs connectés")
    env = lieux.environnement("territoire")
    with daphne(SIGNAUX, env):
        pages_par = SITES["territoire"] if env["REDIS_URL"] else SIGNAUX
        mesure = publication.mesurer(env, decor["classe"], decor["lecteurs"], pages_par, SIGNAUX)
    carnet.noter(f"publication_{len(decor['lecteurs'])}_p50", mesure.centile(50), "ms")
    carnet.noter(f"publication_{len(decor['lecteurs'])}", mesure.centile(99), "ms", "< 300")


def mesurer_import(carnet: Carnet, lieux: Lieux, ecoles: int, dossier: Path) -> None:
    """The exports of every school, into a database that holds the schools alone."""
    dire("\nimport du territoire")
    env = lieux.environnement("import")
    module(env, "tests.territoire", "--ecoles", str(ecoles), "--sans-personnes", "--fichiers", str(dossier))
    duree, memoire, dit = chronometrer(env, "importer_zip", str(dossier / "territoire.zip"), "--appliquer")
    dire("  " + "\n  ".join(dit.strip().splitlines()[-3:]))
    carnet.noter("import_territoire", duree, "s", "< 180")
    carnet.noter("import_territoire_memoire", memoire, "Mo", "< 500")


def mesurer_import_aaf(carnet: Carnet, lieux: Lieux, ecoles: int, dossier: Path) -> None:
    """A Complet of the State's directory, for every school at once, into a database that holds the schools alone."""
    dire("\nAAF du territoire")
    lieux.creer("import_aaf", modele="vide")
    env = lieux.environnement("import_aaf")
    module(env, "tests.territoire", "--ecoles", str(ecoles), "--sans-personnes", "--aaf", str(dossier / "aaf"))
    duree, memoire, dit = chronometrer(env, "relever_aaf", str(dossier / "aaf"))
    dire("  " + "\n  ".join(dit.strip().splitlines()[:3]))
    carnet.noter("import_aaf", duree, "s", "< 240")
    carnet.noter("import_aaf_memoire", memoire, "Mo", "< 500")


def main() -> None:
    lecteur = argparse.ArgumentParser(prog="python -m tests.charge")
    lecteur.add_argument("--ecoles", type=int, default=204, help="taille du territoire")
    lecteur.add_argument("--sauf", default="", help=f"mesures à laisser : {', '.join(MESURES)}")
    lecteur.add_argument("--seulement", default="", help="mesures à faire seules")
    options = lecteur.parse_args()
    if options.seulement:
        options.sauf = [mesure for mesure in MESURES if mesure not in options.seulement]
    debut = time.monotonic()
    carnet = Carnet()
    with tempfile.TemporaryDirectory(prefix="ent-charge-") as nom, ExitStack() as pile:
        dossier = Path(nom)
        lieux = Lieux(dossier)
        pile.callback(lieux.supprimer)
        pile.callback(carnet.ecrire)  # what was measured is kept, even if a later measure fails
        charge = " ".join(f"{c:.1f}" for c in os.getloadavg())
        dire(f"{lieux} ; {OUVRIERS} processus gunicorn, {os.cpu_count()} cœurs (charge avant : {charge})")
        if "telephone" not in options.sauf:
            telephone.mesurer(carnet)
        if set(MESURES) <= {*options.sauf, "telephone"}:
            return
        mesurer(carnet, pile, lieux, dossier, options)
    dire(f"\n{len(carnet.chiffres)} mesures en {time.monotonic() - debut:.0f} s → {DERNIER.relative_to(RACINE)}")
    rates = [c.nom for c in carnet.chiffres if c.atteint is False]
    dire(f"Buts pas atteints : {', '.join(rates)}" if rates else "Tous les buts sont atteints.")


def mesurer(carnet: Carnet, pile: ExitStack, lieux: Lieux, dossier: Path, options: argparse.Namespace) -> None:
    """What the options leave: on the territory, then what needs none."""
    lieux.creer("vide")
    if not set(MESURES) <= {*options.sauf, "telephone", "dossiers"}:
        mesurer_le_territoire(carnet, pile, lieux, dossier, options)
    dossiers.mesurer(carnet, lieux, SIGNAUX + 14, options.sauf)


def mesurer_le_territoire(
    carnet: Carnet, pile: ExitStack, lieux: Lieux, dossier: Path, options: argparse.Namespace
) -> None:
    gens = preparer(lieux, options.ecoles)
    if "import" not in options.sauf:
        mesurer_import(carnet, lieux, options.ecoles, dossier)
    if "import_aaf" not in options.sauf:
        mesurer_import_aaf(carnet, lieux, options.ecoles, dossier)
    if "passage" not in options.sauf:
        passage.mesurer(carnet, lieux, options.ecoles)
    servir(pile, lieux)
    if "pages" not in options.sauf:
        mesurer_les_pages(carnet, gens)
    if "sites" not in options.sauf:
        sites.mesurer(carnet, gens, lieux, SIGNAUX + 9, en_tour, verifier, SITES)
    if "publication" not in options.sauf:
        mesurer_publication(carnet, lieux, gens["territoire"]["publication"])
    if "diffusion" not in options.sauf:
        diffusion.mesurer(carnet, lieux, SIGNAUX + 1)
    if "fichiers" not in options.sauf:
        fichiers.mesurer(carnet, lieux, gens["territoire"], SIGNAUX + 10)
    if "annee" not in options.sauf:
        annee.mesurer(carnet, lieux, SIGNAUX + 5)
    if "connexion" not in options.sauf:
        mesurer_connexion(carnet, gens)
    if "tiers" not in options.sauf:
        tiers.mesurer(carnet, lieux, en_tour)
    college.mesurer(carnet, lieux, SITES["territoire"], SITES["nue"], SIGNAUX + 13, options.sauf)


def servir(pile: ExitStack, lieux: Lieux) -> None:
    for site in ("une", "territoire"):
        pile.enter_context(gunicorn("config.wsgi:application", SITES[site], lieux.environnement(site)))
    lieux.creer_nue()
    pile.enter_context(gunicorn("tests.charge.nu:application", SITES["nue"], lieux.environnement_nu()))


if __name__ == "__main__":
    sys.exit(main())
