"""The words of an incident, above every page while it lasts."""

from django.http import HttpRequest
from django.utils.translation import gettext

from ent.portail.registres import Banniere

from .lectures.incidents import qui_concernent
from .models import Incident


def incident(request: HttpRequest, signes: list[tuple]) -> list[Banniere]:
    """One sentence by incident that concerns the person; a pupil reads what it changes for them, not why."""
    bannieres = []
    for en_cours in qui_concernent(request.user, signes):
        if request.user.portee.est_eleve:
            return [Banniere(gettext("Les messages sont coupés pour le moment."))]
        if en_cours.portee == Incident.Portee.ELEVES:
            texte = gettext("%(ecole)s : les élèves ne peuvent plus écrire pour le moment.")
        else:
            texte = gettext("%(ecole)s : seule la direction peut écrire pour le moment.")
        ecole = en_cours.nom or gettext("Dans toutes les écoles")
        bannieres.append(Banniere(texte % {"ecole": ecole}, en_cours.motif))
    return bannieres
