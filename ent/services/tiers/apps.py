from ent.socle import salles


class TiersConfig(salles.Salle):
    """Services made by others: which ones, for whom, what each receives; and our being their identity provider."""

    name = "ent.services.tiers"
    label = "tiers"
    adresses = (("", "ent.services.tiers.urls"),)
