"""Hand in, and answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import est_le_sien, exiger
from ent.annuaire.journal import details_du_geste
from ent.annuaire.models.portee import Suivi
from ent.annuaire.views.gestes import cree, retire
from ent.fichiers.actions import Envoi
from ent.fichiers.envois import recoit_des_fichiers, refuser_a_la_boite
from ent.fichiers.registres import Destination

from .. import droits
from ..actions import remises as actions
from ..forms.remises import RendreForm, RepondreForm
from ..lectures import remises as lectures
from ..models import Remise, Retour, Travail
from .eleve import page_du_travail
from .familles import page_du_foyer

# A child cannot make room.
PLUS_DE_PLACE = gettext_lazy("Il n’y a plus de place dans le cahier. Dis-le à ta maîtresse ou à ton maître.")
PLUS_DE_PLACE_AU_COLLEGE = gettext_lazy("Il n’y a plus de place dans le cahier. Dis-le à ton professeur.")


@recoit_des_fichiers
@require_POST
def rendre(request: HttpRequest, pk: int, eleve) -> HttpResponse:
    """One try of a child at a travail. The address names the child: sent under another's name, it does not exist."""
    travail = get_object_or_404(
        Travail.objects.des_enfants_de(request.user).select_related("etablissement", "classe", "groupe"), pk=pk
    )
    suivi = _suivi(request, travail, eleve)
    exiger(droits.peut_remettre(request.user, travail, suivi), _("Il n’y a rien à rendre ici."))
    est_moi = suivi.eleve.pk == request.user.pk
    lieu = Destination(travail.etablissement, suivi.inscription.classe)
    formulaire = RendreForm(request.POST, request.FILES, personne=request.user, destination=lieu, d_adulte=not est_moi)
    if formulaire.is_valid():
        donnees = formulaire.cleaned_data
        envoi = donnees.pop("fichiers")
        try:
            actions.remettre(travail=travail, eleve=suivi.eleve, par=request.user, envoi=envoi, **donnees)
        except ValidationError as refus:
            plus_de_place = PLUS_DE_PLACE_AU_COLLEGE if travail.etablissement.est_college else PLUS_DE_PLACE
            formulaire.add_error(None, plus_de_place if getattr(refus, "code", "") == "quota" else refus)
    if "X-Boite" in request.headers:
        if formulaire.errors:
            return refuser_a_la_boite(formulaire)
        return JsonResponse({"recu": str(formulaire.cleaned_data["uuid"])})
    if formulaire.errors:
        return (page_du_travail if est_moi else page_du_foyer)(request, travail, suivi, formulaire)
    messages.success(request, _("C’est parti ! Bravo.") if est_moi else _("C’est envoyé."))
    return redirect(adresse_du_travail(request, travail, suivi))


def _suivi(request: HttpRequest, travail: Travail, eleve) -> Suivi:
    """The child of this address, if the travail was given to them and the person answers for them."""
    suivis = [s for s in request.user.portee.suivis if s.eleve.uuid == eleve]
    if suivi := next((s for s in suivis if droits.peut_cocher(request.user, travail, s)), None):
        return suivi
    raise Http404


def adresse_du_travail(request: HttpRequest, travail: Travail, suivi: Suivi) -> str:
    """The pupil's page, or the household's."""
    if suivi.eleve.pk == request.user.pk:
        return reverse("cahier_eleve_travail", args=[travail.pk])
    try:
        return reverse("cahier_enfant_travail", args=[suivi.eleve.uuid, travail.pk])
    except NoReverseMatch:
        return reverse("accueil")


