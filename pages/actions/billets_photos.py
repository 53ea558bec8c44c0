"""Say who is on the photos of a billet, blur, take one out."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers import actions as fichiers

from ..evenements import billets as evenements
from ..models.billets import Billet, PieceBillet
from .archives import oublier_les_archives_du
from .billets import relire, suivre_les_montres, verrouiller


@transaction.atomic
def dire_qui_est_sur(
    *, billet: Billet, pieces: Collection[PieceBillet], eleves: Collection[Personne], auteur: Personne
) -> None:
    """Say who can be recognised on several photos at once; an empty list says: nobody. Of a video one says only that."""
    if not pieces:
        raise ValidationError(_("Choisissez au moins une photo."))
    fichiers.verrouiller(piece.fichier_id for piece in pieces)
    for piece in pieces:
        if piece.fichier.se_regarde:
            fichiers.dire_qui(fichier=piece.fichier, eleves=eleves, auteur=auteur)
    _signaler(relire(billet))


def suivre_les_images(fichiers: frozenset[int]) -> None:
    """Who is on these photos was said again, here or on their own page: billets for the families of those shown follow, in the same transaction."""
    tenus = Billet.objects.filter(pieces__fichier__in=fichiers).exclude(groupe=None).exclude(classe=None)
    for pk in sorted(set(tenus.order_by().values_list("pk", flat=True))):
        suivre_les_montres(verrouiller(pk))


def flouter_une_photo(
    *,
    billet: Billet,
    piece: PieceBillet,
    rectangles: Sequence[tuple[int, int, int, int]],
    masques: Collection[Personne],
    auteur: Personne,
) -> None:
    """Blur zones for ever; these pupils are recognisable there no more."""
    fichiers.flouter(fichier=piece.fichier, rectangles=rectangles, auteur=auteur, masques=masques)
    _signaler(relire(billet))


@transaction.atomic
def decrire_une_piece(*, billet: Billet, piece: PieceBillet, legende: str, auteur: Personne) -> None:
    """What is seen there, for those who do not see it; an empty text takes it away."""
    piece.legende = legende
    piece.save(update_fields=["legende"])
    oublier_les_archives_du(billet)
    consigner("pages.decrire_une_piece", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    _signaler(billet)


@transaction.atomic
def sortir_une_piece(*, billet: Billet, piece: PieceBillet, auteur: Personne) -> None:
    """Take one file out of the billet; held by nothing else, it is erased."""
    fichier = piece.fichier
    fichiers.verrouiller([fichier.pk])
    piece.delete()
    fichiers.detacher(fichiers=[fichier])
    oublier_les_archives_du(billet)
    consigner("pages.sortir_une_piece", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    suivre_les_montres(verrouiller(billet.pk))
    _signaler(relire(billet))


def _signaler(billet: Billet) -> None:
    diffusion.signaler(nature=evenements.BILLET_CHANGE, objet_id=billet.pk, destinataires=evenements.lecteurs(billet))


def redessiner_les_journaux(eleves: frozenset[int]) -> None:
    """What may be shown of these pupils changed: whoever has one of their photos on the screen asks for the page again."""
    billets = Billet.objects.filter(etat=Billet.Etat.PUBLIE, retire_le=None, pieces__fichier__visages__eleve__in=eleves)
    for billet in billets.distinct().select_related("classe", "groupe"):
        _signaler(billet)
