"""Autosaved drafts: a long form as it stands, kept every two seconds while its author types (`brouillon.js`).

Each room keeps its own, in a model with `etablissement`, `auteur`, `cle`, `champs` and `modifie_le`, and says which keys a person
may write under. Not journalled, and told to nobody.
"""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from ent.annuaire.models import Etablissement, Personne

GARDE = dt.timedelta(days=60)
TAILLE_MAX = 200_000
FINI = "brouillon_fini"
TECHNIQUES = ("csrfmiddlewaretoken", "brouillon-cle")

# A model of drafts: its managers are each room's own, no type says so.
Modele = Any


@transaction.atomic
def garder(
    modele: Modele, *, auteur: Personne, etablissement: Etablissement, cle: str, champs: list[tuple[str, list[str]]]
) -> Any:
    """Keep a form as it stands: (name, values) in order, as it will be sent. What was forgotten for two months goes."""
    maintenant = timezone.now()
    # PostgreSQL keeps no NUL character, and nobody types one.
    champs = [(nom.replace("\0", ""), [valeur.replace("\0", "") for valeur in valeurs]) for nom, valeurs in champs]
    modele.objects.filter(auteur=auteur, modifie_le__lt=maintenant - GARDE).delete()
    brouillon, _cree = modele.objects.update_or_create(
        auteur=auteur,
        cle=cle,
        defaults={"etablissement": etablissement, "champs": champs, "modifie_le": maintenant},
    )
    return brouillon


@transaction.atomic
def oublier(modele: Modele, *, auteur: Personne, cle: str) -> None:
    """The form was sent, or its author started over."""
    modele.objects.filter(auteur=auteur, cle=cle).delete()


def recevoir(request: HttpRequest, modele: Modele, *, etablissement: Etablissement, cle: str) -> HttpResponse:
    """POST keeps, DELETE forgets; who may has been judged."""
    if request.method == "DELETE":
        oublier(modele, auteur=request.user, cle=cle)
        return HttpResponse(status=204)
    if len(request.body) > TAILLE_MAX:
        return HttpResponse(status=413)
    recus = request.POST.lists()
    champs = [(nom, valeurs) for nom, valeurs in recus if nom not in TECHNIQUES and not nom.endswith("-geste")]
    garder(modele, auteur=request.user, etablissement=etablissement, cle=cle, champs=champs)
    return HttpResponse(status=204)


def termine(modele: Modele, est_une_cle: Callable[[str], Any]) -> Callable:
    """Above a view that receives a form with a draft: once it redirects, the draft goes, here and in the browser."""

    def decorer(vue: Callable) -> Callable:
        @functools.wraps(vue)
        def avec_oubli(request: HttpRequest, *args, **options) -> HttpResponse:
            reponse = vue(request, *args, **options)
            cle = request.POST.get("brouillon-cle", "") if request.method == "POST" else ""
            if est_une_cle(cle) and reponse.status_code in (302, 303):
                oublier(modele, auteur=request.user, cle=cle)
                # Read, then erased, by brouillon.js.
                reponse.set_cookie(FINI, cle, max_age=3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
            return reponse

        return avec_oubli

    return decorer


def proposer(modele: Modele, *, auteur: Personne, cle: str, adresse: str) -> SafeString:
    """Inside a form: keep what is typed, and offer to take it up again. One query."""
    garde = modele.objects.ecrits_par(auteur).filter(cle=cle).first()
    champs = [[nom, valeur] for nom, valeurs in garde.champs for valeur in valeurs] if garde else None
    contexte = {
        "cle": cle,
        "adresse": adresse,
        "garde": garde and {"champs": champs, "a": int(garde.modifie_le.timestamp() * 1000)},
    }
    return render_to_string("portail/brouillon.html", contexte)


class AvecReprise:
    """A form whose draft may be taken up: it is then shown as it was typed, and nothing is checked nor sent."""

    @property
    def est_une_reprise(self) -> bool:
        return self.is_bound and "contenu-geste" in self.data

    def full_clean(self) -> None:
        if self.est_une_reprise:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.est_une_reprise and super().is_valid()
