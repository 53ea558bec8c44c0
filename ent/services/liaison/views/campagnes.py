"""The dossiers of a class: opened, followed in one view, shown, reminded."""

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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models import Classe
from ent.annuaire.views import annulables
from ent.annuaire.views.gestes import corrige, cree, retire
from ent.socle.dates import a_venir
from ent.socle.nombres import entier

from .. import droits
from ..actions import montrer as gestes
from ..actions import preparation as actions
from ..forms.preparation import CampagneForm, DatesCorrigeesForm, passages_a_ouvrir
from ..lectures import campagnes as listes
from ..lectures import preparation as lectures
from ..models import Campagne, Version

BARRE = 280  # units of its drawing


def campagne_de(request: HttpRequest, cle: UUID) -> Campagne:
    siennes = Campagne.objects.preparees_par(request.user).select_related("classe", "etablissement")
    return get_object_or_404(siennes, uuid=cle)


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The campaigns that one prepares, the classes of which one may open, what was closed and may be opened again; who directs a school that
    has no class yet is told so.
    """
    classes = listes.classes_a_preparer(request.user)
    if not classes and not request.user.portee.etablissements_diriges:
        raise Http404
    passages = passages_a_ouvrir(classes)
    a_ouvrir = [(classe, passages[classe.pk]) for classe in classes if passages[classe.pk]]
    contexte = {
        "campagnes": listes.campagnes_de(request.user),
        "classes": a_ouvrir,
        "sans_classe": not classes,
        "fermees": listes.fermees_de(request.user),
    }
    return render(request, "liaison/ecole/accueil.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossiers of a class, where some may still be; else what is opened is shown."""
    siennes = Classe.objects.gerees_par(request.user).select_related("etablissement", "annee")
    classe = get_object_or_404(siennes, pk=pk)
    ouvertes = Campagne.objects.preparees_par(request.user).filter(classe=classe)
    if request.method == "GET" and not passages_a_ouvrir([classe])[classe.pk]:
        return redirect("liaison_campagne", cle=ouvertes[0].uuid)
    formulaire = CampagneForm(request.POST or None, classe=classe)
    if request.method == "POST" and formulaire.is_valid():
        try:
            campagne = actions.ouvrir_campagne(classe=classe, auteur=request.user, **_voulu(formulaire.cleaned_data))
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est ouvert. Rien n’est montré aux familles avant que vous le disiez."))
            return redirect("liaison_campagne", cle=campagne.uuid)
    deja = ouvertes.filter(vers=request.POST.get("vers", "")).first()
    contexte = {"formulaire": formulaire, "classe": classe, "deja": deja}
    return render(request, "liaison/ecole/ouvrir.html", contexte, status=422 if formulaire.errors else 200)


def _voulu(dits: dict[str, Any]) -> dict[str, Any]:
    eleves = [e.pk for e in dits["eleves"]] if dits["vers"] == Campagne.Vers.ECOLE else None
    return {**dits, "eleves": eleves}


