"""What a person reads about themself and chooses for themself."""

import re
from collections import defaultdict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.lectures.mandats import confies_a
from ent.connexion.views.commun import adultes
from ent.diffusion import vapid
from ent.diffusion.actions import lire_ce_qui_dit
from ent.socle.adresses import d_ici
from ent.socle.nombres import entier

from .. import actions, lectures
from ..forms import CONFORTS, THEMES, ConfortDIciForm, ConfortForm, LangueForm, ThemeForm
from ..lectures import maison
from ..registres import Rayon

UN_AN = 365 * 24 * 3600


@require_GET
def plus(request: HttpRequest) -> HttpResponse:
    """A house whose rooms say where they stand; then oneself: account, language, colours, way out. A pupil of a collège has theirs; one of an
    école, who comes in by the class, none.
    """
    if _est_un_lecteur(request):
        return render(request, "portail/plus_eleve.html", _maison_d_eleve(request))
    return _plus_d_adulte(request)


def _est_un_lecteur(request: HttpRequest) -> bool:
    return request.user.est_collegien and lectures.univers_de(request.user) == ["eleve"]


@adultes
def _plus_d_adulte(request: HttpRequest) -> HttpResponse:
    return render(request, "portail/plus.html", _maison(request))


def _maison_d_eleve(request: HttpRequest) -> dict:
    """What they have, and what is theirs to choose on this device."""
    return {
        "lignes": [
            entree
            for entree in lectures.navigation_de(request.user)
            if entree.place is None and entree.univers == "eleve"
        ],
        "themes": THEMES,
        "theme": request.COOKIES.get("theme", "auto"),
    }


def _pages_confiees(request: HttpRequest) -> list[tuple[dict, str]]:
    """Where confided powers are used; with the school, of who has several."""
    confies = confies_a(request.user)
    return [
        (
            {"adresse": adresse, "icone": page.icone, "libelle": page.libelle},
            confie.mandat.etablissement.nom if len(confies) > 1 else "",
        )
        for confie in confies
        for page, adresse in confie.pages
    ]


def _maison(request: HttpRequest) -> dict:
    """The pages that have no place of their own, by what one comes for."""
    lignes: dict[Rayon, list] = defaultdict(list)
    for entree in lectures.navigation_de(request.user):
        etat = "" if entree.place or entree.etat is None else entree.etat(request)
        if entree.place is None and etat is not None:
            lignes[entree.rayon].append((entree, etat))
    lignes[Rayon.POUVOIRS] += _pages_confiees(request)
    suivis = request.user.portee.suivis
    return {
        "etats": maison.etats_de(request.user),
        "gestes": lignes.pop(Rayon.PREVENIR, []),
        "titre_des_gestes": Rayon.PREVENIR.titre if suivis else _("Ce qui vous est confié"),
        "moi": lignes.pop(Rayon.MOI, []),
        "rayons": [
            {
                "cle": rayon.name.lower(),
                "titre": _("Pour les enfants") if rayon is Rayon.DECIDER and not suivis else rayon.titre,
                "rubriques": siennes,
            }
            for rayon, siennes in sorted(lignes.items())
            if siennes
        ],
        "enfants": len({s.eleve.pk for s in suivis}),
        "ecoles": len({s.etablissement_id for s in suivis}),
        "heure": lectures.heure_du_resume(request.user),
        "push_ouvert": vapid.est_ouvert(),
        "themes": THEMES,
        "theme": request.COOKIES.get("theme", "auto"),
        "conforts": CONFORTS if request.LANGUAGE_CODE == "fr" else [c for c in CONFORTS if c[0] != "facile"],
    }


@adultes
@require_GET
def eleves(request: HttpRequest) -> HttpResponse:
    """The pupils of the classes that one teaches, each with their sheet; and what one does of each class."""
    if "enseignant" not in lectures.univers_de(request.user):
        raise Http404
    return render(request, "portail/eleves.html", {"classes": lectures.eleves_par_classe(request.user)})


def suite_permise(request: HttpRequest, defaut: str) -> str:
    """Where to go back to: a page of this site, nothing else."""
    return d_ici(request, request.POST.get("suite") or request.GET.get("suite") or "") or reverse(defaut)


def page_d_avant(request: HttpRequest) -> str:
    """The page one comes from; else one's home, or the door."""
    return suite_permise(request, "accueil" if request.user.is_authenticated else "account_login")


