"""What a booking asks of its child, of its household, of their hours."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.models import Personne

from ..lectures.moments import heure_dite, moment_de
from ..models import Creneau, Reservation


def exiger_concerne(creneau: Creneau, eleve: Personne) -> None:
    if not destinataires.inscriptions(creneau.rencontre.audience).filter(eleve=eleve).exists():
        raise ValidationError(_("Ces rendez-vous ne concernent plus cet enfant."), code="eleve")


def exiger_aucune(creneau: Creneau, eleve: Personne, foyer: Collection[int]) -> None:
    prises = Reservation.objects.en_vigueur().filter(creneau__rencontre=creneau.rencontre, eleve=eleve)
    siennes = prises.filter(responsable__in=foyer) if foyer else prises.filter(responsable=None)
    if autre := siennes.select_related("creneau").first():
        dit = {"moment": moment_de(autre.creneau)}
        raise ValidationError(_("Votre foyer a déjà rendez-vous, %(moment)s : déplacez-le.") % dit, code="deja")


def exiger_disponible(
    creneau: Creneau, foyer: Collection[int], sauf: int | None = None, *, discret: bool = False
) -> None:
    """One household is not at two tables at once. `discret`: without saying of which other child."""
    ailleurs = Reservation.objects.en_vigueur().filter(
        responsable__in=foyer, creneau__debut__lt=creneau.fin, creneau__fin__gt=creneau.debut
    )
    if autre := ailleurs.exclude(pk=sauf).exclude(creneau=creneau).select_related("creneau", "eleve").first():
        if discret:
            raise ValidationError(
                _("Cette heure ne va pas à cette famille : choisissez-en une autre."), code="ailleurs"
            )
        dit = {"enfant": autre.eleve.prenom, "heure": heure_dite(autre.creneau.debut)}
        raise ValidationError(
            _("À cette heure-là, vous avez déjà rendez-vous pour %(enfant)s (%(heure)s).") % dit, code="ailleurs"
        )
