"""Those who work in a school, by e-mail: the direction sends, and who receives opens their account or brings the school into it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger, peut_ouvrir_une_ecole
from ent.annuaire.lectures.ecoles import directions_de
from ent.annuaire.models import Etablissement
from ent.annuaire.views.ecoles import ecole_suivie
from ent.annuaire.views.gestes import cree
from ent.socle.nombres import entiers

from .. import actions, droits, lectures
from .activation import prouver_par_l_invitation, reunir
from .papiers import REFUS


def _dire(request: HttpRequest, invites: actions.Invites) -> None:
    """What left, and who must have a paper instead."""
    if n := len(invites.partis):
        phrase = ngettext("L’invitation part à %(n)s personne.", "Les invitations partent à %(n)s personnes.", n)
        messages.success(request, phrase % {"n": n})
    if invites.a_l_instant:
        qui = ", ".join(p.nom_affiche for p in invites.a_l_instant)
        messages.info(request, _("Déjà invités il y a moins d’une heure : %(qui)s.") % {"qui": qui})
    if invites.sans_adresse:
        qui = ", ".join(p.nom_affiche for p in invites.sans_adresse)
        messages.warning(
            request,
            _("Sans adresse à elles seules que l’école connaisse, un papier est à imprimer : %(qui)s.") % {"qui": qui},
        )


def _inviter(request: HttpRequest, etablissement: Etablissement, personnes: set[int]) -> None:
    try:
        invites = actions.inviter_le_personnel(etablissement=etablissement, auteur=request.user, personnes=personnes)
    except actions.PapierRefuse as refus:
        messages.error(request, REFUS[str(refus)])
    else:
        _dire(request, invites)


@cree
@require_POST
def inviter(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who were chosen on the page of papers, by the direction."""
    etablissement = get_object_or_404(Etablissement.objects.diriges_par(request.user), pk=pk)
    personnes = set(entiers(request.POST.getlist("responsable")))
    if personnes:
        _inviter(request, etablissement, personnes)
    else:
        messages.error(request, REFUS["vide"])
    return redirect("connexion_feuilles_personnel", pk=pk)


@cree
@require_POST
def inviter_la_direction(request: HttpRequest, uai: str, personne: UUID) -> HttpResponse:
    """Who directs a school, by the operator who named them."""
    etablissement = ecole_suivie(request, uai)
    exiger(peut_ouvrir_une_ecole(request.user), _("Seul l’opérateur du territoire envoie cette invitation."))
    direction = get_object_or_404(directions_de(etablissement), uuid=personne)
    _inviter(request, etablissement, {direction.pk})
    return redirect("annuaire_fiche", uai=uai)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, jeton: str) -> HttpResponse:
    """The link of the e-mail. Opened by a mail server that looks at links, it changes nothing: somebody presses a button."""
    code = lectures.code_de_l_invitation(jeton)
    if code is None:
        return render(request, "connexion/invitation_finie.html", status=410)
    adulte = request.user if request.user.is_authenticated and droits.peut_tenir_un_compte(request.user) else None
    erreur = ""
    if request.method == "POST":
        if adulte is None:
            prouver_par_l_invitation(request, code)
            return redirect("connexion_activer_compte")
        if not (erreur := reunir(request, code)):
            messages.success(request, _("%(ecole)s est dans votre compte.") % {"ecole": code.etablissement.nom})
            return redirect("accueil")
    contexte = {"code": code, "jeton": jeton, "adulte": adulte, "erreur": erreur}
    return render(request, "connexion/invitation.html", contexte, status=422 if erreur else 200)
