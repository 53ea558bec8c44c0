from django.urls import path

from .views import familles, suivi, travaux

urlpatterns = [
    path("", travaux.cahier, name="cahier"),
    path("classe/<int:pk>/", travaux.classe, name="cahier_classe"),
    path("classe/<int:pk>/projeter/", travaux.projeter, name="cahier_projeter"),
    path("groupe/<int:pk>/", travaux.groupe, name="cahier_groupe"),
    path("travail/<int:pk>/", travaux.travail, name="cahier_travail"),
    path("travail/<int:pk>/modifier/", travaux.modifier, name="cahier_modifier"),
    path("travail/<int:pk>/retirer/", travaux.retirer, name="cahier_retirer"),
    path("travail/<int:pk>/remettre/", travaux.remettre, name="cahier_remettre"),
    path("travail/<int:pk>/cocher/<uuid:eleve>/", travaux.cocher, name="cahier_cocher"),
    path("travail/<int:pk>/suivi/", suivi.suivi, name="cahier_suivi"),
    path("travail/<int:pk>/relancer/", suivi.relancer, name="cahier_relancer"),
    path("vus/", familles.vus, name="cahier_vus"),
]
