"""Lists of sites: those one keeps, those of one's children, all of them."""

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest
from wagtail.models import Page

from ..models import SiteDEcole


def du_territoire(personne) -> list[SiteDEcole]:
    return list(
        SiteDEcole.objects.heberges_par(personne)
        .select_related("etablissement__commune")
        .order_by("etablissement__nom")
    )


def des_enfants(personne) -> list[SiteDEcole]:
    ecoles = {s.etablissement_id for s in personne.portee.suivis}
    return list(
        SiteDEcole.objects.visibles_par(personne).filter(etablissement__in=ecoles).select_related("etablissement")
    )


def tuile(request: HttpRequest) -> dict | None:
    """For a direction: its site, and when a page of it last changed. One query."""
    pages = Page.objects.filter(
        path__startswith=OuterRef("site__root_page__path"), latest_revision_created_at__isnull=False
    )
    derniere = pages.order_by("-latest_revision_created_at").values("latest_revision_created_at")[:1]
    sites = (
        SiteDEcole.objects.regles_par(request.user)
        .select_related("etablissement")
        .annotate(change_le=Subquery(derniere), nom=F("etablissement__nom"))
        .order_by("nom")
    )
    sites = list(sites)
    return {"sites": sites} if sites else None
