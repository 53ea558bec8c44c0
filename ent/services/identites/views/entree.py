"""Coming in by an identity: there, back, and in; a first time, with the code of a paper.

A return writes nothing by itself: it is a page of ours, whose form is sent at once. So a provider that answers by a POST from its own site
(SAML) finds the session that left, which browsers keep from such a POST; and no GET opens an account.
"""

import json
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models import Inscription, Personne
from ent.connexion import actions as connexion
from ent.connexion import lectures as connus
from ent.connexion.droits import peut_tenir_un_compte
from ent.connexion.forms import PREUVE_FAUSSE, CodeForm
from ent.connexion.models import CodeActivation
from ent.connexion.registres import faire_place
from ent.connexion.views.activation import d_un_adulte, d_un_eleve, prouver

from .. import attributs, sorties
from ..actions import entree as actions
from ..actions import fournisseurs, sortie
from ..attributs import Dit, Recu
from ..lectures import gens, oidc, pages, saml, sceaux
from ..lectures.refus import Raison, Refus
from ..models import FournisseurIdentite
from ..receptions import ENTREE
from ..sorties import SORTIE

DEPARTS, ATTENTE, PARTAGE = "identites_departs", "identites_attente", "identites_partage"  # of the session
GARDES = 5  # departures that a session keeps
DUREE = 30 * 60  # seconds that each lasts, and that a code may be looked for
DUREE_PARTAGEE = 5 * 60  # for the code, on a device that the next family picks up
TAILLE = 400_000  # signs of an answer


def _ouvert(fournisseur: UUID) -> FournisseurIdentite:
    tenu = pages.ouvert(fournisseur)
    if tenu is None:
        raise Http404
    return tenu


def refuser(request: HttpRequest, fournisseur: FournisseurIdentite | None, raison: Raison) -> HttpResponse:
    """One clear sentence, and what can be done; nothing was written."""
    statut = {Raison.ABSENT: 503, Raison.ANNULE: 200}.get(raison, 403)
    dits = {"fournisseur": fournisseur, "raison": raison.value, "partage": request.session.get(PARTAGE, False)}
    return render(request, "identites/refus.html", dits, status=statut)


