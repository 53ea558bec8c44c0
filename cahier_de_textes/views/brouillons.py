"""Autosaved drafts: the form as it stands, kept every two seconds while its author types."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ent.annuaire.models import Classe, Etablissement, Groupe
from ent.portail import brouillons

from ..models import Brouillon, Seance, Travail

CLE = re.compile(r"(?P<quoi>travail|seance):(?:(?P<cible>classe|groupe):)?(?P<pk>[1-9]\d{0,17})")


@require_http_methods(["POST", "DELETE"])
def brouillon(request: HttpRequest, cle: str) -> HttpResponse:
    """Keep, or forget, one's draft of the form named by the key, if one may still send that form."""
    etablissement = _etablissement_ouvert(request.user, cle)
    if etablissement is None:
        raise Http404
    return brouillons.recevoir(request, Brouillon, etablissement=etablissement, cle=cle)


def _etablissement_ouvert(personne, cle: str) -> Etablissement | None:
    """The school of what the key names; None unless this person writes there."""
    trouve = CLE.fullmatch(cle)
    if trouve is None:
        return None
    pk = int(trouve["pk"])
    if trouve["cible"] == "classe":
        objets = Classe.objects.tenues_par(personne)
    elif trouve["cible"] == "groupe":
        objets = Groupe.objects.tenus_par(personne)
    else:
        objets = (Travail if trouve["quoi"] == "travail" else Seance).objects.modifiables_par(personne)
    objet = objets.select_related("etablissement").filter(pk=pk).first()
    return objet and objet.etablissement


brouillon_termine = brouillons.termine(Brouillon, CLE.fullmatch)
