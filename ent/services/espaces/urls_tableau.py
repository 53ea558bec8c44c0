"""Addresses of the board of works (`/espaces/…`)."""

from django.urls import path

from .views import tableau

urlpatterns = [
    path("<int:pk>/tableau/", tableau.tableau, name="espaces_tableau"),
    path("<int:pk>/tableau/classe/<int:classe>/", tableau.accrocher, name="espaces_accrocher"),
    path("<int:pk>/tableau/classe/<int:classe>/prendre/", tableau.prendre, name="espaces_prendre"),
    path("oeuvre/<int:pk>/", tableau.oeuvre, name="espaces_oeuvre"),
    path("oeuvre/<int:pk>/corriger/", tableau.corriger, name="espaces_corriger_oeuvre"),
    path("oeuvre/<int:pk>/decrocher/", tableau.decrocher, name="espaces_decrocher"),
    path("oeuvre/<int:pk>/raccrocher/", tableau.raccrocher, name="espaces_raccrocher"),
    path("oeuvre/<int:pk>/monter/", tableau.monter, name="espaces_monter"),
]
