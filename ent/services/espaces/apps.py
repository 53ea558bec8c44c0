from ent.socle import salles


class EspacesConfig(salles.Salle):
    """Spaces that several schools open together: people, dates, visits, until a day."""

    name = "ent.services.espaces"
    label = "espaces"
    adresses = (("espaces/", "ent.services.espaces.urls"),)
