"""Addresses of the room, by part."""

from django.urls import include, path

urlpatterns = [
    path("cms/", include("pages.urls_cms")),
    path("", include("pages.urls_site")),
]
