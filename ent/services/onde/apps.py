from ent.socle.apps import Salle


class OndeConfig(Salle):
    """The schools’ files: exports of ONDE read, planned, applied."""

    name = "ent.services.onde"
    label = "onde"
