"""Addresses of image rights."""

from django.urls import path

from .views import familles, suivi

urlpatterns = [
    # Families
    path("", familles.consentements, name="consentements"),
    path("<int:pk>/<uuid:eleve>/", familles.repondre, name="consentements_repondre"),
    # The school
    path("suivi/", suivi.accueil, name="consentements_suivi"),
    path("ecole/<int:pk>/demander/", suivi.demander, name="consentements_demander"),
    path("demande/<int:pk>/", suivi.demande, name="consentements_demande"),
    path("demande/<int:pk>/fermer/", suivi.fermer, name="consentements_fermer"),
    path("demande/<int:pk>/feuilles/", suivi.feuilles, name="consentements_feuilles"),
    path("demande/<int:pk>/classe/<int:classe>/", suivi.classe, name="consentements_classe"),
    path("demande/<int:pk>/classe/<int:classe>/accords/", suivi.accords, name="consentements_accords"),
    path("demande/<int:pk>/classe/<int:classe>/papiers/", suivi.papiers, name="consentements_papiers"),
]
