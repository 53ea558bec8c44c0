"""Which pages of Wagtail's administration exist here, and the pages of sites that each of them names.

Closed by default: a view of Wagtail that is not in this table answers 404 (users, groups, sites, workflows, reports, accounts,
privacy, tags…). `tests/pages/test_site_cms.py` plays every address of Wagtail, those of a later version included. Images and
documents of other schools are not found by the managers that Wagtail reads with (`perimetre`): the table speaks of pages.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from ent.socle.nombres import entier, entiers
from ent.socle.rustines import wagtail_droits

from .droits.site import ecoles_publiees_par
from .models import SiteDEcole
from .perimetre import Perimetre

# What acts on many at once: (model, action).
EN_LOT = {
    ("page", "delete"), ("page", "move"), ("page", "publish"), ("page", "unpublish"),
    ("imagedecole", "delete"), ("documentdecole", "delete"),
}  # fmt: skip
# Beside any address, in its query or in what is sent: what names pages.
ENVOYES = ("new_parent_page", "chooser", "childOf", "child_of", "parent_page_id", "position_page", "destination")


def _du_listage(request: HttpRequest, arguments: dict) -> Iterable[str]:
    """The listing exists for the explorer's menu alone; its parent is among what is sent."""
    if "for_explorer" not in request.GET:
        raise Http404
    return ()


def _de_la_veille(request: HttpRequest, arguments: dict) -> Iterable[str]:
    """Who else has it open: a page, but for images and documents."""
    if entier(arguments["object_id"]) is None:
        raise Http404
    return () if arguments["model_name"] in ("imagedecole", "documentdecole") else (arguments["object_id"],)


def _des_choisies(request: HttpRequest, arguments: dict) -> Iterable[str]:
    return request.GET.getlist("id")


def _du_lot(request: HttpRequest, arguments: dict) -> Iterable[str]:
    if (arguments["model_name"], arguments["action"]) not in EN_LOT:
        raise Http404
    if arguments["model_name"] != "page":
        return ()
    numeros = request.GET.getlist("id")
    # « All » of no page in particular would be all those of the territory.
    if "all" in numeros and not request.GET.get("childOf"):
        raise Http404
    return numeros


@dataclass(frozen=True)
class Nommees:
    """The pages that a view names: by these arguments of its address, and by what `lire` finds in the request (404 refuses)."""

    arguments: tuple[str, ...] = ()
    lire: Callable[[HttpRequest, dict], Iterable[str]] | None = None
    racine: bool = False  # Wagtail reads the root by this address, to show under it what one may explore

    def par(self, request: HttpRequest, arguments: dict) -> list:
        lues = self.lire(request, arguments) if self.lire else ()
        return [*(arguments[cle] for cle in self.arguments), *lues]


AUCUNE = Nommees()
LA_PAGE = Nommees(("page_id",))
SA_MERE = Nommees(("parent_page_id",))
LA_DEPLACEE = Nommees(("page_to_move_id",))

