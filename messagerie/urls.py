"""Addresses of the messages (`/messages/`) and of the carnet de liaison (`/carnet/`)."""

urlpatterns: list = []
