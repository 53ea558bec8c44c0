"""What leaves for a CAS service: XML of its protocol, version 3 (and 2, without attributes)."""

import datetime as dt
import uuid
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from ent.socle.textes import pour_xml

from .attributs import TYPES_ELEA, Dialecte, Public
from .lectures.services import Dit

ENVELOPPE = '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{}</cas:serviceResponse>'


def propre(mots: str) -> str:
    return escape(pour_xml(mots))


def attributs_de(dit: Dit, dialecte: str) -> list[tuple[str, str]]:
    """Names and values, in the words of one dialect; a name comes back when it has several values."""
    classes = [f"{uai}${nom}" for uai, nom in dit.classes]
    if dialecte == Dialecte.ELEA:
        genre = TYPES_ELEA[Public(dit.profil)] if dit.profil else ""
        nommes = [
            ("externalId", [dit.numero]), ("id", [dit.numero]), ("type", [genre]), ("profiles", [genre]),
            ("firstName", [dit.prenom]), ("lastName", [dit.nom]), ("classes", classes), ("structures", dit.ecoles),
        ]  # fmt: skip
    else:
        nommes = [
            ("profil", [dit.profil]), ("prenom", [dit.prenom]), ("nom", [dit.nom]), ("niveau", dit.niveaux),
            ("classe", classes), ("uai", dit.ecoles),
        ]  # fmt: skip
    return [(nom, valeur) for nom, valeurs in nommes for valeur in valeurs if valeur]


def succes(dit: Dit, dialecte: str, *, entre_le: dt.datetime, neuf: bool, avec_attributs: bool) -> str:
    corps = f"<cas:user>{propre(dit.numero)}</cas:user>"
    if avec_attributs:
        lignes = [
            ("authenticationDate", timezone.localtime(entre_le).isoformat(timespec="seconds")),
            ("longTermAuthenticationRequestTokenUsed", "false"),
            ("isFromNewLogin", "true" if neuf else "false"),
            *attributs_de(dit, dialecte),
        ]
        corps += "<cas:attributes>"
        corps += "".join(f"<cas:{nom}>{propre(valeur)}</cas:{nom}>" for nom, valeur in lignes)
        corps += "</cas:attributes>"
    return ENVELOPPE.format(f"<cas:authenticationSuccess>{corps}</cas:authenticationSuccess>")


def echec(code: str, phrase: str) -> str:
    refus = f"<cas:authenticationFailure code={quoteattr(code)}>{propre(phrase)}</cas:authenticationFailure>"
    return ENVELOPPE.format(refus)


def demande_de_sortie(ticket: str) -> str:
    """The request of single log-out (CAS 3.0, 2.3.3): which ticket's session is over."""
    instant = timezone.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'ID="LR-{uuid.uuid4().hex}" Version="2.0" IssueInstant="{instant}">'
        '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>'
        f"<samlp:SessionIndex>{propre(ticket)}</samlp:SessionIndex></samlp:LogoutRequest>"
    )
