from ent.socle.apps import Salle


class PortailConfig(Salle):
    """What a person sees first: homes made of tiles, notifications."""

    name = "ent.portail"
    label = "portail"
