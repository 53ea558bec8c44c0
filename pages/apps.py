from django.apps import AppConfig


class PagesConfig(AppConfig):
    """School sites and class journals, on Wagtail."""

    name = "pages"

    def ready(self) -> None:
        from . import journal

        journal.brancher()
