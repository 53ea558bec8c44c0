"""Sites of schools at a path of the shared host, and what their editors and the operator do."""

from django.urls import include, path

from .views import site_api, site_public, site_recherche, site_reglages

urlpatterns = [
    path("", include("pages.urls_medias")),
    path("sites/", site_reglages.territoire, name="sites_du_territoire"),
    path("sites/miens/", site_reglages.miens, name="mes_sites"),
    path("sites/<slug:slug>/reglages/", site_reglages.regler, name="site_regler"),
    path("sites/<slug:slug>/hote/", site_reglages.heberger, name="site_heberger"),
    path("ecoles/<slug:slug>/", site_public.page, name="ecole_accueil"),
    path("ecoles/<slug:slug>/recherche/", site_recherche.recherche, name="ecole_recherche"),
    path("ecoles/<slug:slug>/flux/", site_recherche.flux, name="ecole_flux"),
    path("ecoles/<slug:slug>/api/v2/pages/", site_api.pages, name="ecole_api"),
    path("ecoles/<slug:slug>/api/v2/pages/<int:pk>/", site_api.pages, name="ecole_api_page"),
    path("ecoles/<slug:slug>/<path:chemin>", site_public.page, name="ecole_page"),
]
