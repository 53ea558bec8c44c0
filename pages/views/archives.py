"""Keep the journal of a year: ask for an archive, follow it, take it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire.models import Personne
from ent.fichiers import stockage
from ent.fichiers.lectures import marque
from ent.fichiers.views import par_plages

from ..actions import archives as actions
from ..lectures import archives as lectures
from ..lectures.journal import suivis_de
from ..models.archives import ArchiveJournal

TYPES = {"zip": ("application/zip", "zip"), "livre": ("application/pdf", "pdf")}


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, eleve: UUID) -> HttpResponse:
    """The years of a child whose journal is still there; of one of one's own who has none yet, the page says so. A POST asks for one of them."""
    recueils = lectures.recueils_de(request.user, eleve)
    enfant = recueils[0].eleve if recueils else _le_sien(request, eleve)
    if request.method == "POST":
        recueil = next((r for r in recueils if str(r.classe.pk) == request.POST.get("classe")), None)
        if recueil is None or request.POST.get("nature") not in TYPES:
            raise Http404
        actions.demander(recueil=recueil, nature=request.POST["nature"], par=request.user)
        return redirect("journal_archive", eleve=eleve)
    faites = _faites(request.user, enfant, recueils)
    lignes = [
        {
            "recueil": r,
            "choix": [(cle, nom, faites.get((r.classe.pk, cle))) for cle, nom in ArchiveJournal.Nature.choices],
        }
        for r in recueils
    ]
    contexte = {
        "eleve": enfant,
        "lignes": lignes,
        "en_cours": any(a.etat == ArchiveJournal.Etat.EN_COURS for a in faites.values()),
        "est_eleve": request.user.portee.est_eleve,
    }
    return render(request, "pages/journal/archives.html", contexte)


def _faites(
    personne: Personne, enfant: Personne, recueils: list[lectures.Recueil]
) -> dict[tuple[int, str], ArchiveJournal]:
    """One's own of that child, by class and nature, less those that may be given no more: the page offers to make them."""
    par_classe = {recueil.classe.pk: recueil for recueil in recueils}
    miennes = ArchiveJournal.objects.demandees_par(personne).filter(eleve=enfant, classe__in=par_classe)
    return {
        (a.classe_id, a.nature): a
        for a in miennes
        if a.etat != ArchiveJournal.Etat.PRETE or lectures.est_encore_permise(a, par_classe[a.classe_id], personne)
    }


def _le_sien(request: HttpRequest, eleve: UUID) -> Personne:
    """A child whose journal this person reads, before anything was written in it."""
    siens = (suivi.eleve for suivi in suivis_de(request.user) if suivi.eleve.uuid == eleve)
    if (enfant := next(siens, None)) is None:
        raise Http404
    return enfant


@require_GET
def telecharger(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own archive, while one may still read that journal. All that it holds is judged again at each request: what may be given no more is not,
    nor what is with it.
    """
    demandee = get_object_or_404(
        ArchiveJournal.objects.demandees_par(request.user).select_related("classe__annee", "eleve"),
        pk=pk,
        etat=ArchiveJournal.Etat.PRETE,
    )
    recueils = lectures.recueils_de(request.user, demandee.eleve.uuid)
    recueil = next((r for r in recueils if r.classe == demandee.classe), None)
    if recueil is None or not lectures.est_encore_permise(demandee, recueil, request.user):
        raise Http404
    type_mime, suffixe = TYPES[demandee.nature]
    nom = f"journal-{slugify(demandee.classe.nom)}-{demandee.classe.annee.nom}.{suffixe}"
    return par_plages(
        request,
        marque(demandee.cle),
        demandee.octets,
        lambda debut, longueur: stockage.lire(demandee.cle, debut, longueur),
        type_mime,
        {"Content-Disposition": content_disposition_header(True, nom), "Cache-Control": "private, no-store"},
    )
