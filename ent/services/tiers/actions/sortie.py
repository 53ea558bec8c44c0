"""Single log-out: services where a session went are told that it is over, by workers, a few times and no more."""

import datetime as dt
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import jwt
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion.actions import differer
from ent.socle.rustines.allauth_cles import cle_lue

from ..annonces import Injoignable, poster, poster_soap
from ..exports import demande_de_sortie
from ..exports_saml import fin_de_session
from ..lectures.cles import cles
from ..lectures.saml import partenaire_de
from ..models import ServiceTiers

SESSION = "tiers"  # what a session keeps: [service, address, ticket or number]
PLACES = 20  # the last ones
ATTENTES = (60, 300, 1_800, 7_200)  # seconds before each new try
EVENEMENT = "http://schemas.openid.net/event/backchannel-logout"


def retenir(*, session: SessionBase, service: ServiceTiers, adresse: str, jeton: str) -> None:
    """In the session itself, which ends with what it holds. `adresse` empty: this service asks for no word. A number that was kept lately is
    not written again: a session is a row.
    """
    gardes, celui_ci = session.get(SESSION, []), [service.pk, adresse, jeton]
    if adresse and celui_ci not in gardes[-PLACES // 2 :]:
        session[SESSION] = [*(garde for garde in gardes if garde != celui_ci), celui_ci][-PLACES:]


@transaction.atomic
def quitter_les_services(*, session: SessionBase, personne: Personne | None) -> None:
    """A session ends: what OIDC services hold of this person dies at once, and each is told. Not journalled: it is a sign-out."""
    if personne is not None:
        Token.objects.filter(user=personne).delete()
    _dire_la_fin(session)


@transaction.atomic
def quitter_de_loin(personnes: Collection[int], seances: Iterable[Mapping[str, Any]]) -> None:
    """Sessions of these people (ids) are ended from elsewhere: the same, of all that is known of them. A service that a browser alone can tell
    is not told: no browser is there.
    """
    Token.objects.filter(user__in=personnes).delete()
    for seance in seances:
        _dire_la_fin(seance)


def _dire_la_fin(seance: Mapping[str, Any] | SessionBase) -> None:
    for service, adresse, jeton in seance.get(SESSION, []):
        differer("ent.services.tiers.taches.prevenir", service=service, adresse=adresse, jeton=jeton, essai=0)


def prevenir(*, service: ServiceTiers, adresse: str, jeton: str, essai: int) -> None:
    """One try. A service that is away is asked again, four times in two hours and a half; an address that is private, never."""
    try:
        _dire(service, adresse, jeton)
    except Injoignable as refus:
        if not refus.definitif and essai < len(ATTENTES):
            quand = timezone.now() + dt.timedelta(seconds=ATTENTES[essai])
            differer(
                "ent.services.tiers.taches.prevenir",
                a=quand,
                service=service.pk,
                adresse=adresse,
                jeton=jeton,
                essai=essai + 1,
            )


def _dire(service: ServiceTiers, adresse: str, jeton: str) -> None:
    """In the words of its protocol: of CAS a ticket, of OIDC a number, of SAML a number and a session."""
    if service.protocole == ServiceTiers.Protocole.SAML:
        numero, _espace, index = jeton.partition(" ")
        poster_soap(adresse, fin_de_session(partenaire_de(service.metadonnees), numero, index))
    elif service.protocole == ServiceTiers.Protocole.OIDC:
        poster(adresse, {"logout_token": _mot_de_sortie(service, jeton)})
    else:
        poster(adresse, {"logoutRequest": demande_de_sortie(jeton)})


def _mot_de_sortie(service: ServiceTiers, numero: str) -> str:
    """The logout token of OpenID Connect Back-Channel Logout 1.0, § 2.4: whose sessions are over, in that service's own number."""
    jwk, cle = cle_lue(cles()[0].pem)
    dit = {
        "iss": settings.ENT_ADRESSE.rstrip("/"),
        "aud": service.client_id,
        "sub": numero,
        "iat": int(time.time()),
        "exp": int(time.time()) + 120,
        "jti": uuid.uuid4().hex,
        "events": {EVENEMENT: {}},
    }
    return jwt.encode(dit, cle, algorithm="RS256", headers={"kid": jwk["kid"], "typ": "logout+jwt"})
