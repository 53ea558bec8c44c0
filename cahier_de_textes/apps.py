from ent.socle.apps import Salle


class CahierDeTextesConfig(Salle):
    """What was done and what is to be done."""

    name = "cahier_de_textes"
