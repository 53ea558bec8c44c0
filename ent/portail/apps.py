from ent.socle import salles


class PortailConfig(salles.Salle):
    """What a person sees first: homes made of tiles, notifications."""

    name = "ent.portail"
    label = "portail"
