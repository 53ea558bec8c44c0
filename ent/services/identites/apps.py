from ent.socle import salles


class IdentitesConfig(salles.Salle):
    """Coming in with an identity that the State gave: ÉduConnect for families, the académie for its agents."""

    name = "ent.services.identites"
    label = "identites"
    adresses = (("", "ent.services.identites.urls"),)
