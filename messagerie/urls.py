"""Addresses of the messages (`/messages/`) and of the carnet de liaison (`/carnet/`)."""

from django.urls import include, path

urlpatterns = [
    path("messages/", include("messagerie.urls_regles")),
]
