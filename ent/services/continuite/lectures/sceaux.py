"""Addresses that families gave, sealed under a key made from the key of codes: `manage.py rechiffrer_codes` leaves them as they are."""

from cryptography.fernet import Fernet, InvalidToken

from ent.connexion.derivation import sceau


def _sceau() -> Fernet:
    return sceau("continuite.adresse")


def sceller(adresse: str) -> str:
    return _sceau().encrypt(adresse.encode()).decode()


def ouvrir(scellee: str) -> str:
    """Empty for what was sealed under a key that is no more."""
    try:
        return _sceau().decrypt(scellee.encode()).decode()
    except InvalidToken:
        return ""
