from ent.socle import salles


class ContinuiteConfig(salles.Salle):
    """What a collège's ENT tells families here, by our feed."""

    name = "ent.services.continuite"
    label = "continuite"
    adresses = (("college/", "ent.services.continuite.urls"),)
