"""The bare site that pages are compared with: plain Django, its default middlewares, no database, one template.

It renders a page of a given size with a loop over a given number of items, on the same server.
"""

import json
import random

from django.conf import settings

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["127.0.0.1"],
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

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from config import ramasse_miettes  # noqa: E402 (as the product's own server)

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


urlpatterns = [path("<int:taille>/<int:lignes>/", page), path("json/", lire)]
application = get_wsgi_application()
ramasse_miettes.regler()
