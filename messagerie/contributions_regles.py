"""What the rules of messages give to the rest: places of « Plus », files of reported messages, the banner of an incident."""

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.fichiers.registres import enregistrer_porteur, tenus_par
from ent.portail.registres import Banniere, Entree, Veille, enregistrer_coupure, enregistrer_entree, enregistrer_veille

from .lectures.incidents import question, qui_concernent
from .lectures.regles import coupure
from .models import Incident, Message, Signalement


def des_messages_signales(personne):
    """The direction reads the files of a reported message, as it reads its words."""
    signales = Signalement.objects.moderes_par(personne).order_by().values("message")
    return tenus_par(Message.pieces.through, message=signales)


enregistrer_porteur("messagerie.signalement", des_messages_signales)


def incident(request: HttpRequest, signes: list[tuple]) -> list[Banniere]:
    """One sentence by incident that concerns the person; a pupil reads what it changes for them, not why."""
    bannieres = []
    for en_cours in qui_concernent(request.user, signes):
        if request.user.portee.est_eleve:
            return [Banniere(gettext("Les messages sont coupés pour le moment."))]
        if en_cours.portee == Incident.Portee.ELEVES:
            texte = gettext("%(ecole)s : les élèves ne peuvent plus écrire pour le moment.")
        else:
            texte = gettext("%(ecole)s : seule la direction peut écrire pour le moment.")
        ecole = en_cours.nom or gettext("Dans toutes les écoles")
        bannieres.append(Banniere(texte % {"ecole": ecole}, en_cours.motif))
    return bannieres


enregistrer_veille(Veille(question, incident))
enregistrer_coupure(coupure)

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
