"""What is said under a billet, as its reader reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from ent.annuaire.models import Personne

from ..droits import billets as droits_des_billets
from ..droits import commentaires as droits
from ..models.billets import Billet
from ..models.commentaires import Commentaire


@dataclass
class CommentaireLu:
    """One comment, with what this reader may do of it."""

    commentaire: Commentaire
    est_mien: bool
    est_signe: bool  # by the name of the adult: the team knows its families, and oneself
    peut_montrer: bool
    peut_retirer: bool

    @property
    def dit_par(self) -> str:
        """Behind the name of a gesture that stands under each of them: whose it is about."""
        return f", {self.commentaire.auteur.nom_affiche}" if self.est_signe and not self.est_mien else ""


def commentaires_de(personne: Personne, billet: Billet) -> list[CommentaireLu]:
    """Of a billet that this person reads, oldest first. One query."""
    equipe = droits_des_billets.peut_modifier(personne, billet)
    lus = []
    for commentaire in Commentaire.objects.lus_par(personne, billet).select_related("auteur", "eleve"):
        commentaire.billet = billet
        est_mien = commentaire.auteur_id == personne.pk
        de_famille = commentaire.eleve_id is not None
        lus.append(
            CommentaireLu(
                commentaire,
                est_mien,
                est_signe=equipe or est_mien or not de_famille,
                peut_montrer=(de_famille or not commentaire.est_montre) and droits.peut_montrer(personne, commentaire),
                peut_retirer=droits.peut_retirer(personne, commentaire),
            )
        )
    return lus


def attendent(personne: Personne, billet: Billet) -> bool:
    """Whether comments of this billet, that families read, wait to be shown to them by this person."""
    if not billet.commentable or billet.equipe:
        return False
    return billet.commentaires.lus_par(personne, billet).filter(visible_le=None).exists()


def compter(personne: Personne, billets: Iterable) -> dict[int, tuple[int, int]]:
    """(shown to the readers, waiting for the team) by billet, of those opened to comments. One query, none if no billet is."""
    ouverts = [b for b in billets if b.commentable]
    if not ouverts:
        return {}
    tenus = [b.pk for b in ouverts if droits_des_billets.peut_modifier(personne, b)]
    restes = Commentaire.objects.filter(billet__in=[b.pk for b in ouverts], retire_le=None).order_by()
    comptes = restes.values_list("billet").annotate(
        montres=Count("pk", filter=Q(visible_le__lte=timezone.now())),
        attentes=Count("pk", filter=Q(visible_le=None, billet__in=tenus) & droits.lus_par_l_equipe(personne)),
    )
    return {billet: (montres, attentes) for billet, montres, attentes in comptes}
