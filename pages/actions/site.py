"""Make the sites of schools, many at once, and take one away.

Wagtail makes pages one by one, with some fifteen queries each; a territory has two thousand of them. Rows are written here
by kind, as a dump is loaded: Wagtail's signals know such rows (`raw`) and leave them; the search index is filled at the end.
"""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.search.backends import get_search_backend

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.socle.francais import d_un_college
from ent.socle.rustines.treebeard_chemins import chemin

from ..models import DocumentDEcole, ImageDEcole, SiteDEcole
from .site_contenus import Plan, accueil, poser_en_ligne, premieres_pages

INVALIDE = "ecoles.invalid"  # a host that no browser can ask for (RFC 6761): the site is at a path of the shared host
DROITS_DE_PAGE = {"editeurs": ["add_page", "change_page", "publish_page"], "redacteurs": ["add_page", "change_page"]}
DROITS_DE_COLLECTION = {
    "editeurs": [
        "add_image",
        "change_image",
        "delete_image",
        "choose_image",
        "add_document",
        "change_document",
        "delete_document",
        "choose_document",
    ],
    "redacteurs": ["add_image", "choose_image", "add_document", "choose_document"],
}

SITE_DE_QUELQU_UN = _(
    "Le site public de cet établissement a déjà une adresse à lui, des pages ou des images : il ne se corrige ni ne se retire plus ici."
)


@transaction.atomic
def creer_sites(etablissements: Sequence[Etablissement], *, auteur: Personne | None = None) -> list[SiteDEcole]:
    """Give a site to each of these schools that has none: tree of pages, groups and their rights, reading again, address."""
    deja = set(SiteDEcole.objects.filter(etablissement__in=etablissements).values_list("etablissement_id", flat=True))
    ecoles = [e for e in etablissements if e.pk not in deja]
    if not ecoles:
        return []
    racine, collections = _socle()
    sites = [SiteDEcole(etablissement=e, slug=slug) for e, slug in zip(ecoles, _slugs(ecoles), strict=True)]
    accueils = _pages(racine, sites)
    _collections(collections, sites)
    _groupes(sites, accueils)
    _relectures(sites, accueils)
    port = urlsplit(settings.ENT_ADRESSE).port or (443 if settings.ENT_ADRESSE.startswith("https") else 80)
    wagtail = [
        Site(hostname=f"{s.slug}.{INVALIDE}", port=port, site_name=s.etablissement.nom[:255], root_page=page)
        for s, page in zip(sites, accueils, strict=True)
    ]
    for site, sien in zip(sites, Site.objects.bulk_create(wagtail), strict=True):
        site.site = sien
    SiteDEcole.objects.bulk_create(sites)
    for site in sites:
        consigner("pages.creer_site", auteur=auteur, etablissement=site.etablissement, objet=f"site {site.pk}")
    Site.clear_site_root_paths_cache()
    transaction.on_commit(Site.clear_site_root_paths_cache)
    return sites


def _socle() -> tuple[Page, Collection]:
    """The roots of pages and of collections, held until the end: two creations at once would draw the same paths."""
    langue, _cree = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=langue))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    return (
        Page.objects.select_for_update(of=("self",)).get(depth=1),
        Collection.objects.select_for_update().get(depth=1),
    )


def _slugs(ecoles: Sequence[Etablissement]) -> list[str]:
    """From the name of the school; with its commune, then its UAI, when another bears it already."""
    pris = set(SiteDEcole.objects.values_list("slug", flat=True))
    pris |= set(Page.objects.filter(depth=2).values_list("slug", flat=True))
    slugs = []
    for ecole in ecoles:
        nom = slugify(ecole.nom.replace("’", " ").replace("'", " "))[:38].strip("-") or "ecole"
        candidats = (nom, f"{nom}-{slugify(ecole.commune.nom)}"[:50].strip("-"), f"{nom}-{ecole.uai.lower()}")
        slug = next((c for c in candidats if c not in pris), candidats[-1])
        pris.add(slug)
        slugs.append(slug)
    return slugs


