from django.apps import AppConfig


class AnnuaireConfig(AppConfig):
    name = "ent.annuaire"
    label = "annuaire"
