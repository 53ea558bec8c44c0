from ent.socle import salles


class RendezVousConfig(salles.Salle):
    """Meetings: teachers open slots, families book, move and cancel them."""

    name = "ent.services.rendez_vous"
    label = "rendez_vous"
    adresses = (("rendez-vous/", "ent.services.rendez_vous.urls"),)