@login_not_required  # one chooses a language before coming in
@require_http_methods(["GET", "POST"])
def langue(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: kept with the account, or in a cookie before one comes in."""
    suite = suite_permise(request, "accueil")
    formulaire = LangueForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        choisie = formulaire.cleaned_data["langue"]
        if request.user.is_authenticated:
            actions.choisir_langue(personne=request.user, langue=choisie)
        reponse = redirect(suite)
        reponse.set_cookie("langue", choisie, max_age=UN_AN, samesite="Lax", secure=request.is_secure(), httponly=True)
        return reponse
    contexte = {"formulaire": formulaire, "suite": suite, "retour": page_d_avant(request)}
    return render(request, "portail/langue.html", contexte, status=422 if formulaire.is_bound else 200)


@login_not_required  # colours are a matter of eyes, not of rights
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie of this device."""
    formulaire = ThemeForm(request.POST)
    if not formulaire.is_valid() and not request.user.is_authenticated:
        return redirect(suite_permise(request, "account_login"))  # no page of theirs to say it on
    if not formulaire.is_valid():
        gabarit, maison = "portail/plus.html", _maison
        if _est_un_lecteur(request):
            gabarit, maison = "portail/plus_eleve.html", _maison_d_eleve
        return render(request, gabarit, maison(request) | {"formulaire": formulaire}, status=422)
    reponse = redirect(suite_permise(request, "plus"))
    choisi = formulaire.cleaned_data["theme"]
    reponse.set_cookie("theme", choisi, max_age=UN_AN, samesite="Lax", secure=request.is_secure(), httponly=True)
    return reponse


@require_POST
def confort(request: HttpRequest) -> HttpResponse:
    """Larger type or a reading font, kept with the person: a shared tablet does not give it to the next child."""
    formulaire = ConfortForm(request.POST)
    if formulaire.is_valid():
        choix = {formulaire.cleaned_data["choix"]: formulaire.cleaned_data["oui"]}
        actions.choisir_confort(personne=request.user, **choix)
    return redirect(suite_permise(request, "accueil"))


@adultes
@require_POST
def confort_d_ici(request: HttpRequest) -> HttpResponse:
    """The same for an adult, and two more, kept in a cookie of this device: a phone and a desk are not read alike. What is not offered changes nothing."""
    reponse = redirect(suite_permise(request, "plus"))
    formulaire = ConfortDIciForm(request.POST)
    if formulaire.is_valid():
        choisis = set(request.COOKIES.get("confort", "").split(".")) - {formulaire.cleaned_data["choix"]}
        if formulaire.cleaned_data["oui"]:
            choisis.add(formulaire.cleaned_data["choix"])
        gardes = ".".join(nom for nom, _dit in CONFORTS if nom in choisis)
        reponse.set_cookie("confort", gardes, max_age=UN_AN, samesite="Lax", secure=request.is_secure(), httponly=True)
    return reponse


@require_GET
def qui_est_la(request: HttpRequest) -> HttpResponse:
    """Who is signed in on this device, and the token of their session: what waits there leaves for that person alone."""
    return JsonResponse(
        {"personne": str(request.user.uuid), "jeton": get_token(request)}, headers={"Cache-Control": "no-store"}
    )


@require_GET
def nouvelles(request: HttpRequest) -> HttpResponse:
    """What is unread, by nature, for the counts of a page that is open."""
    return JsonResponse(lectures.nouvelles_de(request.user), headers={"Cache-Control": "no-store"})


DITS_MAX = 200  # in one sending; a screen shows twenty
NATURE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")  # « salle.nature »


@adultes
@require_POST
def lues(request: HttpRequest) -> HttpResponse:
    """What this person read where it is, or followed from the list, as « salle.nature.12: » (a nature, a thing): it counts as
    unread no more. Only what they were told themself.
    """
    dits: dict[str, set[int]] = defaultdict(set)
    for brut in request.POST.getlist("vu")[:DITS_MAX]:
        nature, _point, numero = brut.partition(":")[0].rpartition(".")
        if NATURE.fullmatch(nature) and (objet := entier(numero)) is not None:
            dits[nature].add(objet)
    lire_ce_qui_dit(personne=request.user, dits=dits)
    return HttpResponse(status=204)


@require_GET
def bannieres(request: HttpRequest) -> HttpResponse:
    """The banners of an open page, asked again when they change. One query beside who asks while there is none."""
    reponse = render(request, "coquille/_bannieres.html")
    reponse["Cache-Control"] = "no-store"
    return reponse
