"""The class's tablet: a wall of first names, a secret, and a session that ends with the class."""

import datetime as dt
import random
import uuid

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ent.annuaire.calendrier import fin_de_la_classe
from ent.annuaire.gommettes import Couleur, Image
from ent.annuaire.models import Classe

from .. import actions, collegiens, essais, lectures, tablettes_connues
from ..derivation import TAILLE_SECRET
from ..droits import COOKIE_TABLETTE
from ..registres import en_sortant, faire_place
from .commun import attendre

UN_AN = 365 * 24 * 3600
HORS_CLASSE = dt.timedelta(minutes=60)
SEL = "connexion.secret"


def _classe(jeton: str) -> Classe:
    classe = lectures.classe_de_la_tablette(jeton)
    if classe is None:
        raise Http404
    return classe


@login_not_required
@require_safe
def trouver_tablette(request: HttpRequest) -> HttpResponse:
    """« Tablette de la classe »: the wall this device was opened on, or how to open one."""
    jeton = request.get_signed_cookie(COOKIE_TABLETTE, default="")
    if jeton and lectures.classe_de_la_tablette(jeton):
        return redirect("connexion_mur", jeton=jeton)
    return render(request, "connexion/trouver_tablette.html")


def _refus(request: HttpRequest, classe: Classe) -> HttpResponse | None:
    """What is said instead of the wall, and of any page behind it: not here, or not now; at a collège, never."""
    if collegiens.a_le_sien(classe.etablissement):
        return render(request, "connexion/mur_college.html", {"classe": classe})
    appareil = tablettes_connues.appareil_connu(request, classe)
    if not appareil and not lectures.mur_ouvert_aux_inconnus(classe):
        return render(request, "connexion/mur_ailleurs.html", {"classe": classe}, status=403)
    if secondes := actions.attente_du_mur(classe, appareil):
        return attendre(request, "connexion/mur_ferme.html", {"jeton": classe.jeton_tablette}, secondes)
    return None


@login_not_required
@never_cache
@require_safe
def mur(request: HttpRequest, jeton: str) -> HttpResponse:
    """« Qui es-tu ? » First names and stickers, nothing else. The device remembers that it is this class's tablet."""
    classe = _classe(jeton)
    if refus := _refus(request, classe):
        return refus
    reponse = render(
        request, "connexion/mur.html", {"classe": classe, "jeton": jeton, "entrees": lectures.mur_de(classe)}
    )
    if essais.est_ouvert_aux_nouvelles(classe.pk):
        tablettes_connues.retenir(request, reponse, classe)
    reponse.set_signed_cookie(
        COOKIE_TABLETTE, jeton, max_age=UN_AN, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return reponse


@login_not_required
@never_cache
def secret(request: HttpRequest, jeton: str, eleve: uuid.UUID) -> HttpResponse:
    """Three pictures, or a short password. Only a whole answer is judged, and only right or wrong is said."""
    classe = _classe(jeton)
    if refus := _refus(request, classe):
        return refus
    entree = next((e for e in lectures.mur_de(classe) if e.eleve.uuid == eleve), None)
    if entree is None:
        raise Http404
    if "aide" in request.GET and request.method == "GET":
        return render(request, "connexion/aide.html", {"jeton": jeton, "entree": entree})
    if attente := actions.attente(entree.secret):
        return _patienter(request, classe, entree, attente.secondes)
    if request.method != "POST":
        return _page(request, classe, entree)
    if entree.lit:
        reponse: str | list[str] = request.POST.get("mot", "")[:60]
        if not reponse.strip():
            return _page(request, classe, entree)
    else:
        reponse = [*_deja_touchees(request, entree), *request.POST.getlist("image")][:TAILLE_SECRET]
        if len(reponse) < TAILLE_SECRET:
            return _page(request, classe, entree, touchees=reponse)
    appareil = tablettes_connues.appareil_connu(request, classe)
    verdict = actions.essayer_secret(entree=entree, classe=classe, reponse=reponse, appareil=appareil)
    if verdict.issue == actions.ENTRE:
        return _faire_entrer(request, classe, entree)
    if verdict.issue == actions.PATIENTE or verdict.secondes != 0:
        return _patienter(request, classe, entree, verdict.secondes, faux=verdict.issue == actions.FAUX)
    return _page(request, classe, entree, faux=True)


def _deja_touchees(request: HttpRequest, entree: lectures.Entree) -> list[str]:
    """Pictures touched on the previous pages of a device without script, sealed in the form."""
    try:
        return signing.loads(request.POST.get("suite", ""), salt=f"{SEL}.{entree.eleve.pk}", max_age=600)
    except signing.BadSignature:
        return []


def _page(request: HttpRequest, classe: Classe, entree: lectures.Entree, *, touchees=(), faux=False) -> HttpResponse:
    contexte = {"classe": classe, "jeton": classe.jeton_tablette, "entree": entree, "faux": faux}
    if not entree.lit:
        images = entree.grille
        # A picture changes place at each visit, never colour: the red mushroom stays red.
        couleurs = {image: Couleur.values[rang % len(Couleur)] for rang, image in enumerate(sorted(images))}
        random.SystemRandom().shuffle(images)
        contexte |= {
            "images": [{"nom": image, "libelle": Image(image).label, "couleur": couleurs[image]} for image in images],
            "cases": [rang < len(touchees) for rang in range(TAILLE_SECRET)],
            "nombre": len(touchees),
            "suite": signing.dumps(list(touchees), salt=f"{SEL}.{entree.eleve.pk}"),
        }
    return render(request, "connexion/secret.html", contexte, status=422 if faux else 200)


def _patienter(request, classe, entree, secondes: int | None, *, faux=False) -> HttpResponse:
    minutes = -(-secondes // 60) if secondes and secondes > 60 else None
    contexte = {
        "jeton": classe.jeton_tablette,
        "entree": entree,
        "secondes": secondes,
        "minutes": minutes,
        "faux": faux,
    }
    return attendre(request, "connexion/patienter.html", contexte, secondes)


def _faire_entrer(request: HttpRequest, classe: Classe, entree: lectures.Entree) -> HttpResponse:
    """A session until the half-day ends; an hour outside class time."""
    maintenant = timezone.now()
    # Read again under no assumption: the secret may have been renewed between the page and the answer.
    entree.eleve.refresh_from_db(fields=["password"])
    suite = faire_place(request, entree.eleve, reverse("accueil"))
    login(request, entree.eleve)
    request.session.set_expiry(fin_de_la_classe(classe.etablissement, maintenant) or maintenant + HORS_CLASSE)
    actions.noter_entree(eleve=entree.eleve, classe=classe)
    reponse = redirect(suite)
    tablettes_connues.retenir(request, reponse, classe, entree.eleve)
    return reponse


@login_not_required
@require_POST
def changer(request: HttpRequest) -> HttpResponse:
    """« Changer d’élève »: one tap back to the wall."""
    jeton = request.get_signed_cookie(COOKIE_TABLETTE, default="")
    suite = en_sortant(
        request, reverse("connexion_mur", args=[jeton]) if jeton else reverse("connexion_trouver_tablette")
    )
    logout(request)
    return redirect(suite)
