from ent.socle import salles


class SouvenirsConfig(salles.Salle):
    """Keepsakes: the photos, works, words and sounds of one child, in a ZIP that opens without the site."""

    name = "ent.services.souvenirs"
    label = "souvenirs"
    adresses = (("souvenirs/", "ent.services.souvenirs.urls"),)
