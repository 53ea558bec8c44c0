"""Addresses of what the direction keeps of the messages: rules, reports, suspensions, incidents; and of one's absences."""

from django.urls import path

from .views import absences, incidents, moderation, regles, traduction

urlpatterns = [
    path("ecole/", regles.ecoles, name="messagerie_ecoles"),
    path("ecole/<uai:uai>/", regles.ecole, name="messagerie_ecole"),
    path("territoire/", regles.territoire, name="messagerie_territoire"),
    path("regles/", regles.choisir, name="messagerie_regles_choisir"),
    path("regles/<uai:uai>/", regles.regles, name="messagerie_regles"),
    path("regles/<uai:uai>/modifier/", regles.regler, name="messagerie_regler"),
    path("message/<int:pk>/signaler/", moderation.signaler, name="messagerie_signaler"),
    path("moderation/<uai:uai>/", moderation.file, name="messagerie_moderation"),
    path("moderation/message/<int:pk>/", moderation.signalement, name="messagerie_signalement"),
    path("suspensions/<uai:uai>/", moderation.suspensions, name="messagerie_suspensions"),
    path("suspensions/<uai:uai>/<uuid:personne>/", moderation.suspendre, name="messagerie_suspendre"),
    path("suspensions/<int:pk>/lever/", moderation.lever, name="messagerie_lever"),
    path("incident/territoire/", incidents.incident_territoire, name="messagerie_incident_territoire"),
    path("incident/<uai:uai>/", incidents.incident, name="messagerie_incident"),
    path("incident/<int:pk>/corriger/", incidents.corriger, name="messagerie_incident_corriger"),
    path("incident/<int:pk>/finir/", incidents.finir, name="messagerie_incident_finir"),
    path("incident/<int:pk>/preuves/", incidents.preuves, name="messagerie_preuves"),
    path("absences/", absences.absences, name="messagerie_absences"),
    path("absences/<int:pk>/retirer/", absences.retirer, name="messagerie_absence_retirer"),
    path("message/<int:pk>/traduire/", traduction.traduire, name="messagerie_traduire"),
    path("suspendu/", moderation.suspendu, name="messagerie_suspendu"),
]
