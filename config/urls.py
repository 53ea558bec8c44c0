"""Every address of the product. Login is required unless a view says otherwise."""

from django.urls import include, path

urlpatterns = [
    path("", include("ent.portail.urls")),
    path("", include("ent.coquille.urls")),
    path("", include("ent.connexion.urls")),
    path("fichiers/", include("ent.fichiers.urls")),
    path("annuaire/", include("ent.annuaire.urls")),
    path("annuaire/", include("ent.services.onde.urls")),
    path("cahier/", include("cahier_de_textes.urls")),
    path("autorisations/", include("ent.services.vie_scolaire.urls")),
    path("", include("messagerie.urls")),
    path("journal/", include("pages.urls_journal")),
    path("", include("pages.urls")),
]

handler400 = "ent.coquille.views.erreurs.requete_refusee"
handler403 = "ent.coquille.views.erreurs.pas_permis"
handler404 = "ent.coquille.views.erreurs.page_absente"
handler500 = "ent.coquille.views.erreurs.panne"
