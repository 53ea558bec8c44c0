"""Lists of sites: those one keeps, those of one's children, all of them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ent.annuaire.lectures.ecoles import Recherche
from ent.annuaire.models import Etablissement
from ent.annuaire.registres import LienDEcole
from ent.socle.tri import cle

from ..models import Actualite, PageContact, RubriqueActualites, RubriqueProjets, SiteDEcole

RECENTES = 5  # news shown under the pages of a site


def du_territoire(personne, recherche: Recherche) -> list[SiteDEcole]:
    """Sites that the operator gives addresses to, among those that are searched for, in the order asked. One query."""
    sites = SiteDEcole.objects.heberges_par(personne).select_related("etablissement__commune")
    trouves = [
        site
        for site in sites
        if recherche.retient(site.etablissement) and recherche.commune in (None, site.etablissement.commune_id)
    ]
    par_nom = recherche.tri == "nom"
    return sorted(trouves, key=lambda site: _ordre(site.etablissement, par_nom=par_nom))


def _ordre(ecole: Etablissement, *, par_nom: bool) -> tuple:
    lieu, nom = cle(ecole.commune.nom), cle(ecole.nom)
    return (nom, lieu) if par_nom else (lieu, nom)


# --- For who follows schools ------------------------------------------------------------------------------------------
def sans_site():
    return Etablissement.objects.filter(site=None).order_by().values("pk")


def adresses(ecoles: Collection[int]) -> dict[int, LienDEcole]:
    """By school (ids), a link under the name of its site. One query."""
    sites = SiteDEcole.objects.filter(etablissement__in=ecoles).select_related("site__root_page").order_by()
    return {
        site.etablissement_id: LienDEcole(
            _("Site : %(nom)s") % {"nom": site.site.root_page.title}, site.lien, site.adresse
        )
        for site in sites
    }


def section(request: HttpRequest, ecole: Etablissement) -> dict:
    return {"ecole": ecole, "site": SiteDEcole.objects.filter(etablissement=ecole).first()}


def des_enfants(personne) -> list[SiteDEcole]:
    ecoles = {s.etablissement_id for s in personne.portee.suivis}
    return list(
        SiteDEcole.objects.visibles_par(personne).filter(etablissement__in=ecoles).select_related("etablissement")
    )


def ecoles_des_enfants(request: HttpRequest) -> str:
    """Their names, in « Plus »: no query."""
    noms = {s.inscription.classe.etablissement.nom for s in request.user.portee.suivis}
    return format_html('<bdi lang="fr">{}</bdi>', ", ".join(sorted(noms)))


def combien(request: HttpRequest) -> str:
    """Of the operator's row: how many schools have one. One query."""
    n = SiteDEcole.objects.count()
    return ngettext("%(n)s site", "%(n)s sites", n) % {"n": n}


def tuile(request: HttpRequest) -> dict | None:
    """For a direction: its site, when a page of it last changed, and whether it says how to reach the school. One query."""
    pages = Page.objects.filter(
        path__startswith=OuterRef("site__root_page__path"), latest_revision_created_at__isnull=False
    )
    derniere = pages.order_by("-latest_revision_created_at").values("latest_revision_created_at")[:1]
    dites = PageContact.objects.filter(etablissement=OuterRef("etablissement")).exclude(telephone="", courriel="")
    sites = (
        SiteDEcole.objects.regles_par(request.user)
        .select_related("etablissement")
        .annotate(change_le=Subquery(derniere), nom=F("etablissement__nom"), est_joignable=Exists(dites))
        .order_by("nom")
    )
    sites = list(sites)
    return {"sites": sites} if sites else None


def a_modifier(personne) -> list[dict[str, Any]]:
    """By site that this person writes: its pages in the order of its menu, those that they may change, then its latest news.

    `actualites` and `projets` are the pages under which a new one is written; None where this person adds nothing.
    """
    decrits = []
    for site in SiteDEcole.objects.ecrits_par(personne).select_related("etablissement", "site__root_page"):
        accueil = site.site.root_page
        pages = [accueil, *accueil.get_children().order_by("path")]
        nouvelles = (
            Page.objects.type(Actualite).descendant_of(accueil).order_by("-latest_revision_created_at")[:RECENTES]
        )
        droits = {page: page.permissions_for_user(personne) for page in [*pages, *nouvelles]}
        rubriques = {page.specific_class: page.pk for page in pages if droits[page].can_add_subpage()}
        decrits.append(
            {
                "pk": site.pk,
                "nom": site.etablissement.nom,
                "lien": site.lien,
                "actualites": rubriques.get(RubriqueActualites),
                "projets": rubriques.get(RubriqueProjets),
                "pages": [_a_modifier(page, accueil) for page in pages if droits[page].can_edit()],
                "nouvelles": [_a_modifier(page, accueil) for page in nouvelles if droits[page].can_edit()],
            }
        )
    return decrits


def actualites_de(site: SiteDEcole) -> RubriqueActualites | None:
    """The page under which its news are written."""
    return RubriqueActualites.objects.child_of(site.site.root_page).first()


def contact_de(site: SiteDEcole) -> PageContact | None:
    """The page that says how to reach the school."""
    return PageContact.objects.child_of(site.site.root_page).first()


def _a_modifier(page: Page, accueil: Page) -> dict[str, Any]:
    attend = page.has_unpublished_changes or not page.live
    titre = _("La page d’accueil") if page == accueil else page.draft_title or page.title
    return {"pk": page.pk, "titre": titre, "etat": _("pas encore publié") if attend else ""}
