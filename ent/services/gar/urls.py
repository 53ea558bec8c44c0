"""Addresses of GAR: resources, what GAR receives, what was sent."""

from django.urls import path

from .views import ressources, territoire

urlpatterns = [
    path("", ressources.liste, name="gar"),
    path("recoit/", ressources.recoit, name="gar_recoit"),
    path("envois/", territoire.envois, name="gar_envois"),
    path("envois/maintenant/", territoire.envoyer, name="gar_envoyer"),
    path("envois/fichier/<int:fichier>/", territoire.fichier, name="gar_fichier"),
    path("<uai:uai>/actualiser/", ressources.actualiser, name="gar_actualiser"),
]
