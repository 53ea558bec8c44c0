"""What the rules of messages give to the frame of every page: places of the « Plus » page."""

from django.utils.translation import gettext_lazy as _

from ent.portail.registres import Entree, enregistrer_entree

for nom, libelle, icone, univers, url_name, ordre in [
    ("regles", _("Qui peut écrire à qui"), "groupe", "", "messagerie_regles_choisir", 80),
    ("ecole_messages", _("Messages de l’école"), "message", "direction", "messagerie_ecoles", 70),
    ("territoire_messages", _("Messages du territoire"), "message", "territoire", "messagerie_territoire", 70),
    ("absences", _("Je serai absent"), "agenda", "", "messagerie_absences", 81),
]:
    enregistrer_entree(
        Entree(
            nom=nom, libelle=libelle, icone=icone, univers=univers, url_name=url_name, ordre=ordre, dans_la_barre=False
        )
    )
