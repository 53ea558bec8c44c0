from ent.socle.apps import Salle


class AnnuaireConfig(Salle):
    """Who is who: places, people, the ties between them."""

    name = "ent.annuaire"
    label = "annuaire"
