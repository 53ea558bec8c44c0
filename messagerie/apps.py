from ent.socle import salles


class MessagerieConfig(salles.Salle):
    """Threads, the carnet de liaison, and the rules of both."""

    name = "messagerie"
    adresses = (("", "messagerie.urls"),)
