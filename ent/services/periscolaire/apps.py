from ent.socle import salles


class PeriscolaireConfig(salles.Salle):
    """Menus, and who eats or stays at school around class."""

    name = "ent.services.periscolaire"
    label = "periscolaire"
    adresses = (("periscolaire/", "ent.services.periscolaire.urls"),)
