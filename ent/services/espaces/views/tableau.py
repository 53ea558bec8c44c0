"""The board of works: looked at, one work big, hung, corrected, taken down."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import corrige, cree
from ent.fichiers.envois import recoit_des_fichiers
from ent.portail.views.brouillons import brouillon_termine

from .. import droits
from ..actions import tableau as actions
from ..forms.tableau import CorrigerOeuvreForm, OeuvreForm
from ..lectures.brouillons import OEUVRE
from ..lectures.tableau import Prise, Tableau, eleves_de, prises_de
from ..models import ClasseDeLEspace, Espace, Oeuvre

REFUS = gettext_lazy("Ceux qui enseignent dans une classe de l’espace, et sa direction, accrochent ses œuvres.")


def _tableau(request: HttpRequest, pk: int) -> Tableau:
    """404 for who does not read the space."""
    lus = Espace.objects.visibles_par(request.user).select_related("etablissement")
    return Tableau(request.user, get_object_or_404(lus, pk=pk))


def _est_eleve(request: HttpRequest) -> bool:
    return droits.portee_de(request.user).est_eleve


def _base(request: HttpRequest) -> str:
    return "coquille/base_eleve.html" if _est_eleve(request) else "coquille/base.html"


@require_GET
def tableau(request: HttpRequest, pk: int) -> HttpResponse:
    lu = _tableau(request, pk)
    contexte = {"tableau": lu, "espace": lu.espace, "base": _base(request), "est_eleve": _est_eleve(request)}
    return render(request, "espaces/tableau/tableau.html", contexte)


@require_GET
def oeuvre(request: HttpRequest, pk: int) -> HttpResponse:
    """Big, with what stands before and after it."""
    visible = Oeuvre.objects.visibles_par(request.user).select_related("espace__etablissement").filter(pk=pk).first()
    if visible is None:
        raise Http404
    lu = Tableau(request.user, visible.espace)
    rang = next((r for r, une in enumerate(lu.oeuvres) if une.oeuvre.pk == pk), None)
    if rang is None:
        raise Http404
    contexte = {
        "lue": lu.oeuvres[rang],
        "avant": lu.oeuvres[rang - 1] if rang else None,
        "apres": lu.oeuvres[rang + 1] if rang + 1 < len(lu.oeuvres) else None,
        "espace": visible.espace,
        "base": _base(request),
        "est_eleve": _est_eleve(request),
    }
    return render(request, "espaces/tableau/oeuvre.html", contexte)


def _ma_classe(request: HttpRequest, pk: int, classe: int) -> tuple[Tableau, ClasseDeLEspace]:
    """403 for who reads the space and does not hang for that class."""
    lu = _tableau(request, pk)
    mienne = next((une for une in lu.miennes if une.pk == classe), None)
    exiger(mienne is not None, REFUS)
    assert mienne is not None  # noqa: S101 (said just above)
    return lu, mienne


def _dire_accrochee(request: HttpRequest, faite: Oeuvre) -> None:
    lue = next(
        iter(Tableau(request.user, faite.espace).lire(Oeuvre.objects.ecrites_par(request.user).filter(pk=faite.pk)))
    )
    if lue.attendent:
        messages.warning(request, _("C’est accroché. Une image attend encore : la raison est à côté d’elle."))
    else:
        messages.success(request, _vue_par(faite))


def _vue_par(faite: Oeuvre) -> str:
    if faite.espace.ecoles.dedans().count() > 1:
        return _("C’est accroché : les écoles de l’espace le voient.")
    return _("C’est accroché : votre école le voit, aucune autre n’est encore entrée dans l’espace.")


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def accrocher(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    lu, mienne = _ma_classe(request, pk, classe)
    envoye = request.method == "POST"
    formulaire = OeuvreForm(
        request.POST if envoye else None, request.FILES if envoye else None, personne=request.user, classe=mienne
    )
    if envoye and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            faite = actions.accrocher(
                classe=mienne,
                par=request.user,
                titre=donnees["titre"],
                texte=donnees["texte"],
                eleves=donnees["eleves"],
                avec_prenoms=donnees["avec_prenoms"],
                envoi=donnees["fichiers"],
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            _dire_accrochee(request, faite)
            return redirect(f"{reverse('espaces_tableau', args=[pk])}#oeuvre-{faite.pk}")
    contexte = {"formulaire": formulaire, "espace": lu.espace, "classe": mienne, "cle": f"{OEUVRE}:classe:{mienne.pk}"}
    return render(request, "espaces/tableau/accrocher.html", contexte, status=422 if formulaire.errors else 200)


@cree
@require_http_methods(["GET", "POST"])
def prendre(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """From what a pupil of the class made already: first whom, then what."""
    lu, mienne = _ma_classe(request, pk, classe)
    exiger(
        mienne.classe_id in droits.portee_de(request.user).classes_tenues,
        _("Ceux qui enseignent dans la classe prennent ce qu’elle a déjà fait."),
    )
    eleves = eleves_de(mienne)
    eleve = next((e for e in eleves if str(e.uuid) == request.GET.get("eleve")), None)
    prises = prises_de(request.user, eleve, mienne) if eleve else []
    if request.method == "POST" and eleve:
        prise = next((p for p in prises if p.souvenir.cle == request.POST.get("cle")), None)
        if prise is None:
            raise Http404
        return _prendre(request, lu, mienne, eleve, prise)
    contexte = {"espace": lu.espace, "classe": mienne, "eleves": eleves, "eleve": eleve, "prises": prises}
    return render(request, "espaces/tableau/prendre.html", contexte)


def _prendre(request: HttpRequest, lu: Tableau, classe: ClasseDeLEspace, eleve: Any, prise: Prise) -> HttpResponse:
    try:
        faite = actions.accrocher(
            classe=classe, par=request.user, titre=prise.titre, eleves=[eleve], deja=prise.fichiers
        )
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
        return redirect("espaces_tableau", pk=lu.espace.pk)
    _dire_accrochee(request, faite)
    return redirect(f"{reverse('espaces_tableau', args=[lu.espace.pk])}#oeuvre-{faite.pk}")


def _la_mienne(request: HttpRequest, pk: int, *, retiree: bool = False, reprise: bool = False) -> Oeuvre:
    """404 for who does not read it; 403 for who reads it and does not write it. `reprise`: of a class that was taken away too."""
    siennes = Oeuvre.objects.reprises_par if reprise else Oeuvre.objects.ecrites_par
    ecrite = siennes(request.user).select_related(
        "espace", "classe__classe__etablissement", "classe__ecole__etablissement"
    )
    trouvee = ecrite.filter(pk=pk, **({} if retiree else {"retiree_le": None})).first()
    if trouvee is None:
        get_object_or_404(Oeuvre.objects.visibles_par(request.user), pk=pk)
        exiger(False, REFUS)
    assert trouvee is not None  # noqa: S101 (said just above)
    return trouvee


@recoit_des_fichiers
@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    lue = _la_mienne(request, pk)
    envoye = request.method == "POST"
    actuels = [lien.fichier for lien in lue.fichiers.select_related("fichier")]
    formulaire = CorrigerOeuvreForm(
        request.POST if envoye else None,
        request.FILES if envoye else None,
        personne=request.user,
        oeuvre=lue,
        actuels=actuels,
    )
    if envoye and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            actions.corriger(
                oeuvre=lue,
                par=request.user,
                titre=donnees["titre"],
                texte=donnees["texte"],
                eleves=donnees["eleves"],
                avec_prenoms=donnees["avec_prenoms"],
                envoi=donnees["fichiers"],
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect(f"{reverse('espaces_tableau', args=[lue.espace_id])}#oeuvre-{pk}")
    contexte = {"formulaire": formulaire, "espace": lue.espace, "oeuvre": lue, "classe": lue.classe}
    contexte["cle"] = f"{OEUVRE}:{pk}"
    return render(request, "espaces/tableau/corriger.html", contexte, status=422 if formulaire.errors else 200)


def _geste(request: HttpRequest, lue: Oeuvre, geste, phrase: str) -> HttpResponse:
    try:
        geste(oeuvre=lue, par=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, phrase)
    return redirect("espaces_tableau", pk=lue.espace_id)


@require_POST
def decrocher(request: HttpRequest, pk: int) -> HttpResponse:
    lue = _la_mienne(request, pk, retiree=True, reprise=True)
    return _geste(request, lue, actions.decrocher, _("C’est décroché : plus personne ne le voit."))


@require_POST
def raccrocher(request: HttpRequest, pk: int) -> HttpResponse:
    return _geste(request, _la_mienne(request, pk, retiree=True), actions.raccrocher, _("C’est accroché de nouveau."))


@require_POST
def monter(request: HttpRequest, pk: int) -> HttpResponse:
    return _geste(request, _la_mienne(request, pk), actions.monter, _("C’est en haut du tableau."))
