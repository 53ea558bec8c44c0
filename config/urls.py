"""Every address of the product. Login is required unless a view says otherwise."""

from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, include, path


def des_services() -> list[URLResolver]:
    """What each service says in its `apps.py`, in the order of the settings."""
    salles = {salle.name: salle for salle in apps.get_app_configs()}
    return [path(debut, include(module)) for nom in settings.SERVICES for debut, module in salles[nom].adresses]


# Django tries them one by one: what begins by nothing, and is opened once a day, stands after what is opened all day.
urlpatterns = [
    path("", include("ent.portail.urls")),
    path("fichiers/", include("ent.fichiers.urls")),
    path("annuaire/", include("ent.annuaire.urls")),
    path("annuaire/", include("ent.exploitation.urls")),
    *des_services(),
    path("", include("ent.coquille.urls")),
    path("", include("ent.connexion.urls")),
]

handler400 = "ent.coquille.views.erreurs.requete_refusee"
handler403 = "ent.coquille.views.erreurs.pas_permis"
handler404 = "ent.coquille.views.erreurs.page_absente"
handler500 = "ent.coquille.views.erreurs.panne"
