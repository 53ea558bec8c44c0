"""Run inside one site (`python -m tests.charge.decor`): who will come to it, as JSON.

Parents of three children and teachers already signed in (a session each, not through the page), and accounts that will sign
in. `--comme` gives the content that another site's pages held: those whose pages hold the nearest are taken, so that two
sites are compared on pages alike.
"""

import argparse
import datetime as dt
import json
import sys

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cahier_de_textes.models import Travail  # noqa: E402
from config.demonstration.distribution import MOT_DE_PASSE  # noqa: E402
from ent.annuaire.models import Affectation, Personne  # noqa: E402

COMBIEN = 16


def session(personne: Personne) -> str:
    client = Client()
    client.force_login(personne, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def parents(proche_de: int | None) -> list[dict]:
    """Parents of exactly three children, by how much these have to do."""
    candidats = (
        Personne.objects.filter(~Q(responsabilites__autorite="sans"))
        .annotate(enfants=Count("responsabilites"))
        .filter(enfants=3)
        .order_by("pk")[:400]
    )
    a_faire = {
        p.pk: Travail.objects.des_enfants_de(p).filter(date_pour__gte=timezone.localdate()).count() for p in candidats
    }
    choisis = _proches(list(candidats), lambda p: a_faire[p.pk], proche_de)
    return [
        {
            "cookies": session(p),
            "adresse": reverse("accueil"),
            "contenu": a_faire[p.pk],
            "mot": p.portee.enfants[0].prenom,
        }
        for p in choisis
    ]


def enseignants(proche_de: int | None) -> list[dict]:
    """Titulaires and the page of their class, by what the days to come hold."""
    depuis = timezone.localdate()
    affectations = (
        Affectation.objects.filter(nature="titulaire")
        .annotate(
            travaux=Count(
                "classe__travaux",
                filter=Q(classe__travaux__date_pour__range=(depuis, depuis + dt.timedelta(days=7)))
                & Q(classe__travaux__etablissement=F("classe__etablissement")),
            )
        )
        .select_related("enseignant", "classe")
        .order_by("pk")
    )
    choisies = _proches(list(affectations), lambda a: a.travaux, proche_de)
    return [
        {
            "cookies": session(a.enseignant),
            "adresse": reverse("cahier_classe", args=[a.classe.pk]),
            "contenu": a.travaux,
            "mot": a.classe.nom,
        }
        for a in choisies
    ]


def _proches(candidats: list, contenu, proche_de: int | None) -> list:
    if not candidats:
        raise SystemExit("Nobody of that kind in this site.")
    if proche_de is not None:
        candidats = sorted(candidats, key=lambda c: abs(contenu(c) - proche_de))
    return candidats[:COMBIEN]


def comptes() -> list[tuple[str, str]]:
    """Adults who have activated their account, all with the same password and its real digest."""
    empreinte = make_password(MOT_DE_PASSE)
    gens = list(
        Personne.objects.filter(courriel=None).exclude(responsabilites=None).order_by("pk").distinct()[:COMBIEN]
    )
    for rang, personne in enumerate(gens):
        personne.courriel, personne.password = f"charge{rang}@famille.example", empreinte
        personne.save(update_fields=["courriel", "password"])
        EmailAddress.objects.get_or_create(
            user=personne, email=personne.courriel, defaults={"primary": True, "verified": True}
        )
    return [(p.courriel, MOT_DE_PASSE) for p in gens]


def main() -> None:
    lecteur = argparse.ArgumentParser()
    lecteur.add_argument("--comme", type=json.loads, default={"parents": None, "enseignants": None})
    comme = lecteur.parse_args().comme
    ouverts = comptes()  # first: a new password ends the sessions of its owner
    gens = {
        "parents": parents(comme["parents"]),
        "enseignants": enseignants(comme["enseignants"]),
        "comptes": ouverts,
        "connexion": reverse("account_login"),
    }
    json.dump(gens, sys.stdout)


if __name__ == "__main__":
    main()
