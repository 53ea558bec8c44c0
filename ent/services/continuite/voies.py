"""Lines of « Mes appareils » that this room holds: another ENT that reads, without a password, what a parent lets it show."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.connexion.registres import Ouverture
from ent.socle.dates import date_format

from . import droits
from .actions import accords as actions
from .models import Accord


def accords(request: HttpRequest) -> list[Ouverture] | None:
    """None for who may give none, and has none left."""
    lignes = [
        Ouverture(
            cle=str(accord.uuid),
            nom=accord.emetteur.nom,
            precision=_("Autorisé le %(jour)s.") % {"jour": date_format(timezone.localtime(accord.donne_le), "j F Y")},
        )
        for accord in Accord.objects.donnes_par(request.user).select_related("emetteur")
    ]
    return lignes or ([] if droits.peut_laisser_montrer(request.user) else None)


def finir_un_accord(*, personne, cle: str) -> bool:
    siens = Accord.objects.donnes_par(personne).select_related("emetteur", "personne")
    accord = next((a for a in siens if str(a.uuid) == cle), None)
    if accord is not None:
        actions.ne_plus_autoriser(accord=accord)
    return accord is not None
