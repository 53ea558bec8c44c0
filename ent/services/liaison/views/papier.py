"""Paper for those whom no account reaches: printed, then typed."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger

from .. import droits
from ..actions import papier as actions
from ..feuilles import dossiers_pdf
from ..forms.papier import CouponForm
from ..lectures import preparation as lectures
from ..models import Dossier
from ..parties import Partie
from .campagnes import campagne_de
from .preparation import dossier_de


@require_POST
def imprimer(request: HttpRequest, cle: UUID) -> HttpResponse:
    lue = campagne_de(request, cle)
    try:
        papiers = actions.imprimer(suivi=lectures.suivi_de(lue, request.user), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("liaison_campagne", cle=cle)
    reponse = HttpResponse(dossiers_pdf(papiers, request.POST.get("langue", "")), content_type="application/pdf")
    reponse["Content-Disposition"] = 'attachment; filename="dossiers-de-liaison.pdf"'
    return reponse


@require_http_methods(["GET", "POST"])
def coupon(request: HttpRequest, cle: UUID, numero: int) -> HttpResponse:
    """What the paper of that version says, once it is back."""
    lu = dossier_de(request, cle)
    [ligne] = lectures.lignes_de(lu.campagne.dossiers.filter(pk=lu.pk), request.user)
    version = lu.versions.filter(numero=numero).first()
    sans_compte = [t for t in ligne.titulaires if t.pk in ligne.sans_compte]
    if version is None or not sans_compte:
        raise Http404
    exiger(not ligne.est_le_sien, _("C’est votre enfant : une autre personne de l’école note ce coupon."))
    formulaire = CouponForm(
        request.POST or None,
        version=version,
        titulaires=sans_compte,  # who has an account answers by it: nobody else speaks for them
        avec_la_sante=droits.lit_la_sante(request.user, lu.etablissement_id),
    )
    notee = None
    if request.method == "POST" and formulaire.is_valid():
        try:
            parties = _saisir(request, lu, formulaire, numero)
        except actions.DejaNotee as refus:
            formulaire.add_error(None, refus)
            notee = refus.notee
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("La réponse est notée."))
            _dire_ce_qui_est_parti(request, parties)
            return redirect("liaison_preparer", cle=cle)
    montres = lu.versions.filter(montree_le__lte=timezone.now())
    contexte = {
        "dossier": lu,
        "formulaire": formulaire,
        "numero": numero,
        "autres": [autre for autre in montres.values_list("numero", flat=True) if autre != numero],
        "notee": notee,
    }
    return render(request, "liaison/ecole/coupon.html", contexte, status=422 if formulaire.errors else 200)


def _saisir(request: HttpRequest, dossier: Dossier, formulaire: CouponForm, numero: int) -> frozenset[str]:
    dits = formulaire.cleaned_data
    return actions.saisir(
        dossier=dossier,
        auteur=request.user,
        adulte=formulaire.titulaires[dits["adulte"]],
        numero=numero,
        dits=formulaire.dits,
        parler=dits["parler"],
        precision=dits["precision"],
        remplace=request.POST.get("remplace", ""),
    )


def _dire_ce_qui_est_parti(request: HttpRequest, parties: Collection[str]) -> None:
    if parties:
        quoi = get_text_list([str(Partie(partie).label) for partie in Partie if partie in parties], _("et"))
        messages.warning(request, _("Déjà parti, ce coupon n’y change plus rien : %(quoi)s.") % {"quoi": quoi})
