from django.urls import path, re_path, register_converter

from .views import autorite, ecole, ecoles, equipe, gens, groupes, interlocuteurs, liens, niveaux, scolarite


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
    path("ecoles/", ecoles.ecoles, name="annuaire_ecoles"),
    re_path("ecoles/export\\.(?P<forme>csv|ods)$", ecoles.exporter, name="annuaire_ecoles_export"),
    path("ecoles/ouvrir/", ecoles.ouvrir, name="annuaire_ecoles_ouvrir"),
    path("ecoles/<uai:uai>/", ecoles.fiche, name="annuaire_fiche"),
    path("ecoles/<uai:uai>/direction/", ecoles.nommer, name="annuaire_fiche_direction"),
    path("personnes/", gens.chercher, name="annuaire_chercher"),
    path("groupes/", groupes.groupes, name="annuaire_groupes"),
    path("groupes/classe/<int:pk>/", groupes.garder, name="annuaire_groupe_garder"),
    path("groupes/<int:pk>/", groupes.groupe, name="annuaire_groupe"),
    path("groupes/<int:pk>/supprimer/", groupes.oublier, name="annuaire_groupe_oublier"),
    path("qui-repond/", interlocuteurs.du_territoire, name="annuaire_interlocuteur_territoire"),
    path("<uai:uai>/qui-repond/", interlocuteurs.de_l_ecole, name="annuaire_interlocuteur"),
    path("<uai:uai>/", ecole.ecole, name="annuaire_ecole"),
    path("<uai:uai>/comptes/", ecole.comptes, name="annuaire_comptes"),
    path("<uai:uai>/classe/<int:pk>/", ecole.classe, name="annuaire_classe"),
    path("<uai:uai>/eleve/<uuid:eleve>/", gens.eleve, name="annuaire_eleve"),
    path("<uai:uai>/eleve/<uuid:eleve>/classe/", scolarite.changer, name="annuaire_eleve_classe"),
    path("<uai:uai>/eleve/<uuid:eleve>/sortie/", scolarite.sortie, name="annuaire_eleve_sortie"),
    path("<uai:uai>/eleve/<uuid:eleve>/annuler/<str:geste>/", scolarite.annuler, name="annuaire_eleve_annuler"),
    path("<uai:uai>/adulte/<uuid:adulte>/", gens.adulte, name="annuaire_adulte"),
    path("<uai:uai>/reglages/", ecole.reglages, name="annuaire_reglages"),
    path("<uai:uai>/equipe/", equipe.equipe, name="annuaire_equipe"),
    path("<uai:uai>/equipe/accueillir/", equipe.accueillir, name="annuaire_accueillir"),
    path("<uai:uai>/equipe/<uuid:membre>/classes/", equipe.classes, name="annuaire_membre_classes"),
    path("<uai:uai>/equipe/annuler/<str:depart>/", equipe.annuler_depart, name="annuaire_depart_annuler"),
    path("<uai:uai>/journal/", ecole.journal, name="annuaire_journal"),
    path("<uai:uai>/niveaux/", niveaux.niveaux, name="annuaire_niveaux"),
    path("<uai:uai>/responsables/", liens.responsables, name="annuaire_responsables"),
    path("<uai:uai>/responsables/classe/<int:pk>/", autorite.classe, name="annuaire_autorite"),
    path(
        "<uai:uai>/responsables/classe/<int:pk>/annuler/<str:geste>/",
        autorite.annuler,
        name="annuaire_autorite_annuler",
    ),
]
