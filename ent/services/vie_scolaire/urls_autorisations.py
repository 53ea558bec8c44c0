"""Addresses of what families are asked, anything but images."""

from django.urls import path

from .views import autorisations, familles_autorisations, sorties

urlpatterns = [
    # Families
    path("", familles_autorisations.autorisations, name="autorisations"),
    path("<int:pk>/enfant/<uuid:eleve>/", familles_autorisations.une, name="autorisation_famille"),
    path("<int:pk>/enfant/<uuid:eleve>/repondre/", familles_autorisations.repondre, name="autorisation_repondre"),
    path("<int:pk>/enfant/<uuid:eleve>/traduire/", familles_autorisations.traduire, name="autorisation_traduire"),
    # The school
    path("suivi/", autorisations.accueil, name="autorisations_suivi"),
    path("ecole/<int:pk>/<slug:genre>/", autorisations.demander, name="autorisations_demander"),
    path("<int:pk>/", autorisations.demande, name="autorisation"),
    path("<int:pk>/fermer/", autorisations.fermer, name="autorisation_fermer"),
    path("<int:pk>/corriger/", sorties.corriger, name="sortie_corriger"),
    path("<int:pk>/annuler/", sorties.annuler, name="sortie_annuler"),
    path("<int:pk>/retablir/", sorties.retablir, name="sortie_retablir"),
    path("<int:pk>/agenda.ics", sorties.ics, name="sortie_ics"),
    path("<int:pk>/redemander/", autorisations.redemander, name="autorisation_redemander"),
    path("<int:pk>/relancer/", autorisations.relancer, name="autorisation_relancer"),
    path("<int:pk>/feuilles/", autorisations.feuilles, name="autorisation_feuilles"),
    path("<int:pk>/liste.ods", autorisations.ods, name="autorisation_ods"),
    path("<int:pk>/classe/<int:classe>/saisir/", autorisations.saisir, name="autorisation_saisir"),
    path("<int:pk>/classe/<int:classe>/signatures/", autorisations.signer, name="autorisation_signer"),
    path("<int:pk>/classe/<int:classe>/appel/", autorisations.appel, name="autorisation_appel"),
]
