from django.apps import AppConfig


class SocleConfig(AppConfig):
    """What any Django product could have."""

    name = "ent.socle"
    label = "socle"