# --- Pages ----------------------------------------------------------------------------------------------------------
def _pages(racine: Page, sites: list[SiteDEcole]) -> list[Page]:
    """The home and the first pages of each site; gives the homes."""
    dernier = racine.get_last_child()
    rang = int(dernier.path[-Page.steplen :], 36) if dernier else 0
    toutes, accueils = [], []
    for pas, site in enumerate(sites, start=1):
        ecole = site.etablissement
        with translation.override(d_un_college(translation.get_language() or "fr", ecole.est_college)):
            maison = _page(accueil(ecole, site.slug), racine, rang + pas, ecole)
            enfants = [_page(plan, maison, n, ecole) for n, plan in enumerate(premieres_pages(ecole), start=1)]
        maison.numchild = len(enfants)
        accueils.append(maison)
        toutes += [maison, *enfants]
    _ecrire_enfants(Page, toutes)
    Page.objects.filter(pk=racine.pk).update(numchild=models.F("numchild") + len(sites))
    indexer(toutes)
    return accueils


def _page(plan: Plan, parent: Page, rang: int, ecole: Etablissement) -> Page:
    page = plan.genre(
        title=plan.titre,
        draft_title=plan.titre,
        slug=plan.slug,
        show_in_menus=plan.au_menu,
        etablissement=ecole,
        depth=parent.depth + 1,
        path=chemin(Page, parent.path, parent.depth + 1, rang),
        numchild=0,
        url_path=f"{parent.url_path}{plan.slug}/",
        locale_id=parent.locale_id,
        content_type=ContentType.objects.get_for_model(plan.genre),
        **plan.valeurs,
    )
    poser_en_ligne(page, timezone.now(), en_ligne=plan.en_ligne)
    return page


def _ecrire_enfants(mere: type[models.Model], objets: list) -> None:
    """Rows of the parent model in batches, then those of each kind, as a loaded dump writes them."""
    champs = [c.attname for c in mere._meta.concrete_fields if not c.primary_key]
    lignes = [mere(**{nom: getattr(objet, nom) for nom in champs}) for objet in objets]
    for objet, ligne in zip(objets, mere._base_manager.bulk_create(lignes, batch_size=500), strict=True):
        objet.pk = ligne.pk
        setattr(objet, mere._meta.pk.attname, ligne.pk)
        objet.save_base(raw=True, force_insert=True)


def indexer(pages: list[Page]) -> None:
    """Into the search index, by kind."""
    par_genre: dict[type, list] = defaultdict(list)
    for page in pages:
        par_genre[type(page)].append(page)
    moteur = get_search_backend()
    for genre, siennes in par_genre.items():
        moteur.add_bulk(genre, siennes)


# --- Who writes -----------------------------------------------------------------------------------------------------
def _collections(racine: Collection, sites: list[SiteDEcole]) -> None:
    dernier = racine.get_last_child()
    rang = int(dernier.path[-Collection.steplen :], 36) if dernier else 0
    lignes = [
        Collection(
            name=site.etablissement.nom[:255],
            depth=2,
            path=chemin(Collection, racine.path, 2, rang + pas),
            numchild=0,
        )
        for pas, site in enumerate(sites, start=1)
    ]
    for site, collection in zip(sites, Collection.objects.bulk_create(lignes), strict=True):
        site.collection = collection
    Collection.objects.filter(pk=racine.pk).update(numchild=models.F("numchild") + len(sites))


