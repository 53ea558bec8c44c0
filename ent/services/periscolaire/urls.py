"""Addresses of menus and of what surrounds class."""

import datetime as dt

from django.urls import path, register_converter

from ent.socle.dates import est_plausible

from .models import ServicePeriscolaire
from .views import ecole, familles, jour, menus


class ConvertisseurDate:
    """A day, as 2026-11-24; one that does not exist is no page."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, valeur: str) -> dt.date:
        lu = dt.date.fromisoformat(valeur)
        if not est_plausible(lu):
            raise ValueError(valeur)
        return lu

    def to_url(self, valeur: dt.date | str) -> str:
        return str(valeur)


class ConvertisseurNature:
    regex = "|".join(ServicePeriscolaire.Nature.values)

    def to_python(self, valeur: str) -> str:
        return valeur

    def to_url(self, valeur: str) -> str:
        return str(valeur)


class ConvertisseurFormat(ConvertisseurNature):
    regex = "csv|ods"


register_converter(ConvertisseurDate, "date")
register_converter(ConvertisseurNature, "nature")
register_converter(ConvertisseurFormat, "tableur")

urlpatterns = [
    # Families
    path("", familles.accueil, name="periscolaire"),
    path("semaine/<nature:nature>/<date:lundi>/", familles.semaine, name="periscolaire_semaine"),
    path("rythmes/", familles.rythmes, name="periscolaire_rythmes"),
    path("rythmes/<int:pk>/arreter/", familles.arreter, name="periscolaire_rythme_arreter"),
    path("repas/<int:ecole>/<uuid:eleve>/", familles.regime, name="periscolaire_regime"),
    path("menus/", menus.accueil, name="periscolaire_menus"),
    path("menus/<int:ecole>/<date:lundi>/", menus.semaine, name="periscolaire_menus_semaine"),
    path("menus/<int:ecole>/<date:lundi>/papier/", menus.papier, name="periscolaire_menus_papier"),
    # Who writes menus
    path("ecole/<int:ecole>/menus/<date:lundi>/", menus.ecrire, name="periscolaire_menus_ecrire"),
    path("ecole/<int:ecole>/menus/<date:lundi>/allergenes/", menus.allergenes, name="periscolaire_allergenes"),
    path("ecole/<int:ecole>/menus/<date:lundi>/publier/", menus.publier, name="periscolaire_menus_publier"),
    path("ecole/<int:ecole>/menus/<date:lundi>/retirer/", menus.retirer, name="periscolaire_menus_retirer"),
    path("ecole/<int:ecole>/menus/<date:lundi>/reprendre/", menus.reprendre, name="periscolaire_menus_reprendre"),
    # The school
    path("equipe/", ecole.accueil, name="periscolaire_equipe"),
    path("ecole/<int:pk>/ouvrir/", ecole.ouvrir, name="periscolaire_ouvrir"),
    path("ecole/<int:pk>/eleves/", ecole.eleves, name="periscolaire_eleves"),
    path("ecole/<int:pk>/eleves/<uuid:eleve>/", ecole.eleve, name="periscolaire_eleve"),
    path("service/<int:pk>/", ecole.regler, name="periscolaire_service"),
    path("service/<int:pk>/fermer/", ecole.fermer, name="periscolaire_fermer"),
    path("service/<int:pk>/rouvrir/", ecole.rouvrir, name="periscolaire_rouvrir"),
    path("service/<int:pk>/mois/<date:mois>/<tableur:extension>/", ecole.export, name="periscolaire_export"),
    # A day
    path("service/<int:pk>/<date:quand>/", jour.liste, name="periscolaire_liste"),
    path("service/<int:pk>/<date:quand>/feuille/", jour.feuille, name="periscolaire_liste_papier"),
    path("service/<int:pk>/<date:quand>/pointer/", jour.pointer, name="periscolaire_pointer"),
    path("service/<int:pk>/<date:quand>/changer/", jour.changer, name="periscolaire_changer"),
    path("service/<int:pk>/<date:quand>/fermer/", jour.fermer, name="periscolaire_jour_fermer"),
    path("service/<int:pk>/<date:quand>/rouvrir/", jour.rouvrir, name="periscolaire_jour_rouvrir"),
    path("service/<int:pk>/<date:quand>/cuisine/", jour.cuisine, name="periscolaire_cuisine"),
    path("service/<int:pk>/<date:quand>/cuisine/papier/", jour.papier, name="periscolaire_cuisine_papier"),
]
