from django.urls import path

from . import views

urlpatterns = [
    path("deposer/", views.deposer, name="fichiers_deposer"),
    path("album/<slug:nom>/<int:cle>/", views.album, name="fichiers_album"),
    path("album/<slug:nom>/<int:cle>/tout/", views.tout, name="fichiers_tout"),
    path("<uuid:uuid>/", views.voir, name="fichiers_voir"),
    path("<uuid:uuid>/qui/", views.qui, name="fichiers_qui"),
    path("<uuid:uuid>/flouter/", views.flouter, name="fichiers_flouter"),
    path("<uuid:uuid>/<slug:nom>", views.servir, name="fichiers_servir"),
]
