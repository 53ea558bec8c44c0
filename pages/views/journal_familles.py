"""The journal as families and pupils read it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ent.annuaire.models.portee import Suivi
from ent.coquille.jinja import dessiner

from ..lectures import journal as lectures
from .journal_communes import est_enseignant, numero_de_page


def _suivis(request: HttpRequest, eleve: UUID | None) -> list[Suivi]:
    """One's children, or the one that the address names; a pupil, themself. Another's child does not exist."""
    suivis = [s for s in lectures.suivis_de(request.user) if eleve is None or s.eleve.uuid == eleve]
    if not suivis:
        raise Http404
    return suivis


@require_GET
def photos(request: HttpRequest, eleve: UUID | None = None) -> HttpResponse:
    """Every album of one's children's classes, newest first."""
    suivis = _suivis(request, eleve)
    enfants = list({s.eleve.pk: s.eleve for s in lectures.suivis_de(request.user)}.values())
    contexte = {
        "page": lectures.albums_de_famille(request.user, suivis, numero_de_page(request)),
        "enfants": enfants if len(enfants) > 1 else [],
        "enfant": eleve,
        "est_eleve": request.user.portee.est_eleve,
    }
    return render(request, "pages/journal/photos.html", contexte)


@require_GET
def journal(request: HttpRequest, eleve: UUID | None = None) -> HttpResponse:
    """What one's children's classes tell, newest first; of one child alone when the address names them. A pupil reads their own
    class. Whoever follows nobody is taken to the classes they teach.
    """
    tous = lectures.suivis_de(request.user)
    if not tous:
        if eleve is None and est_enseignant(request):
            return redirect("journal_classes")
        raise Http404
    suivis = _suivis(request, eleve)
    enfants = list({s.eleve.pk: s.eleve for s in tous}.values())
    contexte = {
        "page": lectures.journal_de_famille(request.user, suivis, numero_de_page(request)),
        "enfants": enfants if len(enfants) > 1 else [],
        "enfant": eleve,
        # One child in hand: their portfolio and their archive are a tap away.
        "suivis": list({s.eleve.pk: s.eleve for s in suivis}.values()) if eleve or len(enfants) == 1 else [],
        "est_eleve": request.user.portee.est_eleve,
    }
    if contexte["est_eleve"]:
        contexte["miens"] = lectures.billets_d_un_eleve(request.user)
    if request.htmx:
        return HttpResponse(
            dessiner("pages/journal.html:journal", contexte["page"], request.get_full_path(), contexte["est_eleve"])
        )
    gabarit = "journal_eleve" if contexte["est_eleve"] else "journal"
    return render(request, f"pages/journal/{gabarit}.html", contexte)
