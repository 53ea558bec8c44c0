"""Autosaved drafts of a mot."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ent.annuaire.models import Classe, Etablissement
from ent.portail import brouillons

from ..droits import mots as droits
from ..lectures import mots_listes as lectures
from ..models import BrouillonMot, Mot

CLE = re.compile(r"mot:(?:(?P<cible>classe|groupe|ecole):)?(?P<pk>[1-9]\d{0,17})")
brouillon_termine = brouillons.termine(BrouillonMot, CLE.fullmatch)


@require_http_methods(["POST", "DELETE"])
def brouillon(request: HttpRequest, cle: str) -> HttpResponse:
    """Keep, or forget, one's draft of the form named by the key, if one may still send that form."""
    etablissement = _etablissement_ouvert(request.user, cle)
    if etablissement is None:
        raise Http404
    return brouillons.recevoir(request, BrouillonMot, etablissement=etablissement, cle=cle)


def _etablissement_ouvert(personne, cle: str) -> Etablissement | None:
    """The school of what the key names; None unless this person writes there."""
    trouve = CLE.fullmatch(cle)
    if trouve is None:
        return None
    pk = int(trouve["pk"])
    if trouve["cible"] == "ecole":
        return Etablissement.objects.diriges_par(personne).filter(pk=pk).first()
    if trouve["cible"] == "classe":
        classe = Classe.objects.gerees_par(personne).select_related("etablissement").filter(pk=pk).first()
        return classe.etablissement if classe and droits.peut_ecrire_un_mot(personne, classe=classe) else None
    if trouve["cible"] == "groupe":
        groupe = lectures.groupes_ou_ecrire(personne).filter(pk=pk).first()
        return groupe.etablissement if groupe and droits.peut_ecrire_un_mot(personne, groupe=groupe) else None
    mot = Mot.objects.modifiables_par(personne).select_related("etablissement").filter(pk=pk).first()
    return mot.etablissement if mot else None
