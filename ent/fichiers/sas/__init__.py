"""The lock-chamber of what arrives: a file goes to the antivirus if the site has one, then is read in a process of its own, which has nothing
and can nothing. `juger` says « good » (a `Preparation`), « refused » (a `ValidationError`) or « nobody knows yet » (`SansVerdict`).
"""

import sys
import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from ..controles import Preparation, preparer
from ..controles.commun import nettoyer_nom, refus
from . import antivirus
from .atelier import ATELIER, trop_de_travail
from .verdict import SansVerdict
from .verrous import Bornes

__all__ = ["TOUT_LE_TEMPS", "SansVerdict", "juger", "juger_sur_place", "ouvrir", "trop_de_travail"]

PATIENCE = 5  # times what a page waits for a file that it can keep meanwhile, for one that it cannot
TOUT_LE_TEMPS = Bornes().mur + 20.0

ouvrir = ATELIER.ouvrir


def juger(contenu: File, nom: str, *, attente: float) -> Preparation:
    """Whatever kind of file it is, by `attente` seconds."""
    limite = time.monotonic() + attente
    if settings.ENT_ANTIVIRUS and antivirus.trouve(contenu, limite=limite):
        phrase = _("l’antivirus y a trouvé un danger. Il ne faut ni l’ouvrir ni l’envoyer, et prévenir l’école.")
        raise refus(nettoyer_nom(nom), phrase)
    if (
        sys.platform != "linux" and not settings.PRODUCTION
    ):  # to work on the product; nothing else holds a process this way
        return preparer(contenu, nom)
    return ATELIER.juger(contenu, nom, limite=limite)


def juger_sur_place(contenu: File, nom: str) -> Preparation:
    """For what is kept with its form or not at all. Without a verdict it is to be sent again: « panne », as when the storage fails."""
    try:
        return juger(contenu, nom, attente=PATIENCE * settings.ENT_ATTENTE_CONTROLE)
    except SansVerdict:
        raise ValidationError(
            _(
                "Le contrôle des fichiers prend du retard : rien n’a été gardé. Il faut envoyer de nouveau dans un moment."
            ),
            code="panne",
        ) from None
