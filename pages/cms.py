"""Which pages of Wagtail's administration exist here, and the objects that their addresses name.

Closed by default: a view of Wagtail that is not in this table answers 404 (users, groups, sites, workflows, reports, accounts,
privacy, tags…). `tests/pages/test_site_cms.py` plays every address of Wagtail, those of a later version included.
"""

import json
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Permission
from django.http import Http404, HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from .droits.site import ecoles_publiees_par
from .models import SiteDEcole
from .perimetre import Perimetre

LIBRES = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
# Each of these names the pages of its address in keyword arguments (see `PAGES`).
AUTORISEES = LIBRES | {
    "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtailadmin_api:pages:listing", "wagtailadmin_api:pages:detail", "wagtail_bulk_action",
    "wagtailadmin_pages:add", "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:usage", "wagtailadmin_pages:edit",
    "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results", "wagtailadmin_pages:move", "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:set_page_position", "wagtailadmin_pages:copy", "wagtailadmin_pages:workflow_action",
    "wagtailadmin_pages:collect_workflow_action_data", "wagtailadmin_pages:confirm_workflow_cancellation",
    "wagtailadmin_pages:workflow_preview", "wagtailadmin_pages:revisions_index", "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:revisions_revert", "wagtailadmin_pages:revisions_unschedule",
    "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:workflow_history_detail", "wagtailadmin_pages:history", "wagtailadmin_pages:history_results",
    "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link", "wagtailadmin_dismissibles", "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailimages:index", "wagtailimages:index_results", "wagtailimages:edit", "wagtailimages:delete",
    "wagtailimages:add", "wagtailimages:image_usage", "wagtailimages:add_multiple", "wagtailimages:edit_multiple",
    "wagtailimages:create_multiple_from_uploaded_image", "wagtailimages:delete_multiple",
    "wagtailimages:delete_upload_multiple",
    "wagtaildocs:index", "wagtaildocs:index_results", "wagtaildocs:add", "wagtaildocs:edit", "wagtaildocs:delete",
    "wagtaildocs:add_multiple", "wagtaildocs:edit_multiple", "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_multiple", "wagtaildocs:delete_upload_multiple", "wagtaildocs:document_usage",
    "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results", "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:chosen_multiple", "wagtailimages_chooser:create",
    "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results", "wagtaildocs_chooser:chosen",
    "wagtaildocs_chooser:chosen_multiple", "wagtaildocs_chooser:create",
}  # fmt: skip
# What acts on many at once: (model, action). Images and documents of others are not found by their managers.
EN_LOT = {
    ("page", "delete"), ("page", "move"), ("page", "publish"), ("page", "unpublish"),
    ("imagedecole", "delete"), ("documentdecole", "delete"),
}  # fmt: skip
# Where the number of a page stands in an address; and in what is sent beside it.
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
ENVOYES = ("new_parent_page", "chooser", "childOf", "child_of", "parent_page_id", "position_page", "destination")
# Addresses that Wagtail reads the root by, to show under it what one may explore.
SUR_LA_RACINE = {"wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"}


def autoriser(nom: str) -> None:
    """Another part of this room opens a view of Wagtail that it needs."""
    AUTORISEES.add(nom)


def perimetre_de(personne) -> Perimetre:
    """Of the schools whose site this person writes today. One query."""
    sites = SiteDEcole.objects.ecrits_par(personne).order_by("pk")
    lus = list(sites.values_list("etablissement_id", "site__root_page__path", "site__root_page_id"))
    return Perimetre(
        frozenset(ecole for ecole, _c, _p in lus), tuple(c for _e, c, _p in lus), tuple(p for _e, _c, p in lus)
    )


