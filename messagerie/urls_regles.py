"""Addresses of what the direction keeps of the messages: rules, reports, suspensions, incidents; and of one's absences."""

from django.urls import path

from .views import regles

urlpatterns = [
    path("ecole/", regles.ecoles, name="messagerie_ecoles"),
    path("ecole/<uai:uai>/", regles.ecole, name="messagerie_ecole"),
    path("territoire/", regles.territoire, name="messagerie_territoire"),
    path("regles/", regles.choisir, name="messagerie_regles_choisir"),
    path("regles/territoire/", regles.regler_le_territoire, name="messagerie_regler_territoire"),
    path("regles/<uai:uai>/", regles.regles, name="messagerie_regles"),
    path("regles/<uai:uai>/modifier/", regles.regler, name="messagerie_regler"),
]
