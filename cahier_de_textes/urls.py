from django.urls import path

from . import views

urlpatterns = [
    path("", views.cahier, name="cahier"),
    path("classe/<int:pk>/", views.classe, name="cahier_classe"),
    path("classe/<int:pk>/projeter/", views.projeter, name="cahier_projeter"),
    path("groupe/<int:pk>/", views.groupe, name="cahier_groupe"),
    path("travail/<int:pk>/", views.travail, name="cahier_travail"),
    path("travail/<int:pk>/modifier/", views.modifier, name="cahier_modifier"),
    path("travail/<int:pk>/retirer/", views.retirer, name="cahier_retirer"),
    path("travail/<int:pk>/remettre/", views.remettre, name="cahier_remettre"),
    path("travail/<int:pk>/cocher/<uuid:eleve>/", views.cocher, name="cahier_cocher"),
]
