"""What Wagtail's administration shows of itself to those who write the site of a school."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from . import perimetre
from .forms.site_pages import noter_la_version_lue
from .lectures import site_listes

# What stays of the menu, in our words.
AU_MENU = {"ent": None, "explorer": _("Toutes les pages"), "images": _("Photos"), "documents": _("Documents")}
# What the panels of the home list, and the page of each line.
PANNEAUX: dict[str, Callable] = {
    "states": lambda ligne: ligne["obj"],
    "workflow_states": lambda etat: etat.content_object,
    "last_edits": lambda ligne: ligne[1],
    "locked_pages": lambda page: page,
}


@hooks.register("insert_global_admin_css")
def couleurs() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("pages/css/cms/jetons.css"))


@hooks.register("insert_editor_js")
def une_a_la_fois() -> str:
    return format_html('<script type="module" src="{}"></script>', static("pages/js/cms/une-a-la-fois.js"))


@hooks.register("register_admin_menu_item")
def revenir() -> MenuItem:
    """The way back to where one came from."""
    return MenuItem(settings.ENT_NOM, reverse("accueil"), name="ent", icon_name="arrow-left", order=1)


@hooks.register("construct_main_menu")
def menu_reduit(request: HttpRequest, entrees: list) -> None:
    entrees[:] = [entree for entree in entrees if entree.name in AU_MENU]
    for entree in entrees:
        entree.label = AU_MENU[entree.name] or entree.label


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_help_menu")
def menu_vide(request: HttpRequest, entrees: list) -> None:
    entrees.clear()


@hooks.register("construct_homepage_summary_items")
def sans_comptes(request: HttpRequest, entrees: list) -> None:
    """Wagtail's counts are those of the whole territory."""
    entrees.clear()


class QueChanger(Component):
    """The pages of one's sites, each one tap from its words; what one writes most often first."""

    order = 0  # above those of Wagtail
    template_name = "pages/site/cms_accueil.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context) -> dict:
        return {"sites": site_listes.a_modifier(self.request.user)}


@hooks.register("construct_page_action_menu")
def publier_d_abord(entrees: list, request: HttpRequest, contexte: dict) -> None:
    """The first button does what one came for: publish, or send to who publishes; keeping a draft stands in the menu. A direction that may
    publish sends nothing to itself; who was confided the site may prefer that it reads first.
    """
    rangs = {"action-publish": 0, "action-submit": 1}
    publie = any(entree.name == "action-publish" for entree in entrees)
    if publie and request.user.portee.etablissements_diriges:
        entrees[:] = [entree for entree in entrees if entree.name != "action-submit"]
    entrees.sort(key=lambda entree: rangs.get(entree.name, len(rangs)))


@hooks.register("construct_homepage_panels")
def panneaux_du_perimetre(request: HttpRequest, panneaux: list) -> None:
    """What one wrote, locked, sent or may read again in a school that one has left is not told."""
    for panneau in panneaux:
        panneau.get_context_data = partial(_borner_le_panneau, panneau.get_context_data, perimetre.en_cours())
    panneaux.append(QueChanger(request))


def _borner_le_panneau(lire, siennes: perimetre.Perimetre | None, parent) -> dict:
    contexte = lire(parent)
    if siennes is not None:
        for cle, page_de in PANNEAUX.items():
            if cle in contexte:
                contexte[cle] = [ligne for ligne in contexte[cle] if siennes.contient(page_de(ligne))]
    return contexte


@hooks.register("construct_page_chooser_queryset")
def pages_du_perimetre(pages, request: HttpRequest):
    siennes = perimetre.en_cours()
    return pages if siennes is None else pages.filter(siennes.pages)


@hooks.register("construct_explorer_page_queryset")
def explorateur(parent, pages, request: HttpRequest):
    return pages_du_perimetre(pages, request)


@hooks.register("before_edit_page")
def version_lue(request: HttpRequest, page) -> None:
    """Wagtail refuses to write over a newer version when it saves by itself, and not when somebody presses the button."""
    if request.method == "POST":
        noter_la_version_lue(page, request.POST)
