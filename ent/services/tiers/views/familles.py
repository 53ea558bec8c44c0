"""The services of one's school: what they are, what each receives, and the way out to them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models.portee import Suivi
from ent.socle.francais import cite

from ..actions import oppositions as actions
from ..lectures import copie as copies
from ..lectures import oppositions, pages, services, visites
from ..models import OuvertureTiers


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """All that the schools of this person opened to them, or to their children."""
    tous = services.acces_de(request.user)
    mots = request.GET.get("q", "")[:60]
    est_eleve = request.user.portee.est_eleve
    contexte = {
        "acces": pages.cherches(tous, mots),
        "dehors": oppositions.par_service(request.user, tous),
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


SES_PAGES = {"tiers_recoit", "tiers_copie", "tiers_quitter", "tiers_saml_aller", "tiers_enfant_retirer"}


def raison(request: HttpRequest) -> tuple | None:
    """Of a page of a service that closed of late: that it did, to who could open it or whose child could. Nothing is asked of any other page."""
    trouvee = request.resolver_match
    if trouvee is None or trouvee.url_name not in SES_PAGES or not request.user.is_authenticated:
        return None
    fermes = (o.service for o in services.fermes_de(request.user) if o.service.uuid == trouvee.kwargs["service"])
    if (ferme := next(fermes, None)) is None:
        return None
    dite = _("Ce service est fermé"), _("« %(nom)s » : plus personne n’y entre.") % {"nom": cite(ferme.nom)}
    if request.user.portee.est_eleve:
        return *dite, "coquille/base_nue.html"
    return *dite, "coquille/base.html", (reverse("tiers"), _("Services de l’école"))  # what it keeps is read there


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
        "dehors": oppositions.par_service(request.user, [acces]).get(acces.service.pk, []),
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
    """« Vous quittez … », each time; what it will receive; one link."""
    acces = _acces(request, service)
    if not acces.peut_ouvrir:
        raise Http404
    gabarit = "tiers/quitter_eleve.html" if request.user.portee.est_eleve else "tiers/quitter.html"
    par_nous = acces.service.protocole == acces.service.Protocole.SAML
    vers = reverse("tiers_saml_aller", args=[service]) if par_nous else acces.service.accueil
    return render(request, gabarit, {"acces": acces, "service": acces.service, "vers": vers})


# --- A child taken out --------------------------------------------------------------------------------------------------
def _places(acces: services.Acces, enfant: UUID) -> list[Suivi]:
    """Of one of this person's own children, whom this service concerns: in it, or out of it."""
    places = [s for s in [*acces.suivis, *(r.suivi for r in acces.retires)] if s.eleve.uuid == enfant]
    if not places:
        raise Http404
    return places


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, service: UUID, enfant: UUID) -> HttpResponse:
    """What it changes for the child, in class too; then they go there no more, and the school knows. A link knows nobody: there is nothing to object to."""
    acces = _acces(request, service)
    places = _places(acces, enfant)
    if acces.service.est_un_lien:
        raise Http404
    eleve = places[0].eleve
    if request.method == "GET":
        return render(request, "tiers/enfant_retirer.html", {"service": acces.service, "eleve": eleve})
    actions.s_opposer(service=acces.service, places=places, auteur=request.user)
    dit = {"prenom": eleve.prenom, "nom": acces.service.nom}
    messages.success(request, _("C’est fait : %(prenom)s n’entre plus sur %(nom)s. L’école est prévenue.") % dit)
    return redirect("tiers_recoit", service=service)


@require_POST
def remettre(request: HttpRequest, service: UUID, enfant: UUID) -> HttpResponse:
    """One's own objection is taken back. Another holder's stands."""
    acces = _acces(request, service)
    places = _places(acces, enfant)
    actions.lever(service=acces.service, places=places, auteur=request.user)
    dit = {"prenom": places[0].eleve.prenom, "nom": acces.service.nom}
    if any(r.par_un_autre for r in acces.retires if r.eleve.uuid == enfant):
        messages.info(
            request,
            _("C’est noté pour vous. Un autre responsable n’est pas d’accord : %(prenom)s n’entre pas sur %(nom)s.")
            % dit,
        )
    else:
        messages.success(
            request, _("C’est fait : %(prenom)s entre de nouveau sur %(nom)s. L’école est prévenue.") % dit
        )
    return redirect("tiers_recoit", service=service)
