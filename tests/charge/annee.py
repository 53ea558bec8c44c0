"""A year of messages of the whole territory, five millions: a thread and the inbox open as fast as without it.

Two copies of one site, whose parents read the same threads; one of them holds besides fifty thousand threads of a hundred
messages. Run inside a site (`python -m tests.charge.annee`) it writes the threads of the parents who will come.
"""

import json
import sys
import time
import uuid
from contextlib import ExitStack
from functools import partial

import psycopg

from tests.messagerie.annee import remplir

from .client import Mesure, charger, pages, requete, statut, une_page
from .resultats import Carnet
from .services import Lieux, gunicorn, module

ECOLES, FILS, LONGUEUR = 6, 50_000, 100
TOURS, SECONDES = 10, 1.0
# Indexes and keys are set down while the rows enter, as anyone does who loads a table.
INDEX = """
SELECT indexdef, format('DROP INDEX %I', indexname) FROM pg_indexes i WHERE tablename = 'messagerie_message'
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexname::regclass)
"""
CLES = """
SELECT format('ALTER TABLE messagerie_message ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)),
       format('ALTER TABLE messagerie_message DROP CONSTRAINT %I', conname)
FROM pg_constraint WHERE conrelid = 'messagerie_message'::regclass AND contype = 'u'
"""


def mesurer(carnet: Carnet, lieux: Lieux, port: int) -> None:
    if not lieux.postgres:
        print("\nannée : sautée, il faut PostgreSQL", flush=True)
        return
    print(f"\nannée : {FILS * LONGUEUR / 1e6:.0f} millions de messages dans {FILS} fils", flush=True)
    lieux.creer("courte", modele="vide")
    module(lieux.environnement("courte"), "tests.territoire", "--ecoles", str(ECOLES))
    decor = json.loads(module(lieux.environnement("courte"), "tests.charge.annee"))
    lieux.creer("annee", modele="courte")
    debut = time.monotonic()
    with (
        psycopg.connect(lieux.environnement("annee")["DATABASE_URL"], autocommit=True) as base,
        base.cursor() as curseur,
    ):
        curseur.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        curseur.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'")
        poses = [ligne for requete_ in (INDEX, CLES) for ligne in curseur.execute(requete_).fetchall()]
        for _poser, oter in poses:
            curseur.execute(oter)
        remplir(curseur, fils=FILS, longueur=LONGUEUR, classes=decor["classes"], exclus=decor["gens"])
        for poser, _oter in poses:
            curseur.execute(poser)
    lieux.analyser("annee")
    lieux.analyser("courte")
    print(f"  remplie en {time.monotonic() - debut:.0f} s", flush=True)
    with ExitStack() as pile:
        sites = {"courte": port, "annee": port + 1}
        for nom, le_port in sites.items():
            # One key for both: the sessions were opened before the copy.
            env = lieux.environnement("courte") | {"DATABASE_URL": lieux.environnement(nom)["DATABASE_URL"]}
            pile.enter_context(gunicorn("config.wsgi:application", le_port, env))
        rapports = [_comparer(carnet, nom, sites, decor["visites"][nom]) for nom in ("boite", "fil")]
    carnet.noter("fil_annee_ratio", max(rapports), "×", "≤ 1.2")


def _comparer(carnet: Carnet, page: str, sites: dict[str, int], visites: list[dict]) -> float:
    demandes = [requete("GET", v["adresse"], v["cookies"]) for v in visites]
    for port in sites.values():
        assert all(statut(une_page(port, demande)) == 200 for demande in demandes)
        charger(port, partial(pages, demandes), 1, SECONDES)
    tours: dict[str, list[Mesure]] = {nom: [] for nom in sites}
    for tour in range(TOURS):
        for nom in list(sites)[:: -1 if tour % 2 else 1]:
            tours[nom].append(charger(sites[nom], partial(pages, demandes), 1, SECONDES))
    for nom, liste in tours.items():
        carnet.noter(f"{page}_{nom}_p95", Mesure.somme(liste).centile(95), "ms")
    rapport = Mesure.croissance(tours["annee"], tours["courte"])
    carnet.noter(f"{page}_ratio_annee", rapport, "×")
    return rapport


def decor() -> None:
    """Sixteen parents, each with their household's thread about their first child: forty messages."""
    import django

    django.setup()
    from django.urls import reverse

    from ent.annuaire.foyers import foyers_de
    from ent.annuaire.models import Classe, Personne
    from messagerie.actions.fils import fil_de_foyer
    from messagerie.actions.messages import envoyer

    from .decor import COMBIEN, session

    parents = Personne.objects.exclude(responsabilites=None).filter(responsabilites__autorite="confirmee")
    visites: dict[str, list[dict]] = {"boite": [], "fil": []}
    classes, gens = set(), []
    for parent in parents.distinct().order_by("pk"):
        if not (suivis := parent.portee.suivis) or len(visites["fil"]) == COMBIEN:
            continue
        suivi = suivis[0]
        classe = Classe.objects.select_related("etablissement").get(pk=suivi.classe_id)
        foyer = next(f for f in foyers_de([suivi.eleve.pk], classe.etablissement)[suivi.eleve.pk] if parent.pk in f)
        fil = fil_de_foyer(eleve=suivi.eleve, adultes=foyer, auteur=parent, classe=classe)
        for n in range(40):
            envoyer(fil=fil, auteur=parent, uuid=uuid.uuid4(), texte=f"Bonjour, une question, la {n}e.")
        cookies = session(parent)
        visites["boite"].append({"cookies": cookies, "adresse": reverse("messagerie")})
        visites["fil"].append({"cookies": cookies, "adresse": reverse("messagerie_fil", args=[fil.pk])})
        classes |= {s.classe_id for s in suivis}
        gens.append(parent.pk)
    json.dump({"visites": visites, "classes": sorted(classes), "gens": gens}, sys.stdout)


if __name__ == "__main__":
    decor()
