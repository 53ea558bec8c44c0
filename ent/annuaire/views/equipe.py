"""Who works in the school, as its direction keeps it: somebody who leaves reads nothing of it any more."""

import uuid

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.socle.francais import de_qui

from .. import actions
from ..droits import peut_confier_un_pouvoir, peut_noter_un_depart
from ..equipes import equipe_de, professeurs_de
from ..forms.equipe import AccueilForm, ClassesForm, ServiceForm
from ..lectures.mandats import confies_dans
from ..models import Etablissement
from . import annulables
from .commun import ecole_dirigee
from .gestes import corrige, cree

SEL = "annuaire.un_depart"


@require_http_methods(["GET", "POST"])
def equipe(request: HttpRequest, uai: str) -> HttpResponse:
    """The team; `personne` works there no more. « Annuler » gives it all back for an hour."""
    etablissement = ecole_dirigee(request, uai)
    membres, confies = equipe_de(etablissement), confies_dans(etablissement)
    for membre in membres:
        membre.confie = confies.get(membre.pk)
        membre.peut_recevoir = peut_confier_un_pouvoir(request.user, membre, membre.roles_ici)
        membre.peut_partir = peut_noter_un_depart(request.user, membre, membre.roles_ici)
    if request.method == "POST":
        uuids = {str(membre.uuid): membre for membre in membres if membre.peut_partir}
        partante = uuids.get(request.POST.get("personne", ""))
        if partante is None:
            raise Http404
        try:
            depart = actions.noter_un_depart(personne=partante, etablissement=etablissement, auteur=request.user)
        except ValidationError as refus:
            messages.error(request, refus.messages[0])
        else:
            annuler = reverse(
                "annuaire_depart_annuler", args=[uai, signing.dumps([depart.geste, depart.finis], salt=SEL + uai)]
            )
            phrase = _("%(qui)s ne travaille plus ici et n’y lit plus rien.") % {"qui": partante.nom_affiche}
            annulables.proposer(request, phrase, geste=depart.geste, adresse=annuler)
        return redirect("annuaire_equipe", uai=uai)
    return render(request, "annuaire/equipe.html", {"ecole": etablissement, "membres": membres})


@cree
@require_http_methods(["GET", "POST"])
def accueillir(request: HttpRequest, uai: str) -> HttpResponse:
    """Somebody who arrives, before any file says so."""
    etablissement = ecole_dirigee(request, uai)
    formulaire = AccueilForm(request.POST or None, etablissement=etablissement)
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        arrivee = actions.accueillir(
            etablissement=etablissement,
            auteur=request.user,
            identite=formulaire.identite,
            nature=dits["nature"],
            classes=formulaire.choisies,
            titre=dits["titre"],
            fin=dits["fin"],
            matieres=dits.get("matieres", []),
            par_courriel=dits["inviter"],
        )
        phrase = (
            _("%(qui)s est de l’équipe. Une invitation part à son adresse.")
            if dits["inviter"]
            else _("%(qui)s est de l’équipe. Imprimez son papier : il ouvre son compte.")
        )
        messages.success(request, phrase % {"qui": arrivee.nom_affiche})
        return redirect("annuaire_equipe", uai=uai)
    return _rendre(request, formulaire, _("Accueillir quelqu’un"))


@corrige
@require_http_methods(["GET", "POST"])
def classes(request: HttpRequest, uai: str, membre: uuid.UUID) -> HttpResponse:
    """The classes of a member: what an import would give, by hand."""
    etablissement = ecole_dirigee(request, uai)
    personne = next((m for m in equipe_de(etablissement) if m.uuid == membre), None)
    if personne is None:
        raise Http404
    formulaire = ClassesForm(request.POST or None, etablissement=etablissement, membre=personne)
    if request.method == "POST" and formulaire.is_valid():
        actions.regler_les_classes(
            personne=personne,
            etablissement=etablissement,
            auteur=request.user,
            classes=formulaire.choisies,
            titre=formulaire.cleaned_data["titre"],
            fin=formulaire.cleaned_data["fin"],
            matieres=formulaire.cleaned_data.get("matieres", []),
            deplace_la_fin=formulaire.deplace_la_fin,
        )
        messages.success(request, _("C’est réglé."))
        return redirect("annuaire_equipe", uai=uai)
    return _rendre(request, formulaire, _("Les classes %(de_qui)s") % {"de_qui": de_qui(personne.nom_affiche)})


@corrige
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, uai: str, pk: int, membre: uuid.UUID) -> HttpResponse:
    """What somebody teaches to a division, of a collège alone."""
    etablissement = ecole_dirigee(request, uai)
    siennes = (t for t in professeurs_de([pk]) if t.enseignant.uuid == membre)
    tenue = next(siennes, None) if etablissement.est_college else None
    if tenue is None or tenue.classe.etablissement_id != etablissement.pk:
        raise Http404
    formulaire = ServiceForm(request.POST or None, tenue=tenue, etablissement=etablissement)
    if request.method == "POST" and formulaire.is_valid():
        actions.dire_les_matieres(
            affectation=tenue,
            nature=formulaire.cleaned_data["nature"],
            matieres=formulaire.dites,
            auteur=request.user,
        )
        messages.success(request, _("C’est réglé."))
        return redirect("annuaire_classe", uai=uai, pk=pk)
    contexte = {"ecole": etablissement, "classe": tenue.classe, "formulaire": formulaire, "tenue": tenue}
    return render(request, "annuaire/service.html", contexte, status=422 if formulaire.is_bound else 200)


def _rendre(request: HttpRequest, formulaire: ClassesForm, titre: str) -> HttpResponse:
    contexte = {"ecole": formulaire.etablissement, "formulaire": formulaire, "titre": titre}
    return render(request, "annuaire/membre.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def annuler_depart(request: HttpRequest, uai: str, depart: str) -> HttpResponse:
    """For an hour, once, and of that departure alone."""
    trop_tard = _("Ce départ ne s’annule plus ici. Un import du personnel redonne ses classes.")
    rendre(request, ecole_dirigee(request, uai), depart, sel=SEL, trop_tard=trop_tard)
    return redirect("annuaire_equipe", uai=uai)


def rendre(request: HttpRequest, etablissement: Etablissement, depart: str, *, sel: str, trop_tard: str) -> None:
    """Give back what a departure ended, as its address says; what came of it is told on the next page."""
    annulables.oublier(request)
    try:
        geste, finis = signing.loads(depart, salt=sel + etablissement.uai, max_age=annulables.UNE_HEURE)
        actions.annuler_un_depart(depart=actions.Depart(geste, finis), etablissement=etablissement, auteur=request.user)
    except (signing.BadSignature, ValueError):
        messages.error(request, trop_tard)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : tout est comme avant."))
