"""Mail that comes back (RFC 3464), found again by a mark that only we can write."""

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Envoi

SEL = "diffusion.rebond"
MARQUE = re.compile(r"\b([0-9a-f]{1,16})-([0-9a-f]{24})\b", re.IGNORECASE)


def marque(envoi_id: int) -> str:
    """The mark of a sending: its number and our signature, in letters that no mail server changes."""
    return f"{envoi_id:x}-{_signature(envoi_id)}"


def _signature(envoi_id: int, cle: str | None = None) -> str:
    return salted_hmac(SEL, str(envoi_id), secret=cle, algorithm="sha256").hexdigest()[:24]


def _est_notre(envoi_id: int, signature: str) -> bool:
    """By the key that writes, or by one that is still read."""
    return any(
        constant_time_compare(signature.lower(), _signature(envoi_id, cle))
        for cle in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _domaine() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def message_id(envoi_id: int) -> str:
    return f"<{marque(envoi_id)}@{_domaine()}>"


def enveloppe(envoi_id: int) -> str:
    """Where a mail that fails goes back to: our own mark after a « + », if the site has an address for it."""
    if not settings.ENT_REBONDS:
        return settings.DEFAULT_FROM_EMAIL
    nom, _arobase, domaine = settings.ENT_REBONDS.partition("@")
    return f"{nom}+{marque(envoi_id)}@{domaine}"


@dataclass(frozen=True)
class Rebond:
    envoi_id: int
    statut: str  # « 5.1.1 »
    motif: str

    @property
    def est_definitif(self) -> bool:
        return self.statut.startswith("5")


def _lire_marque(texte: str) -> int | None:
    for numero, signature in MARQUE.findall(texte):
        envoi_id = int(numero, 16)
        if envoi_id < 2**63 and _est_notre(envoi_id, signature):
            return envoi_id
    return None


def lire(message: EmailMessage) -> Rebond | None:
    """The failure that a delivery status notification tells, or None: not one, a delay, or no mark of ours.

    Only our mark says which mail is meant. The addresses written in the message are read by nobody: anyone could write
    such a message about anyone.
    """
    if message.get_content_type() != "multipart/report":
        return None
    # Where the notification came to, and the message it gives back, whole or headers alone.
    lieux = [str(v) for nom in ("To", "Delivered-To", "X-Original-To") for v in message.get_all(nom, [])]
    statut, motif = "", ""
    for partie in message.walk():
        nature = partie.get_content_type()
        if nature == "message/delivery-status":
            statut, motif = _statut(partie)
        elif nature in ("message/rfc822", "message/global"):
            lieux += [str(m.get("Message-ID", "")) for m in partie.get_payload() if isinstance(m, Message)]
        elif nature in ("text/rfc822-headers", "message/rfc822-headers"):
            entetes = partie.get_payload(decode=True)
            lieux += re.findall(rb"(?im)^Message-ID:\s*(\S+)", entetes)[:1] if isinstance(entetes, bytes) else []
    envoi_id = next((pk for lieu in lieux if (pk := _lire_marque(_en_texte(lieu)))), None)
    return Rebond(envoi_id, statut, motif) if envoi_id and statut else None


def _en_texte(lieu: str | bytes) -> str:
    return lieu.decode("ascii", "replace") if isinstance(lieu, bytes) else lieu


def _statut(partie: Message) -> tuple[str, str]:
    """Status and diagnostic of the first recipient that failed; « delayed » and « relayed » are no failure."""
    for bloc in partie.get_payload():
        if isinstance(bloc, Message) and str(bloc.get("Action", "")).strip().lower() == "failed":
            diagnostic = str(bloc.get("Diagnostic-Code", "")).partition(";")[2].strip()
            return str(bloc.get("Status", "")).strip(), " ".join(diagnostic.split())[:200]
    return "", ""


def envoi_de(rebond: Rebond) -> Envoi | None:
    return Envoi.objects.filter(pk=rebond.envoi_id, canal="courriel").select_related("destinataire").first()
