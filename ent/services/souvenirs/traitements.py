"""What keepsakes hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .models import GARDE

TRAITEMENTS = [
    Traitement(
        "souvenirs.albums",
        _("Albums souvenirs"),
        _("Laisser une famille emporter ce qu’elle peut lire de son enfant."),
        _("Élèves, et qui demande l’album"),
        _("Photos, travaux, mots et sons, tels que ce responsable les lit"),
        _("Le responsable qui l’a demandé, et lui seul"),
        (Garde(Depuis.ECRIT, GARDE.days, par="souvenirs.tournee"),),
        Base.MISSION,
        (
            Tenue("souvenirs.AlbumSouvenir", gens=("demandeur",), hors=("eleve",), tus=("textes", "comptes")),
            Tenue("souvenirs.PartAlbum"),
        ),
    ),
]
