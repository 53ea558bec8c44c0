from django.apps import AppConfig


class PagesConfig(AppConfig):
    """School sites and class journals, on Wagtail."""

    name = "pages"

    def ready(self) -> None:
        from . import journal, naissances, signaux  # noqa: F401  (what is made with a school; what follows a change)

        journal.brancher()
