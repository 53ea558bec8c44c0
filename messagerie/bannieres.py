"""The words of an incident, above every page while it lasts."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from ent.annuaire.models import Personne
from ent.portail.registres import Banniere

from .droits.regles import Qualite
from .lectures.incidents import qui_concernent
from .lectures.regles import table
from .lectures.regles_phrases import ce_qui_reste


def incident(request: HttpRequest, signes: list[tuple]) -> list[Banniere]:
    """By incident that concerns the person: what is cut, and who still writes to whom, as sending checks it. A pupil reads what it
    changes for them, not why; a family, on a phone, what is left to families: the whole took half of its first screen.
    """
    bannieres = []
    for en_cours in qui_concernent(request.user, signes):
        if request.user.portee.est_eleve:
            return [Banniere(gettext("Les messages sont coupés pour le moment."))]
        ecole = en_cours.nom or gettext("Dans toutes les écoles")
        regles_de = table(en_cours.ecole or _sa_seule_ecole(request.user))
        reste = ce_qui_reste(regles_de, en_cours.portee, _lue_par(request.user))
        texte = gettext("%(ecole)s : %(reste)s") % {"ecole": ecole, "reste": reste}
        regles = reverse("messagerie_regles_choisir")
        bannieres.append(Banniere(texte, en_cours.motif, regles, gettext("Qui peut écrire à qui")))
    return bannieres


def _lue_par(personne: Personne) -> Qualite | None:
    """Who works nowhere reads as a family."""
    return None if personne.portee.est_personnel or personne.portee.est_operateur else Qualite.RESPONSABLE


def _sa_seule_ecole(personne: Personne) -> int | None:
    """Of an incident of the territory, each reads the rules of their own school; who is of several reads those of the territory."""
    portee = personne.portee
    ecoles = portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    return next(iter(ecoles)) if len(ecoles) == 1 else None
