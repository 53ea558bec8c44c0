from ent.socle import salles


class VieScolaireConfig(salles.Salle):
    """Image rights: what the school asks, what families answer."""

    name = "ent.services.vie_scolaire"
    label = "vie_scolaire"
    adresses = (("autorisations/", "ent.services.vie_scolaire.urls"),)