# View of Wagtail → the pages that it names.
VUES = {
    "wagtailadmin_sprite": AUCUNE,
    "wagtailadmin_javascript_catalog": AUCUNE,
    "wagtailadmin_home": AUCUNE,
    "wagtailadmin_dismissibles": AUCUNE,
    "wagtailadmin_explore_root": AUCUNE,
    "wagtailadmin_explore": Nommees(("parent_page_id",), racine=True),
    "wagtailadmin_explore_results": Nommees(("parent_page_id",), racine=True),
    "wagtailadmin_api:pages:listing": Nommees(lire=_du_listage, racine=True),
    "wagtailadmin_api:pages:detail": Nommees(("pk",)),
    "wagtail_bulk_action": Nommees(lire=_du_lot),
    "wagtailadmin_editing_sessions:ping": Nommees(lire=_de_la_veille),
    "wagtailadmin_editing_sessions:release": AUCUNE,
    "wagtailadmin_pages:add": SA_MERE,
    "wagtailadmin_pages:preview_on_add": SA_MERE,
    "wagtailadmin_pages:add_subpage": SA_MERE,
    "wagtailadmin_pages:edit": LA_PAGE,
    "wagtailadmin_pages:preview_on_edit": LA_PAGE,
    "wagtailadmin_pages:view_draft": LA_PAGE,
    "wagtailadmin_pages:delete": LA_PAGE,
    "wagtailadmin_pages:unpublish": LA_PAGE,
    "wagtailadmin_pages:copy": LA_PAGE,
    "wagtailadmin_pages:usage": LA_PAGE,
    "wagtailadmin_pages:history": LA_PAGE,
    "wagtailadmin_pages:history_results": LA_PAGE,
    "wagtailadmin_pages:move": LA_DEPLACEE,
    "wagtailadmin_pages:set_page_position": LA_DEPLACEE,
    "wagtailadmin_pages:move_confirm": Nommees(("page_to_move_id", "destination_id")),
    "wagtailadmin_pages:search": AUCUNE,
    "wagtailadmin_pages:search_results": AUCUNE,
    "wagtailadmin_pages:workflow_action": LA_PAGE,
    "wagtailadmin_pages:collect_workflow_action_data": LA_PAGE,
    "wagtailadmin_pages:confirm_workflow_cancellation": LA_PAGE,
    "wagtailadmin_pages:workflow_preview": LA_PAGE,
    "wagtailadmin_pages:workflow_history": LA_PAGE,
    "wagtailadmin_pages:workflow_history_detail": LA_PAGE,
    "wagtailadmin_pages:revisions_index": LA_PAGE,
    "wagtailadmin_pages:revisions_view": LA_PAGE,
    "wagtailadmin_pages:revisions_revert": LA_PAGE,
    "wagtailadmin_pages:revisions_unschedule": LA_PAGE,
    "wagtailadmin_pages:revisions_compare": Nommees(("pk",)),
    "wagtailadmin_choose_page": AUCUNE,
    "wagtailadmin_choose_page_child": Nommees(("parent_page_id",), racine=True),
    "wagtailadmin_choose_page_search": AUCUNE,
    "wagtailadmin_choose_page_chosen_multiple": Nommees(lire=_des_choisies),
    "wagtailadmin_choose_page_external_link": AUCUNE,
    "wagtailadmin_choose_page_email_link": AUCUNE,
    "wagtailadmin_choose_page_phone_link": AUCUNE,
    "wagtailadmin_choose_page_anchor_link": AUCUNE,
    "wagtailimages:index": AUCUNE,
    "wagtailimages:index_results": AUCUNE,
    "wagtailimages:add": AUCUNE,
    "wagtailimages:edit": AUCUNE,
    "wagtailimages:delete": AUCUNE,
    "wagtailimages:image_usage": AUCUNE,
    "wagtailimages:add_multiple": AUCUNE,
    "wagtailimages:edit_multiple": AUCUNE,
    "wagtailimages:create_multiple_from_uploaded_image": AUCUNE,
    "wagtailimages:delete_multiple": AUCUNE,
    "wagtailimages:delete_upload_multiple": AUCUNE,
    "wagtaildocs:index": AUCUNE,
    "wagtaildocs:index_results": AUCUNE,
    "wagtaildocs:add": AUCUNE,
    "wagtaildocs:edit": AUCUNE,
    "wagtaildocs:delete": AUCUNE,
    "wagtaildocs:document_usage": AUCUNE,
    "wagtaildocs:add_multiple": AUCUNE,
    "wagtaildocs:edit_multiple": AUCUNE,
    "wagtaildocs:create_multiple_from_uploaded_document": AUCUNE,
    "wagtaildocs:delete_multiple": AUCUNE,
    "wagtaildocs:delete_upload_multiple": AUCUNE,
    "wagtailimages_chooser:choose": AUCUNE,
    "wagtailimages_chooser:choose_results": AUCUNE,
    "wagtailimages_chooser:chosen": AUCUNE,
    "wagtailimages_chooser:chosen_multiple": AUCUNE,
    "wagtailimages_chooser:create": AUCUNE,
    "wagtaildocs_chooser:choose": AUCUNE,
    "wagtaildocs_chooser:choose_results": AUCUNE,
    "wagtaildocs_chooser:chosen": AUCUNE,
    "wagtaildocs_chooser:chosen_multiple": AUCUNE,
    "wagtaildocs_chooser:create": AUCUNE,
}
AUTORISEES = frozenset(VUES)
# What takes a page away from visitors, and which argument says it: some are not (`PageDEcole.tenue`).
RETIRENT = {
    "wagtailadmin_pages:unpublish": "page_id", "wagtailadmin_pages:delete": "page_id",
    "wagtailadmin_pages:move": "page_to_move_id", "wagtailadmin_pages:move_confirm": "page_to_move_id",
}  # fmt: skip
# What some of them read of what is sent without asking whether it came.
LUS_SANS_DEMANDER = {
    "wagtailadmin_pages:copy": "new_parent_page",
    "wagtailadmin_choose_page_external_link": "external-link-chooser-url",
}


