from ent.socle.apps import Salle


class MessagerieConfig(Salle):
    """Threads, the carnet de liaison, and the rules of both."""

    name = "messagerie"
