"""Addresses of spaces between schools."""

from django.urls import include, path

from ent.portail.views.brouillons import brouillon

from .views import agenda, ecoles, espaces

urlpatterns = [
    path("", include("ent.services.espaces.urls_tableau")),
    path("", espaces.accueil, name="espaces"),
    path("ecole/<str:uai>/ouvrir/", espaces.ouvrir, name="espaces_ouvrir"),
    path("brouillon/<str:cle>/", brouillon, name="espaces_brouillon"),
    path("<int:pk>/", espaces.espace, name="espaces_espace"),
    path("<int:pk>/corriger/", espaces.corriger, name="espaces_corriger"),
    path("<int:pk>/clore/", espaces.clore, name="espaces_clore"),
    path("<int:pk>/rouvrir/", espaces.rouvrir, name="espaces_rouvrir"),
    path("<int:pk>/inviter/", ecoles.inviter, name="espaces_inviter"),
    path("<int:pk>/date/", agenda.ecrire, name="espaces_ecrire"),
    path("invitation/<int:pk>/", ecoles.invitation, name="espaces_invitation"),
    path("invitation/<int:pk>/repondre/", ecoles.repondre, name="espaces_repondre_invitation"),
    path("invitation/<int:pk>/retirer/", ecoles.retirer, name="espaces_retirer_invitation"),
    path("venir/<int:pk>/", ecoles.venir, name="espaces_gens"),
    path("venir/<int:pk>/quitter/", ecoles.quitter, name="espaces_quitter"),
    path("venir/<int:pk>/revenir/", ecoles.revenir, name="espaces_revenir"),
    path("archive/<int:pk>/", ecoles.archive, name="espaces_archive"),
    path("date/<int:pk>/", agenda.date, name="espaces_date"),
    path("date/<int:pk>/agenda.ics", agenda.ics, name="espaces_ics"),
    path("date/<int:pk>/liste.pdf", agenda.liste, name="espaces_liste"),
    path("date/<int:pk>/corriger/", agenda.corriger, name="espaces_corriger_date"),
    path("date/<int:pk>/annuler/", agenda.annuler, name="espaces_annuler_date"),
    path("date/<int:pk>/retablir/", agenda.retablir, name="espaces_retablir_date"),
    path("date/<int:pk>/enfant/<uuid:eleve>/", agenda.repondre, name="espaces_repondre"),
    path("date/<int:pk>/classe/<int:classe>/", agenda.repondre_classe, name="espaces_repondre_classe"),
]
