"""Dishes that a search finds, in menus that are published: those to come first, then the latest."""

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..models import Menu, Plat
from .menus import lundi_de

LUS = 3000  # dishes: a term of some schools
DEPUIS = dt.timedelta(days=60)


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """One query."""
    lisibles = (
        Menu.objects.lus_par(request.user).exclude(publie_le=None).filter(jour__gte=timezone.localdate() - DEPUIS)
    )
    lus = Plat.objects.filter(menu__in=lisibles.order_by().values("pk")).select_related("menu__etablissement")
    trouves = [p for p in lus.order_by("-menu__jour", "rang", "pk")[:LUS] if correspond(voulus, [p.nom])][:LIMITE]
    return [
        Trouvaille(
            p.nom,
            reverse("periscolaire_menus_semaine", args=[p.menu.etablissement_id, lundi_de(p.menu.jour)]),
            p.menu.etablissement.nom,
            p.menu.jour,
        )
        for p in trouves
    ]