def garder(request: HttpRequest, nom: str, arguments: dict, perimetre: Perimetre) -> None:
    """404 for a view that does not exist here, or that names a page outside the perimeter."""
    if nom not in AUTORISEES:
        raise Http404
    numeros = [arguments[cle] for cle in PAGES if arguments.get(cle)]
    if nom.startswith(("wagtailadmin_pages:", "wagtailadmin_api:pages:")) and "pk" in arguments:
        numeros.append(arguments["pk"])
    if nom == "wagtailadmin_api:pages:listing" and "for_explorer" not in request.GET:
        raise Http404
    if nom == "wagtailadmin_editing_sessions:ping":
        if not arguments["object_id"].isdigit():
            raise Http404
        if arguments["model_name"] not in ("imagedecole", "documentdecole"):
            numeros.append(arguments["object_id"])
    if nom == "wagtailadmin_choose_page_chosen_multiple":
        numeros += request.GET.getlist("id")
    if nom == "wagtail_bulk_action":
        if (arguments["model_name"], arguments["action"]) not in EN_LOT:
            raise Http404
        if arguments["model_name"] == "page":
            numeros += request.GET.getlist("id")
            # « All » of no page in particular would be all those of the territory.
            if "all" in numeros and not request.GET.get("childOf"):
                raise Http404
    for donnees in (request.GET, request.POST if request.method == "POST" else {}):
        numeros += [donnees[cle] for cle in ENVOYES if donnees.get(cle)]
    if request.method == "POST" and nom.startswith("wagtailadmin_pages:"):
        liees = [n for n in _pages_liees(request.POST) if n.isdecimal() and len(n) < 19]
        # One that was erased since is refused by nobody: the form would be lost.
        if liees and Page.objects.filter(pk__in=liees).exclude(perimetre.pages).exists():
            raise Http404
    _exiger_dedans(numeros, perimetre, racine=nom in SUR_LA_RACINE or nom == "wagtailadmin_api:pages:listing")


def _pages_liees(donnees) -> Iterator[str]:
    """Pages that the content sent leads to: those of buttons, and those of links in a text (Draftail's JSON)."""
    for cle, valeurs in donnees.lists():
        for valeur in valeurs:
            if cle.endswith("-page"):
                yield valeur.strip()
            elif '"entityMap"' in valeur:
                try:
                    entites = json.loads(valeur)["entityMap"].values()
                    yield from (str(e["data"]["id"]).strip() for e in entites if "id" in (e.get("data") or {}))
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise Http404 from None


def _exiger_dedans(numeros: Iterable, perimetre: Perimetre, *, racine: bool) -> None:
    textes = {str(n) for n in numeros} - {"all", ""}
    if not all(n.isdecimal() and len(n) < 19 for n in textes):
        raise Http404
    voulus = {int(n) for n in textes}
    if not voulus:
        return
    permises = set(Page.objects.filter(perimetre.pages, pk__in=voulus).values_list("pk", flat=True))
    if racine:
        permises |= set(Page.objects.filter(depth=1, pk__in=voulus).values_list("pk", flat=True))
    if voulus - permises:
        raise Http404


def montrer_les_droits(personne, perimetre: Perimetre) -> None:
    """Give Wagtail the rights of today's roles, whatever rows are stored: it reads them in what it keeps on the person."""
    groupes = []
    publiees = ecoles_publiees_par(personne)
    for ecole, editeurs, redacteurs in SiteDEcole.objects.filter(etablissement__in=perimetre.ecoles).values_list(
        "etablissement_id", "editeurs_id", "redacteurs_id"
    ):
        groupes.append(editeurs if ecole in publiees else redacteurs)
    de_page = GroupPagePermission.objects.filter(group__in=groupes).select_related("page", "permission")
    de_collection = GroupCollectionPermission.objects.filter(group__in=groupes).select_related(
        "collection", "permission"
    )
    personne._page_permission_cache = list(de_page)
    personne._collection_permission_cache = list(de_collection)
    personne._site_permission_cache = []
    codes = Permission.objects.filter(group__in=groupes).values_list("content_type__app_label", "codename").distinct()
    personne._perm_cache = {f"{app}.{code}" for app, code in codes}
    personne._group_perm_cache, personne._user_perm_cache = set(personne._perm_cache), set()
