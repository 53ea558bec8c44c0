"""The settings of the territory, by the operator; of a commune, by its référent; and what a school undoes of its own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.coquille.avis import dire_fait
from ent.socle.nombres import entier

from .. import actions, droits, etages
from ..etages import Declaration
from ..forms.etages import PRET, PRETS, EnsembleForm, EtageForm
from ..lectures.changements import changements
from ..lectures.etages import Lecture
from ..models import Commune, Personne, Place
from .commun import ecole_dirigee
from .gestes import corrige

PREPARES, TERRITOIRE = "reglages_prepares", "territoire"  # of the session: what one prepares, by place
RIEN = f"?{PRET}="  # of an address: nothing is prepared any more


def _territoire(request: HttpRequest) -> Place:
    if not droits.peut_regler_le_territoire(request.user):
        raise Http404
    return Place()


def _commune(request: HttpRequest, insee: str) -> Place:
    """A commune, for its référent alone; for anyone else it is not there."""
    return Place(commune=get_object_or_404(Commune.objects.reglees_par(request.user), code_insee=insee))


def _commune_lue(request: HttpRequest, insee: str) -> Place:
    """The same, or for the operator, to be read."""
    return Place(commune=get_object_or_404(Commune.objects.reglages_lus_par(request.user), code_insee=insee))


def _declaration(code: str) -> Declaration:
    try:
        return etages.declaration(code)
    except etages.ReglageInconnu:
        raise Http404 from None


def _adresse(place: Place, nom: str = "annuaire_reglages", *suite: str) -> str:
    """Of the page of a level, or of one of its settings."""
    if place.commune is None:
        return reverse(f"{nom}_territoire", args=suite)
    return reverse(f"{nom}_commune", args=[place.commune.code_insee, *suite])


@require_GET
def choisir(request: HttpRequest) -> HttpResponse:
    """The level that one keeps."""
    if droits.peut_regler_le_territoire(request.user):
        return redirect("annuaire_reglages_territoire")
    commune = Commune.objects.reglees_par(request.user).first()
    if commune is None:
        raise Http404
    return redirect("annuaire_reglages_commune", insee=commune.code_insee)


@require_GET
def territoire(request: HttpRequest) -> HttpResponse:
    place = _territoire(request)
    return _reprendre(request, place) or _page(request, place)


@require_GET
def commune(request: HttpRequest, insee: str) -> HttpResponse:
    place = _commune_lue(request, insee)
    return _reprendre(request, place) or _page(request, place)


def _reprendre(request: HttpRequest, place: Place) -> HttpResponse | None:
    """To what one was preparing there when one left the page: this session keeps what the address says of it, until it is applied or thrown away."""
    gardes = _gardes(request, place)
    if _a_part(request):
        return None
    if PRET not in request.GET:
        return redirect(_adresse(place) + _suite(gardes)) if gardes else None
    prets = [dit for dit in request.GET.getlist(PRET) if dit][:PRETS]
    if prets != gardes:
        _garder(request, place, prets)
    return None


def _a_part(request: HttpRequest) -> str:
    """The rubric that has a page of its own, when it is that one which is asked for."""
    voulue = request.GET.get("rubrique", "")
    return voulue if any(r.a_part and r.nom == voulue for r in etages.rubriques()) else ""


def _gardes(request: HttpRequest, place: Place) -> list[str]:
    return request.session.get(PREPARES, {}).get(place.objet or TERRITOIRE, [])


def _garder(request: HttpRequest, place: Place, prets: list[str]) -> None:
    request.session[PREPARES] = {**request.session.get(PREPARES, {}), place.objet or TERRITOIRE: prets}


def _page(request: HttpRequest, place: Place, envoye: EnsembleForm | None = None) -> HttpResponse:
    """Every setting of the level; with what is prepared of several (`?pret=`, or what was sent and refused), told together."""
    lecture = envoye.lecture if envoye else Lecture(place, request.user)
    prepares = envoye or EnsembleForm(request.GET, lecture=lecture, est_prepare=True)
    seule = _a_part(request) if envoye is None else ""
    suite = _suite(_gardes(request, place) if seule else prepares.prets)
    contexte = {
        "place": place,
        "seule": seule,
        "a_part": [(r, f"{_adresse(place)}?rubrique={r.nom}", n, d) for r, n, d in lecture.a_part() if not seule],
        "toutes": _adresse(place) + suite,
        "peut_regler": not lecture.est_lue,
        "communes": lecture.communes_qui_reglent() if place.commune is None else (),
        "nombre": len(lecture.ecoles),
        "rubriques": [
            (
                rubrique,
                [(ligne, _adresse(place, "annuaire_reglage", ligne.declaration.code) + suite) for ligne in lignes],
                etages.ailleurs(rubrique.nom, place.etage, place.objet),
            )
            for rubrique, lignes in lecture.rubriques(seule)
        ],
        "changements": [
            (dit, _adresse(place, "annuaire_reglage_annuler", dit.lignes[0].code))
            for dit in changements(place, request.user)
        ],
        "autres": Commune.objects.reglees_par(request.user).exclude(pk=place.commune.pk) if place.commune else (),
        "prepares": prepares,
        "effets": [
            (f, effet, _adresse(place) + (_suite(sans) or RIEN) + "#prepares") for f, effet, sans in prepares.effets()
        ],
        "appliquer": _adresse(place, "annuaire_reglages_ensemble"),
        "jeter": _adresse(place) + RIEN,
    }
    return render(request, "annuaire/etages/page.html", contexte, status=422 if envoye else 200)


def _suite(prets: list[str]) -> str:
    """What is prepared, carried by an address."""
    return f"?{urlencode([(PRET, pret) for pret in prets])}" if prets else ""


@corrige
@require_POST
def regler_ensemble_le_territoire(request: HttpRequest) -> HttpResponse:
    return _regler_ensemble(request, _territoire(request))


@corrige
@require_POST
def regler_ensemble_la_commune(request: HttpRequest, insee: str) -> HttpResponse:
    return _regler_ensemble(request, _commune(request, insee))


def _regler_ensemble(request: HttpRequest, place: Place) -> HttpResponse:
    """All that is prepared, or nothing of it."""
    formulaire = EnsembleForm(request.POST, lecture=Lecture(place, request.user), est_prepare=False)
    if not formulaire.is_valid():
        return _page(request, place, formulaire)
    try:
        n = actions.regler_ensemble(place=place, voulus=formulaire.voulus, auteur=request.user)
    except ValidationError as refus:  # a level above spoke since the form was judged
        formulaire.add_error(None, refus)
        return _page(request, place, formulaire)
    return _fait(request, place, n)


def _fait(request: HttpRequest, place: Place, n: int) -> HttpResponse:
    """Said at the head of the page, with what undoes it; nothing is prepared any more."""
    _garder(request, place, [])
    phrase = _("C’est réglé. Établissements changés : %(n)s. Annulable 15 jours.") % {"n": n}
    dire_fait(request, phrase, annuler=adresse_qui_annule(place, request.user))
    return redirect(_adresse(place))


@corrige
@require_http_methods(["GET", "POST"])
def regler_le_territoire(request: HttpRequest, code: str) -> HttpResponse:
    return _regler(request, _territoire(request), _declaration(code))


@corrige
@require_http_methods(["GET", "POST"])
def regler_la_commune(request: HttpRequest, insee: str, code: str) -> HttpResponse:
    ou = _commune_lue if request.method == "GET" else _commune
    return _regler(request, ou(request, insee), _declaration(code))


def _regler(request: HttpRequest, place: Place, une: Declaration) -> HttpResponse:
    """What one says of a setting: from an address (GET) it is prepared and told, sent (POST) it is applied."""
    lecture = Lecture(place, request.user)
    ligne, est_envoye = lecture.ligne(une), request.method == "POST"
    envoi = request.POST if est_envoye else (request.GET if "dire" in request.GET else None)
    formulaire = EtageForm(envoi, place=place, ligne=ligne, est_prepare=not est_envoye)
    if est_envoye and formulaire.is_valid():
        try:
            n = actions.regler_ensemble(place=place, voulus=[formulaire.voulu], auteur=request.user)
        except ValidationError as refus:  # a level above spoke since the form was judged
            formulaire.add_error(None, refus)
        else:
            return _fait(request, place, n)
    peut_regler = ligne.peut_changer and not lecture.est_lue
    est_dit = peut_regler and formulaire.is_bound and not formulaire.errors.keys() & formulaire.fields.keys()
    est_deja_dit = est_dit and formulaire.est_deja_dit
    est_dit = est_dit and not est_deja_dit
    autres = [dit for dit in request.GET.getlist(PRET) if not dit.startswith(f"{une.code}~")][:PRETS]
    contexte = {
        "place": place,
        "ligne": ligne,
        "peut_regler": peut_regler,
        "est_deja_dit": est_deja_dit,
        "formulaire": formulaire,
        "ici": _adresse(place, "annuaire_reglage", une.code),
        "retour": _retour(place, une, _gardes(request, place) or autres),
        "autres": autres,
        "ensemble": _adresse(place) + _suite([*autres, formulaire.pret]) + "#prepares" if est_dit else "",
        "annuler": _adresse(place, "annuaire_reglage_annuler", une.code),
        "changements": changements(place, request.user, une.code),
        "effet": lecture.annoncer(une, formulaire.valeur, formulaire.mode) if est_dit else None,
    }
    return render(request, "annuaire/etages/regler.html", contexte, status=422 if formulaire.errors else 200)


def _retour(place: Place, une: Declaration, prets: list[str]) -> str:
    """To the page where the setting stands."""
    if etages.est_a_part(une):
        return f"{_adresse(place)}?rubrique={une.rubrique}"
    return _adresse(place) + _suite(prets)


def adresse_qui_annule(place: Place, auteur: Personne, nom: str = "annuaire_reglage_annuler") -> str:
    """What undoes the last word of this person there, by a POST; empty when nothing was said."""
    dit = next((c for c in changements(place, auteur) if c.annulable and c.lignes[0].par_id == auteur.pk), None)
    if dit is None:
        return ""
    code, lignes = dit.lignes[0].code, urlencode([("ligne", ligne.pk) for ligne in dit.lignes])
    if place.ecole is not None:
        return f"{reverse(nom, args=[place.ecole.uai, code])}?{lignes}"
    return f"{_adresse(place, nom, code)}?{lignes}"


@require_POST
def annuler_du_territoire(request: HttpRequest, code: str) -> HttpResponse:
    place = _territoire(request)
    return _annuler(request, place, code, _adresse(place))


@require_POST
def annuler_de_la_commune(request: HttpRequest, insee: str, code: str) -> HttpResponse:
    place = _commune(request, insee)
    return _annuler(request, place, code, _adresse(place))


@require_POST
def annuler_de_l_ecole(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    place = Place(ecole=ecole_dirigee(request, uai))
    return _annuler(request, place, code, reverse("annuaire_reglages", args=[uai]))


def _annuler(request: HttpRequest, place: Place, code: str, retour: str) -> HttpResponse:
    """For fifteen days, and while nothing replaced the row that the page had read."""
    _declaration(code)
    try:
        actions.revenir(
            place=place,
            lignes={entier(brut) or 0 for brut in request.POST.getlist("ligne") or request.GET.getlist("ligne")},
            auteur=request.user,
        )
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : tout est comme avant."))
    return redirect(retour)
