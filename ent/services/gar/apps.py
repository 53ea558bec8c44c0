from ent.socle import salles


class GarConfig(salles.Salle):
    """GAR: nightly files of the first degree, and the médiacentre's list of resources."""

    name = "ent.services.gar"
    label = "gar"
    adresses = (("ressources/", "ent.services.gar.urls"),)
