"""Whom to call, who may come: given, ordered, taken out by the holder of authority who gave them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views import annulables
from ent.annuaire.views.gestes import corrige, cree
from ent.fichiers.envois import recoit_des_fichiers

from .. import droits
from ..actions import proches as actions
from ..forms.familles import AutoriseForm, ContactForm, CorrigerAutoriseForm, CorrigerContactForm
from ..models import Autorise, Contact
from .commun import lieu_de, mon_enfant

MODELES = {"contact": Contact, "autorise": Autorise}


def _donne(request: HttpRequest, quoi: str, pk: int, *, retires: bool = False):
    """What one gave oneself: the other holder's is not there."""
    siens = MODELES[quoi].objects.donnes_par(request.user)
    siens = siens if retires else siens.en_vigueur()
    return get_object_or_404(siens.select_related("eleve", "etablissement"), pk=pk)


def _retour(donne: Contact | Autorise) -> HttpResponse:
    return redirect("renseignements_enfant", ecole=donne.etablissement_id, eleve=donne.eleve.uuid)


@cree
@require_http_methods(["GET", "POST"])
def donner_contact(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    suivi = mon_enfant(request, ecole, eleve)
    formulaire = ContactForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            contact = actions.donner_contact(
                etablissement=suivi.inscription.classe.etablissement,
                eleve=suivi.eleve,
                par=request.user,
                champs=formulaire.cleaned_data,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est donné : l’école peut l’appeler en cas d’urgence."))
            return _retour(contact)
    contexte = {"formulaire": formulaire, "suivi": suivi, "contact": None}
    return render(request, "renseignements/contact.html", contexte, status=422 if formulaire.is_bound else 200)


@corrige
@require_http_methods(["GET", "POST"])
def corriger_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _donne(request, "contact", pk)
    suivi = mon_enfant(request, contact.etablissement_id, contact.eleve.uuid)
    formulaire = CorrigerContactForm(request.POST or None, contact=contact)
    if request.method == "POST" and formulaire.is_valid():
        actions.corriger_contact(contact=contact, champs=formulaire.cleaned_data, par=request.user)
        messages.success(request, _("C’est corrigé."))
        return _retour(contact)
    contexte = {"formulaire": formulaire, "suivi": suivi, "contact": contact}
    return render(request, "renseignements/contact.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def bouger(request: HttpRequest, pk: int, sens: str) -> HttpResponse:
    """One place up or down."""
    contact = _donne(request, "contact", pk)
    actions.bouger_contact(contact=contact, monte=sens == "monter", par=request.user)
    return _retour(contact)


@require_POST
def les_memes(request: HttpRequest, ecole: int, eleve: UUID, frere: UUID) -> HttpResponse:
    """The contacts that one gave of this child, for another of one's own: one tap."""
    suivi = mon_enfant(request, ecole, eleve)
    autre = next((s for s in droits.enfants_de(request.user) if s.eleve.uuid == frere), None)
    autre = mon_enfant(request, autre.etablissement_id if autre else 0, frere)
    siens = Contact.objects.donnes_par(request.user).en_vigueur()
    try:
        n = actions.copier_contacts(
            contacts=list(siens.filter(eleve=suivi.eleve.pk, etablissement=suivi.etablissement_id)),
            etablissement=autre.inscription.classe.etablissement,
            eleve=autre.eleve,
            par=request.user,
        )
    except ValidationError as refus:
        n = None
        messages.error(request, f"{autre.eleve.prenom} · {' '.join(refus.messages)}")
    if n:
        phrase = ngettext(
            "%(n)s contact est aussi donné pour %(prenom)s.", "%(n)s contacts sont aussi donnés pour %(prenom)s.", n
        )
        messages.success(request, phrase % {"n": n, "prenom": autre.eleve.prenom})
    elif n == 0:
        messages.info(request, _("%(prenom)s a déjà ces contacts.") % {"prenom": autre.eleve.prenom})
    return redirect("renseignements_enfant", ecole=autre.etablissement_id, eleve=autre.eleve.uuid)


@cree
@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def autoriser(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    suivi = mon_enfant(request, ecole, eleve)
    formulaire = AutoriseForm(request.POST or None, request.FILES or None, personne=request.user, lieu=lieu_de(suivi))
    if request.method == "POST" and formulaire.is_valid():
        try:
            autorise = actions.autoriser(
                etablissement=suivi.inscription.classe.etablissement,
                eleve=suivi.eleve,
                par=request.user,
                champs=formulaire.champs,
                photo=formulaire.cleaned_data["photo"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est donné : l’adulte qui garde la sortie lit son nom."))
            return _retour(autorise)
    contexte = {"formulaire": formulaire, "suivi": suivi, "autorise": None}
    return render(request, "renseignements/autorise.html", contexte, status=422 if formulaire.is_bound else 200)


@corrige
@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def corriger_autorise(request: HttpRequest, pk: int) -> HttpResponse:
    autorise = _donne(request, "autorise", pk)
    suivi = mon_enfant(request, autorise.etablissement_id, autorise.eleve.uuid)
    formulaire = CorrigerAutoriseForm(
        request.POST or None, request.FILES or None, personne=request.user, lieu=lieu_de(suivi), autorise=autorise
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.corriger_autorise(
                autorise=autorise,
                champs=formulaire.champs,
                par=request.user,
                photo=formulaire.cleaned_data["photo"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est corrigé."))
            return _retour(autorise)
    contexte = {"formulaire": formulaire, "suivi": suivi, "autorise": autorise}
    return render(request, "renseignements/autorise.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def retirer(request: HttpRequest, quoi: str, pk: int) -> HttpResponse:
    """One tap, undone for an hour."""
    donne = _donne(request, quoi, pk, retires=True)
    ligne = actions.retirer(donne=donne, par=request.user)
    if ligne:
        phrase = (
            _("L’école n’appelle plus %(nom)s en cas d’urgence.")
            if quoi == "contact"
            else _("%(nom)s ne peut plus venir chercher %(prenom)s.")
        )
        adresse = reverse("renseignements_rendre", args=[quoi, donne.pk])
        annulables.proposer(
            request, phrase % {"nom": donne.nom, "prenom": donne.eleve.prenom}, geste=ligne.pk, adresse=adresse
        )
    return _retour(donne)


@require_POST
def rendre(request: HttpRequest, quoi: str, pk: int) -> HttpResponse:
    """Undo."""
    donne = _donne(request, quoi, pk, retires=True)
    annulables.oublier(request)
    try:
        actions.rendre(donne=donne, par=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, _("C’est remis comme avant."))
    return _retour(donne)
