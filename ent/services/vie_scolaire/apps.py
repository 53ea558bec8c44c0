from ent.socle.apps import Salle


class VieScolaireConfig(Salle):
    """Image rights: what the school asks, what families answer."""

    name = "ent.services.vie_scolaire"
    label = "vie_scolaire"
