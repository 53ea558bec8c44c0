from django.urls import path, register_converter

from .views import ecole, equipe, imports, liens, territoire


class ConvertisseurUai:
    """A school is named by its UAI: seven digits and a letter."""

    regex = "[0-9]{7}[A-Z]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(ConvertisseurUai, "uai")

urlpatterns = [
    path("", ecole.annuaire, name="annuaire"),
    path("territoire/", territoire.ecoles, name="annuaire_territoire"),
    path("territoire/<int:pk>/", territoire.archive, name="annuaire_territoire_import"),
    path("territoire/<int:pk>/avancement/", territoire.avancement, name="annuaire_territoire_avancement"),
    path("territoire/<int:pk>/appliquer/", territoire.appliquer, name="annuaire_territoire_appliquer"),
    path("territoire/<int:pk>/abandonner/", territoire.abandonner, name="annuaire_territoire_abandonner"),
    path("<uai:uai>/", ecole.ecole, name="annuaire_ecole"),
    path("<uai:uai>/classe/<int:pk>/", ecole.classe, name="annuaire_classe"),
    path("<uai:uai>/reglages/", ecole.reglages, name="annuaire_reglages"),
    path("<uai:uai>/equipe/", equipe.equipe, name="annuaire_equipe"),
    path("<uai:uai>/equipe/annuler/<str:depart>/", equipe.annuler_depart, name="annuaire_depart_annuler"),
    path("<uai:uai>/journal/", ecole.journal, name="annuaire_journal"),
    path("<uai:uai>/responsables/", liens.responsables, name="annuaire_responsables"),
    path("<uai:uai>/attente/", liens.attente, name="annuaire_attente"),
    path("<uai:uai>/attente/<int:pk>/", liens.resoudre, name="annuaire_attente_resoudre"),
    path("<uai:uai>/import/", imports.deposer, name="annuaire_import"),
    path("<uai:uai>/import/<int:pk>/", imports.plan, name="annuaire_import_plan"),
    path("<uai:uai>/import/<int:pk>/imprimer/", imports.imprimer, name="annuaire_import_imprimer"),
    path("<uai:uai>/import/<int:pk>/appliquer/", imports.appliquer, name="annuaire_import_appliquer"),
    path("<uai:uai>/import/<int:pk>/avancement/", imports.avancement, name="annuaire_import_avancement"),
    path("<uai:uai>/import/<int:pk>/reprendre/", imports.reprendre, name="annuaire_import_reprendre"),
    path("<uai:uai>/import/<int:pk>/abandonner/", imports.abandonner, name="annuaire_import_abandonner"),
]
