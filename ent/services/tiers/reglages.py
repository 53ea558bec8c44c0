"""What this room sets: django-allauth's OIDC provider, as strict as we can make it; who may be told of a log-out on a private network."""

from typing import Any

JETON = 300  # seconds that a token lasts: a service asks once, when somebody comes


def regler(reglages: dict[str, Any]) -> None:
    """Add to the settings of the product (`config.settings`), which are given as they stand."""
    applications = reglages["INSTALLED_APPS"]
    applications.insert(applications.index("allauth.mfa") + 1, "allauth.idp.oidc")
    reglages["PASSWORD_HASHERS"].append("ent.services.tiers.hachage.SecretDeService")
    reglages.update(
        IDP_OIDC_ADAPTER="ent.services.tiers.adaptateur.Fournisseur",
        IDP_OIDC_AUTH_METHODS=["client_secret_basic", "client_secret_post"],
        IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN=JETON,
        IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN=JETON,
        IDP_OIDC_ID_TOKEN_EXPIRES_IN=JETON,
        # Who answers for people's data in the territory: an e-mail address, written to from the pages of services.
        ENT_DELEGUE=reglages["env"]("ENT_DELEGUE", default=""),
        # Names of machines of the territory's own network that a log-out may reach; nothing else of a private network is.
        ENT_TIERS_INTERNES=reglages["env"].list("ENT_TIERS_INTERNES", default=[]),
    )
