"""What may be told of a comment, and to whom."""

from ..models.commentaires import Commentaire
from .billets import enseignants, lecteurs

COMMENTAIRE = "pages.commentaire"


def a_prevenir(commentaire: Commentaire) -> set[tuple[int, int | None]]:
    """(person, child): the team when a family wrote; when the team did, the families who had written under that billet."""
    billet = commentaire.billet
    if commentaire.eleve_id is not None:
        return {(personne, None) for personne in enseignants(billet) if personne != commentaire.auteur_id}
    precedents = billet.commentaires.filter(retire_le=None, eleve__isnull=False).exclude(auteur=commentaire.auteur_id)
    familles = set(precedents.order_by().values_list("auteur_id", "eleve_id"))
    lisent = lecteurs(billet)
    return {(adulte, enfant) for adulte, enfant in familles if adulte in lisent}


def destinataires(commentaire: Commentaire) -> set[int]:
    """Whose open pages change: all the readers once it is shown, else its author and the team."""
    if commentaire.est_montre and not commentaire.attend:
        return lecteurs(commentaire.billet)
    return enseignants(commentaire.billet) | {commentaire.auteur_id}
