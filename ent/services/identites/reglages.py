"""What this room sets: which machines of a private network may be a provider of identities."""

from typing import Any


def regler(reglages: dict[str, Any]) -> None:
    """Add to the settings of the product (`config.settings`), which are given as they stand."""
    reglages.update(
        # Names of machines of the territory's own network where a provider may be; nothing else of a private network is asked.
        ENT_IDENTITES_INTERNES=reglages["env"].list("ENT_IDENTITES_INTERNES", default=[]),
        # On this very machine, a provider may be tried over http; never in production.
        ENT_IDENTITES_LOCALES=not reglages["PRODUCTION"],
    )
