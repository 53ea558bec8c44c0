"""One pupil's dossier: the page of who teaches, the PAI apart, what is taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views import annulables
from ent.annuaire.views.gestes import corrige
from ent.portail.views.brouillons import brouillon_termine
from ent.socle.dates import a_venir
from ent.socle.francais import de_qui

from .. import droits
from ..actions import montrer as gestes
from ..actions import preparation as actions
from ..actions import travaux as choisis
from ..forms.preparation import DossierForm, SanteForm
from ..lectures import apercu
from ..lectures import preparation as lectures
from ..lectures.campagnes import voisins_de
from ..lectures.choix import choix_de
from ..models import Dossier, Version
from .campagnes import campagne_de


def dossier_de(request: HttpRequest, cle: UUID) -> Dossier:
    siens = Dossier.objects.prepares_par(request.user)
    return get_object_or_404(
        siens.select_related("campagne__classe", "etablissement", "eleve", "destination"), uuid=cle
    )


@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def dossier(request: HttpRequest, cle: UUID) -> HttpResponse:
    """What the pupil knows, what helps, a word; kept while it is typed."""
    lu = dossier_de(request, cle)
    formulaire = DossierForm(request.POST or None, dossier=lu)
    est_repris = request.POST.get("contenu-geste") == "reprendre-tout"  # a draft: shown, not saved
    if request.method == "POST" and not est_repris and formulaire.is_valid():
        geste = actions.corriger_dossier(dossier=lu, auteur=request.user, **formulaire.champs())
        if geste:
            _proposer(request, lu, geste, _("C’est enregistré pour %(prenom)s.") % {"prenom": lu.eleve.prenom})
        return _suite(request, lu)
    return render(request, "liaison/ecole/dossier.html", _contexte(request, lu, formulaire), status=_statut(formulaire))


def _statut(formulaire: Any) -> int:
    return 422 if formulaire.errors else 200


def _proposer(request: HttpRequest, lu: Dossier, geste: int, phrase: str) -> None:
    annulables.proposer(
        request, phrase, geste=geste, adresse=reverse("liaison_annuler", args=[lu.campagne.uuid, geste])
    )


def _suite(request: HttpRequest, lu: Dossier) -> HttpResponse:
    """The next pupil, when the button said so; else the same page."""
    _avant, apres = voisins_de(lu, request.user)
    if "suivant" in request.POST and apres:
        return redirect("liaison_preparer", cle=apres.uuid)
    return redirect("liaison_preparer", cle=lu.uuid)


def _contexte(request: HttpRequest, lu: Dossier, formulaire: DossierForm) -> dict[str, Any]:
    [ligne] = lectures.lignes_de(lu.campagne.dossiers.filter(pk=lu.pk), request.user)
    avant, apres = voisins_de(lu, request.user)
    lit_la_sante = droits.lit_la_sante(request.user, lu.etablissement_id)
    est_la_sienne = lu.campagne.classe_id in request.user.portee.classes_tenues
    if not est_la_sienne:
        formulaire.fields["est_pret"].label = _("La page de l’enseignant est faite")
    return {
        "dossier": lu,
        "est_la_sienne": est_la_sienne,
        "joindre": lectures.a_joindre(lu) if ligne.objections or ligne.etat is lectures.NON else None,
        "ligne": ligne,
        "formulaire": formulaire,
        "avant": avant,
        "apres": apres,
        "feuilles": apercu.apercu_de(ligne.dossier, avec_la_sante=lit_la_sante),
        "lignes": apercu.lignes_ecrites([lu.sait, lu.aide, lu.mot]),
        "lignes_au_plus": apercu.LIGNES,
        "lit_la_sante": lit_la_sante,
        "cle": f"liaison:{lu.pk}",
    }


@require_POST
def montrer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """To its family, as it is written now."""
    lu = dossier_de(request, cle)
    try:
        version = gestes.montrer(dossier=lu, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _ce_que_la_famille_lit(lu, version))
    return redirect("liaison_preparer", cle=cle)


def _ce_que_la_famille_lit(lu: Dossier, version: Version | None) -> str:
    """At once, or when quiet hours end."""
    de = de_qui(lu.eleve.prenom)
    if version and version.montree_le > timezone.now():
        return _("La famille %(de)s le lira %(quand)s.") % {"de": de, "quand": a_venir(version.montree_le)}
    return (_("La famille %(de)s peut le lire.") if version else _("La famille %(de)s lit déjà ces mots.")) % {"de": de}


@require_POST
def ne_plus_montrer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Taken back, while quiet hours hold it."""
    lu = dossier_de(request, cle)
    try:
        gestes.ne_plus_montrer(dossier=lu, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : la famille ne lira pas ces mots."))
    return redirect("liaison_preparer", cle=cle)


@require_POST
def redemander(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Ask anew those who answer for the child today."""
    lu = dossier_de(request, cle)
    try:
        n = gestes.redemander(dossier=lu, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        phrase = ngettext(
            "%(n)d responsable est prévenu : rien ne part avant sa réponse.",
            "%(n)d responsables sont prévenus : rien ne part avant leur réponse.",
            n,
        )
        messages.success(request, phrase % {"n": n})
    return redirect("liaison_preparer", cle=cle)


@corrige
@require_http_methods(["GET", "POST"])
def sante(request: HttpRequest, cle: UUID) -> HttpResponse:
    """A PAI: the head alone."""
    lu = dossier_de(request, cle)
    if not droits.lit_la_sante(request.user, lu.etablissement_id):
        raise Http404
    formulaire = SanteForm(request.POST or None, dossier=lu)
    if request.method == "POST" and formulaire.is_valid():
        actions.ecrire_la_sante(dossier=lu, auteur=request.user, texte=formulaire.cleaned_data["texte"])
        messages.success(request, _("C’est enregistré."))
        return redirect("liaison_preparer", cle=cle)
    contexte = {"dossier": lu, "formulaire": formulaire}
    return render(request, "liaison/ecole/sante.html", contexte, status=_statut(formulaire))


@require_POST
def annuler(request: HttpRequest, cle: UUID, geste: int) -> HttpResponse:
    """What was written before this gesture, where nobody wrote since."""
    lue = campagne_de(request, cle)
    annulables.oublier(request)
    if actions.annuler(campagne=lue, auteur=request.user, geste=geste):
        messages.success(request, _("C’est remis comme avant."))
    else:
        messages.warning(request, _("Quelqu’un a écrit depuis : rien n’est remis. Relisez le dossier."))
    return redirect("liaison_campagne", cle=cle)


# --- Works ----------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def travaux(request: HttpRequest, cle: UUID) -> HttpResponse:
    """What goes of what the child made, and of what the class told."""
    lu = dossier_de(request, cle)
    if request.method == "POST":
        cles, lues = request.POST.getlist("travaux"), request.POST.getlist("lues")
        if geste := choisis.choisir(dossier=lu, auteur=request.user, cles=cles, lues=lues):
            _proposer(request, lu, geste, _("C’est enregistré pour %(prenom)s.") % {"prenom": lu.eleve.prenom})
        return redirect("liaison_preparer", cle=cle)
    contexte = {"dossier": lu, "choix": choix_de(request.user, lu)}
    return render(request, "liaison/ecole/travaux.html", contexte)


@require_POST
def travail_pour_tous(request: HttpRequest, cle: UUID) -> HttpResponse:
    """The same thing for all those who are there."""
    lu = dossier_de(request, cle)
    quoi = request.POST.get("cle", "")
    n, geste = choisis.choisir_pour_tous(campagne=lu.campagne, auteur=request.user, cle=quoi)
    if geste:
        phrase = ngettext("Ajouté à %(n)d dossier.", "Ajouté à %(n)d dossiers.", n)
        _proposer(request, lu, geste, phrase % {"n": n})
    else:
        messages.success(request, _("Il est déjà dans tous les dossiers où il peut aller."))
    return redirect("liaison_travaux", cle=cle)
