"""What the pages of the journal share."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ent.annuaire.models import Personne
from ent.socle.nombres import entier

from ..models.billets import Billet, PieceBillet
from ..models.commentaires import Commentaire

PAGES_MAX = 500


def numero_de_page(request: HttpRequest) -> int:
    """« ?page=2 »; a page that cannot be is a page that is not there."""
    page = entier(request.GET.get("page", "1"))
    if page is None or not 1 <= page <= PAGES_MAX:
        raise Http404
    return page


def est_enseignant(request: HttpRequest) -> bool:
    """Teaches or directs, even with no class yet."""
    return bool(request.user.portee.etablissements_d_enseignement)


def billet_tenu(request: HttpRequest, pk: int) -> Billet:
    """A billet that this person may change."""
    tenus = Billet.objects.modifiables_par(request.user).select_related("auteur", "classe", "groupe", "etablissement")
    return get_object_or_404(tenus, pk=pk)


def billet_lu(request: HttpRequest, pk: int) -> Billet:
    """A billet that this person reads: the team, a family, a pupil."""
    lus = Billet.objects.visibles_par(request.user).select_related("auteur", "classe", "groupe", "etablissement")
    return get_object_or_404(lus, pk=pk)


def billet_relu(request: HttpRequest, pk: int) -> tuple[Billet, Personne]:
    """The same, or one of a class that is over, and as whom it is read: who asks, or who they were."""
    for lecteur in (request.user, request.user.autrefois):
        lus = Billet.objects.visibles_par(lecteur).select_related("auteur", "classe", "groupe", "etablissement")
        if lu := lus.filter(pk=pk).first():
            return lu, lecteur
    raise Http404


def piece_de(billet: Billet, piece: int) -> PieceBillet:
    """A file of a billet in hand."""
    return get_object_or_404(billet.pieces.select_related("fichier__etablissement"), pk=piece)


def recent_retire(request: HttpRequest) -> Billet | None:
    """What was just withdrawn, to put it back."""
    if (pk := _numero(request, "retire")) is None:
        return None
    return Billet.objects.modifiables_par(request.user).exclude(retire_le=None).filter(pk=pk).first()


def commentaire_retire(request: HttpRequest, billet: Billet) -> Commentaire | None:
    """The comment that was just withdrawn, to put it back."""
    if (pk := _numero(request, "commentaire")) is None:
        return None
    return Commentaire.objects.recents_par(request.user, billet).filter(pk=pk).first()


def _numero(request: HttpRequest, nom: str) -> int | None:
    return entier(request.GET.get(nom))
