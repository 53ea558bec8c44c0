from ent.socle.apps import Salle


class ConnexionConfig(Salle):
    """How one comes in."""

    name = "ent.connexion"
    label = "connexion"
