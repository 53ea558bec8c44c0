"""The operator's pages of the State's directory: what was taken from the folder, what is refused and why, school by school. Never people."""

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ..aaf import releve
from ..lectures import Dernier
from ..models import EcoleAaf, LotAaf
from ..recit import ligne_de_comptes
from .territoire import _exiger_operateur

MONTRES = 60
SERVICES = {
    "cantine": gettext_lazy("cantine"), "transport": gettext_lazy("transport"), "garderie_matin": gettext_lazy("garderie du matin"), "garderie_soir": gettext_lazy("garderie du soir"),
    "etude": gettext_lazy("étude"),
}  # fmt: skip


@never_cache
@require_GET
def lots(request: HttpRequest) -> HttpResponse:
    """The sets received, the last first; those that are refused stand above."""
    _exiger_operateur(request)
    etats = EcoleAaf.Etat
    recus = list(
        LotAaf.objects.visibles_par(request.user).annotate(
            a_jour=Count("ecoles", filter=Q(ecoles__etat=etats.APPLIQUEE)),
            a_faire=Count("ecoles", filter=Q(ecoles__etat=etats.A_FAIRE)),
            a_verifier=Count("ecoles", filter=Q(ecoles__etat=etats.RETENUE)),
            de_cote=Count("ecoles", filter=Q(ecoles__etat=etats.REFUSEE)),
        )[:MONTRES]
    )
    contexte = {
        "est_regle": bool(settings.ENT_AAF_DOSSIER),
        "passage": cache.get(releve.VU) or {},
        "refuses": [lot for lot in recus if lot.etat == LotAaf.Etat.REFUSE],
        "pris": [lot for lot in recus if lot.etat != LotAaf.Etat.REFUSE],
    }
    return render(request, "onde/aaf.html", contexte)


@require_POST
def relever(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    releve.demander()
    messages.info(request, _("Le dossier est relevé : les lots nouveaux apparaissent ici dès qu’ils sont lus."))
    return redirect("annuaire_aaf")


@never_cache
@require_GET
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """One set, school by school: those to look at first."""
    lu = get_object_or_404(LotAaf.objects.visibles_par(request.user), pk=pk)
    ecoles = list(EcoleAaf.objects.visibles_par(request.user).filter(lot=lu).select_related("etablissement"))
    for ecole in ecoles:
        ecole.faits = ligne_de_comptes(ecole.comptes)
        ecole.services = ", ".join(f"{n} {SERVICES[nom]}" for nom, n in ecole.dits.get("services", {}).items())
        ecole.rejets = ecole.comptes.get("rejets", 0)
    etats = EcoleAaf.Etat
    contexte = {
        "lot": lu,
        "a_verifier": [e for e in ecoles if e.etat == etats.RETENUE],
        "de_cote": [e for e in ecoles if e.etat == etats.REFUSEE],
        "a_faire": sum(e.etat == etats.A_FAIRE for e in ecoles),
        "a_jour": [e for e in ecoles if e.etat == etats.APPLIQUEE],
        "inconnues": lu.bilan.get("inconnues", []),
        "rpi": sorted(lu.bilan.get("rpi", {}).items()),
        "remarques": lu.bilan.get("remarques", []),
    }
    return render(request, "onde/aaf_lot.html", contexte)


def _ecole(request: HttpRequest, pk: int, uai: str) -> EcoleAaf:
    siennes = EcoleAaf.objects.visibles_par(request.user).filter(lot=pk, etablissement__uai=uai)
    return get_object_or_404(siennes.select_related("etablissement", "lot"))


@require_POST
def appliquer(request: HttpRequest, pk: int, uai: str) -> HttpResponse:
    ecole = _ecole(request, pk, uai)
    if releve.appliquer_quand_meme(ecole=ecole, auteur=request.user):
        messages.info(request, _("%(ecole)s : le lot est appliqué.") % {"ecole": ecole.etablissement})
    else:
        messages.warning(request, _("%(ecole)s n’attendait plus rien.") % {"ecole": ecole.etablissement})
    return redirect("annuaire_aaf_lot", pk=pk)


@require_GET
def refus(request: HttpRequest, pk: int, uai: str) -> HttpResponse:
    """Records of one school that were refused, each with why."""
    ecole = _ecole(request, pk, uai)
    lignes = ecole.dits.get("refus", [])
    dernier = Dernier(ecole.faite_le or ecole.lot.lu_le, ecole.comptes.get("rejets", 0), lignes, ecole.erreur)
    contexte = {
        "nom": ecole.etablissement.nom,
        "dernier": dernier,
        "reste": max(0, dernier.nombre - len(lignes)) if lignes else 0,
        "retour": reverse("annuaire_aaf_lot", args=[pk]),
        "sans_noms": False,
    }
    return render(request, "onde/refus.html", contexte)
