"""Copy, repeat, a series, move everything by a class day, undo."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Groupe
from ent.annuaire.views.gestes import cree
from ent.socle.adresses import d_ici

from ..actions import gestes, organisation
from ..actions.decalage import decaler, preparer_decalage
from ..contenus import blocs_de
from ..ecrits import MODELES, UnEcrit, date_de, nom_de
from ..forms.organisation import CopieForm, DecalageForm, RepetitionForm, cle_de
from ..models import Geste
from .communes import classe_geree, exiger_de_donner, groupe_tenu, semaine_de

ACTES_DE_SERIE = ("corriger", "retirer", "retirer-les-suivants")
ROLES_LIES = ("etablissement", "classe__annee", "groupe__annee")


def ecrit_modifiable(request: HttpRequest, nature: str, pk: int) -> UnEcrit:
    """A travail or a séance that this person may change, not withdrawn."""
    ecrits = MODELES[nature].objects.modifiables_par(request.user).presents().select_related(*ROLES_LIES)
    return get_object_or_404(ecrits, pk=pk)


def cibles_de(request: HttpRequest) -> list[Classe | Groupe]:
    """Classes and groups one teaches today."""
    lies = ("etablissement", "annee")
    return [
        *Classe.objects.tenues_par(request.user).select_related(*lies),
        *Groupe.objects.tenus_par(request.user).select_related(*lies),
    ]


def en_arguments(cible: Classe | Groupe) -> dict:
    return {"classe": cible} if isinstance(cible, Classe) else {"groupe": cible}


def vers_la_semaine(ecrit: UnEcrit, geste: Geste, jour: dt.date | None = None) -> HttpResponse:
    """The week of that day, with the geste that may be undone."""
    return redirect(f"{semaine_de(ecrit, jour or date_de(ecrit))}&geste={geste.pk}")


# --- Copying ----------------------------------------------------------------------------------------------------------
@cree
@require_http_methods(["GET", "POST"])
def dupliquer(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """Copy to another day, class or group."""
    return copier(request, ecrit_modifiable(request, nature, pk))


def copier(request: HttpRequest, ecrit: UnEcrit, *, est_repris: bool = False) -> HttpResponse:
    """The form that copies, and the copy. From the réserve (`est_repris`) no audience is kept."""
    cibles = cibles_de(request)
    formulaire = CopieForm(request.POST or None, ecrit=ecrit, cibles=cibles, initial=_proposition(ecrit, cibles))
    if request.method == "POST" and formulaire.is_valid():
        cible, jour = formulaire.cleaned_data["cible"], formulaire.cleaned_data["date"]
        geste = organisation.dupliquer(
            ecrit=ecrit,
            auteur=request.user,
            date=jour,
            est_brouillon="brouillon" in request.POST,
            est_repris=est_repris,
            **en_arguments(cible),
        )
        return vers_la_semaine(type(ecrit)(**en_arguments(cible)), geste, jour)
    contexte = {"ecrit": ecrit, "nature": nom_de(ecrit), "formulaire": formulaire, "est_repris": est_repris}
    contexte |= {"cibles": cibles, "avec_images": any(b["type"] in ("image", "video") for b in blocs_de(ecrit.contenu))}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/organiser/copier.html", contexte, status=statut)


def _proposition(ecrit: UnEcrit, cibles: list[Classe | Groupe]) -> dict:
    """The same class if one still teaches it, and the next class day after the original or today."""
    if not cibles:
        return {}
    cible = next((c for c in cibles if c == ecrit.destination), cibles[0])
    apres = max(date_de(ecrit), timezone.localdate())
    return {"cible": cle_de(cible), "date": calendrier.prochain_jour_de_classe(cible.etablissement, apres)}


# --- Repeating --------------------------------------------------------------------------------------------------------
@cree
@require_http_methods(["GET", "POST"])
def repeter(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """Every week on these days until a date."""
    ecrit = ecrit_modifiable(request, nature, pk)
    jour = date_de(ecrit)
    proposition = {
        "jours": [jour.weekday()],
        "jusqu_au": min(jour + dt.timedelta(weeks=4), ecrit.destination.annee.fin),
    }
    formulaire = RepetitionForm(request.POST or None, ecrit=ecrit, initial=proposition)
    if request.method == "POST" and formulaire.is_valid():
        try:
            geste = organisation.repeter(ecrit=ecrit, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error("jusqu_au", refus)
        else:
            return vers_la_semaine(ecrit, geste)
    contexte = {"ecrit": ecrit, "nature": nature, "formulaire": formulaire}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/organiser/repeter.html", contexte, status=statut)


@cree
@require_http_methods(["GET", "POST"])
def serie(request: HttpRequest, nature: str, pk: int) -> HttpResponse:
    """« Celui-ci » or « celui-ci et les suivants »: withdraw, or give the next ones what this one says."""
    ecrit = ecrit_modifiable(request, nature, pk)
    acte = request.POST.get("acte")
    if acte in ACTES_DE_SERIE:
        if acte == "corriger":
            try:
                geste = organisation.corriger_les_suivants(ecrit=ecrit, auteur=request.user)
            except ValidationError as refus:
                messages.error(request, refus.messages[0])
                return redirect(request.path)
        else:
            geste = organisation.retirer(
                ecrit=ecrit, auteur=request.user, et_les_suivants=acte == "retirer-les-suivants"
            )
        return vers_la_semaine(ecrit, geste)
    autres = [e for e in organisation.suivants(ecrit) if e.pk != ecrit.pk]
    contexte = {"ecrit": ecrit, "nature": nature, "autres": autres, "dernier": autres[-1] if autres else None}
    statut = 422 if request.method == "POST" else 200
    return render(request, "cahier_de_textes/organiser/serie.html", contexte, status=statut)


# --- Moving everything ------------------------------------------------------------------------------------------------
@cree
@require_http_methods(["GET", "POST"])
def decaler_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of a class, from a day on, to the next class day: the plan, then the act."""
    return _decaler(request, classe_geree(request, pk))


