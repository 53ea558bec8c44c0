"""Comments under a billet: opened by its teachers, written by families, shown or withdrawn."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ent.annuaire.droits import exiger
from ent.socle.dates import a_venir

from ..actions import commentaires as actions
from ..droits import billets as droits_des_billets
from ..droits import commentaires as droits
from ..forms.commentaires import CommentaireForm
from ..models.billets import Billet
from ..models.commentaires import Commentaire
from .journal_classes import page_du_billet
from .journal_communes import billet_lu, billet_tenu


def _retour(billet: Billet, *, retire: int | None = None) -> HttpResponse:
    suite = f"?commentaire={retire}" if retire else ""
    return redirect(f"{reverse('journal_billet', args=[billet.pk])}{suite}#commentaires")


def _commentaire(request: HttpRequest, pk: int, numero: int) -> Commentaire:
    """A comment that this person reads, under a billet that they read."""
    billet = billet_lu(request, pk)
    lus = Commentaire.objects.lus_par(request.user, billet).select_related("auteur", "eleve")
    commentaire = get_object_or_404(lus, pk=numero)
    commentaire.billet = billet
    return commentaire


@require_POST
def ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    billet = billet_tenu(request, pk)
    est_ouvert = request.POST.get("ouvrir") == "1"
    try:
        actions.ouvrir_aux_commentaires(billet=billet, auteur=request.user, est_ouvert=est_ouvert)
    except ValidationError as refus:
        messages.error(request, refus.message)
    else:
        if est_ouvert:
            phrase = _("Les familles peuvent commenter ce billet. Vous lirez d’abord ce qu’elles écrivent.")
        else:
            phrase = _("Plus personne ne peut commenter ce billet. Ce qui est écrit reste lu.")
        messages.success(request, phrase)
    return _retour(billet)


@require_POST
def commenter(request: HttpRequest, pk: int) -> HttpResponse:
    billet = billet_lu(request, pk)
    dans_la_page = droits_des_billets.peut_modifier(request.user, billet) or droits.enfant_de(request.user, billet)
    exiger(bool(dans_la_page), _("Les familles et l’équipe de la classe commentent les billets."))
    formulaire = CommentaireForm(request.POST)
    if not formulaire.is_valid():
        return page_du_billet(request, billet, formulaire)
    donnees = formulaire.cleaned_data
    try:
        ecrit = actions.commenter(billet=billet, auteur=request.user, uuid=donnees["uuid"], texte=donnees["texte"])
    except ValidationError as refus:
        formulaire.add_error("texte", refus)
        return page_du_billet(request, billet, formulaire)
    if ecrit.eleve_id is not None:
        phrase = _("C’est envoyé : l’équipe de la classe le lit, et peut le montrer aux autres familles.")
    elif ecrit.attend:
        phrase = _("C’est envoyé : les familles le liront %(quand)s.") % {"quand": a_venir(ecrit.visible_le)}
    else:
        phrase = _("C’est envoyé : les familles le lisent.")
    messages.success(request, phrase)
    return _retour(billet)


@require_POST
def montrer(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    commentaire = _commentaire(request, pk, numero)
    exiger(droits.peut_montrer(request.user, commentaire))
    est_montre = request.POST.get("montrer") == "1"
    try:
        actions.montrer_commentaire(commentaire=commentaire, auteur=request.user, est_montre=est_montre)
    except ValidationError as refus:
        messages.error(request, refus.message)
    else:
        if not est_montre:
            phrase = _("C’est fait : les autres familles ne lisent plus ce commentaire.")
        elif commentaire.attend:
            phrase = _("C’est fait : les autres familles le liront %(quand)s.") % {
                "quand": a_venir(commentaire.visible_le)
            }
        else:
            phrase = _("C’est fait : les autres familles lisent ce commentaire.")
        messages.success(request, phrase)
    return _retour(commentaire.billet)


@require_POST
def retirer(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    """Tapped twice, it is withdrawn once."""
    billet = billet_lu(request, pk)
    if Commentaire.objects.recents_par(request.user, billet).filter(pk=numero).exists():
        return _retour(billet, retire=numero)
    commentaire = _commentaire(request, pk, numero)
    exiger(droits.peut_retirer(request.user, commentaire))
    actions.retirer_commentaire(commentaire=commentaire, auteur=request.user)
    return _retour(commentaire.billet, retire=commentaire.pk)


@require_POST
def remettre(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    """By whoever withdrew it. There again already, nothing changes."""
    billet = billet_lu(request, pk)
    if Commentaire.objects.lus_par(request.user, billet).filter(pk=numero).exists():
        return _retour(billet)
    retires = Commentaire.objects.recents_par(request.user, billet).select_related("auteur", "eleve")
    commentaire = get_object_or_404(retires, pk=numero)
    commentaire.billet = billet
    try:
        actions.remettre_commentaire(commentaire=commentaire, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, _("C’est fait : ce commentaire est remis."))
    return _retour(billet)
