"""Addresses of the messages (`/messages/`) and of the carnet de liaison (`/carnet/`)."""

from django.urls import include, path

from .views import ecrire, fils, rendus

urlpatterns = [
    path("messages/", fils.boite, name="messagerie"),
    path("messages/ecrire/", ecrire.ecrire, name="messagerie_ecrire"),
    path("messages/ouvrir/", ecrire.ouvrir, name="messagerie_ouvrir"),
    path("messages/directions/", ecrire.directions, name="messagerie_directions"),
    path("messages/projet/<int:pk>/", ecrire.projet, name="messagerie_projet"),
    path("messages/fil/<int:pk>/", fils.fil, name="messagerie_fil"),
    path("messages/fil/<int:pk>/envoyer/", fils.envoyer, name="messagerie_envoyer"),
    path("messages/fil/<int:pk>/suite/", fils.suite, name="messagerie_suite"),
    path("messages/fil/<int:pk>/avancer/", fils.avancer, name="messagerie_avancer"),
    path("messages/fil/<int:pk>/brouillon/", fils.brouillon, name="messagerie_brouillon"),
    path("messages/fil/<int:pk>/basculer/", fils.basculer, name="messagerie_basculer"),
    path("messages/message/<int:pk>/", fils.message, name="messagerie_message"),
    path("messages/message/<int:pk>/rappeler/", fils.rappeler, name="messagerie_rappeler"),
    path("messages/message/<int:pk>/reagir/", fils.reagir, name="messagerie_reagir"),
    path("messages/a-reprendre/", rendus.a_reprendre, name="messagerie_a_reprendre"),
    path("messages/a-reprendre/<int:pk>/envoyer/", rendus.renvoyer, name="messagerie_renvoyer"),
    path("messages/a-reprendre/<int:pk>/jeter/", rendus.jeter, name="messagerie_jeter"),
    path("messages/a-reprendre/<int:pk>/remettre/", rendus.remettre, name="messagerie_remettre"),
    path("messages/", include("messagerie.urls_regles")),
    path("carnet/", include("messagerie.urls_carnet")),
]
