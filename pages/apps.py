from django.apps import AppConfig


class PagesConfig(AppConfig):
    """School sites and class journals, on Wagtail."""

    name = "pages"

    def ready(self) -> None:
        from . import contributions_site, journal, naissances, signaux  # noqa: F401  (tiles; made with a school; what follows)

        journal.brancher()
