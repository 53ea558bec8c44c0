"""A page of a service, opened with the account that a person has there: by the way that the operator declared, on a server that they declared.

OpenID Connect Core §4 (login started by a third party): the service then asks us who comes, as it always does. CAS: its own way in. SAML: a response that
nobody asked for, with the page as RelayState.
"""

from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from ent.annuaire.models import Personne

from ..adresses import PAGE, origine_de
from ..models import ServiceTiers
from .services import Acces, acces_de

SAVENT = Q(service__protocole=ServiceTiers.Protocole.SAML, service__relais=True) | ~Q(service__depart="")


def adresse_signee(personne: Personne, adresse: str) -> str:
    """Nothing where no service of theirs is on that server, or none knows how."""
    if not origine_de(adresse):
        return ""
    acces = next((a for a in acces_de(personne, SAVENT) if a.peut_ouvrir and mene_a(a, adresse)), None)
    return _depart(acces.service, adresse) if acces else ""


def mene_a(acces: Acces, adresse: str) -> bool:
    """The page is on a server that the operator declared of this service."""
    return origine_de(adresse) in acces.service.origines


def _depart(service: ServiceTiers, adresse: str) -> str:
    if service.protocole == ServiceTiers.Protocole.SAML:
        return (
            f"{reverse('tiers_saml_aller', args=[service.uuid])}?{urlencode({'page': adresse})}"
            if service.relais
            else ""
        )
    if service.protocole == ServiceTiers.Protocole.CAS:
        return service.depart.replace(PAGE, quote(adresse, safe=""))
    if service.protocole == ServiceTiers.Protocole.OIDC:
        dits = urlencode({"iss": settings.ENT_ADRESSE.rstrip("/"), "target_link_uri": adresse})
        return f"{service.depart}{'&' if '?' in service.depart else '?'}{dits}"
    return ""
