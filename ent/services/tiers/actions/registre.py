"""The operator's registry: register a service, correct it, withdraw it, draw its secret. The OIDC client follows its service."""

import secrets
from typing import Any

from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from .. import evenements
from ..attributs import ORDRE, ecrire, lire
from ..lectures.cles import tirer
from ..models import CleDeSignature, OuvertureTiers, ServiceTiers
from . import nouvelles

PORTEES = "openid\nprofile\necole"
HACHEUR = "secret_de_service"  # `ent.services.tiers.hachage`


def _consigner(verbe: str, service: ServiceTiers, auteur: Personne) -> None:
    consigner(f"tiers.{verbe}", auteur=auteur, objet=f"service_tiers {service.pk}", nom=service.nom)


@transaction.atomic
def enregistrer_service(*, auteur: Personne, champs: dict[str, Any]) -> tuple[ServiceTiers, str]:
    """The service, and its secret if it speaks OIDC: said this once."""
    service = ServiceTiers.objects.create(**champs)
    _consigner("enregistrer", service, auteur)
    return service, _accorder(service)


@transaction.atomic
def corriger_service(*, service: ServiceTiers, auteur: Personne, champs: dict[str, Any]) -> str:
    """Where it is, and less, count from the next ticket; more, in each school that agrees. A secret, if it has just begun to speak OIDC."""
    avant = _a_son_tour(service).recoit
    for nom, valeur in champs.items():
        setattr(service, nom, valeur)
    service.save(update_fields=list(champs))
    _consigner("corriger", service, auteur)
    _faire_suivre(service, service.recoit - avant)
    return _accorder(service)


def _faire_suivre(service: ServiceTiers, en_plus: frozenset[str]) -> None:
    """What is asked no more is agreed to no more: asked again later, it is another question. Directions that opened it are told what is asked more."""
    for ouverture in service.ouvertures.select_for_update(of=("self",)).select_related("etablissement"):
        ouverture.service = service
        ouverture.attributs, ouverture.refuses = (
            ecrire(lire(ecrits) & service.recoit, ORDRE) for ecrits in (ouverture.attributs, ouverture.refuses)
        )
        ouverture.save(update_fields=["attributs", "refuses"])
        if en_plus and ouverture.attend:
            nouvelles.dire_a_la_direction(ouverture=ouverture, nature=evenements.DEMANDE)
        elif not ouverture.attend:
            nouvelles.ne_plus_dire(ouverture=ouverture, natures=[evenements.DEMANDE])


def _accorder(service: ServiceTiers) -> str:
    """Its OIDC client as the registry says today; none for what does not speak OIDC. The secret of one that is new."""
    signe = service.protocole in (ServiceTiers.Protocole.OIDC, ServiceTiers.Protocole.SAML)
    if signe and not CleDeSignature.objects.exists():
        CleDeSignature.objects.create(scellee=tirer())
    if service.protocole != ServiceTiers.Protocole.OIDC:
        Client.objects.filter(pk=service.client_id).delete()
        return ""
    client = Client.objects.filter(pk=service.client_id).first()
    secret = "" if client else secrets.token_urlsafe(32)
    client = client or Client(pk=service.client_id, secret=make_password(secret, hasher=HACHEUR))
    client.name, client.scopes, client.skip_consent = service.nom, PORTEES, True
    client.set_redirect_uris(service.adresses_dites)
    client.save()
    return secret


@transaction.atomic
def nouveau_secret(*, service: ServiceTiers, auteur: Personne) -> str:
    """The former one opens nothing any more, nor what it had obtained."""
    secret = secrets.token_urlsafe(32)
    Client.objects.filter(pk=service.client_id).update(secret=make_password(secret, hasher=HACHEUR))
    Token.objects.filter(client=service.client_id).delete()
    _consigner("nouveau_secret", service, auteur)
    return secret


@transaction.atomic
def retirer_service(*, service: ServiceTiers, auteur: Personne) -> None:
    """Nobody goes there any more, from any school; what schools had decided stays. Directions and families of those that had opened it are told."""
    service = _a_son_tour(service)
    if service.retire_le is None:
        for ouverture in _ouvertes(service):
            nouvelles.dire_a_la_direction(ouverture=ouverture, nature=evenements.RETIRE)
            nouvelles.dire_aux_familles(ouverture=ouverture)
        service.retire_le = timezone.now()
        service.save(update_fields=["retire_le"])
        Token.objects.filter(client=service.client_id).delete()
        _consigner("retirer", service, auteur)


@transaction.atomic
def remettre_service(*, service: ServiceTiers, auteur: Personne) -> None:
    """As it was: those to whom schools open it may go again, and what was told of its end is taken back."""
    service = _a_son_tour(service)
    if service.retire_le is not None:
        service.retire_le = None
        service.save(update_fields=["retire_le"])
        _consigner("remettre", service, auteur)
        for ouverture in _ouvertes(service):
            nouvelles.ne_plus_dire(ouverture=ouverture, natures=[evenements.RETIRE, evenements.FERME])


def _a_son_tour(service: ServiceTiers) -> ServiceTiers:
    """As it stands once whoever corrects, withdraws or puts it back has finished."""
    return ServiceTiers.objects.select_for_update().get(pk=service.pk)


def _ouvertes(service: ServiceTiers) -> QuerySet[OuvertureTiers]:
    """Each once the school that opens, closes or answers has finished."""
    ouvertes = service.ouvertures.filter(ferme_le=None).select_for_update(of=("self",))
    return ouvertes.select_related("etablissement", "service").order_by("pk")


@transaction.atomic
def oublier_les_jetons_finis() -> None:
    """Who went where is kept no longer than a token lasts. Every day, so not journalled."""
    Token.objects.expired().delete()
