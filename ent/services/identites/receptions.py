"""A session that begins by an identity is noted with it, whatever stood between (a second factor)."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from ent.connexion.droits import se_liste
from ent.connexion.navigateurs import nommer

from .actions import sortie
from .sorties import SORTIE

ENTREE = "identites_entree"  # of the session: which identity opens it


@receiver(user_logged_in)
def entrer(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    """What another person's attempt left behind is theirs: it is not carried over."""
    dit = request.session.get(ENTREE) if request is not None else None
    if not dit or user is None:
        return
    if dit["personne"] != user.pk:
        del request.session[ENTREE]
        request.session.pop(SORTIE, None)  # the token by which the other goes out says who they are
    elif se_liste(request.session, user):
        sortie.noter(
            session=request.session,
            personne=user,
            nom=nommer(request.headers.get("User-Agent", "")),
            fournisseur=dit["fournisseur"],
            sujet=dit["sujet"],
            indice=dit["indice"],
        )
