"""Addresses of confided accesses."""

from django.urls import path

from .views import ecole, familles

urlpatterns = [
    path("", familles.acces, name="acces_confies"),
    path("confier/", familles.confier, name="acces_confies_confier"),
    path("<uuid:cle>/", familles.un_acces, name="acces_confies_un"),
    path("<uuid:cle>/invitation.pdf", familles.papier, name="acces_confies_papier"),
    path("<uuid:cle>/nouveau-code/", familles.nouveau_code, name="acces_confies_code"),
    path("<uuid:cle>/terminer/", familles.terminer, name="acces_confies_terminer"),
    path("<uuid:cle>/reprendre/", familles.reprendre, name="acces_confies_reprendre"),
    path("<uuid:cle>/pas-d-accord/", familles.s_opposer, name="acces_confies_s_opposer"),
    path("<uuid:cle>/plus-de-desaccord/", familles.ne_plus_s_opposer, name="acces_confies_ne_plus_s_opposer"),
    path("ecole/<uai:uai>/", ecole.ecole, name="acces_confies_ecole"),
    path("ecole/<uai:uai>/<uuid:cle>/terminer/", ecole.terminer, name="acces_confies_ecole_terminer"),
    path("ecole/<uai:uai>/<uuid:cle>/reprendre/", ecole.reprendre, name="acces_confies_ecole_reprendre"),
    path("ecole/<uai:uai>/<uuid:cle>/lu/", ecole.lue, name="acces_confies_ecole_lue"),
]
