"""Addresses of dossiers: the school that prepares, families, pupils; sending and receiving."""

from django.urls import path

from .views import echange, familles

urlpatterns = [
    # --- Between instances ----------------------------------------------------------------------------------------------
    path("echange/annonces", echange.annoncer, name="liaison_annoncer"),
    path("echange/<uuid:identifiant>", echange.envoi, name="liaison_envoi_recu"),
    path("echange/cles/<str:uai>.json", echange.jwks, name="liaison_jwks"),
    path("echange/schema-1.json", echange.schema, name="liaison_schema"),
    # --- Families
    path("famille/", familles.accueil, name="dossiers_famille"),
    path("famille/<uuid:cle>/", familles.dossier, name="dossier_famille"),
    path("famille/<uuid:cle>/repondre/", familles.repondre, name="dossier_repondre"),
    path("famille/<uuid:cle>/lu/", familles.lu, name="dossier_lu"),
    path("famille/<uuid:cle>/traduire/", familles.traduire, name="dossier_traduire"),
]
