"""Addresses of the collège: the page of a family, those of the operator, and the feed of other systems."""

from django.urls import path

from .views import familles, flux, territoire

urlpatterns = [
    path("", familles.liste, name="continuite"),
    path("aller/<int:element>/", familles.aller, name="continuite_aller"),
    path("emetteurs/", territoire.liste, name="continuite_emetteurs"),
    path("emetteurs/nouveau/", territoire.nouveau, name="continuite_nouveau"),
    path("emetteurs/<uuid:emetteur>/", territoire.emetteur, name="continuite_emetteur"),
    path("emetteurs/<uuid:emetteur>/secret/", territoire.secret, name="continuite_secret"),
    path("emetteurs/<uuid:emetteur>/fermer/", territoire.fermer, name="continuite_fermer"),
    # --- The feed -----------------------------------------------------------------------------------------------------
    path("flux/contrat.json", flux.contrat, name="continuite_contrat"),
    path("flux/schemas/<slug:nature>.json", flux.schema, name="continuite_schema"),
    path("flux/jeton", flux.jeton, name="continuite_jeton"),
    path("flux/elements", flux.elements, name="continuite_elements"),
]
