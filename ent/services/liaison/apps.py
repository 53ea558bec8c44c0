from ent.socle import salles


class LiaisonConfig(salles.Salle):
    """Dossiers de liaison: prepared by who teaches, read part by part by the family, sent signed to the next school."""

    name = "ent.services.liaison"
    label = "liaison"
    adresses = (("dossiers/", "ent.services.liaison.urls"),)
