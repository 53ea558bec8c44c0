"""Addresses of the carnet de liaison."""

from django.urls import path

from ent.portail.views.brouillons import brouillon

from .views import carnet_ecrire, carnet_familles, carnet_suivi, traduction

urlpatterns = [
    # Families
    path("", carnet_familles.carnet, name="carnet"),
    path("vus/", carnet_familles.vus, name="carnet_vus"),
    path("<int:pk>/", carnet_familles.lire, name="carnet_lire"),
    path("<uuid:eleve>/<int:pk>/", carnet_familles.mot, name="carnet_mot"),
    path("<uuid:eleve>/<int:pk>/signer/", carnet_familles.signer, name="carnet_signer"),
    path("<uuid:eleve>/<int:pk>/reprendre/", carnet_familles.reprendre, name="carnet_reprendre"),
    path("<uuid:eleve>/<int:pk>/traduire/", traduction.traduire_mot, name="carnet_traduire"),
    # Who sends
    path("brouillon/<str:cle>/", brouillon, name="carnet_brouillon"),
    path("envoyes/", carnet_ecrire.accueil, name="carnet_enseignant"),
    path("classe/<int:pk>/", carnet_ecrire.classe, name="carnet_ecrire_classe"),
    path("groupe/<int:pk>/", carnet_ecrire.groupe, name="carnet_ecrire_groupe"),
    path("ecole/<int:pk>/", carnet_ecrire.ecole, name="carnet_ecrire_ecole"),
    path("mot/<int:pk>/", carnet_suivi.suivi, name="carnet_suivi"),
    path("mot/<int:pk>/corriger/", carnet_ecrire.corriger, name="carnet_corriger"),
    path("mot/<int:pk>/retirer/", carnet_ecrire.retirer, name="carnet_retirer"),
    path("mot/<int:pk>/remettre/", carnet_ecrire.remettre, name="carnet_remettre"),
    path("mot/<int:pk>/relancer/", carnet_suivi.relancer, name="carnet_relancer"),
    path("mot/<int:pk>/coupons/", carnet_suivi.coupons, name="carnet_coupons"),
    path("mot/<int:pk>/papiers/", carnet_suivi.papiers, name="carnet_papiers"),
    path("mot/<int:pk>/papiers/<uuid:eleve>/reprendre/", carnet_suivi.papier_repris, name="carnet_papier_repris"),
    path("mot/<int:pk>/trancher/<uuid:eleve>/", carnet_suivi.trancher, name="carnet_trancher"),
    path("mot/<int:pk>/resultats.csv", carnet_suivi.resultats_csv, name="carnet_csv"),
    path("mot/<int:pk>/resultats.ods", carnet_suivi.resultats_ods, name="carnet_ods"),
]
