"""Addresses of absences: those of families, then those of the direction."""

import datetime as dt

from django.urls import path, register_converter

from ent.socle.dates import est_plausible

from .views import absences, direction


class ConvertisseurMois:
    """A month, as 2026-11; in hand, its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, valeur: str) -> dt.date:
        jour = dt.date.fromisoformat(f"{valeur}-01")
        if not est_plausible(jour):
            raise ValueError(valeur)
        return jour

    def to_url(self, mois: dt.date | str) -> str:
        return mois if isinstance(mois, str) else f"{mois:%Y-%m}"


register_converter(ConvertisseurMois, "mois")

urlpatterns = [
    path("", absences.absences, name="absences"),
    path("prevenir/", absences.prevenir, name="absences_prevenir"),
    path("prevenir/apercu/", absences.apercu, name="absences_apercu"),
    path("<int:pk>/changer/", absences.changer, name="absences_changer"),
    path("<int:pk>/retirer/", absences.retirer, name="absences_retirer"),
    path("<int:pk>/motif/", absences.motif, name="absences_motif"),
    path("<int:pk>/justificatif/", absences.justificatif, name="absences_justificatif"),
    path("pourquoi/<int:pk>/", absences.expliquer, name="absences_expliquer"),
    # The direction
    path("ecole/<uai:uai>/", direction.jour, name="absences_ecole"),
    path("ecole/<uai:uai>/collective/", direction.collective, name="absences_collective"),
    path("ecole/<uai:uai>/<mois:mois>/", direction.mois, name="absences_mois"),
    path("ecole/<uai:uai>/<mois:mois>/lettres/<uuid:eleve>/", direction.lettres, name="absences_lettres"),
    path("classe/<int:pk>/<mois:mois>/registre.pdf", direction.registre, {"forme": "pdf"}, name="absences_registre"),
    path(
        "classe/<int:pk>/<mois:mois>/registre.ods", direction.registre, {"forme": "ods"}, name="absences_registre_ods"
    ),
    path("collective/<int:pk>/retirer/", direction.collective_retirer, name="absences_collective_retirer"),
    path("<int:pk>/juger/", direction.juger, name="absences_juger"),
    path("dire/<int:pk>/", direction.dire, name="absences_dire"),
]
