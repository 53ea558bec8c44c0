"""The schools that somebody follows: the operator all of them, a référent those of their communes. Figures, never a family nor a content."""

import uuid

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.socle.francais import cite

from .. import actions, calendrier, droits, exports
from ..actions.ouvertures import PLUS_VIERGE
from ..actions.preparation import annee_a_preparer
from ..forms.ecoles import DirectionForm, EcoleCorrigeeForm, EcoleForm
from ..lectures.ecoles import Liste, Recherche, directions_de, directions_jamais_entrees, est_vierge, fiche_de, lister
from ..lectures.fusions import fusion_de
from ..lectures.secours import secours_de
from ..models import Etablissement
from . import annulables
from .commun import page_de, tableur
from .equipe import rendre
from .gestes import corrige, cree, retire

SEL = "annuaire.une_direction"
PAR_PAGE = 30
FERMETURES = 70  # days ahead: the next holidays and what closes before them


def _liste(request: HttpRequest) -> Liste:
    if not droits.suit_des_ecoles(request.user):
        raise Http404
    return lister(request.user, Recherche.de(request.GET))


def ecole_suivie(request: HttpRequest, uai: str) -> Etablissement:
    """The school of the address, for who follows it; for anyone else it is not there."""
    suivies = Etablissement.objects.suivis_par(request.user).select_related("commune", "rejoint")
    return get_object_or_404(suivies, uai=uai)


@require_GET
def ecoles(request: HttpRequest) -> HttpResponse:
    liste = _liste(request)
    contexte = {
        "liste": liste,
        "page": page_de(request, liste.lignes, PAR_PAGE),
        "peut_ouvrir": droits.peut_ouvrir_une_ecole(request.user),
    }
    gabarit = "annuaire/ecoles/_liste.html" if request.htmx else "annuaire/ecoles/liste.html"
    return render(request, gabarit, contexte)


@require_GET
@never_cache
def exporter(request: HttpRequest, forme: str) -> HttpResponse:
    """What the page shows, whole: for a French Excel, or typed."""
    nom = slugify(f"{_('écoles')}-{timezone.localdate():%Y-%m-%d}")
    return tableur(nom, forme, _("Établissements"), exports.ecoles(_liste(request)))


def _fermetures(ecole: Etablissement) -> list[tuple]:
    """The one that runs, and those that begin in the coming weeks."""
    return calendrier.fermetures(ecole, timezone.localdate(), FERMETURES + 1)


@require_GET
def fiche(request: HttpRequest, uai: str) -> HttpResponse:
    """One school: who directs it, its figures, and what each room says of it."""
    ecole = ecole_suivie(request, uai)
    lue = fiche_de(request.user, ecole)
    peut_nommer = droits.peut_ouvrir_une_ecole(request.user) and not ecole.fermee_le
    d_une_ecole = not ecole.fermee_le and ecole.nature != Etablissement.Nature.COLLEGE
    contexte = {
        "ecole": ecole,
        "fiche": lue,
        "fermetures": _fermetures(ecole),
        "peut_nommer": peut_nommer,
        "peut_reunir": d_une_ecole and droits.peut_reunir_des_ecoles(request.user) and _se_reunit(ecole),
        "peut_corriger": peut_nommer and est_vierge(ecole),
        "secours": [] if peut_nommer or lue.directions else secours_de(None, de_l_ecole=False),
    }
    return render(request, "annuaire/ecoles/fiche.html", contexte)


def _se_reunit(ecole: Etablissement) -> bool:
    """From May to October; afterwards, what was said is read still."""
    return annee_a_preparer() is not None or fusion_de(ecole) is not None


def _est_ouverte(ecole: Etablissement, *, par_courriel: bool) -> str:
    """And what became of the direction that was named with it, if one was."""
    nommee = directions_de(ecole).first()
    if nommee is None:
        return _("C’est ouvert : %(ecole)s.") % {"ecole": ecole.nom}
    phrase = (
        _("C’est ouvert : %(ecole)s. %(qui)s y dirige. Une invitation part à son adresse.")
        if par_courriel
        else _("C’est ouvert : %(ecole)s. %(qui)s y dirige : imprimez son papier, il ouvre son compte.")
    )
    return phrase % {"ecole": ecole.nom, "qui": nommee.nom_affiche}


@cree
@require_http_methods(["GET", "POST"])
def ouvrir(request: HttpRequest) -> HttpResponse:
    """A school of the territory, and its first direction."""
    if not droits.peut_ouvrir_une_ecole(request.user):
        raise Http404
    formulaire = EcoleForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        ecole = actions.ouvrir_une_ecole(
            auteur=request.user,
            direction=formulaire.direction,
            par_courriel=dits["inviter"],
            uai=dits["uai"],
            nom=dits["nom"],
            nature=dits["nature"],
            code_insee=dits["commune"],
            circonscription=dits["circonscription"],
        )
        messages.success(request, _est_ouverte(ecole, par_courriel=dits["inviter"]))
        return redirect("annuaire_fiche", uai=ecole.uai)
    contexte = {"formulaire": formulaire}
    return render(request, "annuaire/ecoles/ouvrir.html", contexte, status=422 if formulaire.is_bound else 200)


