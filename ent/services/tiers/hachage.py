"""How the secrets of services are kept: a digest, once. They are drawn at random (256 bits), so that there is nothing to slow down."""

import hashlib
import hmac

from django.contrib.auth.hashers import BasePasswordHasher


class SecretDeService(BasePasswordHasher):
    """Never the first of `PASSWORD_HASHERS`: no password of a person is kept so."""

    algorithm = "secret_de_service"

    def encode(self, password: str, salt: str) -> str:
        return f"{self.algorithm}${salt}${hashlib.sha256(f'{salt}{password}'.encode()).hexdigest()}"

    def decode(self, encoded: str) -> dict[str, str]:
        algorithme, sel, empreinte = encoded.split("$", 2)
        return {"algorithm": algorithme, "salt": sel, "hash": empreinte}

    def verify(self, password: str, encoded: str) -> bool:
        return hmac.compare_digest(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> dict[str, str]:
        return {"algorithm": self.algorithm}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to make longer."""
