"""What the journal shows on the homes."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .lectures import journal as lectures


def famille(request: HttpRequest) -> dict | None:
    """The billets of the week, each labelled with its child."""
    if not request.suivis:
        return None
    lus = lectures.nouvelles_de_famille(request.user, request.suivis)
    return {"lus": lus} if lus else None


def eleve(request: HttpRequest) -> dict | None:
    """The way into the journal of one's class, and to write in it."""
    return {"titre": _("Le journal de ma classe")} if request.user.portee.est_eleve else None


def enseignant(request: HttpRequest) -> dict | None:
    """What pupils sent and nobody has answered yet; the way to publish, one tap for each class."""
    cibles = [
        c for c in lectures.cibles_de(request.user) if c.est_classe and c.cible.pk in request.user.portee.classes_tenues
    ]
    return {"cibles": cibles} if cibles else None
