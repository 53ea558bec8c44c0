"""The year turned: every school of a territory prepares September, then turns in its own transaction. Run inside a site it does it and times it."""

import datetime as dt
import json
import time
from statistics import median

from .resultats import Carnet
from .services import Lieux, module


def mesurer(carnet: Carnet, lieux: Lieux, ecoles: int) -> None:
    """On a copy of the territory, that nobody visits."""
    print("\npassage d’année du territoire", flush=True)
    lieux.creer("passage", modele="territoire" if lieux.postgres else "")
    env = lieux.environnement("passage")
    if not lieux.postgres:
        module(env, "tests.territoire", "--ecoles", str(ecoles))
    lieux.analyser("passage")
    mesure = json.loads(module(env, "tests.charge.passage"))
    print(
        f"  {mesure['ecoles']} écoles, {mesure['eleves']} élèves placés, médiane {mesure['mediane']:.2f} s", flush=True
    )
    carnet.noter("passage_ecole", mesure["pire"], "s", "< 5")
    carnet.noter("passage_territoire", mesure["total"], "s", "< 600")


def tourner() -> dict[str, float]:
    """Plans in June, turns on the last Monday of August. What takes longest of one school is its plan and its turn together."""
    import time_machine
    from django.utils import timezone

    from ent.annuaire import actions
    from ent.annuaire.models import Etablissement, Passage

    fin = timezone.localdate().year + (timezone.localdate().month >= 9)
    heure, paris = dt.time(10), timezone.get_default_timezone()
    durees: dict[int, float] = {}
    with time_machine.travel(dt.datetime.combine(dt.date(fin, 6, 12), heure, paris)):
        for ecole in Etablissement.objects.order_by("pk"):
            debut = time.perf_counter()
            actions.preparer_le_passage(etablissement=ecole, auteur=None)
            durees[ecole.pk] = time.perf_counter() - debut
    places = 0
    with time_machine.travel(dt.datetime.combine(dt.date(fin, 8, 30), heure, paris)):
        for passage in Passage.objects.select_related("etablissement").order_by("pk"):
            debut = time.perf_counter()
            actions.faire_le_passage(passage=passage, auteur=None)
            durees[passage.etablissement_id] += time.perf_counter() - debut
            places += passage.places.count()
    return {
        "ecoles": len(durees),
        "eleves": places,
        "mediane": median(durees.values()),
        "pire": max(durees.values()),
        "total": sum(durees.values()),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(tourner()))
