"""What no file says and a person does: kinds of tie, parental authority."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ent.socle.dates import time_format
from ent.socle.nombres import entiers

from .. import actions
from ..droits import d_un_eleve_present, exiger, peut_confirmer_responsabilite
from ..forms import LiensForm
from ..journal import dernier_geste
from ..lectures import parente
from ..models import Responsabilite
from .commun import ecole_dirigee, page_de
from .gestes import corrige

LIENS_PAR_PAGE = 50


@corrige
@require_http_methods(["GET", "POST"])
def responsables(request: HttpRequest, uai: str) -> HttpResponse:
    """Ties declared by the school: the direction states their kind and who holds parental authority."""
    ecole = ecole_dirigee(request, uai)
    declares = ecole.responsabilites.filter(d_un_eleve_present(), fin=None).select_related("adulte", "enfant")
    declares = declares.order_by("enfant__nom", "enfant__prenom", "adulte__nom", "pk")
    if request.method == "POST":
        # The list shortens as ties are confirmed: the ties of the page are those it sent, not those of a page number.
        envoyes = entiers(request.POST.getlist("l"))[:LIENS_PAR_PAGE]
        formulaire = LiensForm(request.POST, liens=list(declares.filter(pk__in=envoyes)))
        try:
            enregistre = _enregistrer(request, formulaire)
        except actions.DitEntreTemps:  # at another address, once this form had judged: it judges again
            return responsables(request, uai)
        return enregistre or _page(request, ecole, formulaire.liens, formulaire.contester(en_clair))
    if eleve := request.GET.get("eleve"):
        declares = declares.filter(enfant__uuid=_uuid(eleve))
    elif request.GET.get("tous") != "1":
        declares = declares.filter(autorite=Responsabilite.Autorite.A_CONFIRMER)
    return _page(request, ecole, declares)


def _uuid(ecrit: str) -> uuid.UUID:
    try:
        return uuid.UUID(ecrit)
    except ValueError:
        raise Http404 from None


def _enregistrer(request: HttpRequest, formulaire: LiensForm) -> HttpResponse | None:
    """All that the page states, or nothing when somebody else stated otherwise meanwhile."""
    decisions = formulaire.decisions()
    for lien, *_choix in decisions:
        exiger(peut_confirmer_responsabilite(request.user, lien))
    if formulaire.conflits():
        return None
    actions.confirmer_responsabilites(decisions=decisions, auteur=request.user)
    n = len(decisions)
    messages.success(request, ngettext("%(n)s lien enregistré.", "%(n)s liens enregistrés.", n) % {"n": n})
    return redirect(request.get_full_path())


def _page(request: HttpRequest, ecole, liens, contestes: dict[int, str] | None = None) -> HttpResponse:
    """`contestes`: of the ties in conflict, what is kept now."""
    page = page_de(request, liens, LIENS_PAR_PAGE)
    presents = parente.presents_parmi(ecole, [lien.enfant_id for lien in page])
    for lien in page:
        lien.est_dans_l_ecole = lien.enfant_id in presents and lien.debut <= timezone.localdate()
        lien.lu_par_la_page = getattr(lien, "lu_en_base", lien.lu)
        lien.dit_entre_temps = (contestes or {}).get(lien.pk, "")
    eleve = request.GET.get("eleve")
    contexte = {
        "ecole": ecole,
        "page": page,
        "eleve": eleve and next((lien.enfant for lien in page), ""),
        "classes": [] if eleve else parente.classes_de(ecole),
        "sans_classe": 0 if eleve else parente.sans_classe(ecole),
        "conflits": contestes,
        "tous": request.GET.get("tous") == "1",
        "natures": Responsabilite.Lien.choices,
        "autorites": Responsabilite.Autorite.choices,
        "foyers": Responsabilite.Foyer.choices,
    }
    return render(request, "annuaire/responsables.html", contexte, status=422 if contestes else 200)


def en_clair(lien: Responsabilite) -> str:
    """What is kept now, and who said it."""
    dit = " · ".join(
        str(mot) for mot in (lien.get_lien_display(), lien.get_autorite_display(), lien.get_foyer_display()) if mot
    )
    geste = dernier_geste(
        etablissement=lien.etablissement,
        objets=[f"responsabilite {lien.pk}"],
        verbes=["annuaire.confirmer_responsabilite"],
    )
    if geste is None:
        return dit
    qui, le = geste
    heure = time_format(timezone.localtime(le), "G\u00a0\\h\u00a0i")
    return _("%(dit)s, dit par %(qui)s à %(quand)s") % {"dit": dit, "qui": qui, "quand": heure}
