from django.urls import path

from . import views
from .views import aide, chercher, copies, joindre, langues, prevenir

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("tuile/<str:univers>/<str:nom>/", views.tuile, name="tuile"),
    path("notifications/", views.notifications, name="notifications"),
    path("plus-tard/", views.plus_tard, name="plus_tard"),
    path("semaine/", views.semaine, name="semaine"),
    path("semaine/<jour:lundi>/", views.semaine, name="semaine_du"),
    path("semaine/<jour:lundi>/feuille.pdf", views.feuille, name="semaine_feuille"),
    path("nouvelles/", views.nouvelles, name="nouvelles"),
    path("nouvelles/lues/", views.lues, name="nouvelles_lues"),
    path("chercher/", chercher.chercher, name="chercher"),
    path("plus/", views.plus, name="plus"),
    path("eleves/", views.eleves, name="eleves"),
    path("prevenir/", prevenir.prevenir, name="prevenir"),
    path("prevenir/creneau/", prevenir.ajouter_creneau, name="prevenir_creneau"),
    path("prevenir/creneau/<int:pk>/retirer/", prevenir.retirer_creneau, name="prevenir_creneau_retirer"),
    path("prevenir/appareil/", prevenir.abonner, name="prevenir_appareil"),
    path("prevenir/appareil/<int:pk>/retirer/", prevenir.retirer_appareil, name="prevenir_appareil_retirer"),
    path("prevenir/adresse/", prevenir.reessayer_adresse, name="prevenir_adresse"),
    path("prevenir/arreter/<str:jeton>/", prevenir.arreter, name="prevenir_arreter"),
    path("annuaire/<str:uai>/joindre/", joindre.joindre, name="joindre"),
    path("aide/", aide.aide, name="aide"),
    path("langue/", views.langue, name="langue"),
    path("langues/", langues.langues, name="langues"),
    path("langues/<slug:langue>/", langues.relire, name="langues_relire"),
    path("langues/<slug:langue>.po", langues.sortir, name="langues_sortir"),
    path("theme/", views.theme, name="theme"),
    path("bannieres/", views.bannieres, name="bannieres"),
    path("copies/", copies.copies, name="copies"),
    path("qui-est-la/", views.qui_est_la, name="qui_est_la"),
    path("confort/", views.confort, name="confort"),
    path("confort/ici/", views.confort_d_ici, name="confort_d_ici"),
    path("planche/", views.planche, name="planche"),
]
