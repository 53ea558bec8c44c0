"""What Wagtail's administration shows of itself to those who write the site of a school."""

from django.http import HttpRequest
from wagtail import hooks

from . import perimetre

AU_MENU = {"explorer", "images", "documents"}


@hooks.register("construct_main_menu")
def menu_reduit(request: HttpRequest, entrees: list) -> None:
    entrees[:] = [entree for entree in entrees if entree.name in AU_MENU]


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_help_menu")
def menu_vide(request: HttpRequest, entrees: list) -> None:
    entrees.clear()


@hooks.register("construct_homepage_summary_items")
def sans_comptes(request: HttpRequest, entrees: list) -> None:
    """Wagtail's counts are those of the whole territory."""
    entrees.clear()


@hooks.register("construct_page_chooser_queryset")
def pages_du_perimetre(pages, request: HttpRequest):
    siennes = perimetre.en_cours()
    return pages if siennes is None else pages.filter(siennes.pages)


@hooks.register("construct_explorer_page_queryset")
def explorateur(parent, pages, request: HttpRequest):
    return pages_du_perimetre(pages, request)
