from ent.socle.apps import Salle


class PagesConfig(Salle):
    """School sites and class journals, on Wagtail."""

    name = "pages"
