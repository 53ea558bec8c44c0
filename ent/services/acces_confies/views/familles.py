"""Accesses as a guardian confides, follows and ends them; what the other holder reads of them; what one was confided."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Delegation
from ent.annuaire.views.gestes import corrige, cree
from ent.connexion.derivation import code_activation
from ent.connexion.models import CodeActivation
from ent.connexion.pdf import Lieu, Papier, feuilles_pdf
from ent.connexion.qr import qr_data_uri
from ent.connexion.views.commun import adultes
from ent.coquille.avis import dire_fait
from ent.socle import frein

from .. import actions, droits, lectures
from ..forms import ConfierForm, SallesForm

DE_SUITE, FENETRE = 10, 300
DU_FOYER = gettext_lazy("Cet accès est celui de votre foyer : vous pouvez le terminer.")


@adultes
@require_GET
def acces(request: HttpRequest) -> HttpResponse:
    """Who has an access to one's children; what exists beside; what one was confided oneself."""
    suivis = droits.enfants_de(request.user)
    recus = lectures.acces_recus_par(request.user)
    if not (suivis or recus):
        raise Http404
    tous = lectures.acces_des_enfants_de(request.user) if suivis else []
    contexte = {
        "peut_confier": bool(suivis),
        "donnes": [acces for acces in tous if acces.est_entier],
        "autres": [acces for acces in tous if not acces.est_entier],
        "recus": recus,
    }
    return render(request, "acces_confies/acces.html", contexte)


@adultes
@cree
@require_http_methods(["GET", "POST"])
def confier(request: HttpRequest) -> HttpResponse:
    """Say who, which children, which rooms, until when; the code comes next."""
    suivis = droits.enfants_de(request.user)
    if not suivis:
        raise Http404
    formulaire = ConfierForm(request.POST or None, suivis=suivis)
    if request.method == "POST" and formulaire.is_valid() and (confiees := _confier(request, formulaire)):
        return redirect("acces_confies_un", cle=confiees[0].cle)
    statut = 422 if formulaire.errors else 200
    return render(request, "acces_confies/confier.html", {"formulaire": formulaire}, status=statut)


def _confier(request: HttpRequest, formulaire: ConfierForm) -> list[Delegation]:
    """Each is told to the other holder: given and ended in a row, they would ring all day."""
    cle = f"confier:{request.user.pk}"
    if frein.attente(cle, maximum=DE_SUITE, fenetre=FENETRE):
        formulaire.add_error(None, _("Trop d’essais de suite. Attendez cinq minutes, puis réessayez."))
        return []
    frein.compter(cle, fenetre=FENETRE)
    champs = ("prenom", "nom", "courriel", "lien", "confie", "debut", "fin")
    donnees = {nom: formulaire.cleaned_data[nom] for nom in champs}
    try:
        return actions.confier(delegant=request.user, suivis=formulaire.choisis, **donnees)
    except ValidationError as refus:
        formulaire.add_error(None, refus)
        return []


def _entier(request: HttpRequest, cle: UUID) -> lectures.Acces:
    """One that one gave, or that who lives with one gave; for the other holder it has no page."""
    if (trouve := lectures.acces_de(request.user, cle, droits.ENTIER)) is None:
        raise Http404
    return trouve


def _a_changer(request: HttpRequest, cle: UUID) -> lectures.Acces:
    """One that one gave."""
    trouve = _entier(request, cle)
    exiger(droits.peut_changer(request.user, trouve.premiere), DU_FOYER)
    return trouve


def _lien_du_code(request: HttpRequest, code: CodeActivation) -> tuple[str, str]:
    """The code in clear, and the address where it is typed already."""
    clair = code_activation(code.personne.uuid, code.etablissement_id, code.generation)
    return clair, request.build_absolute_uri(reverse("connexion_activer_code", args=[clair]))


