from ent.socle import salles


class CahierDeTextesConfig(salles.Salle):
    """What was done and what is to be done."""

    name = "cahier_de_textes"
    adresses = (("cahier/", "cahier_de_textes.urls"),)
