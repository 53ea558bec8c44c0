"""Addresses of dossiers: the school that prepares, families, pupils; sending and receiving."""

from django.urls import path

from .views import echange

urlpatterns = [
    # --- Between instances ----------------------------------------------------------------------------------------------
    path("echange/annonces", echange.annoncer, name="liaison_annoncer"),
    path("echange/<uuid:identifiant>", echange.envoi, name="liaison_envoi_recu"),
    path("echange/cles/<str:uai>.json", echange.jwks, name="liaison_jwks"),
    path("echange/schema-1.json", echange.schema, name="liaison_schema"),
]
