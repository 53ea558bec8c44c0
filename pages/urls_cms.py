"""Wagtail's administration, and our own ways in and out of it."""

from django.urls import include, path
from wagtail.admin import urls as wagtail

from .views import site_cms

urlpatterns = [
    path("entrer/", site_cms.entrer, name="cms_entrer"),
    path("login/", site_cms.se_connecter, name="cms_se_connecter"),
    path("logout/", site_cms.sortir, name="cms_sortir"),
    path("account/", site_cms.compte, name="cms_compte"),
    path("", include(wagtail)),
]