def _ouverte_par_erreur(request: HttpRequest, uai: str) -> Etablissement | None:
    """For the operator alone; nothing once somebody or something is there."""
    ecole = ecole_suivie(request, uai)
    if not droits.peut_ouvrir_une_ecole(request.user):
        raise Http404
    if est_vierge(ecole):
        return ecole
    if request.method == "POST":
        messages.error(request, PLUS_VIERGE)
    return None


@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, uai: str) -> HttpResponse:
    """Its name, its commune, its nature; or take it away."""
    ecole = _ouverte_par_erreur(request, uai)
    if ecole is None:
        return redirect("annuaire_fiche", uai=uai)
    formulaire = EcoleCorrigeeForm(request.POST or None, ecole=ecole)
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        try:
            actions.corriger_une_ouverture(
                etablissement=ecole,
                auteur=request.user,
                nom=dits["nom"],
                nature=dits["nature"],
                code_insee=dits["commune"],
                circonscription=dits["circonscription"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect("annuaire_fiche", uai=uai)
    contexte = {"ecole": ecole, "formulaire": formulaire, "directions": directions_jamais_entrees(ecole)}
    return render(request, "annuaire/ecoles/corriger.html", contexte, status=422 if formulaire.errors else 200)


@retire
@require_POST
def retirer(request: HttpRequest, uai: str) -> HttpResponse:
    """As if it had never been opened; the journal of the territory says so."""
    ecole = _ouverte_par_erreur(request, uai)
    if ecole is None:
        return redirect("annuaire_fiche", uai=uai)
    try:
        actions.retirer_une_ouverture(etablissement=ecole, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
        return redirect("annuaire_fiche", uai=uai)
    messages.success(
        request, _("« %(ecole)s » est retiré. Vous pouvez l’ouvrir de nouveau.") % {"ecole": cite(ecole.nom)}
    )
    return redirect("annuaire_ecoles")


@cree
@require_http_methods(["GET", "POST"])
def nommer(request: HttpRequest, uai: str) -> HttpResponse:
    """Who directs a school, by the operator alone; nobody, one that joined another."""
    ecole = ecole_suivie(request, uai)
    if not droits.peut_ouvrir_une_ecole(request.user) or ecole.fermee_le:
        raise Http404
    formulaire = DirectionForm(request.POST or None, etablissement=ecole)
    if request.method == "POST" and formulaire.is_valid() and (identite := formulaire.direction):
        par_courriel = formulaire.cleaned_data["inviter"]
        nommee = actions.nommer_la_direction(
            etablissement=ecole, identite=identite, auteur=request.user, par_courriel=par_courriel
        )
        phrase = (
            _("%(qui)s dirige l’école. Une invitation part à son adresse.")
            if par_courriel
            else _("%(qui)s dirige l’école. Imprimez son papier : il ouvre son compte.")
        )
        messages.success(request, phrase % {"qui": nommee.nom_affiche})
        return redirect("annuaire_fiche", uai=uai)
    contexte = {"ecole": ecole, "formulaire": formulaire}
    return render(request, "annuaire/ecoles/nommer.html", contexte, status=422 if formulaire.is_bound else 200)


@cree
@require_POST
def finir_direction(request: HttpRequest, uai: str, personne: uuid.UUID) -> HttpResponse:
    """Somebody directs the school no more; not the last one. « Annuler » gives it back for an hour."""
    ecole = ecole_suivie(request, uai)
    if not droits.peut_ouvrir_une_ecole(request.user):
        raise Http404
    partante = get_object_or_404(directions_de(ecole), uuid=personne)
    try:
        depart = actions.finir_une_direction(personne=partante, etablissement=ecole, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        jeton = signing.dumps([depart.geste, depart.finis], salt=SEL + uai)
        adresse = reverse("annuaire_fiche_direction_rendre", args=[uai, jeton])
        phrase = _("%(qui)s ne dirige plus l’école.") % {"qui": partante.nom_affiche}
        annulables.proposer(request, phrase, geste=depart.geste, adresse=adresse)
    return redirect("annuaire_fiche", uai=uai)


@require_POST
def rendre_direction(request: HttpRequest, uai: str, depart: str) -> HttpResponse:
    """For an hour, once, and of that end alone."""
    ecole = ecole_suivie(request, uai)
    if not droits.peut_ouvrir_une_ecole(request.user):
        raise Http404
    trop_tard = _("Cela ne s’annule plus ici. « Nommer la direction » la nomme à nouveau.")
    rendre(request, ecole, depart, sel=SEL, trop_tard=trop_tard)
    return redirect("annuaire_fiche", uai=uai)