@cree
@require_http_methods(["GET", "POST"])
def decaler_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a group."""
    return _decaler(request, groupe_tenu(request, pk))


def _decaler(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    exiger_de_donner(request, cible, _("Seuls les enseignants de la classe décalent ce qui y est écrit."))
    saisie = request.POST if request.method == "POST" else request.GET
    formulaire = DecalageForm(
        saisie if "depuis" in saisie else {"depuis": timezone.localdate().isoformat()}, annee=cible.annee
    )
    apercu = None
    if formulaire.is_valid():
        depuis = formulaire.cleaned_data["depuis"]
        if request.method == "POST":
            geste = decaler(auteur=request.user, a_partir_de=depuis, **en_arguments(cible))
            return vers_la_semaine(MODELES["seance"](**en_arguments(cible)), geste, depuis)
        apercu = preparer_decalage(par=request.user, a_partir_de=depuis, **en_arguments(cible))
    contexte = {
        "cible": cible,
        "formulaire": formulaire,
        "apercu": apercu,
        "semaine": semaine_de(MODELES["seance"](**en_arguments(cible)), timezone.localdate()),
    }
    statut = 422 if request.method == "POST" else 200
    return render(request, "cahier_de_textes/organiser/decaler.html", contexte, status=statut)


# --- Undoing ----------------------------------------------------------------------------------------------------------
@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one's own geste, and come back to the page it was asked from."""
    geste = get_object_or_404(Geste.objects.faits_par(request.user), pk=pk)
    try:
        gestes.annuler_geste(geste=geste, auteur=request.user)
        messages.success(request, _("C’est annulé : tout est comme avant."))
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    return redirect(d_ici(request, request.POST.get("suite", "")) or "cahier")
