from django.urls import path, re_path

from .views import fichiers

urlpatterns = [
    path("hors-ligne/", fichiers.hors_ligne, name="hors_ligne"),
    path("manifeste.webmanifest", fichiers.manifeste, name="manifeste"),
    path("sw.js", fichiers.agent, name="agent"),
    re_path(
        r"^(?P<base>style|script|atelier|bureau|carnet|journal|messagerie|icones|dessins)\.(?P<empreinte>[0-9a-f]{12})\.(?P<extension>css|js|svg)$",
        fichiers.assemblage,
        name="assemblage",
    ),
]
