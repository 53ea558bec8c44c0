"""Addresses of children's records."""

from django.urls import path, register_converter

from .champs_corriges import Champ
from .models import Ouverture
from .views import direction, equipe, familles, proches, sante


class UnMot:
    """One of a few words."""

    regex = ""

    def to_python(self, valeur: str) -> str:
        return valeur

    def to_url(self, valeur: str) -> str:
        return str(valeur)


class UnChamp(UnMot):
    regex = "|".join(sorted(Champ.values, key=len, reverse=True))


class UnePartie(UnMot):
    regex = "|".join(Ouverture.Partie.values)


class UnProche(UnMot):
    regex = "contact|autorise"


class UnSens(UnMot):
    regex = "monter|descendre"


register_converter(UnChamp, "champ_de_fiche")
register_converter(UnePartie, "partie_de_fiche")
register_converter(UnProche, "proche")
register_converter(UnSens, "sens")

urlpatterns = [
    # Families
    path("", familles.accueil, name="renseignements"),
    path("<int:ecole>/<uuid:eleve>/", familles.enfant, name="renseignements_enfant"),
    path("<int:ecole>/<uuid:eleve>/papier/", familles.papier, name="renseignements_papier"),
    path(
        "<int:ecole>/<uuid:eleve>/corriger/<champ_de_fiche:champ>/", familles.corriger, name="renseignements_corriger"
    ),
    path("<int:ecole>/<uuid:eleve>/confirmer/", familles.confirmer, name="renseignements_confirmer"),
    path("correction/<int:pk>/retirer/", familles.retirer_correction, name="renseignements_correction_retirer"),
    path("<int:ecole>/<uuid:eleve>/contact/", proches.donner_contact, name="renseignements_contact_donner"),
    path("<int:ecole>/<uuid:eleve>/contacts/pour/<uuid:frere>/", proches.les_memes, name="renseignements_les_memes"),
    path("contact/<int:pk>/", proches.corriger_contact, name="renseignements_contact"),
    path("contact/<int:pk>/<sens:sens>/", proches.bouger, name="renseignements_bouger"),
    path("<int:ecole>/<uuid:eleve>/autorise/", proches.autoriser, name="renseignements_autoriser"),
    path("autorise/<int:pk>/", proches.corriger_autorise, name="renseignements_autorise"),
    path("<proche:quoi>/<int:pk>/retirer/", proches.retirer, name="renseignements_retirer"),
    path("<proche:quoi>/<int:pk>/rendre/", proches.rendre, name="renseignements_rendre"),
    path("<int:ecole>/<uuid:eleve>/sante/", sante.lire, name="renseignements_sante"),
    path("<int:ecole>/<uuid:eleve>/sante/ecrire/", sante.ecrire, name="renseignements_sante_ecrire"),
    # The school
    path("equipe/", equipe.accueil, name="renseignements_equipe"),
    path("equipe/classe/<int:pk>/", equipe.classe, name="renseignements_classe"),
    path("equipe/classe/<int:pk>/sortie/", equipe.sortie, name="renseignements_sortie"),
    path("equipe/classe/<int:pk>/papiers/", equipe.papiers, name="renseignements_papiers"),
    path("equipe/<int:ecole>/<uuid:eleve>/", equipe.eleve, name="renseignements_eleve"),
    path(
        "equipe/<int:ecole>/<uuid:eleve>/ouvrir/<partie_de_fiche:partie>/", equipe.ouvrir, name="renseignements_ouvrir"
    ),
    # The direction
    path("ecole/<int:pk>/corrections/", direction.corrections, name="renseignements_corrections"),
    path("correction/<int:pk>/accepter/", direction.accepter, name="renseignements_accepter"),
    path("correction/<int:pk>/reprendre/", direction.reprendre, name="renseignements_reprendre"),
    path("correction/<int:pk>/refuser/", direction.refuser, name="renseignements_refuser"),
    path("ecole/<int:pk>/sante/", direction.lecteurs, name="renseignements_lecteurs"),
    path("lecteur/<int:pk>/arreter/", direction.arreter_lecteur, name="renseignements_lecteur_arreter"),
]
