"""What the pages of the journal share."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from ent.annuaire.dates import date_format

from ..models.billets import Billet, PieceBillet

PAGES_MAX = 500


def numero_de_page(request: HttpRequest) -> int:
    """« ?page=2 »; a page that cannot be is a page that is not there."""
    brut = request.GET.get("page", "1")
    if not (brut.isascii() and brut.isdigit() and len(brut) < 5 and 1 <= int(brut) <= PAGES_MAX):
        raise Http404
    return int(brut)


def est_enseignant(request: HttpRequest) -> bool:
    """Teaches or directs, even with no class yet."""
    return bool(request.user.portee.etablissements_d_enseignement)


def billet_tenu(request: HttpRequest, pk: int) -> Billet:
    """A billet that this person may change."""
    tenus = Billet.objects.modifiables_par(request.user).select_related("auteur", "classe", "groupe", "etablissement")
    return get_object_or_404(tenus, pk=pk)


def piece_de(billet: Billet, piece: int) -> PieceBillet:
    """A file of a billet in hand."""
    return get_object_or_404(billet.pieces.select_related("fichier__etablissement"), pk=piece)


def recent_retire(request: HttpRequest) -> Billet | None:
    """What was just withdrawn, to put it back."""
    brut = request.GET.get("retire", "")
    if not (brut.isascii() and brut.isdigit() and len(brut) < 19):
        return None
    return Billet.objects.modifiables_par(request.user).exclude(retire_le=None).filter(pk=brut).first()


def quand(billet: Billet) -> str:
    """« demain à 7 h 00 », « lundi à 7 h 00 », « le 3 décembre à 16 h 30 »."""
    local = timezone.localtime(billet.visible_le)
    ecart = (local.date() - timezone.localdate()).days
    heure = time_format(local, "G \\h i")
    if ecart < 2:
        jour = _("aujourd’hui") if ecart == 0 else _("demain")
    else:
        jour = date_format(local, "l") if ecart < 7 else _("le %(jour)s") % {"jour": date_format(local, "j F")}
    return _("%(jour)s à %(heure)s") % {"jour": jour, "heure": heure}
