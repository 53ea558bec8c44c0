"""Pages of a séance: write, read, correct, withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Groupe
from ent.fichiers.envois import recoit_des_fichiers

from .. import droits
from ..actions import seances as actions
from ..contenus import lieu_de
from ..forms import SeanceForm
from ..lectures import lignes as lectures
from ..models import Seance
from .brouillons import brouillon_termine
from .communes import (
    classe_geree,
    date_lue,
    exiger_de_donner,
    groupe_tenu,
    moment_propose,
    prochain_jour,
    semaine_de,
)


@recoit_des_fichiers
@brouillon_termine
@require_http_methods(["GET", "POST"])
def ecrire_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a séance of a class."""
    classe = classe_geree(request, pk)
    return _ecrire(request, classe, list(lectures.effectifs(classe=classe)))


@recoit_des_fichiers
@brouillon_termine
@require_http_methods(["GET", "POST"])
def ecrire_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a séance of a group. Its levels give the domains; it has no level of its own."""
    groupe = groupe_tenu(request, pk)
    return _ecrire(request, groupe, list(lectures.effectifs(groupe=groupe)))


def _ecrire(request: HttpRequest, cible: Classe | Groupe, niveaux: list[str]) -> HttpResponse:
    exiger_de_donner(request, cible, _("Seuls les enseignants de la classe écrivent ses séances."))
    est_classe = isinstance(cible, Classe)
    formulaire = SeanceForm(
        request.POST or None,
        request.FILES or None,
        etablissement=cible.etablissement,
        niveaux=niveaux,
        auteur=request.user,
        lieu=lieu_de(cible),
        initial={
            "date": date_lue(request.GET.get("jour", "")) or _jour_propose(cible.etablissement),
            "moment": moment_propose(request),
            "niveaux": request.GET.getlist("niveau"),
        },
    )
    if not est_classe:
        formulaire.fields.pop("niveaux", None)
    formulaire.fields["titre"].widget.attrs["autofocus"] = True
    if request.method == "POST" and formulaire.is_valid():
        seance = actions.ecrire_seance(
            auteur=request.user,
            classe=cible if est_classe else None,
            groupe=None if est_classe else cible,
            est_brouillon="brouillon" in request.POST,
            **formulaire.cleaned_data,
        )
        messages.success(request, _phrase(seance))
        if "encore" in request.POST:
            return redirect(f"{request.path}?jour={seance.date.isoformat()}&moment={seance.moment}")
        return redirect(f"{semaine_de(seance, seance.date)}#j-{seance.date.isoformat()}")
    contexte = {"cible": cible, "formulaire": formulaire, "semaine": request.GET.get("jour", "")}
    contexte["adresse"] = _adresse_de(cible, formulaire)
    contexte["brouillon"] = f"seance:{lieu_de(cible)}"
    return render(request, "cahier_de_textes/seance_ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


def _adresse_de(cible: Classe | Groupe, formulaire: SeanceForm) -> str:
    """The week from which one came."""
    jour = formulaire.initial["date"]
    passager = Seance(classe=cible if isinstance(cible, Classe) else None)
    if passager.classe_id is None:
        passager.groupe = cible
    return semaine_de(passager, jour)


def _jour_propose(etablissement):
    """Today while it is a class day: one writes what was just done. Else the next one."""
    aujourd_hui = timezone.localdate()
    if calendrier.est_jour_de_classe(etablissement, aujourd_hui):
        return aujourd_hui
    return prochain_jour(etablissement)


def _phrase(seance: Seance) -> str:
    jour = date_format(seance.date, "l j F")
    if seance.est_brouillon:
        return _("C’est gardé en brouillon : seuls les enseignants de la classe le lisent.")
    if seance.date > timezone.localdate():
        return _("C’est prévu pour %(jour)s. Les familles le liront ce jour-là.") % {"jour": jour}
    return _("C’est écrit au %(jour)s.") % {"jour": jour}


@require_GET
def seance(request: HttpRequest, pk: int) -> HttpResponse:
    """A séance as its readers may read it: teachers, direction, and families once its day has come."""
    lisibles = Seance.objects.visibles_par(request.user).select_related("etablissement", "classe", "groupe", "auteur")
    lue = get_object_or_404(lisibles, pk=pk)
    portee = request.user.portee
    contexte = {
        "seance": lue,
        "semaine": semaine_de(lue, lue.date),
        "peut_modifier": droits.peut_modifier(request.user, lue),
        # Families read what was done; its week and its state are the teachers' own.
        "est_du_personnel": droits.peut_modifier(request.user, lue)
        or lue.etablissement_id in portee.etablissements_diriges,
    }
    return render(request, "cahier_de_textes/seance.html", contexte)


def _modifiables(request: HttpRequest):
    return Seance.objects.modifiables_par(request.user).select_related("etablissement", "classe", "groupe")


@recoit_des_fichiers
@brouillon_termine
@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a séance."""
    corrigee = get_object_or_404(_modifiables(request).presents(), pk=pk)
    niveaux = (
        lectures.effectifs(classe=corrigee.classe) if corrigee.classe else lectures.effectifs(groupe=corrigee.groupe)
    )
    formulaire = SeanceForm(
        request.POST or None,
        request.FILES or None,
        instance=corrigee,
        etablissement=corrigee.etablissement,
        niveaux=list(niveaux),
        auteur=request.user,
        lieu=lieu_de(corrigee.destination),
    )
    if request.method == "POST" and formulaire.is_valid():
        actions.corriger_seance(
            seance=corrigee, auteur=request.user, **{"niveaux": corrigee.liste_niveaux} | formulaire.cleaned_data
        )
        if corrigee.est_brouillon and "donner" in request.POST:
            actions.publier_brouillon_seance(seance=corrigee, auteur=request.user)
        messages.success(request, _("C’est corrigé."))
        return redirect("cahier_seance", pk=pk)
    contexte = {"seance": corrigee, "formulaire": formulaire, "brouillon": f"seance:{pk}"}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/seance_modifier.html", contexte, status=statut)


@require_POST
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft as it stands."""
    donnee = get_object_or_404(_modifiables(request).presents(), pk=pk)
    actions.publier_brouillon_seance(seance=donnee, auteur=request.user)
    donnee.refresh_from_db()
    messages.success(request, _phrase(donnee))
    return redirect("cahier_seance", pk=pk)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw at once, and offer to put back."""
    retiree = get_object_or_404(_modifiables(request).presents(), pk=pk)
    actions.retirer_seance(seance=retiree, auteur=request.user)
    return redirect(f"{semaine_de(retiree, retiree.date)}&seance_retiree={retiree.pk}")


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal."""
    remise = get_object_or_404(_modifiables(request).exclude(retire_le=None), pk=pk)
    actions.remettre_seance(seance=remise, auteur=request.user)
    messages.success(request, _("C’est remis."))
    return redirect(semaine_de(remise, remise.date))
