"""What a family keeps of the journal and of the portfolio of its child; what who teaches may take of them."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.fichiers.registres import Souvenir

from ..droits import billets as droits
from ..models.billets import Billet
from ..models.portfolio import EntreePortfolio
from ..porteurs_journal import billets_gardes, pieces_lisibles_du_portfolio
from .archives import BilletGarde, billets_du_recueil, garder, recueils_de


def souvenirs_de(personne: Personne, eleve: Personne) -> Iterator[Souvenir]:
    """The billets of the child's classes and groups, the words of no comment; then the works of the portfolio."""
    lus: dict[int, BilletGarde] = {}
    for recueil in recueils_de(personne, eleve.uuid):
        lus |= {lu.billet.pk: lu for lu in billets_du_recueil(personne, recueil)}
    lus |= {lu.billet.pk: lu for lu in garder(personne, _des_groupes(personne, eleve))}
    for lu in lus.values():
        yield _du_journal(lu, eleve)
    yield from _du_portfolio(personne, eleve, lus)


def _des_groupes(personne: Personne, eleve: Personne) -> QuerySet[Billet]:
    """Of groups across classes, while the child is of them."""
    a_eux = droits.lisible() & droits.BILLETS.pour_ceux(_suivis(personne, eleve))
    return Billet.objects.filter(a_eux, classe=None).select_related("auteur", "classe", "groupe")


def _suivis(personne: Personne, eleve: Personne) -> list:
    return [suivi for suivi in personne.portee.suivis if suivi.eleve.pk == eleve.pk]


def _du_journal(lu: BilletGarde, eleve: Personne) -> Souvenir:
    billet = lu.billet
    fichiers = tuple(piece.fichier for piece in lu.pieces)
    du_sien = billet.d_un_eleve and billet.auteur_id == eleve.pk
    genre = Souvenir.TRAVAIL if du_sien else Souvenir.PHOTO if lu.photos else Souvenir.MOT
    return Souvenir(
        cle=f"billet-{billet.pk}",
        jour=timezone.localdate(billet.visible_le),
        genre=genre,
        titre=billet.titre or _("Journal de la classe"),
        texte=billet.texte,
        de=billet.auteur.prenom if billet.d_un_eleve else billet.auteur.nom_affiche,
        fichiers=fichiers,
        legendes={piece.fichier_id: piece.legende for piece in lu.pieces if piece.legende},
    )


def _du_portfolio(personne: Personne, eleve: Personne, dits: Collection[int]) -> Iterator[Souvenir]:
    """Five queries; none when this person reads it no more. A billet that is told already (`dits`) is not told twice, with the same photos."""
    if not _suivis(personne, eleve):
        return
    siennes = EntreePortfolio.objects.visibles_par(personne).filter(eleve=eleve)
    gardes = Q(billet=None) | Q(billet__in=billets_gardes(siennes).values("pk"))
    entrees = list(siennes.filter(gardes).select_related("billet").prefetch_related("fichiers__declinaisons"))
    pieces: dict[int, list] = {}
    tenues = pieces_lisibles_du_portfolio(personne, [e.billet_id for e in entrees if e.billet_id])
    prefetch_related_objects(tenues, "fichier__declinaisons")
    for piece in tenues:
        pieces.setdefault(piece.billet_id, []).append(piece)
    for entree in entrees:
        if entree.billet_id in dits and not (entree.texte or entree.fichiers.all()):
            continue
        du_billet = pieces.get(entree.billet_id, [])
        yield Souvenir(
            cle=f"portfolio-{entree.pk}",
            jour=timezone.localdate(entree.ajoutee_le),
            genre=Souvenir.TRAVAIL,
            titre=entree.titre,
            texte=entree.texte,
            fichiers=(*entree.fichiers.all(), *(piece.fichier for piece in du_billet)),
            legendes={piece.fichier_id: piece.legende for piece in du_billet if piece.legende},
        )


# --- Of who teaches -------------------------------------------------------------------------------------------------------
def travaux_de(personne: Personne, eleve: Personne) -> Iterator[Souvenir]:
    """What the journal published where this child was said to be on an image, or that the child wrote; then the works of the portfolio."""
    y_est = Q(fichiers__visages__eleve=eleve) | Q(d_un_eleve=True, auteur=eleve)
    siens = Billet.objects.visibles_par(personne).filter(droits.lisible() & y_est).order_by().values("pk")
    lus = Billet.objects.filter(pk__in=siens).select_related("auteur")
    for billet in lus.prefetch_related("pieces__fichier__declinaisons"):
        pieces = list(billet.pieces.all())
        yield Souvenir(
            cle=f"billet-{billet.pk}",
            jour=timezone.localdate(billet.visible_le),
            genre=Souvenir.TRAVAIL if billet.d_un_eleve and billet.auteur_id == eleve.pk else Souvenir.PHOTO,
            titre=billet.titre or _("Journal de la classe"),
            texte=billet.texte,
            de=billet.auteur.prenom if billet.d_un_eleve else billet.auteur.nom_affiche,
            fichiers=tuple(piece.fichier for piece in pieces),
            legendes={piece.fichier_id: piece.legende for piece in pieces if piece.legende},
        )
    entrees = EntreePortfolio.objects.visibles_par(personne).filter(eleve=eleve)
    for entree in entrees.prefetch_related("fichiers__declinaisons"):
        yield Souvenir(
            cle=f"portfolio-{entree.pk}",
            jour=timezone.localdate(entree.ajoutee_le),
            genre=Souvenir.TRAVAIL,
            titre=entree.titre,
            texte=entree.texte,
            fichiers=tuple(entree.fichiers.all()),
        )
