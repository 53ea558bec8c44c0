"""Lines of « Mes appareils » that the cahier holds: a calendar address opens what is to be done, without a password."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.connexion.lectures import ce_qui_ferme
from ent.connexion.registres import Ouverture
from ent.socle.dates import date_format
from ent.socle.nombres import entier

from .actions import agenda as actions
from .models import AbonnementAgenda


def agendas(request: HttpRequest) -> list[Ouverture] | None:
    """None for who may make none, and has none left from a time when they could."""
    sans_cle = ce_qui_ferme(request.user, derriere_la_cle=False) is not None
    lignes = [
        Ouverture(
            cle=str(agenda.pk),
            nom=agenda.nom,
            precision=(
                _("Créée avant votre deuxième clé : elle ne donne plus rien.")
                if sans_cle and not agenda.derriere_la_cle
                else _("Créée le %(jour)s.") % {"jour": date_format(timezone.localtime(agenda.cree_le), "j F Y")}
            ),
        )
        for agenda in AbonnementAgenda.objects.pris_par(request.user)
    ]
    portee = request.user.portee
    return lignes or ([] if portee.suivis or portee.etablissements_de_travail else None)


def revoquer_agenda(*, personne, cle: str) -> bool:
    agenda = AbonnementAgenda.objects.pris_par(personne).filter(pk=entier(cle)).first()
    if agenda is not None:
        actions.revoquer_agenda(agenda=agenda, auteur=personne)
    return agenda is not None
