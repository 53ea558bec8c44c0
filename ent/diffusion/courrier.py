"""E-mails over SMTP, and what the server's answers mean."""

import re
import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from ent.socle.rustines.smtplib_donnees import avant_le_contenu

from . import paroles, rebonds
from .models import Envoi, Notification

ENRICHI = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


def connexion() -> BaseEmailBackend:
    """The site's mail server, not yet open."""
    return mail.mailers.default


def composer(envoi: Envoi, nouvelles: list[Notification]) -> EmailMessage:
    """The day's e-mail of one person, in their language."""
    personne = envoi.destinataire
    arret = paroles.lien_d_arret(str(personne.uuid))
    with translation.override(paroles.langue_de(personne.langue, nouvelles)):
        objet, corps = paroles.resume(nouvelles, arret)
    entetes = {
        "From": str(settings.DEFAULT_FROM_EMAIL),
        "Message-ID": rebonds.message_id(envoi.pk),
        "Auto-Submitted": "auto-generated",
        # Large mailboxes ask it of whoever writes to many: one tap there stops the e-mail here (RFC 8058).
        "List-Unsubscribe": f"<{arret}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return EmailMessage(objet, corps, rebonds.enveloppe(envoi.pk), [envoi.adresse], headers=entetes)


def est_un_refus_de_l_adresse(code: int, texte: str) -> bool:
    """Whether this answer blames the address for good, and not our own server, its reputation or a full mailbox.

    A wrong setting of ours makes every address answer « 554 5.7.1 Relay denied »: no family must be struck off for it.
    """
    if enrichi := ENRICHI.search(texte):
        classe, sujet, _detail = enrichi.groups()
        return classe == "5" and (sujet == "1" or enrichi[0] in ("5.2.1", "5.0.0"))
    return code in (550, 551, 553)


class DejaPris(Exception):
    """Another worker has taken the row meanwhile."""


def envoyer(connexion: BaseEmailBackend, message: EmailMessage, commencer: Callable[[], bool]) -> None:
    """Send, and call `commencer` when the recipient is accepted, right before the content leaves.

    Whoever is killed before it has sent nothing.
    """

    def exiger() -> None:
        if not commencer():
            raise DejaPris

    serveur = getattr(connexion, "connection", None)
    if not isinstance(serveur, smtplib.SMTP):  # files, memory
        exiger()
        connexion.send_messages([message])
        return
    with avant_le_contenu(serveur, exiger):
        connexion.send_messages([message])


def a_coupe(erreur: Exception) -> bool:
    """Whether the server stopped answering, rather than said no."""
    dit_non = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return isinstance(erreur, OSError) and not isinstance(erreur, dit_non)


def expliquer(erreur: Exception) -> tuple[bool, str]:
    """(the address is refused for good, what the server said)."""
    code: int
    dit: bytes | str
    if isinstance(erreur, smtplib.SMTPRecipientsRefused):
        code, dit = next(iter(erreur.recipients.values()))
    elif isinstance(erreur, smtplib.SMTPDataError):
        code, dit = erreur.smtp_code, erreur.smtp_error
    else:
        return False, f"{type(erreur).__name__} : {erreur}"
    texte = dit.decode("utf-8", "replace") if isinstance(dit, bytes) else str(dit)
    return est_un_refus_de_l_adresse(code, texte), f"{code} {' '.join(texte.split())}"
