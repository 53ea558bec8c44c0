from ent.socle import salles


class OndeConfig(salles.Salle):
    """The schools’ files: exports of ONDE read, planned, applied."""

    name = "ent.services.onde"
    label = "onde"
    adresses = (("annuaire/", "ent.services.onde.urls"),)