@retire
@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the latest try, while nobody has answered it; never the words that another household wrote."""
    remise = get_object_or_404(
        Remise.objects.des_enfants_de(request.user).select_related("travail__etablissement", "eleve"), pk=pk
    )
    suivi = _suivi(request, remise.travail, remise.eleve.uuid)
    if lectures.a_un_autre_foyer(request.user, [remise]):
        raise Http404
    try:
        actions.reprendre(remise=remise, par=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, _("C’est repris."))
    return redirect(adresse_du_travail(request, remise.travail, suivi))


# --- Teachers ---------------------------------------------------------------------------------------------------------
@require_GET
def remises(request: HttpRequest, pk: int) -> HttpResponse:
    """What each pupil handed in for a travail, and who has not yet. Its teachers alone read it."""
    travaux = Travail.objects.modifiables_par(request.user).presents().filter(est_a_rendre=True)
    travail = get_object_or_404(travaux.select_related("classe", "groupe"), pk=pk)
    copies = lectures.copies(request.user, travail)
    contexte = {
        "travail": travail,
        "rendues": [c for c in copies if c.derniere],
        "manquants": [c.eleve for c in copies if not c.derniere],
        "sans_reponse": sum(c.attend_une_reponse for c in copies),
        "total": len(copies),
    }
    gabarit = "cahier_de_textes/_remises_classe.html" if request.htmx else "cahier_de_textes/remises.html"
    return render(request, gabarit, contexte)


@recoit_des_fichiers
@cree
@require_http_methods(["GET", "POST"])
def remise(request: HttpRequest, pk: int) -> HttpResponse:
    """One try, the ones before it, and the answer: a stamp in one tap, a word, a sound."""
    lue = get_object_or_404(
        Remise.objects.corrigees_par(request.user).select_related(
            "eleve", "travail__etablissement", "travail__classe", "travail__groupe"
        ),
        pk=pk,
    )
    formulaire = RepondreForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        travail, son = lue.travail, donnees.pop("son")
        envoi = Envoi(Destination(travail.etablissement, travail.classe), prepares=[son] if son else [])
        try:
            actions.repondre(remise=lue, auteur=request.user, envoi=envoi, **donnees)
        except ValidationError as refus:
            if not Remise.objects.corrigees_par(request.user).filter(pk=pk).exists():  # taken back a moment ago
                messages.error(request, " ".join(refus.messages))
                return _aux_remises(request, travail)
            formulaire.add_error(None, refus)
        else:
            if request.htmx:
                return _page_remise(request, lue, RepondreForm())
            return redirect("cahier_remise", pk=pk)
    return _page_remise(request, lue, formulaire)


def raison_du_repris(request: HttpRequest) -> tuple | None:
    """Of a try that was taken back while its page was open: that it was, and by which pupil, to who teaches them."""
    trouvee = request.resolver_match
    if trouvee is None or trouvee.url_name != "cahier_remise" or not request.user.is_authenticated:
        return None
    details = details_du_geste(
        etablissements=request.user.portee.etablissements_d_enseignement,
        objet=f"remise {trouvee.kwargs['pk']}",
        verbe="cahier_de_textes.reprendre_remise",
    )
    # A line of before it said so has no detail.
    if not details or (repris := lectures.essai_repris(request.user, details["travail"], details["eleve"])) is None:
        return None
    travail, eleve = repris
    suite = reverse("cahier_remises", args=[travail.pk]), _("Voir ce qui est rendu")
    titre = _("%(eleve)s a repris son travail") % {"eleve": eleve.prenom}
    return titre, _("Rien n’est envoyé : il n’y a plus rien à corriger pour l’instant."), "coquille/base.html", suite


def _aux_remises(request: HttpRequest, travail: Travail) -> HttpResponse:
    adresse = reverse("cahier_remises", args=[travail.pk])
    return HttpResponse(status=204, headers={"HX-Redirect": adresse}) if request.htmx else redirect(adresse)


def _page_remise(request: HttpRequest, lue: Remise, formulaire: RepondreForm) -> HttpResponse:
    essais = lectures.essais_a_corriger(request.user, lue)
    lue = next(essai for essai in essais if essai.pk == lue.pk)
    avant, apres = lectures.voisines(request.user, lue)
    contexte = {
        "travail": lue.travail,
        "remise": lue,
        "est_le_sien": est_le_sien(request.user, lue.eleve_id),
        "est_parti": not lue.est_la,
        "autres": [e for e in essais if e.pk != lue.pk],
        "mon_tampon": next((r.tampon for r in lue.reponses if r.tampon and r.auteur_id == request.user.pk), ""),
        "tampons": Retour.Tampon.choices,
        "formulaire": formulaire,
        "avant": avant,
        "apres": apres,
    }
    gabarit = "cahier_de_textes/_remise.html" if request.htmx else "cahier_de_textes/remise.html"
    return render(request, gabarit, contexte, status=422 if formulaire.is_bound else 200)


@retire
@require_POST
def retirer_retour(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own answer."""
    retour = get_object_or_404(
        Retour.objects.ecrits_par(request.user).select_related(
            "son", "remise__eleve", "remise__travail__etablissement"
        ),
        pk=pk,
    )
    actions.retirer_retour(retour=retour, par=request.user)
    messages.success(request, _("Votre réponse est retirée."))
    return redirect("cahier_remise", pk=retour.remise_id)
