"""The operator's providers of identity: which, how they speak, what they last said, whether they answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import fournisseurs as actions
from ..forms import FournisseurForm
from ..lectures import pages, saml
from ..models import FournisseurIdentite


def _exiger_operateur(request: HttpRequest) -> None:
    if not droits.peut_tenir_les_fournisseurs(request.user):
        raise Http404


def _fournisseur(request: HttpRequest, fournisseur: UUID) -> FournisseurIdentite:
    return get_object_or_404(FournisseurIdentite.objects.tenus_par(request.user), uuid=fournisseur)


@require_GET
def registre(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    return render(request, "identites/registre.html", {"etats": pages.registre(request.user)})


@cree
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    formulaire = FournisseurForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None
    )
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        fournisseur = actions.enregistrer(
            auteur=request.user, champs=formulaire.dits(), secret=dits["secret"], metadonnees=dits["fichier"]
        )
        messages.success(request, _("Il est enregistré. Vérifiez maintenant qu’il répond."))
        return redirect("identites_fournisseur", fournisseur=fournisseur.uuid)
    return _page(request, formulaire, None)


@never_cache
@corrige
@require_http_methods(["GET", "POST"])
def fournisseur(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """One of them, to be corrected; what it needs to know of us; where it stands."""
    tenu = _fournisseur(request, fournisseur)
    formulaire = FournisseurForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        instance=tenu,
    )
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        actions.corriger(
            fournisseur=_fournisseur(request, fournisseur),
            auteur=request.user,
            champs=formulaire.dits(),
            secret=dits["secret"],
            metadonnees=dits["fichier"],
        )
        messages.success(request, _("C’est enregistré."))
        return redirect("identites_fournisseur", fournisseur=fournisseur)
    return _page(request, formulaire, tenu if request.method == "GET" else _fournisseur(request, fournisseur))


def _page(request: HttpRequest, formulaire: FournisseurForm, tenu: FournisseurIdentite | None) -> HttpResponse:
    contexte = {"fournisseur": tenu, "formulaire": formulaire, "etat": None, "adresses": []}
    if tenu is not None:
        noms = [(_("Adresse de retour"), "identites_retour")]
        if tenu.est_saml:
            noms = [
                (_("Nos métadonnées, et notre identifiant d’entité"), "identites_metadonnees"),
                (_("Adresse de retour (ACS)"), "identites_retour"),
                (_("Adresse de sortie (SLO)"), "identites_saml_sortie"),
            ]
        else:
            noms += [
                (_("Adresse après la sortie"), "identites_revenu"),
                (_("Adresse prévenue d’une sortie (back-channel)"), "identites_oidc_sortie"),
            ]
        contexte |= {"etat": pages.etat_de(tenu), "adresses": [(dit, saml.adresse(nom, tenu)) for dit, nom in noms]}
    return render(request, "identites/fournisseur.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def verifier(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Read again what it says of itself, now, and say plainly what is wrong."""
    tenu = _fournisseur(request, fournisseur)
    panne = actions.relever(fournisseur=tenu)
    if panne:
        messages.error(request, _("%(nom)s n’a pas pu être lu : %(panne)s.") % {"nom": tenu.nom, "panne": panne})
    else:
        messages.success(request, _("%(nom)s répond, et ce qu’il dit de lui est complet.") % {"nom": tenu.nom})
    return redirect("identites_fournisseur", fournisseur=fournisseur)


@require_POST
def retirer(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Its button goes; with `remettre`, it comes back."""
    tenu = _fournisseur(request, fournisseur)
    faire = actions.remettre if "remettre" in request.POST else actions.retirer
    faire(fournisseur=tenu, auteur=request.user)
    return redirect("identites_fournisseur", fournisseur=fournisseur)
