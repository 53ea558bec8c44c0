"""Report a message; the direction's queue; who may not write for a while."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Personne
from ent.annuaire.views.commun import ecole_dirigee, ecole_ou
from ent.annuaire.views.gestes import cree

from ..actions import moderation as actions
from ..forms.moderation import SignalementForm, SuspensionForm
from ..lectures.moderation import Dossier, cibles, dossiers, en_vigueur
from ..models import Message, Signalement, Suspension

PAR_PAGE = 10


def adresse_du_fil(fil_id: int) -> str:
    try:
        return reverse("messagerie_fil", args=[fil_id])
    except NoReverseMatch:
        return reverse("accueil")


# --- Report -----------------------------------------------------------------------------------------------------------
@cree
@require_http_methods(["GET", "POST"])
def signaler(request: HttpRequest, pk: int) -> HttpResponse:
    """Any reader of a message asks the direction to look at it; a pupil has one big button."""
    lisibles = Message.objects.visibles_par(request.user).partis()
    message = get_object_or_404(lisibles.select_related("auteur", "fil__etablissement", "fil__classe"), pk=pk)
    exiger(message.auteur_id != request.user.pk, _("C’est votre message : vous pouvez le corriger ou le retirer."))
    deja = Signalement.objects.faits_par(request.user).filter(message=message).exists()
    formulaire = SignalementForm(request.POST) if request.method == "POST" else SignalementForm()
    if request.method == "POST" and formulaire.is_valid():
        actions.signaler_message(message=message, par=request.user, motif=formulaire.cleaned_data["motif"])
        if not request.user.portee.est_eleve:
            messages.success(request, _("La direction va lire ce message. Merci de l’avoir signalé."))
            return redirect(adresse_du_fil(message.fil_id))
        deja = True
    contexte = {"message": message, "formulaire": formulaire, "deja": deja, "retour": adresse_du_fil(message.fil_id)}
    gabarit = "signaler_eleve.html" if request.user.portee.est_eleve else "signaler.html"
    return render(request, f"messagerie/regles/{gabarit}", contexte, status=422 if formulaire.errors else 200)


# --- The queue of the direction ---------------------------------------------------------------------------------------
@require_GET
def file(request: HttpRequest, uai: str) -> HttpResponse:
    """What was reported in the school, what waits first."""
    ecole = ecole_ou(request, uai, "moderation")
    signalements = Signalement.objects.moderes_par(request.user).filter(etablissement=ecole)
    signalements = signalements.select_related("par", "traite_par").order_by(
        F("traite_le").desc(nulls_first=True), "-fait_le", "-pk"
    )
    page = Paginator(signalements, PAR_PAGE).get_page(request.GET.get("page"))
    attendent = signalements.filter(suite="").order_by().values("message").distinct().count()
    contexte = {"ecole": ecole, "page": page, "attendent": attendent, "dossiers": dossiers(page.object_list)}
    return render(request, "messagerie/regles/moderation.html", contexte)


def _dossier(request: HttpRequest, pk: int) -> Dossier:
    """What was said of one message, for the direction of its school alone."""
    siens = Signalement.objects.moderes_par(request.user).filter(message=pk)
    trouves = dossiers(list(siens.select_related("par", "traite_par", "etablissement")))
    if not trouves:
        raise Http404
    return trouves[0]


@require_http_methods(["GET", "POST"])
def signalement(request: HttpRequest, pk: int) -> HttpResponse:
    """One reported message (`pk` is the message's), and what the direction decides of it."""
    dossier = _dossier(request, pk)
    ecole = dossier.signalements[0].etablissement
    possibles = cibles(dossier.message.auteur, ecole)
    geste = request.POST.get("geste", "")
    formulaire = SuspensionForm(request.POST if geste == "suspendre" else None, cibles=possibles) if possibles else None
    erreur = ""
    if request.method == "POST":
        try:
            if _decider(request, dossier.message, geste, formulaire):
                messages.success(request, _("C’est noté. Qui l’avait signalé saura que vous l’avez lu."))
                return redirect("messagerie_moderation", uai=ecole.uai)
            erreur = "" if formulaire is not None and formulaire.errors else _("Choisissez ce qui suit.")
        except ValidationError as refus:
            erreur = " ".join(refus.messages)
    contexte = {"ecole": ecole, "dossier": dossier, "formulaire": formulaire, "erreur": erreur}
    return render(
        request, "messagerie/regles/signalement.html", contexte, status=422 if request.method == "POST" else 200
    )


def _decider(request: HttpRequest, message: Message, geste: str, formulaire: SuspensionForm | None) -> bool:
    """Call the one action of this gesture; False when it does not exist or is not complete."""
    qui = {"message": message, "auteur": request.user}
    if geste == "sans_suite":
        actions.classer_sans_suite(**qui)
    elif geste == "retirer":
        actions.retirer_le_message(**qui)
    elif geste == "suspendre" and formulaire is not None and formulaire.is_valid():
        actions.suspendre_l_auteur(
            **qui,
            personnes=formulaire.choisie.personnes,
            motif=formulaire.cleaned_data["motif"],
            date_fin=formulaire.cleaned_data["date_fin"],
            retirer=bool(request.POST.get("retirer")),
        )
    else:
        return False
    return True


# --- Suspensions ------------------------------------------------------------------------------------------------------
@require_GET
def suspensions(request: HttpRequest, uai: str) -> HttpResponse:
    """Who may not write now, and who could not."""
    ecole = ecole_ou(request, uai, "moderation")
    siennes = Suspension.objects.moderes_par(request.user).filter(etablissement=ecole)
    actives = en_vigueur(siennes)
    passees = siennes.exclude(pk__in=[s.pk for s in actives]).select_related("personne")[:20]
    contexte = {"ecole": ecole, "actives": actives, "passees": passees}
    return render(request, "messagerie/regles/suspensions.html", contexte)


def _dire_qui_l_apprend(posees: list[Suspension]) -> str:
    """Never that somebody reads it who has no account."""
    sans, est_personne = actions.qui_ne_l_apprend_pas(posees)
    if not sans:
        return _("C’est fait. La raison se lit dans les notifications.")
    noms = ", ".join(qui.nom_affiche for qui in sans)
    if est_personne:
        return _("C’est fait. Personne ne lira la raison ici, faute de compte ouvert : dites-la à %(noms)s.") % {
            "noms": noms
        }
    return _("C’est fait. La raison se lit dans les notifications ; dites-la à qui n’a pas de compte : %(noms)s.") % {
        "noms": noms
    }


@cree
@require_http_methods(["GET", "POST"])
def suspendre(request: HttpRequest, uai: str, personne) -> HttpResponse:
    """From a person of the school: a pupil, or their household."""
    ecole = ecole_dirigee(request, uai)
    connue = get_object_or_404(Personne.objects.visibles_par(request.user), uuid=personne)
    possibles = cibles(connue, ecole)
    envoi = request.POST if request.method == "POST" else None
    formulaire = SuspensionForm(envoi, cibles=possibles) if possibles else None
    if request.method == "POST":
        exiger(formulaire is not None, _("On ne suspend ici qu’un élève ou un foyer de l’école."))
        if formulaire.is_valid():
            posees = actions.suspendre(
                etablissement=ecole,
                personnes=formulaire.choisie.personnes,
                auteur=request.user,
                motif=formulaire.cleaned_data["motif"],
                date_fin=formulaire.cleaned_data["date_fin"],
            )
            messages.success(request, _dire_qui_l_apprend(posees))
            return redirect("messagerie_suspensions", uai=uai)
    contexte = {"ecole": ecole, "personne": connue, "formulaire": formulaire}
    statut = 422 if formulaire is not None and formulaire.errors else 200
    return render(request, "messagerie/regles/suspendre.html", contexte, status=statut)


@require_POST
def lever(request: HttpRequest, pk: int) -> HttpResponse:
    siennes = Suspension.objects.moderes_par(request.user).select_related("etablissement", "personne")
    levee = get_object_or_404(siennes, pk=pk)
    actions.lever_la_suspension(suspension=levee, auteur=request.user)
    messages.success(request, _("%(qui)s peut écrire à nouveau.") % {"qui": levee.personne})
    return redirect("messagerie_suspensions", uai=levee.etablissement.uai)


@require_GET
def suspendu(request: HttpRequest) -> HttpResponse:
    """Why one may not write, or why one's child may not, and until when."""
    siennes = Suspension.objects.subies_par(request.user).select_related("etablissement", "personne")
    gabarit = "suspendu_eleve.html" if request.user.portee.est_eleve else "suspendu.html"
    return render(request, f"messagerie/regles/{gabarit}", {"suspensions": siennes})
