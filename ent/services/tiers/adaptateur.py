"""What django-allauth's OIDC provider says of people: a number of one's own in each service, and what the registry allows. Nothing else."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from oauthlib.oauth2.rfc6749.errors import InvalidTokenError

from ent.annuaire.models import Personne
from ent.connexion.lectures import ce_qui_ferme

from .actions import preuves
from .lectures import cles, numeros
from .lectures.services import Dit, acces_oidc, ce_qui_est_dit


class Fournisseur(DefaultOIDCAdapter):
    def get_issuer(self) -> str:
        return settings.ENT_ADRESSE.rstrip("/")

    def list_private_keys(self, *, did_activate: bool | None = None, is_active: bool | None = None) -> list[PrivateKey]:
        return filter_keys(cles.cles(), did_activate=did_activate, is_active=is_active)

    def get_user_sub(self, client: Client, user: Personne) -> str:
        return numeros.numero_chez(UUID(client.pk), user)

    def get_user_by_sub(self, client: Client, sub: str) -> Personne | None:
        """Whose code it is, if they may still go there."""
        personne = numeros.personne_chez(UUID(client.pk), sub)
        return personne if personne and acces_oidc(personne, UUID(client.pk)) else None

    def get_claims(
        self,
        purpose: str,
        user: Personne,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **_autres: Any,
    ) -> dict[str, Any]:
        """Judged again at each reading, of somebody whom that request has read: what may no longer be told is told no more. No e-mail address
        leaves, ever.
        """
        acces = acces_oidc(user, UUID(client.pk)) if ce_qui_ferme(user) is None else None
        if acces is None:
            raise InvalidTokenError(description="This person may no longer use this service.")
        dits = _dits(ce_qui_est_dit(acces, user), set(scopes))
        prouve_le = preuves.date_de(code=self.request.POST.get("code", "")) if purpose == "id_token" else None
        return dits if prouve_le is None else dits | {"auth_time": prouve_le}


def _dits(dit: Dit, portees: set[str]) -> dict[str, Any]:
    dits: dict[str, Any] = {}
    if "profile" in portees:
        dits |= {"given_name": dit.prenom, "family_name": dit.nom}
    if "ecole" in portees:
        classes = [f"{uai}${nom}" for uai, nom in dit.classes]
        dits |= {"profil": dit.profil, "niveaux": list(dit.niveaux), "classes": classes, "uai": list(dit.ecoles)}
    return {"sub": dit.numero} | {nom: valeur for nom, valeur in dits.items() if valeur}
