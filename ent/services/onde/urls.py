from django.urls import path

from .views import aaf, attente, imports, territoire

urlpatterns = [
    path("territoire/", territoire.archives, name="annuaire_territoire"),
    path("territoire/<int:pk>/", territoire.archive, name="annuaire_territoire_import"),
    path("territoire/<int:pk>/avancement/", territoire.avancement, name="annuaire_territoire_avancement"),
    path("territoire/<int:pk>/appliquer/", territoire.appliquer, name="annuaire_territoire_appliquer"),
    path("territoire/<int:pk>/reprendre/", territoire.reprendre, name="annuaire_territoire_reprendre"),
    path("territoire/<int:pk>/abandonner/", territoire.abandonner, name="annuaire_territoire_abandonner"),
    path("territoire/<int:pk>/<uai:uai>/refus/", territoire.refus_de_l_archive, name="annuaire_territoire_refus"),
    path("territoire/aaf/", aaf.lots, name="annuaire_aaf"),
    path("territoire/aaf/relever/", aaf.relever, name="annuaire_aaf_relever"),
    path("territoire/aaf/<int:pk>/", aaf.lot, name="annuaire_aaf_lot"),
    path("territoire/aaf/<int:pk>/<uai:uai>/appliquer/", aaf.appliquer, name="annuaire_aaf_appliquer"),
    path("territoire/aaf/<int:pk>/<uai:uai>/refus/", aaf.refus, name="annuaire_aaf_refus"),
    path("<uai:uai>/refus/", territoire.refus, name="annuaire_refus"),
    path("<uai:uai>/attente/", attente.attente, name="annuaire_attente"),
    path("<uai:uai>/attente/<int:pk>/", attente.resoudre, name="annuaire_attente_resoudre"),
    path("<uai:uai>/import/", imports.deposer, name="annuaire_import"),
    path("<uai:uai>/import/modele/", imports.modele, name="annuaire_import_modele"),
    path("<uai:uai>/import/<int:pk>/", imports.plan, name="annuaire_import_plan"),
    path("<uai:uai>/import/<int:pk>/annee/", imports.annee, name="annuaire_import_annee"),
    path("<uai:uai>/import/<int:pk>/imprimer/", imports.imprimer, name="annuaire_import_imprimer"),
    path("<uai:uai>/import/<int:pk>/appliquer/", imports.appliquer, name="annuaire_import_appliquer"),
    path("<uai:uai>/import/<int:pk>/avancement/", imports.avancement, name="annuaire_import_avancement"),
    path("<uai:uai>/import/<int:pk>/reprendre/", imports.reprendre, name="annuaire_import_reprendre"),
    path("<uai:uai>/import/<int:pk>/abandonner/", imports.abandonner, name="annuaire_import_abandonner"),
]
