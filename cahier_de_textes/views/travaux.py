"""Pages of the cahier: the teacher's week, a travail, the tick of a child."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Groupe

from .. import droits, lectures, lectures_suivi
from ..actions import travaux as actions
from ..forms import TravailForm
from ..models import Travail


@require_GET
def cahier(request: HttpRequest) -> HttpResponse:
    """The classes and groups one teaches; with a single one, its week at once."""
    classes = list(Classe.objects.tenues_par(request.user).select_related("etablissement"))
    groupes = list(Groupe.objects.tenus_par(request.user).select_related("etablissement"))
    if len(classes) == 1 and not groupes:
        return redirect("cahier_classe", pk=classes[0].pk)
    return render(request, "cahier_de_textes/cahier.html", {"classes": classes, "groupes": groupes})


@require_http_methods(["GET", "POST"])
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a class; a POST gives it a travail. Its direction reads, its teachers write."""
    cible = get_object_or_404(Classe.objects.gerees_par(request.user).select_related("etablissement"), pk=pk)
    return _semaine(request, classe=cible)


@require_GET
def projeter(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: what is for the next class day, read from the back of the room. Nothing of any one child."""
    cible = get_object_or_404(Classe.objects.tenues_par(request.user).select_related("etablissement"), pk=pk)
    jour = calendrier.prochain_jour_de_classe(cible.etablissement, timezone.localdate())
    contexte = {
        "classe": cible,
        "aujourd_hui": timezone.localdate(),
        "jour": jour,
        "travaux": Travail.objects.suivis_par(request.user).filter(classe=cible, date_pour=jour),
    }
    gabarit = "cahier_de_textes/_ardoise.html" if request.htmx else "cahier_de_textes/projection.html"
    return render(request, gabarit, contexte)


@require_http_methods(["GET", "POST"])
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a group."""
    cible = get_object_or_404(Groupe.objects.tenus_par(request.user).select_related("etablissement"), pk=pk)
    return _semaine(request, groupe=cible)


def _semaine(request: HttpRequest, *, classe: Classe | None = None, groupe: Groupe | None = None) -> HttpResponse:
    cible = classe or groupe
    peut_donner = droits.peut_donner_travail(request.user, classe=classe, groupe=groupe)
    aujourd_hui = timezone.localdate()
    prochain = calendrier.prochain_jour_de_classe(cible.etablissement, aujourd_hui)
    semaine = lectures.semaine(request.user, _lundi_demande(request, prochain), classe=classe, groupe=groupe)
    options = {
        "etablissement": cible.etablissement,
        "niveaux": list(semaine.effectifs) if classe else [],
        "initial": {"nature": Travail.Nature.APPRENDRE, "niveau": "", "date_pour": _jour_demande(request, prochain)},
    }
    formulaire = TravailForm(request.POST or None, **options)
    if "pour" in request.GET:
        formulaire.fields["texte"].widget.attrs["autofocus"] = True
    if request.method == "POST":
        exiger(peut_donner, _("Seuls les enseignants de la classe donnent du travail."))
        if formulaire.is_valid():
            donne = actions.publier_travail(
                auteur=request.user, classe=classe, groupe=groupe, **formulaire.cleaned_data
            )
            messages.success(request, phrase_de_publication(donne))
            return redirect(f"{request.path}?semaine={lectures.lundi_de(donne.date_pour).isoformat()}")
    contexte = {
        "cible": cible,
        "classe": classe,
        "groupe": groupe,
        "semaine": semaine,
        "formulaire": formulaire if peut_donner else None,
        "aujourd_hui": aujourd_hui,
        "prochain": prochain,
    }
    gabarit = "cahier_de_textes/_semaine.html" if request.htmx else "cahier_de_textes/semaine.html"
    return render(request, gabarit, contexte, status=422 if formulaire.is_bound else 200)


def _lundi_demande(request: HttpRequest, prochain: dt.date) -> dt.date:
    """The Monday asked by ?semaine=; the week of the next class day when it is absent or makes no sense."""
    demande = _date(request.GET.get("semaine", ""))
    return lectures.lundi_de(demande if demande and 2000 < demande.year < 2100 else prochain)


def _jour_demande(request: HttpRequest, prochain: dt.date) -> dt.date:
    return _date(request.GET.get("pour", "")) or prochain


def _date(texte: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texte)
    except ValueError:
        return None


def phrase_de_publication(travail: Travail) -> str:
    """What its author reads: who sees it, or when they will."""
    jour = date_format(travail.date_pour, "l j F")
    if not travail.attend:
        return _("C’est donné pour %(jour)s. Les familles le voient maintenant.") % {"jour": jour}
    return _("C’est donné pour %(jour)s : %(quand)s.") % {"jour": jour, "quand": quand_visible(travail)}


def quand_visible(travail: Travail) -> str:
    """« visible lundi à 7 h 00 »."""
    local = timezone.localtime(travail.visible_le)
    return _("visible %(jour)s à %(heure)s") % {
        "jour": date_format(local, "l"),
        "heure": time_format(local, r"G \h i"),
    }


@require_GET
def travail(request: HttpRequest, pk: int) -> HttpResponse:
    """One travail for its teachers and the direction: who ticked it, correct it, withdraw it."""
    suivis = Travail.objects.suivis_par(request.user).select_related("etablissement", "classe", "groupe")
    vu = get_object_or_404(suivis, pk=pk)
    contexte = {
        "travail": vu,
        "suivi": lectures_suivi.suivi_du_travail(vu),
        "peut_modifier": droits.peut_donner_travail(request.user, classe=vu.classe, groupe=vu.groupe),
    }
    gabarit = "cahier_de_textes/_suivi.html" if request.htmx else "cahier_de_textes/travail.html"
    return render(request, gabarit, contexte)


@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a travail; ticks are kept."""
    corrige = get_object_or_404(_modifiables(request).presents(), pk=pk)
    niveaux = list(lectures.effectifs(classe=corrige.classe)) if corrige.classe else []
    formulaire = TravailForm(
        request.POST or None, instance=corrige, etablissement=corrige.etablissement, niveaux=niveaux
    )
    formulaire.fields.pop("niveau", None)  # another audience is another travail
    if request.method == "POST" and formulaire.is_valid():
        actions.corriger_travail(travail=corrige, auteur=request.user, **formulaire.cleaned_data)
        messages.success(request, _("C’est corrigé."))
        return redirect("cahier_travail", pk=pk)
    contexte = {"travail": corrige, "formulaire": formulaire}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/modifier.html", contexte, status=statut)


def _modifiables(request: HttpRequest):
    return Travail.objects.modifiables_par(request.user).select_related("etablissement", "classe", "groupe")


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw at once, and offer to put back."""
    retire = get_object_or_404(_modifiables(request).presents(), pk=pk)
    actions.retirer_travail(travail=retire, auteur=request.user)
    adresse = f"{_page_de(retire)}&retire={retire.pk}"
    return redirect(adresse)


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal."""
    remis = get_object_or_404(_modifiables(request).exclude(retire_le=None), pk=pk)
    actions.remettre_travail(travail=remis, auteur=request.user)
    messages.success(request, _("C’est remis."))
    return redirect(_page_de(remis))


def _page_de(travail: Travail) -> str:
    nom = "cahier_classe" if travail.classe_id else "cahier_groupe"
    lundi = lectures.lundi_de(travail.date_pour).isoformat()
    return f"{reverse(nom, args=[travail.destination.pk])}?semaine={lundi}"


@require_POST
def cocher(request: HttpRequest, pk: int, eleve) -> HttpResponse:
    """Tick (fait=1) or untick (fait=0) for one child; the page then refreshes its own tile; without script, one comes back to it."""
    coche = get_object_or_404(Travail.objects.des_enfants_de(request.user), pk=pk)
    suivi = next((s for s in request.user.portee.suivis if s.eleve.uuid == eleve), None)
    if suivi is None or not droits.peut_cocher(request.user, coche, suivi):
        raise Http404
    actions.cocher(travail=coche, eleve=suivi.eleve, par=request.user, fait=request.POST.get("fait") == "1")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "cahier_de_textes:travail_fait"})
    venue = request.headers.get("Referer", "")
    return redirect(venue if url_has_allowed_host_and_scheme(venue, {request.get_host()}) else "accueil")
