"""Sites of schools at a path of the shared host, and what their editors and the operator do."""

from django.urls import include, path

from .views import site_public, site_recherche

urlpatterns = [
    path("", include("pages.urls_medias")),
    path("ecoles/<slug:slug>/", site_public.page, name="ecole_accueil"),
    path("ecoles/<slug:slug>/recherche/", site_recherche.recherche, name="ecole_recherche"),
    path("ecoles/<slug:slug>/flux/", site_recherche.flux, name="ecole_flux"),
    path("ecoles/<slug:slug>/<path:chemin>", site_public.page, name="ecole_page"),
]
