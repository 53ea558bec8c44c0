"""Addresses of the host of one school: its site, and nothing of the product (`pages.middleware.HotesDesEcoles`)."""

from django.urls import include, path

from .views import site_api, site_public, site_recherche

urlpatterns = [
    path("", include("pages.urls_medias")),
    path("", site_public.page, name="site_accueil"),
    path("recherche/", site_recherche.recherche, name="site_recherche"),
    path("flux/", site_recherche.flux, name="site_flux"),
    path("api/v2/pages/", site_api.pages, name="site_api"),
    path("api/v2/pages/<int:pk>/", site_api.pages, name="site_api_page"),
    path("<path:chemin>", site_public.page, name="site_page"),
]

handler404 = "pages.views.site_public.absente"
