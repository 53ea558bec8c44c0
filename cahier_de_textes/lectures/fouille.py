"""What the cahier holds that a search finds: travaux and séances of this school year, as this person reads them."""

from collections.abc import Sequence
from itertools import chain

from django.http import HttpRequest

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..ecrits import CHAMP_DATE, CHAMP_TEXTE, MODELES, date_de, page_de, texte_de

LUS = 3000  # the latest of each: a year of three classes


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """Two queries read words alone, two more what was found."""
    trouves = chain.from_iterable(_de(request, modele, voulus) for modele in MODELES.values())
    return sorted(trouves, key=lambda t: t.jour, reverse=True)[:LIMITE]


def _de(request: HttpRequest, modele, voulus: Sequence[str]) -> list[Trouvaille]:
    champ, jour = CHAMP_TEXTE[modele], CHAMP_DATE[modele]
    lus = modele.objects.visibles_par(request.user).order_by(f"-{jour}", "-pk").values_list("pk", champ)[:LUS]
    siens = [pk for pk, texte in lus if correspond(voulus, [texte])][:LIMITE]
    ecrits = modele.objects.filter(pk__in=siens).select_related("classe", "groupe", "etablissement") if siens else ()
    return [Trouvaille(texte_de(e), page_de(request.user, e), e.destination.nom, date_de(e)) for e in ecrits]
