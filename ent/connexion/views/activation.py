"""A code becomes an account, in three small pages; or a child more in one's account."""

import time
from collections.abc import Callable

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from ent.socle import frein

from .. import actions, collegiens, derivation, essais, lectures
from ..forms import DEJA_UN_COMPTE, PREUVE_FAUSSE, CodeForm, CompteForm
from ..models import CodeActivation
from .commun import adultes, attendre

# A proof is good for half an hour, the time of choosing a password.
DUREE_PREUVE = 30 * 60
CLE = "connexion_activation"


def prouver(
    request: HttpRequest, form: CodeForm, *, de: Callable[[CodeActivation], bool] | None = None
) -> CodeActivation | HttpResponse | None:
    """The code when the proof is right; the answer to give when one must wait; None when the two do not go together, or when it is not of whom it is
    asked for (`de`).

    An unknown code, a spent code and a wrong birth date are told apart neither by the sentence nor by the status.
    """
    if not form.is_valid():
        return None
    donnees, ip = form.cleaned_data, frein.adresse_ip(request)
    if secondes := essais.attente_pour_un_code(ip, donnees["code"]):
        return attendre(request, "connexion/attendre.html", {"minutes": -(-secondes // 60)}, secondes)
    code = lectures.code_ouvrable(donnees["code"])
    blocage = code is not None and code.echecs >= essais.ECHECS_MAX_DU_CODE
    juste = code and not blocage and lectures.preuve_donnee(code, donnees["naissance"], donnees["courriel"])
    if code and juste and (de is None or de(code)):
        return code
    essais.compter_un_code_faux(ip, donnees["code"])
    if code and not blocage:
        actions.consigner_echec_de_code(code=code)
    form.add_error(None, PREUVE_FAUSSE)
    return None


def d_un_adulte(code: CodeActivation) -> bool:
    """The account of a pupil comes into nobody's."""
    return not collegiens.est_collegien(code.personne)


def d_un_eleve(code: CodeActivation) -> bool:
    return collegiens.est_collegien(code.personne)


def _code_prouve(request: HttpRequest) -> CodeActivation | None:
    preuve = request.session.get(CLE) or {}
    if preuve.get("le", 0) < time.time() - DUREE_PREUVE:
        return None
    code = lectures.code_en_attente(preuve.get("code"), preuve.get("generation"))
    if code is None or "invite" not in preuve:
        return code
    # What an invitation proves holds while it would still be sent there.
    tenu = lectures.code_a_envoyer(code.pk)
    return code if tenu and tenu.personne.courriel_contact.strip() == preuve["invite"] else None


def prouver_par_l_invitation(request: HttpRequest, code: CodeActivation) -> None:
    """Who follows the link of an invitation has what the paper asks for: the code, and the address that the school knows."""
    courriel = code.personne.courriel_contact.strip()
    request.session[CLE] = {
        "code": code.pk,
        "generation": code.generation,
        "le": time.time(),
        "confirme": True,
        "invite": courriel,
    }


@login_not_required
@never_cache
def activer(request: HttpRequest, code: str = "") -> HttpResponse:
    """« J’ai un code »: the code and what only its owner can add. A scanned code is typed already, nothing more."""
    if request.method != "POST":
        propre = "".join(c for c in code.upper() if c in derivation.ALPHABET)[: derivation.LONGUEUR_CODE]
        return render(request, "connexion/activer.html", {"form": CodeForm(initial={"code": propre})})
    form = CodeForm(request.POST)
    preuve = prouver(request, form)
    if isinstance(preuve, HttpResponse):
        return preuve
    if preuve is None:
        return render(request, "connexion/activer.html", {"form": form}, status=422)
    request.session[CLE] = {"code": preuve.pk, "generation": preuve.generation, "le": time.time()}
    return redirect("connexion_activer_verifier")


@login_not_required
@never_cache
def verifier(request: HttpRequest) -> HttpResponse:
    """« C’est bien vous ? »: the children's first names and the school, before anything is written."""
    code = _code_prouve(request)
    if code is None:
        return redirect("connexion_activer")
    if request.method == "POST":
        request.session[CLE] = request.session[CLE] | {"confirme": True}
        return redirect("connexion_activer_compte")
    contexte = {"code": code, "enfants": lectures.enfants_declares(code)}
    return render(request, "connexion/verifier.html", contexte)


@login_not_required
@never_cache
@sensitive_post_parameters("mot_de_passe")
def ouvrir_compte(request: HttpRequest) -> HttpResponse:
    """Choose how to come in next time; the account opens and the person is in."""
    code = _code_prouve(request)
    if code is None:
        return redirect("connexion_activer")
    if not request.session[CLE].get("confirme"):
        return redirect("connexion_activer_verifier")
    invite = request.session[CLE].get("invite", "")
    form = CompteForm(request.POST or None, initial={"courriel": invite})
    if est_collegien := collegiens.est_collegien(code.personne):
        del form.fields["courriel"]  # none is asked of a pupil
    if request.method == "POST" and form.is_valid():
        try:
            personne, adresse = actions.activer(code=code, prouvee=invite, **{"courriel": "", **form.cleaned_data})
        except actions.AdresseDejaPrise:
            form.add_error("courriel", DEJA_UN_COMPTE)
        except actions.CodeDejaUtilise:
            return redirect("connexion_activer")
        else:
            del request.session[CLE]
            if adresse and not adresse.verified:
                send_verification_email_to_address(request, adresse)
            messages.success(request, _("Votre compte est ouvert. Votre identifiant est %s.") % personne.identifiant)
            # Through django-allauth, so that someone who has a second factor still shows it.
            reponse = perform_login(request, personne)
            if est_collegien:  # the paper is given in class, before a computer of the collège: « Rester connecté » is theirs to say, at home
                request.session.set_expiry(0)
            return reponse
    contexte = {
        "form": form,
        "code": code,
        "invite": invite,
        "est_collegien": est_collegien,
        "identifiant": actions.identifiant_libre(code.personne),
    }
    contexte["identifiant"] = code.personne.identifiant or contexte["identifiant"]
    return render(request, "connexion/ouvrir_compte.html", contexte, status=422 if form.errors else 200)


@adultes
@never_cache
def ajouter_enfant(request: HttpRequest) -> HttpResponse:
    """A second paper: its children come into the account of the person signed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        preuve = prouver(request, form, de=d_un_adulte)
        if isinstance(preuve, HttpResponse):
            return preuve
        if preuve is not None:
            if preuve.personne_id == request.user.pk:
                form.add_error(None, _("Ces enfants sont déjà dans votre compte."))
            else:
                return _ajouter(request, form, preuve)
    return render(request, "connexion/ajouter_enfant.html", {"form": form}, status=422 if form.errors else 200)


def _ajouter(request: HttpRequest, form: CodeForm, code: CodeActivation) -> HttpResponse:
    enfants = lectures.enfants_declares(code)
    if refus := reunir(request, code):
        form.add_error(None, refus)
        return render(request, "connexion/ajouter_enfant.html", {"form": form}, status=422)
    prenoms = ", ".join(enfant.prenom for enfant in enfants)
    if prenoms:
        messages.success(request, _("%s : c’est ajouté à votre compte.") % prenoms)
    return HttpResponseRedirect(reverse("accueil"))


def reunir(request: HttpRequest, code: CodeActivation) -> str:
    """What the code's person holds comes into the account of the person signed in; why not, in words, when it does not."""
    try:
        actions.fusionner(depuis=code.personne, vers=request.user, etablissement=code.etablissement, code=code)
    except actions.FusionImpossible:
        return _(
            "Ce papier est celui d’un compte déjà ouvert. Entrez avec ce compte-là, ou demandez à l’école de vous "
            "imprimer le papier de votre nom."
        )
    except actions.FusionDeSoi:
        return _("Ces enfants sont déjà dans votre compte.")
    except actions.FusionDuPersonnel:
        return _("Ce papier est celui d’une famille de votre école. Si c’est aussi la vôtre, demandez à la direction.")
    except actions.CodeDejaUtilise:
        return PREUVE_FAUSSE
    return ""
