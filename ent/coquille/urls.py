from django.urls import path, re_path

from .assemblages import ADRESSE
from .views import fichiers

urlpatterns = [
    path("hors-ligne/", fichiers.hors_ligne, name="hors_ligne"),
    path("manifeste.webmanifest", fichiers.manifeste, name="manifeste"),
    path("sw.js", fichiers.agent, name="agent"),
    re_path(f"^{ADRESSE}$", fichiers.assemblage, name="assemblage"),
]
