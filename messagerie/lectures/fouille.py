"""Mots of the carnet and messages that a search finds, as this person reads them."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..models import Mot
from . import boite

LUS = 2000  # the latest: some years of a school


def trouver_mots(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """One query reads words alone, one more what was found."""
    visibles = Mot.objects.visibles_par(request.user).filter(retire_le=None)
    lus = visibles.order_by("-visible_le", "-pk").values_list("pk", "titre", "texte")[:LUS]
    siens = [pk for pk, titre, texte in lus if correspond(voulus, [titre, texte])][:LIMITE]
    mots = visibles.filter(pk__in=siens).select_related("auteur").order_by("-visible_le", "-pk") if siens else ()
    return [
        Trouvaille(m.titre, reverse("carnet_lire", args=[m.pk]), m.auteur.nom_affiche, timezone.localdate(m.visible_le))
        for m in mots
    ]


def trouver_messages(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """As the box itself searches."""
    trouves = boite.chercher(request.user, " ".join(voulus))[:LIMITE]
    return [
        Trouvaille(
            " ".join(m.texte.split())[:120],
            reverse("messagerie_message", args=[m.pk]),
            m.auteur.nom_affiche if m.auteur else "",
            timezone.localdate(m.parti_le),
        )
        for m in trouves
    ]
