"""Billets of the journal that a search finds, as this person reads them."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.recherche import correspond
from ent.portail.registres import LIMITE, Trouvaille

from ..models import Billet

LUS = 2000  # the latest: some years of a few classes


def trouver(request: HttpRequest, voulus: Sequence[str]) -> list[Trouvaille]:
    """One query reads words alone, one more what was found."""
    visibles = Billet.objects.visibles_par(request.user).filter(retire_le=None, etat=Billet.Etat.PUBLIE)
    lus = visibles.order_by("-visible_le", "-pk").values_list("pk", "titre", "texte")[:LUS]
    siens = [pk for pk, titre, texte in lus if correspond(voulus, [titre, texte])][:LIMITE]
    billets = visibles.filter(pk__in=siens).select_related("auteur").order_by("-visible_le", "-pk") if siens else ()
    return [
        Trouvaille(
            b.titre or " ".join(b.texte.split())[:80] or _("Des photos"),
            reverse("journal_billet", args=[b.pk]),
            b.auteur.prenom if b.d_un_eleve else b.auteur.nom_affiche,
            timezone.localdate(b.visible_le),
        )
        for b in billets
    ]
