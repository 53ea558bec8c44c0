"""The health sheet, as each holder of authority reads and writes it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire.views.gestes import corrige
from ent.fichiers.envois import recoit_des_fichiers

from ..actions import sante as actions
from ..forms.familles import SanteForm
from ..lectures import familles as lectures
from .commun import lieu_de, mon_enfant


@never_cache
@require_GET
def lire(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """What it says, and who may read it."""
    suivi = mon_enfant(request, ecole, eleve)
    contexte = {
        "suivi": suivi,
        "fiche": lectures.sante_de(request.user, suivi),
        "lecteurs": lectures.lecteurs_de_sa_sante(request.user, suivi),
    }
    return render(request, "renseignements/sante.html", contexte)


@never_cache
@corrige
@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def ecrire(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    suivi = mon_enfant(request, ecole, eleve)
    formulaire = SanteForm(
        request.POST or None,
        request.FILES or None,
        personne=request.user,
        lieu=lieu_de(suivi),
        etablissement=suivi.inscription.classe.etablissement,
        eleve=suivi.eleve,
        fiche=lectures.sante_de(request.user, suivi),
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.ecrire_sante(
                etablissement=formulaire.etablissement,
                eleve=suivi.eleve,
                par=request.user,
                champs=formulaire.champs,
                document=formulaire.cleaned_data["document"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est gardé : ceux que cette page nomme peuvent le lire."))
            return redirect("renseignements_sante", ecole=ecole, eleve=eleve)
    contexte = {
        "formulaire": formulaire,
        "suivi": suivi,
        "lecteurs": lectures.lecteurs_de_sa_sante(request.user, suivi),
    }
    return render(request, "renseignements/ecrire_sante.html", contexte, status=422 if formulaire.is_bound else 200)
