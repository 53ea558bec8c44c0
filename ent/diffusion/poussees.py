"""Pushes to the devices of people, through the push service of each browser (RFC 8030, 8291, 8292)."""

import datetime as dt
import json
from dataclasses import dataclass

from django.utils import translation

from ent.socle.nombres import entier

from . import paroles, vapid
from .models import Appareil, Notification

ATTENTE = 20  # seconds for a push service to answer
DUREE_MAX = dt.timedelta(hours=4)


@dataclass(frozen=True)
class Reponse:
    """What a push service answered. `code` 0: nothing did."""

    code: int
    texte: str = ""
    apres: dt.timedelta | None = None
    est_incertaine: bool = False  # written, and no answer came: it may have arrived

    @property
    def est_recue(self) -> bool:
        return self.code in (200, 201, 202)

    @property
    def est_revoquee(self) -> bool:
        return self.code in (404, 410)

    @property
    def est_passagere(self) -> bool:
        return self.code in (0, 408, 425, 429) or self.code >= 500


def pousser(appareil: Appareil, nouvelles: list[Notification], langue: str, duree: dt.timedelta) -> Reponse:
    """Write to one device. `duree` is how long the service keeps it for a device that is off."""
    if not vapid.est_un_service(appareil.adresse):  # kept when others were known, or judged less well
        return Reponse(410, "service inconnu")
    import requests
    from pywebpush import WebPushException, webpush
    from urllib3.exceptions import MaxRetryError

    with translation.override(paroles.langue_de(langue, nouvelles)):
        contenu = json.dumps(paroles.poussee(nouvelles) | {"langue": langue})
    session = requests.Session()
    session.max_redirects = 0  # a service that would send us elsewhere is not followed there
    try:
        with session:
            reponse = webpush(
                {"endpoint": appareil.adresse, "keys": {"p256dh": appareil.cle, "auth": appareil.secret}},
                contenu,
                vapid_private_key=vapid.cle(),
                vapid_claims={"sub": vapid.contact()},
                ttl=max(60, int(duree.total_seconds())),
                timeout=ATTENTE,
                # The last one replaces those that a device did not get yet.
                headers={"Urgency": "normal", "Topic": "nouvelles"},
                requests_session=session,
            )
    except WebPushException as erreur:
        return Reponse(erreur.status_code or 400, str(erreur.message)[:200], _apres(erreur.retry_after))
    except requests.RequestException as erreur:
        # urllib3 gives up before writing when nobody answers the call; anything else came after.
        jamais_parti = isinstance(erreur, requests.ConnectTimeout) or isinstance(
            next(iter(erreur.args), None), MaxRetryError
        )
        return Reponse(0, f"{type(erreur).__name__} : {erreur}"[:200], est_incertaine=not jamais_parti)
    except ValueError as erreur:  # keys that are no keys: nothing can be written for this device
        return Reponse(410, str(erreur)[:200])
    return Reponse(getattr(reponse, "status_code", 201))


def _apres(secondes: str | None) -> dt.timedelta | None:
    duree = entier(secondes)
    return None if duree is None else dt.timedelta(seconds=min(duree, 86_400))
