"""Files of billets as a page draws them: rows, not instances, since a journal shows sixty photos."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from ent.annuaire.models import Personne
from ent.fichiers.limites import largeurs, lisible
from ent.fichiers.models import Fichier, duree_dite, nom_montre
from ent.fichiers.registres import selon_le_droit
from ent.fichiers.supports import Support
from ent.socle.preparees import Preparee

from ..models.billets import PieceBillet
from ..porteurs_journal import a_eux_seuls, montrable


class Piece(NamedTuple):
    """A file of a billet."""

    rang: int
    pk: int
    billet: int
    legende: str
    fichier: int
    uuid: UUID
    nature: str
    nom_donne: str
    octets: int
    largeur: int | None
    hauteur: int | None
    duree: float | None
    place: int = 0  # among those of its kind that this reader is shown

    @property
    def est_image(self) -> bool:
        return self.nature == Fichier.Nature.IMAGE

    @property
    def largeurs(self) -> list[tuple[str, int]]:
        return largeurs(self.largeur, self.hauteur)

    @property
    def nom(self) -> str:
        return nom_montre(self.nature, self.nom_donne, self.place)

    @property
    def duree_dite(self) -> str:
        return duree_dite(self.duree)

    @property
    def taille(self) -> str:
        return lisible(self.octets)


COLONNES = (
    "rang",
    "pk",
    "billet_id",
    "legende",
    "fichier_id",
    "fichier__uuid",
    "fichier__nature",
    "fichier__nom_donne",
    "fichier__octets",
    "fichier__largeur",
    "fichier__hauteur",
    "fichier__duree",
)
TOUTES = Preparee(lambda: PieceBillet.objects.values_list(*COLONNES))


def _montrables(support: str) -> Preparee:
    """What may be shown on a medium: one question for each, whose values are the day and the billets."""
    return selon_le_droit(
        ("pages.pieces", support), lambda: Preparee(lambda: _permises(support).values_list(*COLONNES))
    )


def _photos_montrables(support: str) -> Preparee:
    """The same, of which a home counts the photos."""
    photos = Q(fichier__nature=Fichier.Nature.IMAGE)
    return selon_le_droit(
        ("pages.photos", support),
        lambda: Preparee(lambda: _permises(support).filter(photos).order_by().values_list("billet_id", "pk")),
    )


def _permises(support: str) -> Any:
    return PieceBillet.objects.filter(fichier__in=Fichier.objects.filter(montrable(support)).order_by().values("pk"))


def pieces_des(billets: Collection[int]) -> list[Piece]:
    """All of them, for those who keep these billets. One query."""
    return [Piece(*ligne) for ligne in TOUTES.lire(Q(billet__in=billets))]


def pieces_montrables(
    billets: Collection[int], nominatifs: Collection[int], personne: Personne | None, support: str = Support.JOURNAL
) -> list[Piece]:
    """Those that this reader may be shown at this moment. One query; another when some of the billets (`nominatifs`) are for the
    families of those shown.
    """
    lignes = _montrables(support).lire(Q(billet__in=billets))
    if nominatifs and personne is not None:
        lignes = sorted({*lignes, *_a_eux(nominatifs, personne).values_list(*COLONNES)})  # by rank, then number
    return [Piece(*ligne) for ligne in lignes]


def photos_montrables(
    billets: Collection[int], nominatifs: Collection[int], personne: Personne | None, support: str = Support.JOURNAL
) -> set[tuple[int, int]]:
    """(billet, number) of the photos among them. As many queries."""
    numeros = set(_photos_montrables(support).lire(Q(billet__in=billets)))
    if nominatifs and personne is not None:
        siennes = _a_eux(nominatifs, personne).filter(fichier__nature=Fichier.Nature.IMAGE)
        numeros |= set(siennes.values_list("billet_id", "pk"))
    return numeros


def _a_eux(billets: Collection[int], personne: Personne) -> Any:
    """Of billets for a few: the images on which nobody else than this person's children can be recognised."""
    leurs = Fichier.objects.filter(a_eux_seuls(personne)).order_by().values("pk")
    return PieceBillet.objects.filter(billet__in=billets, fichier__in=leurs).order_by()


def piece_de(tenue: PieceBillet) -> Piece:
    """The same of an instance."""
    fichier = tenue.fichier
    return Piece(
        tenue.rang,
        tenue.pk,
        tenue.billet_id,
        tenue.legende,
        fichier.pk,
        fichier.uuid,
        fichier.nature,
        fichier.nom_donne,
        fichier.octets,
        fichier.largeur,
        fichier.hauteur,
        fichier.duree,
    )
