"""Lines of « Mes appareils » for `ent.diffusion`: the devices that agreed to be told by push."""

import secrets

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.connexion.registres import Ouverture
from ent.diffusion.actions import reglages
from ent.diffusion.models import Appareil
from ent.diffusion.receptions import jeton_de
from ent.socle.dates import date_format
from ent.socle.nombres import entier


def appareils(request: HttpRequest) -> list[Ouverture]:
    jeton = jeton_de(request)
    return [
        Ouverture(
            cle=str(appareil.pk),
            nom=appareil.nom,
            precision=_("Prévenu depuis le %(jour)s.")
            % {"jour": date_format(timezone.localtime(appareil.cree_le), "j F Y")},
            ici=bool(jeton) and secrets.compare_digest(appareil.jeton, jeton),
        )
        for appareil in Appareil.objects.choisis_par(request.user)
    ]


def retirer_appareil(*, personne, cle: str) -> bool:
    appareil = Appareil.objects.choisis_par(personne).filter(pk=entier(cle)).first()
    if appareil is not None:
        reglages.retirer_appareil(appareil=appareil, personne=personne)
    return appareil is not None
