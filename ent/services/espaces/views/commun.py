"""What views of spaces fetch, and how they refuse."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import exiger

from ..lectures.pages import Fiche
from ..models import DateDeLEspace, Espace

REFUS_ADULTES = _("Les adultes nommés par leur école écrivent dans cet espace.")
REFUS_PORTEUR = _("L’école qui porte l’espace le change, invite et le clôt.")
REFUS_ECOLE = _("La direction de cette école, ou ceux qu’elle a nommés, disent qui vient.")


def fiche_de(request: HttpRequest, pk: int) -> Fiche:
    """404 for who does not read it."""
    lus = Espace.objects.visibles_par(request.user).select_related("etablissement")
    return Fiche(request.user, get_object_or_404(lus, pk=pk))


def fiche_tenue(request: HttpRequest, pk: int) -> Fiche:
    fiche = fiche_de(request, pk)
    exiger(fiche.tient, REFUS_PORTEUR)
    return fiche


def fiche_ecrite(request: HttpRequest, pk: int) -> Fiche:
    fiche = fiche_de(request, pk)
    exiger(fiche.est_adulte, REFUS_ADULTES)
    return fiche


def date_lue(request: HttpRequest, pk: int) -> tuple[DateDeLEspace, Fiche]:
    lues = DateDeLEspace.objects.visibles_par(request.user).select_related("espace__etablissement", "auteur")
    date = get_object_or_404(lues, pk=pk)
    return date, Fiche(request.user, date.espace)


def date_ecrite(request: HttpRequest, pk: int) -> tuple[DateDeLEspace, Fiche]:
    date, fiche = date_lue(request, pk)
    exiger(fiche.est_adulte, REFUS_ADULTES)
    return date, fiche


def envoye(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form sent empty is a form sent."""
    return request.POST if request.method == "POST" else None


def poser_le_refus(formulaire: Form, refus: ValidationError) -> None:
    """Beside the field that it is about, or above all of them."""
    formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)


def dire_le_refus(request: HttpRequest, refus: ValidationError) -> None:
    """Of a button alone, on the page where it leads back."""
    messages.error(request, " ".join(refus.messages))