def perimetre_de(personne) -> Perimetre:
    """Of the schools whose site this person writes today. One query."""
    sites = SiteDEcole.objects.ecrits_par(personne).order_by("pk")
    lus = list(sites.values_list("etablissement_id", "site__root_page__path", "site__root_page_id"))
    return Perimetre(
        frozenset(ecole for ecole, _c, _p in lus), tuple(c for _e, c, _p in lus), tuple(p for _e, _c, p in lus)
    )


def garder(request: HttpRequest, nom: str, arguments: dict, perimetre: Perimetre) -> None:
    """404 for a view that does not exist here, or that names a page outside the perimeter; 400 for what was not sent whole."""
    vue = VUES.get(nom)
    if vue is None:
        raise Http404
    numeros = vue.par(request, arguments)
    for donnees in (request.GET, request.POST if request.method == "POST" else {}):
        numeros += [donnees[cle] for cle in ENVOYES if donnees.get(cle)]
    if request.method == "POST" and nom.startswith("wagtailadmin_pages:"):
        _garder_les_liens(request.POST, perimetre)
    _exiger_dedans(numeros, perimetre, racine=vue.racine)
    if nom in RETIRENT:
        _garder_les_tenues([arguments[RETIRENT[nom]]])
    elif nom == "wagtail_bulk_action" and arguments["model_name"] == "page" and arguments["action"] != "publish":
        _garder_les_tenues(request.GET.getlist("id"))
    if request.method == "POST" and nom in LUS_SANS_DEMANDER and LUS_SANS_DEMANDER[nom] not in request.POST:
        raise BadRequest


def _garder_les_tenues(numeros: Iterable) -> None:
    """Of what is withdrawn, moved or deleted, those without which there is no site say why they stay. « All » leaves them out by
    Wagtail's own rights.
    """
    for page in Page.objects.filter(pk__in=entiers(map(str, numeros))).specific(defer=True):
        if phrase := getattr(page, "tenue", ""):
            raise PermissionDenied(phrase)


def _garder_les_liens(envoi, perimetre: Perimetre) -> None:
    """A page that was erased since is refused by nobody: the form would be lost."""
    liees = entiers(_pages_liees(envoi))
    if liees and Page.objects.filter(pk__in=liees).exclude(perimetre.pages).exists():
        raise Http404


def _pages_liees(donnees) -> Iterator[str]:
    """Pages that the content sent leads to: those of buttons, and those of links in a text (Draftail's JSON)."""
    for cle, valeurs in donnees.lists():
        for valeur in valeurs:
            if cle.endswith("-page"):
                yield valeur.strip()
            elif (texte := _texte_riche(valeur)) is not None:
                try:
                    entites = texte["entityMap"].values()
                    yield from (str(e["data"]["id"]).strip() for e in entites if "id" in (e.get("data") or {}))
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise Http404 from None


def _texte_riche(valeur: str) -> dict | None:
    """A text as Draftail sends it: read as Wagtail will read it, whatever way it is written. None for any other words."""
    if not valeur.lstrip().startswith("{"):
        return None
    try:
        lu = json.loads(valeur)
    except ValueError:
        return None
    except RecursionError:
        raise Http404 from None
    return lu if isinstance(lu, dict) and "entityMap" in lu else None


def _exiger_dedans(numeros: Iterable, perimetre: Perimetre, *, racine: bool) -> None:
    textes = {str(n) for n in numeros} - {"all", ""}
    if any(entier(texte) is None for texte in textes):
        raise Http404
    voulus = set(entiers(textes))
    if not voulus:
        return
    permises = set(Page.objects.filter(perimetre.pages, pk__in=voulus).values_list("pk", flat=True))
    if racine:
        permises |= set(Page.objects.filter(depth=1, pk__in=voulus).values_list("pk", flat=True))
    if voulus - permises:
        raise Http404


def montrer_les_droits(personne, perimetre: Perimetre) -> None:
    """Give Wagtail the rights of today's roles, whatever rows are stored."""
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
    codes = Permission.objects.filter(group__in=groupes).values_list("content_type__app_label", "codename").distinct()
    wagtail_droits.donner(
        personne,
        de_page=list(de_page),
        de_collection=list(de_collection),
        codes={f"{app}.{code}" for app, code in codes},
    )