def _groupes(sites: list[SiteDEcole], accueils: list[Page]) -> None:
    """Two groups per school, with rights on its tree and on its collection alone."""
    entree = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    permissions = {
        p.codename: p
        for p in Permission.objects.filter(
            content_type__app_label__in=["wagtailcore", "wagtailimages", "wagtaildocs"],
            codename__in={c for liste in [*DROITS_DE_PAGE.values(), *DROITS_DE_COLLECTION.values()] for c in liste},
        )
    }
    de_page, de_collection, d_entree = [], [], []
    for nom in ("editeurs", "redacteurs"):
        groupes = Group.objects.bulk_create([Group(name=f"site {s.etablissement.uai} {nom}") for s in sites])
        for site, maison, groupe in zip(sites, accueils, groupes, strict=True):
            setattr(site, nom, groupe)
            d_entree.append(Group.permissions.through(group=groupe, permission=entree))
            de_page += [
                GroupPagePermission(group=groupe, page_id=maison.pk, permission=permissions[code])
                for code in DROITS_DE_PAGE[nom]
            ]
            de_collection += [
                GroupCollectionPermission(group=groupe, collection=site.collection, permission=permissions[code])
                for code in DROITS_DE_COLLECTION[nom]
            ]
    Group.permissions.through.objects.bulk_create(d_entree)
    GroupPagePermission.objects.bulk_create(de_page)
    GroupCollectionPermission.objects.bulk_create(de_collection)


def _relectures(sites: list[SiteDEcole], accueils: list[Page]) -> None:
    """A workflow of one task per school: the direction reads again what teachers wrote."""
    genre = ContentType.objects.get_for_model(GroupApprovalTask)
    taches = [GroupApprovalTask(name=f"Relecture {s.etablissement.uai}", content_type=genre) for s in sites]
    _ecrire_enfants(Task, taches)
    GroupApprovalTask.groups.through.objects.bulk_create(
        [
            GroupApprovalTask.groups.through(groupapprovaltask_id=t.pk, group=s.editeurs)
            for t, s in zip(taches, sites, strict=True)
        ]
    )
    relectures = Workflow.objects.bulk_create(
        [Workflow(name=f"Relecture par l’école ({s.etablissement.uai})") for s in sites]
    )
    WorkflowTask.objects.bulk_create(
        [WorkflowTask(workflow=r, task_id=t.pk, sort_order=0) for r, t in zip(relectures, taches, strict=True)]
    )
    WorkflowPage.objects.bulk_create(
        [WorkflowPage(workflow=r, page_id=a.pk) for r, a in zip(relectures, accueils, strict=True)]
    )
    for site, relecture in zip(sites, relectures, strict=True):
        site.relecture = relecture


# --- Away -----------------------------------------------------------------------------------------------------------
def retirer_le_site(etablissement: Etablissement, auteur: Personne) -> None:
    """Of a school that was opened by mistake, in the transaction that takes it away: as it was made, or it is somebody's work and stays."""
    for site in SiteDEcole.objects.filter(etablissement=etablissement).select_related(
        "site__root_page", "collection", "relecture"
    ):
        if site.hote or site.version > 1 or _est_ecrit(site):
            raise ValidationError(SITE_DE_QUELQU_UN)
        supprimer_site(site=site, auteur=auteur)


def _est_ecrit(site: SiteDEcole) -> bool:
    """Somebody began a page of it, or brought a file."""
    brouillons = site.site.root_page.get_descendants(inclusive=True).filter(latest_revision__user__isnull=False)
    return brouillons.exists() or any(
        modele.objects.filter(collection=site.collection).exists() for modele in (ImageDEcole, DocumentDEcole)
    )


@transaction.atomic
def supprimer_site(*, site: SiteDEcole, auteur: Personne | None = None) -> None:
    """Take away the site of a school with its pages, images, documents, groups and workflow."""
    racine, collection, ecole = site.site.root_page.specific, site.collection, site.etablissement
    groupes, relecture = [site.editeurs_id, site.redacteurs_id], site.relecture
    taches = list(Task.objects.filter(workflow_tasks__workflow=relecture))
    consigner("pages.supprimer_site", auteur=auteur, etablissement=ecole, objet=f"site {site.pk}")
    site.delete()
    racine.delete()
    for modele in (ImageDEcole, DocumentDEcole):
        for objet in modele.objects.filter(collection=collection):
            objet.delete()
    collection.delete()
    relecture.delete()
    for tache in taches:
        tache.specific.delete()
    Group.objects.filter(pk__in=groupes).delete()
    Site.clear_site_root_paths_cache()
    transaction.on_commit(Site.clear_site_root_paths_cache)