@never_cache
@adultes
@corrige
@require_http_methods(["GET", "POST"])
def un_acces(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Its invitation while nobody came by it; its rooms and its last day, to be changed."""
    trouve = _a_changer(request, cle) if request.method == "POST" else _entier(request, cle)
    est_le_sien = droits.peut_changer(request.user, trouve.premiere)
    formulaire = SallesForm(request.POST or None, acces=trouve, ecoles={ligne.etablissement for ligne in trouve.lignes})
    if request.method == "POST" and formulaire.is_valid():
        exiger(not trouve.est_fini, _("Cet accès est terminé : confiez-en un autre."))
        actions.changer(
            delegations=trouve.lignes,
            confie=formulaire.cleaned_data["confie"],
            fin=formulaire.cleaned_data["fin"],
            auteur=request.user,
        )
        messages.success(request, _("C’est enregistré, et vaut dès maintenant."))
        return redirect("acces_confies_un", cle=cle)
    contexte = {"acces": trouve, "formulaire": formulaire, "est_le_sien": est_le_sien}
    if est_le_sien and (code := lectures.code_de(trouve)):
        clair, lien = _lien_du_code(request, code)
        contexte |= {
            "code": f"{clair[:4]} {clair[4:]}",
            "lien": lien,
            "qr": qr_data_uri(lien),
            "expire_le": min(code.expire_le, lectures.dernier_instant(trouve.lignes)),
        }
    return render(request, "acces_confies/un.html", contexte, status=422 if formulaire.errors else 200)


@never_cache
@adultes
@require_GET
def papier(request: HttpRequest, cle: UUID) -> HttpResponse:
    """The invitation as a slip, like those of the school."""
    trouve = _a_changer(request, cle)
    if (code := lectures.code_de(trouve)) is None:
        raise Http404
    clair, _lien = _lien_du_code(request, code)
    slip = Papier(personne=trouve.premiere.delegue, enfants=trouve.enfants, code=clair)
    contenu = feuilles_pdf([slip], Lieu(code.etablissement, request.build_absolute_uri("/")))
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = 'inline; filename="invitation.pdf"'
    return reponse


@adultes
@require_POST
def nouveau_code(request: HttpRequest, cle: UUID) -> HttpResponse:
    trouve = _a_changer(request, cle)
    exiger(trouve.attend and not trouve.est_fini, _("Cet accès est déjà ouvert."))
    actions.nouveau_code(delegations=trouve.lignes, auteur=request.user)
    messages.success(request, _("Voici un nouveau code : l’ancien n’ouvre plus rien."))
    return redirect("acces_confies_un", cle=cle)


@adultes
@require_POST
def terminer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """In one tap, by who gave it, who lives with them, or who received it."""
    trouve = lectures.acces_de(request.user, cle, droits.ENTIER) or lectures.recu_de(request.user, cle)
    if trouve is None:
        raise Http404
    actions.finir(delegations=trouve.lignes, auteur=request.user)
    if trouve.premiere.delegue_id == request.user.pk:
        messages.success(request, _("Vous n’avez plus cet accès."))
        return redirect("accueil")
    phrase = _("C’est terminé : %(nom)s ne lit plus rien.") % {"nom": trouve.premiere.nom_donne}
    dire_fait(request, phrase, annuler=reverse("acces_confies_reprendre", args=[cle]))
    return redirect("acces_confies")


@adultes
@require_POST
def reprendre(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Undo, for an hour, what one ended oneself."""
    trouve = _entier(request, cle)
    if actions.rendre(delegations=trouve.lignes, auteur=request.user):
        messages.success(request, _("C’est annulé : l’accès est rendu."))
    else:
        messages.error(request, _("Cela ne s’annule plus. Confiez un nouvel accès."))
    return redirect("acces_confies")


@adultes
@require_POST
def s_opposer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """The other holder does not agree: the direction reads it."""
    trouve = lectures.acces_de(request.user, cle, droits.EXISTENCE) or _entier(request, cle)
    exiger(droits.peut_s_opposer(request.user, trouve.lecture), DU_FOYER)
    actions.s_opposer(delegations=trouve.lignes, auteur=request.user)
    phrase = _("C’est dit à la direction. L’accès n’est pas coupé : elle vous répondra.")
    dire_fait(request, phrase, annuler=reverse("acces_confies_ne_plus_s_opposer", args=[cle]))
    return redirect("acces_confies")


@adultes
@require_POST
def ne_plus_s_opposer(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Taken back until the direction has answered: it reads it no more."""
    trouve = lectures.acces_de(request.user, cle, droits.EXISTENCE) or _entier(request, cle)
    exiger(droits.peut_s_opposer(request.user, trouve.lecture), DU_FOYER)
    if actions.ne_plus_s_opposer(delegations=trouve.lignes, auteur=request.user):
        messages.success(request, _("Votre désaccord est retiré : la direction ne le lit plus."))
    else:
        messages.error(request, _("Votre désaccord ne se retire plus : la direction y a déjà répondu."))
    return redirect("acces_confies")
