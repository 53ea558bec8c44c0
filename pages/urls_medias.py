"""Images and documents of sites, the same on every host."""

from django.urls import path

from .views import site_public

urlpatterns = [
    path("medias/<int:image>/<int:declinaison>/", site_public.image, name="site_image"),
    path("medias/documents/<int:document>/<str:nom>", site_public.document, name="site_document"),
]
