"""The register of processing of a school (RGPD art. 30): what each room declares that it holds. No name is in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from ..exports import registre as lignes_du_registre
from ..models import Etablissement
from ..traitement import traitements
from .commun import tableur

FORMES = [("csv", gettext_lazy("Excel (CSV)")), ("ods", gettext_lazy("LibreOffice (ODS)"))]


def _ecole(request: HttpRequest, uai: str) -> Etablissement:
    """Its direction, its commune and the operator read what is kept there, as they read its figures."""
    return get_object_or_404(Etablissement.objects.comptes_par(request.user), uai=uai)


@require_GET
def registre(request: HttpRequest, uai: str) -> HttpResponse:
    ecole = _ecole(request, uai)
    dirige = ecole.pk in request.user.portee.etablissements_diriges
    contexte = {
        "ecole": ecole,
        "traitements": traitements(),
        "formes": FORMES,
        "retour": reverse("annuaire_ecole" if dirige else "annuaire_fiche", args=[ecole.uai]),
    }
    return render(request, "annuaire/ecoles/traitements.html", contexte)


@require_GET
def exporter(request: HttpRequest, uai: str, forme: str) -> HttpResponse:
    ecole = _ecole(request, uai)
    return tableur(f"registre-{ecole.uai}", forme, _("Registre"), lignes_du_registre())
