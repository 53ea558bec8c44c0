"""What the public pages of a site read."""

from collections.abc import Collection, Iterable
from hashlib import sha256

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from wagtail.models import Page

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement
from ent.portail.registres import repas_publies
from ent.socle.nombres import entier
from ent.socle.rustines.wagtail_references import references_de

from ..droits import site as droits
from ..models import (
    AccueilDEcole,
    Actualite,
    DeclarationAccessibilite,
    DocumentDEcole,
    ImageDEcole,
    MentionsLegales,
    PagePratique,
    Projet,
    RubriqueActualites,
    RubriqueProjets,
    SiteDEcole,
)

PAR_PAGE = 12
CALENDRIER = 330  # days of the school calendar that a site shows
AU_PIED = (MentionsLegales, DeclarationAccessibilite)


def site_par(**champs) -> SiteDEcole | None:
    """A site by its slug or its host, with all that its pages need: one query."""
    sites = SiteDEcole.objects.select_related("etablissement__commune", "site", "bandeau")
    return sites.filter(**champs).first()


def suite_de(site: SiteDEcole) -> SiteDEcole | None:
    """Of a school that joined another: the site of that one, if it has any."""
    rejoint = site.etablissement.rejoint_id
    return site_par(etablissement=rejoint) if rejoint else None


def empreinte(site: SiteDEcole) -> str:
    """Changes with everything that the pages of the site show: what its editors did, the school's settings, the day."""
    ecole = site.etablissement
    dits = [
        site.pk,
        site.version,
        site.hote,
        site.slug,
        site.palette,
        ecole.nom,
        ecole.commune.nom,
        ecole.semaine,
        ecole.nature,
        ecole.modules_fermes,
        ecole.matin_debut,
        ecole.matin_fin,
        ecole.apres_midi_debut,
        ecole.apres_midi_fin,
        timezone.localdate(),
    ]
    return sha256(repr(dits).encode()).hexdigest()[:24]


def page_de(site: SiteDEcole, chemin: str) -> Page | None:
    """The live page at this path of the site: one query, whatever its depth. Every page above it must be live too."""
    racine = site.site.root_page.url_path
    morceaux = [m for m in chemin.split("/") if m]
    chemins = [racine + "".join(f"{m}/" for m in morceaux[:n]) for n in range(len(morceaux) + 1)]
    pages = {p.url_path: p for p in Page.objects.live().public().filter(url_path__in=chemins)}
    return pages[chemins[-1]].specific if len(pages) == len(chemins) else None


def pages_en_ligne(site: SiteDEcole) -> QuerySet[Page]:
    """All that a visitor may open in the site: a page under one that is not live is not there either."""
    visibles = Page.objects.live().public().descendant_of(site.site.root_page, inclusive=True)
    for eteinte in Page.objects.descendant_of(site.site.root_page, inclusive=True).filter(live=False, numchild__gt=0):
        visibles = visibles.not_descendant_of(eteinte)
    return visibles


def menu(site: SiteDEcole) -> list[Page]:
    """Pages right under the home that visitors see, those of the foot included."""
    racine = site.site.root_page
    return list(Page.objects.live().public().child_of(racine).select_related("content_type").order_by("path"))


def en_ligne(modele: type[Page], site: SiteDEcole) -> QuerySet:
    """Live pages of this kind in the site, that a visitor may open."""
    visibles = droits.sous_des_pages_en_ligne(Page._base_manager.all())
    return modele.objects.live().public().filter(visibles, etablissement=site.etablissement_id)


def actualites(site: SiteDEcole) -> QuerySet[Actualite]:
    return en_ligne(Actualite, site).select_related("illustration").order_by("-date", "-first_published_at", "-pk")


def projets(site: SiteDEcole) -> QuerySet[Projet]:
    return en_ligne(Projet, site).select_related("illustration").order_by("-first_published_at", "-pk")


