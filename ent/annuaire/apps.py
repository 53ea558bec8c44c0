from ent.socle import salles


class AnnuaireConfig(salles.Salle):
    """Who is who: places, people, the ties between them."""

    name = "ent.annuaire"
    label = "annuaire"
