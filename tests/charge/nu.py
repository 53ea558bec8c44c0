"""The bare site that ours is compared with: plain Django, its default middlewares, one template, on the same server.

It renders a page of a given size with a loop over a given number of items, without a database. Of a feed it does two things: read it and drop it,
or keep each line as it was said (`Ligne`, made by `python -m tests.charge.nu`).
"""

import json
import os
import random

import environ
from django.conf import settings

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": environ.Env.db_url_config(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": None}},  # as ours
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    # As `django-admin startproject` writes them.
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            (
                                "django.template.loaders.locmem.Loader",
                                {
                                    "nu.html": "<!doctype html><html lang=fr><title>{{ titre }}</title><main>{{ chrome }}<ul>"
                                    "{% for l in lignes %}<li class={{ l.classe }}><a href={{ l.adresse }}>{{ l.nom }}</a>"
                                    "{% if l.texte %}<p>{{ l.texte }}</p>{% endif %}</li>{% endfor %}</ul></main></html>"
                                },
                            )
                        ],
                    )
                ],
            },
        }
    ],
)

import django  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from config import ramasse_miettes  # noqa: E402 (as the product's own server)

django.setup()


class Ligne(models.Model):  # noqa: DJ008 (no page names one)
    """A line of a feed as it was said, kept once by its id: nothing of it judged, signed or told."""

    identifiant = models.CharField(max_length=64, unique=True)
    version = models.BigIntegerField()
    nature = models.CharField(max_length=10)
    eleve = models.CharField(max_length=128)
    titre = models.CharField(max_length=140)
    jour = models.DateField()
    lien = models.CharField(max_length=500)

    class Meta:
        app_label = "nu"


_hasard = random.Random(1)
_TEXTE = "".join(_hasard.choices("abcdefghijklmnopqrstuvwxyzéèà      ", k=400_000))


def page(request, taille: int, lignes: int):
    """Half of the page in the items, half around them."""
    part = taille // 2 // max(1, lignes)
    contexte = {
        "titre": "nu",
        "chrome": _TEXTE[: taille // 2],
        "lignes": [
            {"classe": "a", "adresse": f"/{n}/", "nom": f"nom {n}", "texte": _TEXTE[n : n + part - 60]}
            for n in range(lignes)
        ],
    }
    return render(request, "nu.html", contexte)


@csrf_exempt
def lire(request):
    """A feed, read as JSON and dropped."""
    return JsonResponse({"lus": len(json.loads(request.body)["elements"])})


@csrf_exempt
def garder(request):
    """A feed, read as JSON and kept, over what was there."""
    lignes = [
        Ligne(
            identifiant=dite["id"],
            version=dite["version"],
            nature=dite["nature"],
            eleve=dite["eleve"]["valeur"],
            titre=dite["titre"],
            jour=dite["jour"],
            lien=dite["lien"],
        )
        for dite in json.loads(request.body)["elements"]
    ]
    champs = ["version", "nature", "eleve", "titre", "jour", "lien"]
    Ligne.objects.bulk_create(lignes, update_conflicts=True, unique_fields=["identifiant"], update_fields=champs)
    return JsonResponse({"lus": len(lignes)})


urlpatterns = [path("<int:taille>/<int:lignes>/", page), path("json/", lire), path("json/garde/", garder)]
application = get_wsgi_application()
ramasse_miettes.regler()

if __name__ == "__main__":
    with connection.schema_editor() as schema:
        schema.create_model(Ligne)
