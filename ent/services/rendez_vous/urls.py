"""Addresses of meetings."""

from django.urls import path

from .views import equipe, familles, prises

urlpatterns = [
    # Families
    path("", familles.accueil, name="rdv"),
    path("venue/", familles.venir, name="rdv_venir"),
    path("<int:pk>/<uuid:eleve>/", familles.prendre, name="rdv_prendre"),
    path("pris/<uuid:cle>/deplacer/", familles.deplacer, name="rdv_deplacer"),
    path("pris/<uuid:cle>/annuler/", familles.annuler, name="rdv_annuler"),
    path("pris/<uuid:cle>/reprendre/", familles.reprendre, name="rdv_reprendre"),
    path("pris/<uuid:cle>/agenda.ics", familles.ics, name="rdv_ics"),
    # Those who receive
    path("recevoir/", equipe.accueil, name="rdv_equipe"),
    path("recevoir/classe/<int:pk>/", equipe.preparer, name="rdv_preparer"),
    path("recevoir/<int:pk>/", equipe.rencontre, name="rdv_rencontre"),
    path("recevoir/<int:pk>/suite/", equipe.prendre_la_suite, name="rdv_prendre_la_suite"),
    path("recevoir/<int:pk>/reglages/", equipe.reglages, name="rdv_reglages"),
    path("recevoir/<int:pk>/soiree/", equipe.soiree, name="rdv_soiree"),
    path("recevoir/<int:pk>/soiree/retirer/", equipe.retirer_soiree, name="rdv_soiree_retirer"),
    path("recevoir/<int:pk>/ouvrir/", equipe.ouvrir, name="rdv_ouvrir"),
    path("recevoir/<int:pk>/rappeler/", equipe.relancer, name="rdv_relancer"),
    path("recevoir/<int:pk>/papiers/", equipe.papiers, name="rdv_papiers"),
    path("recevoir/creneau/<int:pk>/", equipe.creneau, name="rdv_creneau"),
    path("recevoir/creneau/<int:pk>/donner/", prises.donner, name="rdv_donner"),
    path("recevoir/famille/<uuid:cle>/", prises.prise, name="rdv_prise"),
    path("recevoir/famille/<uuid:cle>/note/", prises.noter, name="rdv_noter"),
    path("recevoir/famille/<uuid:cle>/note/rendre/", prises.rendre_la_note, name="rdv_note_rendre"),
    path("recevoir/famille/<uuid:cle>/deplacer/", prises.bouger, name="rdv_bouger"),
    path("recevoir/famille/<uuid:cle>/annuler/", prises.decommander, name="rdv_decommander"),
]
