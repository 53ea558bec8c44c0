"""Where keepsakes stand, in « Plus »; what the feed says of one."""

from collections.abc import Collection

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ent.socle.dates import date_format

from .lectures import en_mots
from .models import AlbumSouvenir, enfants_de


def etat(request: HttpRequest) -> str:
    """The one that is made, else the last one that is ready. One query."""
    siens = [a for a in AlbumSouvenir.objects.demandes_par(request.user) if a.est_en_cours or not a.est_perime]
    if en_cours := next((a for a in siens if a.est_en_cours), None):
        return _("se prépare : %(faits)s sur %(total)s") % {"faits": en_cours.faits, "total": en_cours.total}
    if pret := next((a for a in siens if a.est_pret), None):
        return _("prêt jusqu’au %(jour)s") % {"jour": date_format(pret.expire_le, "j F")}
    return _("aucun album")


def pour_qui_a_un_enfant(request: HttpRequest, effacements: object) -> dict | None:
    """The way to keepsakes on « Mes données », of a child who left too."""
    return {} if enfants_de(request.user).exists() else None


def raconter(request: HttpRequest, albums: Collection[int]) -> dict[int, str]:
    """What is in each, and its size."""
    siens = AlbumSouvenir.objects.demandes_par(request.user).filter(pk__in=albums)
    return {
        album.pk: render_to_string(
            "souvenirs/_recit.html", {"dits": [*en_mots(album.comptes), album.taille], "album": album}
        )
        for album in siens
        if album.est_pret and not album.est_perime
    }
