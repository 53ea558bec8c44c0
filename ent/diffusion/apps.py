from ent.socle.apps import Salle


class DiffusionConfig(Salle):
    """Telling people: now, later, by workers."""

    name = "ent.diffusion"
    label = "diffusion"
