from django.apps import AppConfig


class DiffusionConfig(AppConfig):
    name = "ent.diffusion"
    label = "diffusion"
