"""Addresses of dossiers: the school that prepares, families, pupils; sending and receiving."""

urlpatterns: list = []
