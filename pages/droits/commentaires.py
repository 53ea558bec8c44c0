"""Who comments a billet, who reads a comment, who shows and withdraws it. Always on a billet that the person reads."""

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import dits_par_un_autre

from .billets import BILLETS, PUBLIE, concerne, peut_modifier


def recoit_des_commentaires(billet) -> bool:
    """Opened by its teachers, in a school that lets them, and brought to families."""
    est_ouvert = billet.commentable and billet.etat == PUBLIE and not billet.equipe and billet.retire_le is None
    return est_ouvert and billet.etablissement.reglage("pages.commentaires")


def enfant_de(personne, billet):
    """Through whom an adult reads this billet: the first of their children there. None for the team, the direction, a pupil."""
    return next((s.eleve for s in personne.portee.enfants_suivis if concerne(billet, s)), None)


def peut_commenter(personne, billet) -> bool:
    """The team, and the families who read it. A pupil writes in the journal by the workflow, which a comment would go round."""
    return recoit_des_commentaires(billet) and (
        peut_modifier(personne, billet) or enfant_de(personne, billet) is not None
    )


def lisibles_par(personne, billet) -> Q:
    """The team reads all that is not withdrawn, but what another adult of their own child wrote for it; the other readers, and they, what is
    shown to all, and their own.
    """
    lus = Q(visible_le__lte=timezone.now()) | Q(auteur=personne)
    if peut_modifier(personne, billet):
        lus |= lus_par_l_equipe(personne)
    return Q(retire_le=None) & lus


def lus_par_l_equipe(personne) -> Q:
    """Before it is shown to all: who answers for the child at home as well leaves it to a colleague."""
    return ~dits_par_un_autre(personne, par="auteur")


def billets_commentes(personne) -> Q:
    """Billets of one's classes and groups that families comment: what they wrote waits for who teaches there."""
    return BILLETS.tenues_par(personne) & Q(commentable=True, etat=PUBLIE, equipe=False, retire_le=None)


def peut_montrer(personne, commentaire) -> bool:
    return peut_modifier(personne, commentaire.billet)


def peut_retirer(personne, commentaire) -> bool:
    """Its author, the team of the class, and the direction of the school."""
    billet = commentaire.billet
    diriges = personne.portee.etablissements_diriges
    return commentaire.auteur_id == personne.pk or peut_modifier(personne, billet) or billet.etablissement_id in diriges


def remettables_par(personne, billet) -> Q:
    """Whoever withdrew it may put it back, while they may still withdraw it."""
    siens = Q(retire_le__isnull=False, retire_par=personne)
    if peut_modifier(personne, billet) or billet.etablissement_id in personne.portee.etablissements_diriges:
        return siens
    return siens & Q(auteur=personne)
