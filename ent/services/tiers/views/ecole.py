"""A direction chooses: which services its school opens, and to whom."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models import Etablissement
from ent.annuaire.views import annulables
from ent.annuaire.views.commun import ecole_dirigee
from ent.annuaire.views.gestes import corrige

from ..actions import ecole as actions
from ..attributs import Public, lire
from ..forms import OuvertureForm
from ..lectures import oppositions, services, visites
from ..models import OuvertureTiers, ServiceTiers


@require_GET
def dirigees(request: HttpRequest) -> HttpResponse:
    """Where « Plus » leads: the page of the school that one directs; a choice between several, and which of them is waited for."""
    ecoles = list(Etablissement.objects.diriges_par(request.user).select_related("commune").order_by("nom", "pk"))
    if not ecoles:
        raise Http404
    if len(ecoles) == 1:
        return redirect("tiers_ecole", uai=ecoles[0].uai)
    attendent = Counter(o.etablissement_id for o in services.ouvertes_dirigees(request.user) if o.attend)
    return render(request, "tiers/choisir.html", {"ecoles": [(ecole, attendent[ecole.pk]) for ecole in ecoles]})


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    """What the territory proposes, and what this school decided of it."""
    dirigee = ecole_dirigee(request, uai)
    lignes = services.services_de_l_ecole(request.user, dirigee)
    venus = visites.par_ouverture([ouverture for _service, ouverture in lignes if ouverture is not None])
    dehors = oppositions.de_l_ecole(request.user, dirigee)
    contexte = {
        "ecole": dirigee,
        "lignes": [(s, o, venus.get(o.pk, []) if o else [], dehors.get(s.pk, [])) for s, o in lignes],
        "mois": visites.dernier_mois(),
        "a_les_siens": any(acces.peut_ouvrir for acces in services.acces_de(request.user)),
    }
    return render(request, "tiers/ecole.html", contexte)


def _decidee(request: HttpRequest, uai: str, service: UUID) -> OuvertureTiers:
    siennes = OuvertureTiers.objects.dirigees_par(request.user).select_related("service", "etablissement")
    decidee = siennes.filter(etablissement=ecole_dirigee(request, uai), service__uuid=service).first()
    if decidee is None:
        raise Http404
    return decidee


def _lu_des_familles(publics: Iterable[str]) -> bool:
    """They read what their children, or they themselves, may open: never what is for teachers alone."""
    return not {Public.ELEVE, Public.RESPONSABLE}.isdisjoint(publics)


def _dire(request: HttpRequest, dite: OuvertureTiers) -> None:
    """What became of it, once a direction said for whom."""
    nom = {"nom": dite.service.nom}
    if dite.ferme_le is not None:
        messages.error(request, _("%(nom)s vient d’être fermé par quelqu’un d’autre : rien n’a changé.") % nom)
    elif _lu_des_familles(dite.publics_dits):
        messages.success(request, _("%(nom)s est ouvert : les familles voient ce qu’il reçoit.") % nom)
    else:
        messages.success(request, _("%(nom)s est ouvert.") % nom)


@corrige
@require_http_methods(["GET", "POST"])
def ouvrir(request: HttpRequest, uai: str, service: UUID) -> HttpResponse:
    """For whom, said or said again; what families will read stands beside."""
    dirigee = ecole_dirigee(request, uai)
    propose = get_object_or_404(ServiceTiers.objects.proposes_de(request.user), uuid=service)
    decidee = OuvertureTiers.objects.dirigees_par(request.user).filter(etablissement=dirigee, service=propose).first()
    formulaire = OuvertureForm(
        request.POST if request.method == "POST" else None, service=propose, ecole=dirigee, ouverture=decidee
    )
    if request.method == "POST" and formulaire.is_valid():
        dite = actions.ouvrir_a_l_ecole(
            service=propose, etablissement=dirigee, auteur=request.user, **formulaire.choisis()
        )
        _dire(request, dite)
        return redirect("tiers_ecole", uai=uai)
    contexte = {"ecole": dirigee, "service": propose, "ouverture": decidee, "formulaire": formulaire}
    return render(request, "tiers/ouvrir.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def accorder(request: HttpRequest, uai: str, service: UUID) -> HttpResponse:
    """Yes or no to what it asks to receive more, as the page listed it; a list that has grown since is read again first."""
    decidee = _decidee(request, uai, service)
    vus = request.POST.get("vus", "")
    if not decidee.demande or lire(vus) != decidee.demande:
        messages.error(request, _("Ce qu’il demande a changé depuis : relisez, puis répondez."))
    elif request.POST.get("reponse") == "oui":
        geste = actions.accorder(ouverture=decidee, auteur=request.user, vus=vus)
        lu = _lu_des_familles(decidee.publics_dits)
        phrase = (
            _("C’est dit : il reçoit cela aussi, et les familles le lisent.")
            if lu
            else _("C’est dit : il reçoit cela aussi.")
        )
        _proposer(request, phrase, geste, reverse("tiers_reprendre", args=[uai, service, geste or 0]))
    else:
        geste = actions.refuser(ouverture=decidee, auteur=request.user, vus=vus)
        adresse = reverse("tiers_reprendre_un_refus", args=[uai, service, geste or 0])
        _proposer(request, _("C’est dit : il ne reçoit rien de plus."), geste, adresse)
    return redirect("tiers_ecole", uai=uai)


def _proposer(request: HttpRequest, phrase: str, geste: int | None, adresse: str) -> None:
    """Said with « Annuler », unless somebody had answered in between."""
    if geste is None:
        messages.error(request, _("Ce qu’il demande a changé depuis : relisez, puis répondez."))
    else:
        annulables.proposer(request, phrase, geste=geste, adresse=adresse)


@require_POST
def reprendre(request: HttpRequest, uai: str, service: UUID, geste: int) -> HttpResponse:
    """The yes is taken back, for as long as nothing else was decided of it; offered for an hour."""
    fait = _("C’est annulé : il ne reçoit que ce qu’il recevait.")
    return _reprendre(request, _decidee(request, uai, service), geste, actions.reprendre_un_accord, fait)


@require_POST
def reprendre_un_refus(request: HttpRequest, uai: str, service: UUID, geste: int) -> HttpResponse:
    """The no is taken back, under the same conditions: what it asked waits again."""
    fait = _("C’est annulé : ce qu’il demande attend de nouveau votre réponse.")
    return _reprendre(request, _decidee(request, uai, service), geste, actions.reprendre_un_refus, fait)


def _reprendre(request: HttpRequest, decidee: OuvertureTiers, geste: int, action: Callable, fait: str) -> HttpResponse:
    annulables.oublier(request)
    try:
        action(ouverture=decidee, auteur=request.user, geste=geste)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, fait)
    return redirect("tiers_ecole", uai=decidee.etablissement.uai)


@require_http_methods(["GET", "POST"])
def fermer(request: HttpRequest, uai: str, service: UUID) -> HttpResponse:
    """What stops, what the service keeps, who is told; then, from the next ticket on, nobody of the school goes there."""
    decidee = _decidee(request, uai, service)
    if request.method == "GET":
        contexte = {
            "ecole": decidee.etablissement,
            "service": decidee.service,
            "ouverture": decidee,
            "lu_des_familles": _lu_des_familles(decidee.publics_dits),
        }
        return render(request, "tiers/fermer.html", contexte)
    sus = actions.fermer_a_l_ecole(ouverture=decidee, auteur=request.user)
    messages.success(request, " ".join([_("C’est fermé : plus personne de l’école n’y va."), *sus.phrases]))
    return redirect("tiers_ecole", uai=uai)


@require_POST
def rouvrir(request: HttpRequest, uai: str, service: UUID) -> HttpResponse:
    """Undone: as it was open."""
    decidee = _decidee(request, uai, service)
    actions.rouvrir(ouverture=decidee, auteur=request.user)
    messages.success(request, _("C’est rouvert comme avant : aux mêmes, avec ce qu’il recevait."))
    return redirect("tiers_ecole", uai=uai)
