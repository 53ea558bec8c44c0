from ent.socle import salles


class PagesConfig(salles.Salle):
    """School sites and class journals, on Wagtail."""

    name = "pages"
    adresses = (("journal/", "pages.urls_journal"), ("", "pages.urls"))
