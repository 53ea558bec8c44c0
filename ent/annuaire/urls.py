from django.urls import path, re_path, register_converter

from .views import (
    aides,
    autorite,
    conservation,
    ecole,
    ecoles,
    equipe,
    etages,
    fusions,
    gens,
    groupes,
    interlocuteurs,
    liens,
    mandats,
    niveaux,
    passages,
    scolarite,
    traitements,
)


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
    path("ecoles/<uai:uai>/corriger/", ecoles.corriger, name="annuaire_fiche_corriger"),
    path("ecoles/<uai:uai>/retirer/", ecoles.retirer, name="annuaire_fiche_retirer"),
    path("ecoles/<uai:uai>/direction/", ecoles.nommer, name="annuaire_fiche_direction"),
    path(
        "ecoles/<uai:uai>/direction/<uuid:personne>/fin/",
        ecoles.finir_direction,
        name="annuaire_fiche_direction_finir",
    ),
    path(
        "ecoles/<uai:uai>/direction/rendre/<str:depart>/",
        ecoles.rendre_direction,
        name="annuaire_fiche_direction_rendre",
    ),
    path("ecoles/<uai:uai>/reunir/", fusions.reunir, name="annuaire_reunir"),
    path("ecoles/<uai:uai>/reunir/retirer/", fusions.separer, name="annuaire_reunir_retirer"),
    path("conservation/", conservation.territoire, name="annuaire_conservations"),
    path("reglages/", etages.choisir, name="annuaire_etages"),
    path("reglages/territoire/", etages.territoire, name="annuaire_reglages_territoire"),
    path(
        "reglages/territoire/ensemble/",
        etages.regler_ensemble_le_territoire,
        name="annuaire_reglages_ensemble_territoire",
    ),
    path("reglages/territoire/<str:code>/", etages.regler_le_territoire, name="annuaire_reglage_territoire"),
    path(
        "reglages/territoire/<str:code>/annuler/",
        etages.annuler_du_territoire,
        name="annuaire_reglage_annuler_territoire",
    ),
    path("reglages/commune/<str:insee>/", etages.commune, name="annuaire_reglages_commune"),
    path(
        "reglages/commune/<str:insee>/ensemble/",
        etages.regler_ensemble_la_commune,
        name="annuaire_reglages_ensemble_commune",
    ),
    path("reglages/commune/<str:insee>/<str:code>/", etages.regler_la_commune, name="annuaire_reglage_commune"),
    path(
        "reglages/commune/<str:insee>/<str:code>/annuler/",
        etages.annuler_de_la_commune,
        name="annuaire_reglage_annuler_commune",
    ),
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
    path("<uai:uai>/classe/<int:pk>/professeur/<uuid:membre>/", equipe.service, name="annuaire_service"),
    path("<uai:uai>/eleve/<uuid:eleve>/", gens.eleve, name="annuaire_eleve"),
    path("<uai:uai>/eleve/<uuid:eleve>/classe/", scolarite.changer, name="annuaire_eleve_classe"),
    path("<uai:uai>/eleve/<uuid:eleve>/sortie/", scolarite.sortie, name="annuaire_eleve_sortie"),
    path("<uai:uai>/eleve/<uuid:eleve>/annuler/<str:geste>/", scolarite.annuler, name="annuaire_eleve_annuler"),
    path("<uai:uai>/adulte/<uuid:adulte>/", gens.adulte, name="annuaire_adulte"),
    path("<uai:uai>/reglages/", ecole.reglages, name="annuaire_reglages"),
    path("<uai:uai>/reglages/<str:code>/annuler/", etages.annuler_de_l_ecole, name="annuaire_reglage_annuler"),
    path("<uai:uai>/equipe/", equipe.equipe, name="annuaire_equipe"),
    path("<uai:uai>/equipe/accueillir/", equipe.accueillir, name="annuaire_accueillir"),
    path("<uai:uai>/equipe/<uuid:membre>/classes/", equipe.classes, name="annuaire_membre_classes"),
    path("<uai:uai>/equipe/annuler/<str:depart>/", equipe.annuler_depart, name="annuaire_depart_annuler"),
    path("aide/<int:pk>/finir/", aides.finir, name="annuaire_aide_finir"),
    path("<uai:uai>/aide/", aides.aide, name="annuaire_aide"),
    path("<uai:uai>/aide/recue/", aides.recue, name="annuaire_aide_recue"),
    path("<uai:uai>/aide/recue/<slug:code>/", aides.ouvrir, name="annuaire_aide_page"),
    path("pouvoirs/", mandats.miens, name="annuaire_pouvoirs"),
    path("pouvoirs/<int:pk>/rendre/", mandats.rendre, name="annuaire_pouvoirs_rendre"),
    path("<uai:uai>/equipe/<uuid:membre>/pouvoirs/", mandats.confier, name="annuaire_pouvoirs_confier"),
    path("<uai:uai>/equipe/pouvoirs/<int:pk>/reprendre/", mandats.reprendre, name="annuaire_pouvoirs_reprendre"),
    path("<uai:uai>/equipe/pouvoirs/redonner/<str:geste>/", mandats.redonner, name="annuaire_pouvoirs_redonner"),
    path("<uai:uai>/journal/", ecole.journal, name="annuaire_journal"),
    path("<uai:uai>/conservation/", conservation.ecole, name="annuaire_conservation"),
    path("<uai:uai>/traitements/", traitements.registre, name="annuaire_traitements"),
    re_path(
        "(?P<uai>[0-9]{7}[A-Z])/traitements/registre\\.(?P<forme>csv|ods)$",
        traitements.exporter,
        name="annuaire_traitements_export",
    ),
    path("<uai:uai>/rentree/", passages.passage, name="annuaire_passage"),
    path("<uai:uai>/rentree/qui-suit/", fusions.qui_suit, name="annuaire_passage_qui_suit"),
    path("<uai:uai>/rentree/preparer/", passages.preparer, name="annuaire_passage_preparer"),
    path("<uai:uai>/rentree/placer/", passages.placer, name="annuaire_passage_placer"),
    path("<uai:uai>/rentree/classe/", passages.classe, name="annuaire_passage_classe"),
    path("<uai:uai>/rentree/arrivee/", passages.arrivee, name="annuaire_passage_arrivee"),
    path("<uai:uai>/rentree/programmer/", passages.programmer, name="annuaire_passage_programmer"),
    path("<uai:uai>/rentree/faire/", passages.faire, name="annuaire_passage_faire"),
    path("<uai:uai>/rentree/defaire/", passages.defaire, name="annuaire_passage_defaire"),
    path("<uai:uai>/niveaux/", niveaux.niveaux, name="annuaire_niveaux"),
    path("<uai:uai>/responsables/", liens.responsables, name="annuaire_responsables"),
    path("<uai:uai>/responsables/classe/<int:pk>/", autorite.classe, name="annuaire_autorite"),
    path(
        "<uai:uai>/responsables/classe/<int:pk>/annuler/<str:geste>/",
        autorite.annuler,
        name="annuaire_autorite_annuler",
    ),
]
