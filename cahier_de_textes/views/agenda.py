"""A parent's private calendar addresses, and what a phone reads there."""

import hashlib
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ent.annuaire.views.gestes import cree, retire
from ent.connexion.lectures import a_montre_sa_cle, ce_qui_ferme, doit_montrer_sa_cle
from ent.socle import frein

from .. import agenda as ics
from ..actions import agenda as actions
from ..lectures import familles as lectures
from ..lectures.lignes import Ligne
from ..models import AbonnementAgenda

# Phones of a whole street may leave by one address: only what fails is counted there.
ECHECS, FENETRE_ECHECS = 60, 600
LECTURES, FENETRE_LECTURES = 60, 3600


class AgendaForm(forms.Form):
    nom = forms.CharField(
        label=gettext_lazy("Pour quel appareil ?"),
        max_length=60,
        initial=gettext_lazy("Mon téléphone"),
        error_messages={"required": gettext_lazy("Donnez-lui un nom, par exemple « Mon téléphone ».")},
    )


@cree
@reauthentication_required(enabled=doit_montrer_sa_cle)
@require_http_methods(["GET", "POST"])
def agendas(request: HttpRequest) -> HttpResponse:
    """One's addresses; a POST opens another. For those who answer for a child, or work in a school."""
    if not (lectures.enfants_suivis(request.user) or request.user.portee.etablissements_de_travail):
        raise Http404
    formulaire = AgendaForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.ouvrir_agenda(
                personne=request.user,
                nom=formulaire.cleaned_data["nom"],
                derriere_la_cle=a_montre_sa_cle(request),
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("Votre adresse est prête."))
            return redirect("cahier_agenda")
    sans_cle = ce_qui_ferme(request.user, derriere_la_cle=False) is not None
    pris = [
        (agenda, _adresse(request, agenda), sans_cle and not agenda.derriere_la_cle)
        for agenda in AbonnementAgenda.objects.pris_par(request.user)
    ]
    contexte = {"agendas": pris, "formulaire": formulaire}
    return render(request, "cahier_de_textes/agenda.html", contexte, status=422 if formulaire.errors else 200)


def _adresse(request: HttpRequest, agenda: AbonnementAgenda) -> str:
    return request.build_absolute_uri(reverse("cahier_ics", args=[agenda.uuid, ics.signer(agenda.uuid)]))


@retire
@require_POST
def revoquer(request: HttpRequest, pk: int) -> HttpResponse:
    """The address dies at once."""
    agenda = get_object_or_404(AbonnementAgenda.objects.pris_par(request.user), pk=pk)
    actions.revoquer_agenda(agenda=agenda, auteur=request.user)
    messages.success(request, _("Cette adresse ne donne plus rien."))
    return redirect("cahier_agenda")


@login_not_required
@require_safe
def lire(request: HttpRequest, cle: UUID, signee: str) -> HttpResponse:
    """What a phone's calendar reads: it cannot sign in, so the address itself is the secret, signed and revocable.

    Whatever is wrong, the page does not exist; what is closed for want of a second key says so to the phone by its status alone, so that the phone
    keeps the address. Rights are those of the person at this moment.
    """
    ip = f"agenda:ip:{frein.adresse_ip(request)}"
    if attente := frein.attente(ip, maximum=ECHECS, fenetre=FENETRE_ECHECS):
        return _patienter(attente)
    abonnement = ics.abonnement_tenu(cle, signee)
    if abonnement is None:
        frein.compter(ip, fenetre=FENETRE_ECHECS)
        raise Http404
    de_l_adresse = f"agenda:{abonnement.pk}"
    if attente := frein.attente(de_l_adresse, maximum=LECTURES, fenetre=FENETRE_LECTURES):
        return _patienter(attente)
    frein.compter(de_l_adresse, fenetre=FENETRE_LECTURES)
    if ics.est_fermee(abonnement):
        return HttpResponse(status=403, headers={"Cache-Control": "no-store"})
    with translation.override(abonnement.personne.langue):
        contenu = ics.calendrier_de(
            abonnement.personne, lambda ligne: _page_de(request, ligne), request.build_absolute_uri
        )
    etag = f'"{hashlib.sha256(contenu).hexdigest()[:24]}"'
    entetes = {"ETag": etag, "Cache-Control": "private", "X-Robots-Tag": "noindex"}
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponseNotModified(headers=entetes)
    entetes["Content-Disposition"] = 'inline; filename="cahier.ics"'
    return HttpResponse(contenu, content_type="text/calendar; charset=utf-8", headers=entetes)


def _page_de(request: HttpRequest, ligne: Ligne) -> str:
    chemin = reverse("cahier_enfant_travail", args=[ligne.suivi.eleve.uuid, ligne.travail.pk])
    return request.build_absolute_uri(chemin)


def _patienter(secondes: int) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(secondes)})
