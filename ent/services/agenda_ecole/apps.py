from ent.socle import salles


class AgendaEcoleConfig(salles.Salle):
    """The agenda of schools and classes: what happens, when, where, how often."""

    name = "ent.services.agenda_ecole"
    label = "agenda_ecole"
    adresses = (("agenda/", "ent.services.agenda_ecole.urls"),)
