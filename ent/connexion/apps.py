from ent.socle import salles


class ConnexionConfig(salles.Salle):
    """How one comes in."""

    name = "ent.connexion"
    label = "connexion"
