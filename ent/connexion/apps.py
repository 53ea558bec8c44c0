from django.apps import AppConfig


class ConnexionConfig(AppConfig):
    name = "ent.connexion"
    label = "connexion"
