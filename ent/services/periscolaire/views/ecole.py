"""What a school keeps: its services and their rules, what each child eats, a month for the invoice."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.destinataires import familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import corrige, cree
from ent.coquille.avis import dire_fait
from ent.diffusion.lectures import Prevenus, prevenus

from .. import droits
from ..actions import ecole as actions
from ..actions import fermeture
from ..exports import en_csv, en_ods
from ..forms.ecole import EleveForm, ServiceForm
from ..lectures import equipe as lectures
from ..lectures.listes import eleves_attendus
from ..models import ServicePeriscolaire

REFUS = gettext_lazy("La direction de l’école règle ses services et lit ces pages. Demandez-lui.")
FORMATS = [("ods", "ODS"), ("csv", "CSV")]
TYPES = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """School by school: what is open today, its lists, its kitchen, its menus."""
    ecoles = lectures.ecoles_de(request.user)
    if not ecoles:
        raise Http404
    return render(request, "periscolaire/equipe.html", {"ecoles": ecoles})


@cree
@require_http_methods(["GET", "POST"])
def ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """A service that opens."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user.pour(droits.MODULE)), pk=pk)
    exiger(droits.peut_regler(request.user, ecole.pk), REFUS)
    formulaire = ServiceForm(request.POST or None, etablissement=ecole, equipe=lectures.enseignants_de(ecole))
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.regler_service(
                etablissement=ecole,
                auteur=request.user,
                champs=formulaire.champs,
                encadrants=formulaire.cleaned_data["encadrants"],
            )
        except ValidationError as refus:
            formulaire.add_error("nature", refus)
        else:
            messages.success(request, _("C’est ouvert : les familles de l’école peuvent déclarer leurs jours."))
            return redirect("periscolaire_equipe")
    contexte = {"formulaire": formulaire, "ecole": ecole}
    return render(request, "periscolaire/service.html", contexte, status=422 if formulaire.is_bound else 200)


def _lu(request: HttpRequest, pk: int) -> ServicePeriscolaire:
    """404 for who does not work there; 403 for who does, and does not direct."""
    service = get_object_or_404(
        ServicePeriscolaire.objects.lus_par(request.user).select_related("etablissement"), pk=pk
    )
    exiger(droits.peut_regler(request.user, service.etablissement_id), REFUS)
    return service


@corrige
@require_http_methods(["GET", "POST"])
def regler(request: HttpRequest, pk: int) -> HttpResponse:
    """Its rules, and its months."""
    service = _lu(request, pk)
    ecole = service.etablissement
    formulaire = ServiceForm(
        request.POST or None, etablissement=ecole, service=service, equipe=lectures.enseignants_de(ecole)
    )
    if request.method == "POST" and formulaire.is_valid():
        couples = familles(ecole.pk, formulaire.perdus)
        try:
            actions.regler_service(
                etablissement=ecole,
                auteur=request.user,
                champs=formulaire.champs,
                encadrants=formulaire.cleaned_data["encadrants"],
                service=service,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            phrases = [_("C’est changé : les familles lisent ces règles aussitôt."), *qui_le_sait(prevenus(couples))]
            messages.success(request, " ".join(phrases))
            return redirect("periscolaire_equipe")
    contexte = {
        "formulaire": formulaire,
        "ecole": ecole,
        "service": service,
        "mois": lectures.mois_a_exporter(),
        "formats": FORMATS,
        "attendus": len(eleves_attendus(service)),
    }
    return render(request, "periscolaire/service.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def fermer(request: HttpRequest, pk: int) -> HttpResponse:
    """Families declare no more; months are still there."""
    prevenus = fermeture.fermer_service(service=_lu(request, pk), auteur=request.user)
    phrases = [
        _("C’est fermé : les familles n’y déclarent plus rien. Les mois passés restent."),
        *qui_le_sait(prevenus),
    ]
    dire_fait(request, " ".join(phrases), annuler=reverse("periscolaire_rouvrir", args=[pk]))
    return redirect("periscolaire_equipe")


def qui_le_sait(prevenus: Prevenus) -> Iterator[str]:
    if n := prevenus.enfants:
        yield ngettext(
            "La famille de %(n)d enfant, qui y avait des jours à venir, en est prévenue.",
            "Les familles de %(n)d enfants, qui y avaient des jours à venir, en sont prévenues.",
            n,
        ) % {"n": n}
    if n := prevenus.sans_compte:
        yield ngettext(
            "La famille de %(n)d enfant, qui y avait des jours à venir, n’a pas de compte : dites-le-lui autrement.",
            "Les familles de %(n)d enfants, qui y avaient des jours à venir, n’ont pas de compte : dites-le-leur autrement.",
            n,
        ) % {"n": n}


@require_POST
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """A closing that was not meant."""
    try:
        fermeture.rouvrir_service(service=_lu(request, pk), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est rouvert : les jours qui étaient dits le sont encore."))
    return redirect("periscolaire_equipe")


@require_POST
@never_cache
def export(request: HttpRequest, pk: int, mois: dt.date, extension: str) -> HttpResponse:
    """Names leave: the direction alone, and the journal says so. The commune receives the file from it."""
    service = _lu(request, pk)
    premier = mois.replace(day=1)
    actions.noter_export(service=service, mois=premier, auteur=request.user)
    contenu = (en_csv if extension == "csv" else en_ods)(service, premier)
    reponse = HttpResponse(contenu, content_type=TYPES[extension])
    reponse["Content-Disposition"] = f'attachment; filename="{service.nature}-{premier:%Y-%m}.{extension}"'
    return reponse


def _dirigee(request: HttpRequest, pk: int) -> Etablissement:
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user.pour(droits.MODULE)), pk=pk)
    exiger(droits.peut_diriger(request.user, ecole.pk), REFUS)
    return ecole


@require_GET
def eleves(request: HttpRequest, pk: int) -> HttpResponse:
    """What each child eats, class by class: the direction's own page."""
    ecole = _dirigee(request, pk)
    return render(request, "periscolaire/eleves.html", {"ecole": ecole, "classes": lectures.regimes_de(ecole)})


def _ou_la_famille_le_dit(request: HttpRequest, pk: int, eleve: UUID) -> str:
    """A family says what its child eats from a page of its own: who saves second reads what the first wrote, whichever they are."""
    return reverse("periscolaire_regime", args=[pk, eleve])


@corrige(chez=_ou_la_famille_le_dit)
@require_http_methods(["GET", "POST"])
def eleve(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """One child: its meal, what to avoid, who declares."""
    ecole = _dirigee(request, pk)
    fiche = lectures.fiche_de(ecole, eleve)
    if fiche is None:
        raise Http404
    formulaire = EleveForm(
        request.POST or None,
        etablissement=ecole,
        regime=fiche.regime,
        adultes=fiche.adultes,
        declarant=fiche.declarant,
    )
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        actions.dire_regime(
            etablissement=ecole, eleve=fiche.eleve, repas=dits["repas"], a_eviter=dits["a_eviter"], par=request.user
        )
        actions.decider_declarant(
            etablissement=ecole, eleve=fiche.eleve, responsable=formulaire.qui, auteur=request.user
        )
        messages.success(request, _("C’est noté."))
        return redirect("periscolaire_eleves", pk=ecole.pk)
    contexte = {"formulaire": formulaire, "ecole": ecole, "fiche": fiche}
    return render(request, "periscolaire/eleve.html", contexte, status=422 if formulaire.is_bound else 200)
