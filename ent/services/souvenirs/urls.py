"""Addresses of keepsakes."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.liste, name="souvenirs"),
    path("<uuid:eleve>/", views.album, name="souvenirs_album"),
    path("<uuid:eleve>/etat/", views.etat, name="souvenirs_etat"),
    path("<uuid:eleve>/album.zip", views.prendre, name="souvenirs_prendre"),
]
