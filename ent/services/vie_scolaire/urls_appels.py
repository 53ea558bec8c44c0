"""Addresses of the roll."""

from django.urls import path, register_converter

from .demi_journees import Moment
from .views import appels, evacuations


class ConvertisseurMoment:
    """« matin » or « apres_midi »."""

    regex = "|".join(Moment.values)

    def to_python(self, valeur: str) -> str:
        return valeur

    def to_url(self, moment: str) -> str:
        return str(moment)


register_converter(ConvertisseurMoment, "moment")

urlpatterns = [
    path("", appels.accueil, name="appel"),
    path("classe/<int:pk>/", appels.maintenant, name="appel_maintenant"),
    path("classe/<int:pk>/<jour:jour>/<moment:moment>/", appels.classe, name="appel_classe"),
    path("classe/<int:pk>/repartir/", appels.confier, name="appel_confier"),
    path("copie/", appels.copie, name="appel_copie"),
    path("evacuation/", evacuations.evacuation, name="evacuation"),
    path("evacuation/copie/", evacuations.copie, name="evacuation_copie"),
    path("evacuation/<uai:uai>/", evacuations.pointer, name="evacuation_pointer"),
    path("evacuation/<int:pk>/finir/", evacuations.finir, name="evacuation_finir"),
    path("evacuation/<int:pk>/reprendre/", evacuations.reprendre, name="evacuation_reprendre"),
    path("confie/<int:pk>/", appels.confie, name="appel_confie"),
    path("confie/<int:pk>/reprendre/", appels.reprendre, name="appel_reprendre"),
]
