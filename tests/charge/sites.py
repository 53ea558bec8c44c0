"""The public home of a school: at one site and at the territory's, then with the product's caches off."""

from functools import partial

from .client import Mesure, charger, pages, requete
from .services import gunicorn

CLIENTS = 16


def mesurer(carnet, gens: dict, lieux, port_sans_cache: int, en_tour, verifier, sites: dict[str, int]) -> None:
    tailles = {site: verifier(sites[site], gens[site]["sites"]) for site in ("une", "territoire")}
    print(f"\naccueil_ecole : {tailles['territoire']} octets", flush=True)
    fabriques = {
        site: partial(pages, [requete("GET", v["adresse"], v["cookies"]) for v in gens[site]["sites"]])
        for site in ("une", "territoire")
    }
    par_tour = en_tour(fabriques, CLIENTS)
    mesure = Mesure.somme(par_tour["territoire"])
    carnet.noter(
        "croissance_accueil_ecole_ratio", Mesure.croissance(par_tour["territoire"], par_tour["une"]), "×", "≤ 1.2"
    )
    carnet.noter("accueil_ecole_p95", mesure.centile(95), "ms")
    carnet.noter("accueil_ecole", mesure.debit, "pages/s")
    env = lieux.environnement("territoire") | {"DJANGO_SETTINGS_MODULE": "tests.charge.sans_cache"}
    with gunicorn("config.wsgi:application", port_sans_cache, env):
        charger(port_sans_cache, fabriques["territoire"], CLIENTS, 1.0)
        sans = Mesure.somme([charger(port_sans_cache, fabriques["territoire"], CLIENTS, 3.0) for _tour in range(3)])
    carnet.noter("accueil_ecole_sans_cache", sans.debit, "pages/s")
    carnet.noter("accueil_ecole_ratio", mesure.debit / sans.debit, "×", "≥ 3")
