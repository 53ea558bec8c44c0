from ent.socle import salles


class RenseignementsConfig(salles.Salle):
    """What the school holds of a child, whom to call, who may collect, their health: each under its own right, and who opened it."""

    name = "ent.services.renseignements"
    label = "renseignements"
    adresses = (("mes-enfants/", "ent.services.renseignements.urls"),)
