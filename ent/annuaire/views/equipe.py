"""Who works in the school, as its direction keeps it: somebody who leaves reads nothing of it any more."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..droits import peut_noter_un_depart
from ..equipes import equipe_de
from .commun import ecole_dirigee

SEL, UNE_HEURE = "annuaire.depart", 3600


@require_http_methods(["GET", "POST"])
def equipe(request: HttpRequest, uai: str) -> HttpResponse:
    """The team; `personne` works there no more. « Annuler » gives it all back for an hour."""
    etablissement = ecole_dirigee(request, uai)
    membres = equipe_de(etablissement)
    for membre in membres:
        membre.peut_partir = peut_noter_un_depart(request.user, membre, membre.roles_ici)
    if request.method == "POST":
        uuids = {str(membre.uuid): membre for membre in membres if membre.peut_partir}
        partante = uuids.get(request.POST.get("personne", ""))
        if partante is None:
            raise Http404
        try:
            finis = actions.noter_un_depart(personne=partante, etablissement=etablissement, auteur=request.user)
        except ValidationError as refus:
            messages.error(request, refus.messages[0])
        else:
            annuler = reverse("annuaire_depart_annuler", args=[uai, signing.dumps(finis, salt=SEL)])
            phrase = _("%(qui)s ne travaille plus ici et n’y lit plus rien.") % {"qui": partante.nom_affiche}
            messages.success(request, phrase, extra_tags=annuler)
        return redirect("annuaire_equipe", uai=uai)
    return render(request, "annuaire/equipe.html", {"ecole": etablissement, "membres": membres})


@require_POST
def annuler_depart(request: HttpRequest, uai: str, depart: str) -> HttpResponse:
    etablissement = ecole_dirigee(request, uai)
    try:
        finis = signing.loads(depart, salt=SEL, max_age=UNE_HEURE)
    except signing.BadSignature:
        messages.error(request, _("Ce départ ne s’annule plus ici. Un import du personnel redonne ses classes."))
    else:
        actions.annuler_un_depart(finis=finis, etablissement=etablissement, auteur=request.user)
        messages.success(request, _("C’est annulé : tout est comme avant."))
    return redirect("annuaire_equipe", uai=uai)
