"""The services of one's school: what they are, what each receives, and the way out to them."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from ..lectures import copie as copies
from ..lectures import pages, services, visites
from ..models import OuvertureTiers


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """All that the schools of this person opened to them, or to their children."""
    tous = services.acces_de(request.user)
    mots = request.GET.get("q", "")[:60]
    est_eleve = request.user.portee.est_eleve
    contexte = {
        "acces": pages.cherches(tous, mots),
        "nombre": len(tous),
        "mots": mots,
        "fermes": [] if est_eleve else services.fermes_de(request.user),
        "delegue": settings.ENT_DELEGUE,
    }
    return render(request, "tiers/liste_eleve.html" if est_eleve else "tiers/liste.html", contexte)


def _acces(request: HttpRequest, service: UUID) -> services.Acces:
    """One of theirs; any other does not exist."""
    ouverte = OuvertureTiers.objects.des_ecoles_de(request.user).filter(service__uuid=service).first()
    trouve = services.acces_a(request.user, ouverte.service) if ouverte else None
    if trouve is None:
        raise Http404
    return trouve


@require_GET
def recoit(request: HttpRequest, service: UUID) -> HttpResponse:
    """What it receives of one's children, or of oneself; what it never gets; what it keeps; who chose it."""
    acces = _acces(request, service)
    contexte = {
        "acces": acces,
        "service": acces.service,
        "recus": pages.recus(acces),
        "jamais": pages.jamais(acces),
        "sait_qui": pages.sait_qui(acces),
        "ecoles": pages.ecoles_de(acces),
        "venus": visites.des_ouvertures(acces.choisi_par),
        "mois": visites.dernier_mois(),
        "delegue": settings.ENT_DELEGUE,
    }
    return render(request, "tiers/recoit.html", contexte)


@require_GET
def copie(request: HttpRequest, service: UUID) -> HttpResponse:
    """The same, with its values, to keep."""
    acces = _acces(request, service)
    texte = copies.copie(acces, request.user)
    if not texte:
        raise Http404
    nom = f"{slugify(acces.service.nom) or 'service'}-{timezone.localdate():%Y-%m-%d}.txt"
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"}
    return HttpResponse(texte, "text/plain; charset=utf-8", headers=entetes)


@require_GET
def quitter(request: HttpRequest, service: UUID) -> HttpResponse:
    """« Vous quittez Mes écoles », each time; what it will receive; one link."""
    acces = _acces(request, service)
    if not acces.peut_ouvrir:
        raise Http404
    gabarit = "tiers/quitter_eleve.html" if request.user.portee.est_eleve else "tiers/quitter.html"
    par_nous = acces.service.protocole == acces.service.Protocole.SAML
    vers = reverse("tiers_saml_aller", args=[service]) if par_nous else acces.service.accueil
    return render(request, gabarit, {"acces": acces, "service": acces.service, "vers": vers})
