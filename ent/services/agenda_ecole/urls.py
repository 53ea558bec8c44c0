"""Addresses of the agenda."""

from django.urls import path

from .views import ecrire, lire

urlpatterns = [
    path("", lire.agenda, name="agenda"),
    path("mois.pdf", lire.imprimer, name="agenda_imprimer"),
    path("<int:pk>/", lire.evenement, name="agenda_evenement"),
    path("<int:pk>/agenda.ics", lire.ics, name="agenda_ics"),
    path("<int:pk>/corriger/", ecrire.corriger, name="agenda_corriger"),
    path("<int:pk>/annuler/", ecrire.annuler, name="agenda_annuler"),
    path("<int:pk>/retablir/", ecrire.retablir, name="agenda_retablir"),
    path("ecole/<int:pk>/ecrire/", ecrire.a_l_ecole, name="agenda_ecrire_ecole"),
    path("classe/<int:pk>/ecrire/", ecrire.a_la_classe, name="agenda_ecrire_classe"),
    path("groupe/<int:pk>/ecrire/", ecrire.au_groupe, name="agenda_ecrire_groupe"),
]
