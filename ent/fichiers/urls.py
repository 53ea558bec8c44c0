from django.urls import path

from . import views

urlpatterns = [
    path("deposer/", views.deposer, name="fichiers_deposer"),
    path("<uuid:uuid>/<slug:nom>", views.servir, name="fichiers_servir"),
]
