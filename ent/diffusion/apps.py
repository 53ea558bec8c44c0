from ent.socle import salles


class DiffusionConfig(salles.Salle):
    """Telling people: now, later, by workers."""

    name = "ent.diffusion"
    label = "diffusion"
