from django.apps import AppConfig


class PortailConfig(AppConfig):
    name = "ent.portail"
    label = "portail"