@require_GET
def campagne(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Pupil by pupil: the two pages, the family, where it goes."""
    lue = campagne_de(request, cle)
    suivi = lectures.suivi_de(lue, request.user)
    tous = request.GET.get("qui") != "suivre" or not suivi.a_suivre
    contexte = {
        "campagne": lue,
        "suivi": suivi,
        "tous": tous,
        "lignes": suivi.lignes if tous else suivi.a_suivre,
        "barre": _barre(suivi),
        "peut_envoyer": droits.peut_envoyer(request.user, lue.etablissement_id),
        "lit_la_sante": droits.lit_la_sante(request.user, lue.etablissement_id),
        "est_la_sienne": lue.classe_id in request.user.portee.classes_tenues,
        "est_relancee": gestes.est_relancee(lue),
    }
    return render(request, "liaison/ecole/campagne.html", contexte)


def _barre(suivi: lectures.Suivi) -> list[dict[str, Any]]:
    """The parts of the bar, one beside the other, by state."""
    parts, x = [], 0.0
    for etat, nombre in suivi.comptes:
        largeur = BARRE * nombre / len(suivi.lignes)
        parts.append({"etat": etat, "x": f"{x:.1f}", "largeur": f"{max(largeur - 2, 1):.1f}"})
        x += largeur
    return parts


@corrige
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, cle: UUID) -> HttpResponse:
    lue = campagne_de(request, cle)
    formulaire = DatesCorrigeesForm(request.POST or None, campagne=lue)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.dater_campagne(campagne=lue, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("Les dates sont changées."))
            return redirect("liaison_campagne", cle=cle)
    contexte = {
        "formulaire": formulaire,
        "campagne": lue,
        "manquent": actions.qui_manque(lue),
        "se_ferme": listes.se_ferme(lue),
        "ecrits": lue.dossiers.prepares_par(request.user).exclude(texte_eleve="").count(),
    }
    return render(request, "liaison/ecole/dates.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def completer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Dossiers for those who came since. Said again, it changes nothing."""
    lue = campagne_de(request, cle)
    choisis = {entier for brut in request.POST.getlist("eleves") if (entier := entier(brut))}
    if not choisis:
        messages.warning(request, _("Rien n’est ajouté : cochez d’abord les élèves."))
        return redirect("liaison_dates", cle=cle)
    nombre = actions.completer_campagne(campagne=lue, auteur=request.user, eleves=choisis)
    phrase = ngettext("%(n)d dossier de plus.", "%(n)d dossiers de plus.", nombre)
    messages.success(request, phrase % {"n": nombre})
    return redirect("liaison_campagne", cle=cle)


@retire
@require_POST
def fermer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Opened by mistake; opened again in one tap, with all that was written."""
    lue = campagne_de(request, cle)
    try:
        geste = actions.fermer_campagne(campagne=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("liaison_campagne", cle=cle)
    if geste:
        phrase = _("Les dossiers de la classe %(nom)s sont fermés.") % {"nom": lue.classe.nom}
        annulables.proposer(request, phrase, geste=geste, adresse=reverse("liaison_rouvrir", args=[cle]))
    return redirect("liaison_ecole")


@require_POST
def rouvrir(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Said again, it leads to what is open."""
    lue = get_object_or_404(
        Campagne.objects.fermees_par(request.user).select_related("classe")
        | Campagne.objects.preparees_par(request.user),
        uuid=cle,
    )
    annulables.oublier(request)
    try:
        actions.rouvrir_campagne(campagne=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("liaison_ecole")
    messages.success(request, _("C’est rouvert, comme c’était."))
    return redirect("liaison_campagne", cle=cle)


@require_GET
def de_la_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """From the page of a class: its dossiers, the way to open them, or the choice."""
    classe = get_object_or_404(Classe.objects.gerees_par(request.user), pk=pk)
    ouvertes = list(Campagne.objects.preparees_par(request.user).filter(classe=classe)[:2])
    if not ouvertes:
        return redirect("liaison_ouvrir", pk=pk)
    return redirect("liaison_campagne", cle=ouvertes[0].uuid) if len(ouvertes) == 1 else redirect("liaison_ecole")


@require_POST
def ne_plus_montrer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """All those that quiet hours hold."""
    lue = campagne_de(request, cle)
    n = gestes.ne_plus_montrer_les(campagne=lue, auteur=request.user)
    un, des = (
        "%(n)d dossier est repris : sa famille ne le lira pas.",
        "%(n)d dossiers sont repris : les familles ne les liront pas.",
    )
    if n:
        messages.success(request, ngettext(un, des, n) % {"n": n})
    else:
        messages.warning(
            request, _("C’est trop tard : les familles peuvent déjà les lire. Corrigez, puis montrez de nouveau.")
        )
    return redirect("liaison_campagne", cle=cle)


@require_POST
def montrer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """To their families: all those that are ready."""
    lue = campagne_de(request, cle)
    prets = [ligne.dossier.pk for ligne in lectures.suivi_de(lue, request.user).a_montrer]
    try:
        montrees = gestes.montrer_les(campagne=lue, auteur=request.user, dossiers=prets)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _ce_qui_est_montre(montrees))
    return redirect("liaison_campagne", cle=cle)


def _ce_qui_est_montre(montrees: list[Version]) -> str:
    """To their families at once, or when quiet hours end."""
    n, le = len(montrees), max((version.montree_le for version in montrees), default=None)
    if le and le > timezone.now():
        un = "%(n)d dossier est prêt : sa famille le lira %(quand)s."
        des = "%(n)d dossiers sont prêts : leurs familles les liront %(quand)s."
        return ngettext(un, des, n) % {"n": n, "quand": a_venir(le)}
    return ngettext("%(n)d dossier est montré à sa famille.", "%(n)d dossiers sont montrés à leur famille.", n) % {
        "n": n
    }


@require_POST
def relancer(request: HttpRequest, cle: UUID) -> HttpResponse:
    lue = campagne_de(request, cle)
    try:
        nombre = gestes.relancer(campagne=lue, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        phrase = ngettext("Un rappel part vers %(n)d famille.", "Un rappel part vers %(n)d familles.", nombre)
        messages.success(request, phrase % {"n": nombre})
    return redirect("liaison_campagne", cle=cle)