# --- Images ---------------------------------------------------------------------------------------------------------
def pieces_de(page: Page) -> tuple[set[int], set[int]]:
    """Images and documents that this page refers to, in its blocks and fields. No query."""
    genres = {ContentType.objects.get_for_model(m).pk: m for m in (ImageDEcole, DocumentDEcole)}
    trouves: dict = {ImageDEcole: set(), DocumentDEcole: set()}
    for genre, pk in references_de(page):
        if genre in genres:
            trouves[genres[genre]].add(int(pk))
    return trouves[ImageDEcole], trouves[DocumentDEcole]


def montrables(images: Collection[int], ecole: int) -> dict[int, ImageDEcole]:
    """Those of these images, of that school, that a public page may show today, with their renditions: two queries."""
    if not images:
        return {}
    permises = (
        ImageDEcole.objects.filter(pk__in=images, etablissement=ecole).montrables().prefetch_related("renditions")
    )
    return {image.pk: image for image in permises}


# --- What a template needs ------------------------------------------------------------------------------------------
def contexte(page: Page, request: HttpRequest) -> dict:
    """The frame of a page of the site, and what its kind adds."""
    site = getattr(request, "site_ecole", None)
    if site is None or site.etablissement_id != page.etablissement_id:
        site = page.ecole  # a preview
    pages = menu(site)
    pied = {ContentType.objects.get_for_model(m).pk for m in AU_PIED}
    propre = _propre(page, site, request)
    images = pieces_de(page)[0] | {a.illustration_id for a in propre.get("articles", []) if a.illustration_id}
    if site.bandeau_id and isinstance(page, AccueilDEcole):
        images.add(site.bandeau_id)
    return propre | {
        "site": site,
        "ecole": site.etablissement,
        "menu": [p for p in pages if p.show_in_menus and p.content_type_id not in pied],
        "au_pied": [p for p in pages if p.content_type_id in pied],
        "ici": page.pk,
        "images": montrables(images, site.etablissement_id),
        "adresse_du_portail": f"{settings.ENT_ADRESSE}/",
        "jour": timezone.localdate(),
    }


def _propre(page: Page, site: SiteDEcole, request: HttpRequest) -> dict:
    if isinstance(page, AccueilDEcole):
        declaration = en_ligne(DeclarationAccessibilite, site).first()
        return {"articles": list(actualites(site)[:4]), "declaration": declaration}
    if isinstance(page, RubriqueActualites):
        return _liste(actualites(site), request)
    if isinstance(page, RubriqueProjets):
        return _liste(projets(site), request)
    if isinstance(page, PagePratique):
        return {"repas": repas_publies(site.etablissement)} | _calendrier(page, site.etablissement)
    return {}


def _calendrier(page: PagePratique, ecole: Etablissement) -> dict:
    if not page.montre_calendrier:
        return {}
    jours = ecole.jours_de_classe()
    return {
        "semaine": [(WEEKDAYS[numero].capitalize(), jours[numero]) for numero in sorted(jours)],
        "fermetures": calendrier.fermetures(ecole, timezone.localdate(), CALENDRIER),
    }


def numero_de_page(request: HttpRequest) -> int:
    return entier(request.GET.get("page"), 4) or 1


def va_jusqu_a(site: SiteDEcole, page: Page, rang: int) -> bool:
    """A list goes as far as its articles; any other page is one."""
    articles = {RubriqueActualites: actualites, RubriqueProjets: projets}.get(type(page))
    return rang == 1 or (articles is not None and bool(articles(site)[(rang - 1) * PAR_PAGE :][:1]))


def _liste(articles: QuerySet, request: HttpRequest) -> dict:
    rang = numero_de_page(request)
    lus: Iterable = articles[(rang - 1) * PAR_PAGE : rang * PAR_PAGE + 1]
    lus = list(lus)
    return {
        "articles": lus[:PAR_PAGE],
        "avant": rang - 1 if rang > 1 else None,
        "apres": rang + 1 if len(lus) > PAR_PAGE else None,
    }
