"""What may be told of a comment, and to whom."""

from ent.annuaire import destinataires as adultes

from ..models.billets import Billet
from ..models.commentaires import Commentaire
from .billets import enseignants, lecteurs

COMMENTAIRE = "pages.commentaire"


def a_prevenir(commentaire: Commentaire) -> set[tuple[int, int | None]]:
    """(person, child): the team when a family wrote; when the team did, the families who had written under that billet."""
    billet = commentaire.billet
    if commentaire.eleve_id is not None:
        return {
            (personne, None) for personne in lecteurs_d_une_famille(billet, commentaire.eleve_id, commentaire.auteur_id)
        }
    precedents = billet.commentaires.filter(retire_le=None, eleve__isnull=False).exclude(auteur=commentaire.auteur_id)
    familles = set(precedents.order_by().values_list("auteur_id", "eleve_id"))
    lisent = lecteurs(billet)
    return {(adulte, enfant) for adulte, enfant in familles if adulte in lisent}


def lecteurs_d_une_famille(billet: Billet, eleve: int, auteur: int) -> set[int]:
    """Of the team, who reads what a family wrote before it is shown: no adult of the child (`droits.lus_par_l_equipe`)."""
    return enseignants(billet) - adultes.autres_adultes_de(eleve) - {auteur}


def destinataires(commentaire: Commentaire) -> set[int]:
    """Whose open pages change: all the readers once it is shown, else its author and the team."""
    if commentaire.est_montre and not commentaire.attend:
        return lecteurs(commentaire.billet)
    if commentaire.eleve_id is None:
        return enseignants(commentaire.billet) | {commentaire.auteur_id}
    lisent = lecteurs_d_une_famille(commentaire.billet, commentaire.eleve_id, commentaire.auteur_id)
    return lisent | {commentaire.auteur_id}
