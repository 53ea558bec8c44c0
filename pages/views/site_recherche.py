"""Search and news of a site, for everybody (`login_not_required`)."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import feedgenerator, timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ent.socle.textes import pour_xml

from ..lectures import site_public as lectures
from ..lectures.site_recherche import chercher
from .site_public import trouver


@csrf_exempt
@login_not_required
@require_safe
def recherche(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """What a visitor may open on this site that holds these words."""
    site = trouver(request, slug)
    mots = request.GET.get("q", "").replace("\0", "").strip()[:100]  # PostgreSQL knows no such letter
    resultats = chercher(site, mots) if mots else []
    moi, request.user = request.user, AnonymousUser()
    try:
        with translation.override("fr"):
            cadre = lectures.contexte(site.site.root_page.specific, request)
            return render(request, "pages/site/recherche.html", cadre | {"mots": mots, "resultats": resultats})
    finally:
        request.user = moi


@csrf_exempt
@login_not_required
@require_safe
def flux(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The last news of the site, as Atom."""
    site = trouver(request, slug)
    fil = feedgenerator.Atom1Feed(
        title=pour_xml(site.etablissement.nom),
        link=site.adresse,
        description="",
        language="fr",
        feed_url=f"{site.adresse}flux/",
    )
    for article in lectures.actualites(site)[:20]:
        publie = article.last_published_at or timezone.now()
        fil.add_item(
            title=pour_xml(article.title, " "),
            link=article.full_url,
            description=pour_xml(article.resume, " "),
            unique_id=article.full_url,
            pubdate=article.first_published_at or publie,
            updateddate=publie,
        )
    return HttpResponse(
        fil.writeString("utf-8"),
        content_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