# --- There --------------------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_GET
def aller(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Led to the provider, with what will prove that one left from here, then to the page of ours that `?next=` names; at once, for who is in already.
    `?rattacher=1`: to tie it to the account that is in.
    """
    tenu = _ouvert(fournisseur)
    rattacher = bool(request.GET.get("rattacher")) and peut_tenir_un_compte(request.user)
    if request.user.is_authenticated and not rattacher:
        return redirect(_suite(request) or "accueil")
    etat, nonce, preuve = (secrets.token_urlsafe(32) for _n in range(3))
    try:
        if tenu.est_saml:
            ou, demande = saml.adresse_de_depart(tenu, etat=etat)
        else:
            retour, demande = saml.adresse("identites_retour", tenu), ""
            ou = oidc.adresse_de_depart(tenu, retour=retour, etat=etat, nonce=nonce, preuve=preuve)
    except Refus as refus:
        return refuser(request, tenu, refus.raison)
    depart = {
        "fournisseur": tenu.pk,
        "nonce": nonce,
        "preuve": preuve,
        "demande": demande,
        "suite": _suite(request),
        "partage": bool(request.GET.get("partage")),
        "rattacher": request.user.pk if rattacher else None,
        "le": time.time(),
    }
    gardes = list(request.session.get(DEPARTS, {}).items())[-(GARDES - 1) :]
    request.session[DEPARTS] = dict([*gardes, (etat, depart)])
    request.session[PARTAGE] = depart["partage"]  # what was said at the door holds for who begins again
    return HttpResponseRedirect(ou)


def _suite(request: HttpRequest) -> str:
    """A page of ours that is read, or nothing. A provider that starts it itself names that page otherwise (OpenID Connect Core §4)."""
    suite = request.GET.get("next") or request.GET.get("target_link_uri", "")
    return suite if suite and get_adapter(request).is_safe_url(suite) else ""


# --- Back ---------------------------------------------------------------------------------------------------------------
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def retour(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """What the provider sends by the browser, put in a form of ours. Nothing of it is believed yet."""
    tenu = _ouvert(fournisseur)
    if tenu.est_saml != (request.method == "POST"):
        return refuser(request, tenu, Raison.FAUX if request.method == "POST" else Raison.DEPART)
    recus = request.POST if tenu.est_saml else request.GET
    noms = ("SAMLResponse", "RelayState") if tenu.est_saml else ("code", "state", "iss", "error")
    champs = [(nom, recus.get(nom, "")) for nom in noms]
    if sum(len(valeur) for _nom, valeur in champs) > TAILLE:
        return refuser(request, tenu, Raison.FAUX)
    return render(request, "identites/retour.html", {"fournisseur": tenu, "champs": [c for c in champs if c[1]]})


@dataclass
class Arrivee:
    """Somebody whom a provider proved: what it said, what going out will need, and how they left."""

    fournisseur: FournisseurIdentite
    dit: Dit
    recu: Recu
    depart: dict[str, Any]

    def pour_la_session(self) -> dict[str, Any]:
        """What is kept while they are here: sealed, or digests."""
        pk, sujet = self.fournisseur.pk, self.recu.sortie.get("nom") or self.recu.sujet
        return {
            "fournisseur": pk,
            "uuid": str(self.fournisseur.uuid),
            "sujet": sceaux.empreinte(pk, sujet, "sortie"),
            "indice": sceaux.empreinte(pk, self.recu.indice, "indice"),
            "scelle": sceaux.sceller(json.dumps(self.recu.sortie)),
            "retour": self.dit.retour if self.fournisseur.mene_a(self.dit.retour) else "",
            "suite": self.depart["suite"],
            "partage": self.depart["partage"],
        }


@login_not_required
@never_cache
@require_POST
def finir(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Believed or not, known or not; then in."""
    tenu = _ouvert(fournisseur)
    try:
        arrivee = _arriver(request, tenu)
        if arrivee.depart["rattacher"]:
            return _demander_si_c_est_la_sienne(request, arrivee)
        personne = actions.reconnaitre(fournisseur=tenu, dit=arrivee.dit)
        if personne is None:
            return _attendre_un_code(request, arrivee)
    except Refus as refus:
        if refus.mot:
            fournisseurs.noter_le_refus(fournisseur=tenu, mot=refus.mot)
        return refuser(request, tenu, refus.raison)
    return entrer(request, personne, tenu, arrivee.pour_la_session())


def _arriver(request: HttpRequest, tenu: FournisseurIdentite) -> Arrivee:
    etat = request.POST.get("RelayState" if tenu.est_saml else "state", "")
    departs = request.session.get(DEPARTS, {})
    depart = departs.pop(etat, None)  # it serves once, whatever comes of it
    request.session[DEPARTS] = departs
    if depart is None or depart["fournisseur"] != tenu.pk or depart["le"] < time.time() - DUREE:
        raise Refus(Raison.DEPART)
    if not tenu.est_saml:
        recu = _recevoir_oidc(request, tenu, depart)
    else:
        recu, numero, jusqu_a = saml.recevoir(
            tenu, brute=request.POST.get("SAMLResponse", ""), demande=depart["demande"]
        )
        if not sortie.est_neuf(tenu, numero, jusqu_a - time.time()):
            raise Refus(Raison.DEJA, "assertion déjà dite")
    dit = attributs.educonnect(recu) if tenu.est_educonnect else attributs.agent(recu)
    return Arrivee(tenu, dit, recu, depart)


def _recevoir_oidc(request: HttpRequest, tenu: FournisseurIdentite, depart: dict[str, Any]) -> Recu:
    if erreur := request.POST.get("error", ""):
        annule = erreur in ("access_denied", "login_required", "consent_required", "interaction_required")
        raise Refus(Raison.ANNULE if annule else Raison.ABSENT, f"erreur : {erreur}"[:200])
    if request.POST.get("iss", "") not in (
        "",
        oidc.document(tenu)["issuer"],
    ):  # RFC 9207: mixed up with another provider
        raise Refus(Raison.FAUX, "réponse d’un autre fournisseur")
    jetons = oidc.echanger(
        tenu,
        code=request.POST.get("code", ""),
        preuve=depart["preuve"],
        retour=saml.adresse("identites_retour", tenu),
    )
    try:
        return oidc.recevoir(tenu, jetons=jetons, nonce=depart["nonce"])
    except oidc.CleInconnue:
        # Its keys may have turned: they are read again, and the same token is looked at once more.
        if not fournisseurs.relever_pour_une_cle(fournisseur=tenu):
            raise Refus(Raison.FAUX, "clé inconnue") from None
    try:
        return oidc.recevoir(tenu, jetons=jetons, nonce=depart["nonce"])
    except oidc.CleInconnue:
        raise Refus(Raison.FAUX, "clé inconnue") from None


# --- In -----------------------------------------------------------------------------------------------------------------
def entrer(request: HttpRequest, personne: Personne, tenu: FournisseurIdentite, dit: dict[str, Any]) -> HttpResponse:
    """By the one gate: django-allauth's steps (a second key, if they hold one), the list of sessions, what the middlewares ask."""
    ou = faire_place(request, personne, dit["suite"] or reverse("accueil"))
    request.session[ENTREE] = {"personne": personne.pk} | {c: dit[c] for c in ("fournisseur", "sujet", "indice")}
    request.session[SORTIE] = {c: dit[c] for c in ("fournisseur", "scelle", "retour")}
    if inscription := _inscription(personne):
        login(request, personne)
        connexion.noter_entree(eleve=personne, classe=inscription.classe)
        # A pupil of a collège stays in on a device of their own, as a parent does; on one that is shared, which they say at the door, until it closes.
        if dit["partage"] or not personne.est_collegien:
            request.session.set_expiry(0)
        return redirect(ou)
    # An académie's own machines are shared; a family's phone stays in, as with a password, unless they said that it is shared.
    if dit["partage"] or not tenu.est_educonnect:
        request.session.set_expiry(0)
    record_authentication(request, personne, method="identite", fournisseur=tenu.pk)
    return perform_login(request, personne, redirect_url=ou)


def _inscription(personne: Personne) -> Inscription | None:
    """Of a pupil, who has no account of their own."""
    return (
        None if peut_tenir_un_compte(personne) else personne.inscriptions.select_related("classe__etablissement").last()
    )


def _demander_si_c_est_la_sienne(request: HttpRequest, arrivee: Arrivee) -> HttpResponse:
    """What opens an account for ever is never tied by a link: whose identity came back is shown, and a button pressed by who has just said
    again who they are.
    """
    if not request.user.is_authenticated or request.user.pk != arrivee.depart["rattacher"]:
        raise Refus(Raison.DEPART)
    if arrivee.dit.est_eleve and arrivee.fournisseur.est_educonnect:
        raise Refus(Raison.AUTRE_UNIVERS)
    request.session[ATTENTE] = _attente(arrivee) | {"compte": request.user.pk}
    return redirect("identites_rattacher")


def _attente(arrivee: Arrivee) -> dict[str, Any]:
    """What is kept for a while of an identity that is nobody's yet."""
    return arrivee.pour_la_session() | {
        "empreinte": actions.empreinte_de(arrivee.fournisseur, arrivee.dit),
        "qui": f"{arrivee.dit.prenom} {arrivee.dit.nom}".strip(),
        "le": time.time(),
    }


# --- A first time -------------------------------------------------------------------------------------------------------
def _attendre_un_code(request: HttpRequest, arrivee: Arrivee) -> HttpResponse:
    """Proved, and nobody here yet: half an hour to type the code of a paper, five minutes where others come. A pupil types theirs, a parent theirs."""
    est_eleve = arrivee.dit.est_eleve and arrivee.fournisseur.est_educonnect
    if est_eleve and gens.est_ecolier(arrivee.fournisseur, arrivee.dit):
        raise Refus(Raison.AUTRE_UNIVERS)
    request.session[ATTENTE] = _attente(arrivee) | {
        "est_eleve": est_eleve,
        "nom": arrivee.dit.nom,
        "prenom": arrivee.dit.prenom,
    }
    return redirect("identites_code")


def _en_attente(request: HttpRequest) -> tuple[FournisseurIdentite, dict[str, Any]] | None:
    attente = request.session.get(ATTENTE) or {}
    if attente.get("le", 0) < time.time() - (DUREE_PARTAGEE if attente.get("partage") else DUREE):
        return None
    tenu = pages.ouvert(attente["uuid"])
    return (tenu, attente) if tenu else None


def _de_lui_meme(attente: dict[str, Any], code: CodeActivation) -> bool:
    """The paper of another pupil, even with their birth date, is not tied to the identity of this one."""
    return d_un_eleve(code) and gens.est_nomme(code.personne, attente.get("nom", ""), attente.get("prenom", ""))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """« Nous ne vous reconnaissons pas encore »: the code of the paper, with the brakes of an activation; whose identity waits is said, since the page
    may have been left open by somebody else.
    """
    trouve = _en_attente(request)
    if trouve is None:
        return redirect("account_login")
    tenu, attente = trouve
    if "recommencer" in request.POST:
        return _recommencer(request, tenu)
    est_eleve = attente.get("est_eleve", False)
    papier = connus.code_en_attente(*attente.get("papier", (None, None)))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if papier is not None and "deux_noms" in request.POST:
            return _lier(request, form, trouve, papier, deux_noms=True)
        preuve = prouver(request, form, de=partial(_de_lui_meme, attente) if est_eleve else d_un_adulte)
        if isinstance(preuve, HttpResponse):
            return preuve
        if preuve is not None:
            if est_eleve or gens.porte_un_nom_proche(preuve.personne, attente.get("nom", "")):
                return _lier(request, form, trouve, preuve)
            request.session[ATTENTE] = attente | {"papier": [preuve.pk, preuve.generation]}
            return redirect("identites_code")
    return _page_du_code(request, form, trouve, papier)


def _page_du_code(
    request: HttpRequest,
    form: CodeForm,
    trouve: tuple[FournisseurIdentite, dict[str, Any]],
    papier: CodeActivation | None,
) -> HttpResponse:
    """The code; or, of a paper that was proved and bears another name, both names."""
    tenu, attente = trouve
    contexte = {"form": form, "fournisseur": tenu, "est_eleve": attente.get("est_eleve", False), "qui": attente["qui"]}
    if papier is not None and not form.errors:
        contexte |= {"code": papier, "enfants": connus.enfants_declares(papier)}
        return render(request, "identites/deux_noms.html", contexte)
    return render(request, "identites/code.html", contexte, status=422 if form.errors else 200)


def _lier(
    request: HttpRequest,
    form: CodeForm,
    trouve: tuple[FournisseurIdentite, dict[str, Any]],
    papier: CodeActivation,
    *,
    deux_noms: bool = False,
) -> HttpResponse:
    tenu, attente = trouve
    try:
        personne = actions.lier_par_code(
            fournisseur=tenu, empreinte=attente["empreinte"], code=papier, deux_noms=deux_noms
        )
    except connexion.CodeDejaUtilise:
        form.add_error(None, PREUVE_FAUSSE)
        return _page_du_code(request, form, trouve, None)
    except Refus as refus:
        return refuser(request, tenu, refus.raison)
    del request.session[ATTENTE]
    messages.success(request, _("C’est fait : la prochaine fois, vous entrerez sans code."))
    # The paper of a pupil is given in class, before a computer of the collège: they stay in the next time, at home.
    return entrer(request, personne, tenu, attente | {"partage": attente["partage"] or attente.get("est_eleve", False)})


def _recommencer(request: HttpRequest, tenu: FournisseurIdentite) -> HttpResponse:
    """It was somebody else's: nothing waits any more, here nor over there, where the next departure would find them still."""
    attente = request.session.pop(ATTENTE)
    return redirect(sorties.adresse(tenu, attente["scelle"]) or "account_login")


def _part_de_son_compte(request: HttpRequest) -> bool:
    """Else they came in by their password since the identity was proved, half an hour ago at most."""
    return "compte" in request.session.get(ATTENTE, {})


@never_cache
@reauthentication_required(enabled=_part_de_son_compte)
@require_http_methods(["GET", "POST"])
def rattacher(request: HttpRequest) -> HttpResponse:
    """Whoever is in says that the identity that waits is theirs: they came in by their password a moment ago, or left from their account."""
    if not peut_tenir_un_compte(request.user):
        raise Http404
    trouve = _en_attente(request)
    if trouve is None or trouve[1].get("compte", request.user.pk) != request.user.pk:
        return redirect("connexion_compte")
    tenu, attente = trouve
    if request.method == "POST":
        try:
            actions.lier_a_son_compte(fournisseur=tenu, empreinte=attente["empreinte"], personne=request.user)
        except Refus as refus:
            return refuser(request, tenu, refus.raison)
        del request.session[ATTENTE]
        messages.success(request, _("%(nom)s ouvre maintenant votre compte.") % {"nom": tenu.nom})
        return redirect("connexion_compte")
    return render(request, "identites/rattacher.html", {"fournisseur": tenu, "qui": attente["qui"]})
