from ent.socle import salles


class AccesConfiesConfig(salles.Salle):
    """Accesses that guardians confide: to whom, which children, which rooms, until when."""

    name = "ent.services.acces_confies"
    label = "acces_confies"
    adresses = (("acces-confies/", "ent.services.acces_confies.urls"),)
