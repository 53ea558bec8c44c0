"""What leaves for a SAML service: our metadata, signed responses and assertions, the end of a session.

Written as elements, signed by signxml (enveloped, exclusive canonical form, RSA-SHA256): both the assertion and the response that bears it,
since services ask for one or the other. Between both, the assertion is encrypted by xmlsec for a service whose metadata give a certificate for that.
"""

import base64
import datetime as dt
import secrets
import zlib
from collections.abc import Sequence
from urllib.parse import urlencode

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from lxml.builder import ElementMaker
from signxml import SignatureMethod, XMLSigner, methods

from ent.socle.textes import pour_xml

from .attributs import Dialecte
from .exports import attributs_de
from .lectures import cles
from .lectures.saml import (
    ASSERTION,
    DS,
    ENVOI,
    METADONNEES,
    PROTOCOLE,
    REDIRECTION,
    Demande,
    Element,
    Partenaire,
    notre_nom,
)
from .lectures.services import Dit

A = ElementMaker(namespace=ASSERTION, nsmap={"saml": ASSERTION})
P = ElementMaker(namespace=PROTOCOLE, nsmap={"samlp": PROTOCOLE, "saml": ASSERTION})
M = ElementMaker(namespace=METADONNEES, nsmap={"md": METADONNEES, "ds": DS})
S = ElementMaker(namespace=DS, nsmap={"ds": DS})
E = ElementMaker(
    namespace="http://schemas.xmlsoap.org/soap/envelope/", nsmap={"soap": "http://schemas.xmlsoap.org/soap/envelope/"}
)
DUREE, ECART = dt.timedelta(minutes=5), dt.timedelta(minutes=3)  # of an assertion; of clocks that disagree
PERSISTANT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
STATUT = "urn:oasis:names:tc:SAML:2.0:status:"
OIDS = {"prenom": ("urn:oid:2.5.4.42", "givenName"), "nom": ("urn:oid:2.5.4.4", "sn")}
URI, SIMPLE = (f"urn:oasis:names:tc:SAML:2.0:attrname-format:{genre}" for genre in ("uri", "basic"))
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def _instant(quand: dt.datetime) -> str:
    return quand.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _numero() -> str:
    return f"_{secrets.token_hex(20)}"


def _adresse(nom: str) -> str:
    return settings.ENT_ADRESSE.rstrip("/") + reverse(nom)


def _signer(element: Element) -> Element:
    """Its signature stands right after its issuer, where the schema wants it."""
    place = S.Signature(Id="placeholder")
    element.insert(1, place)
    cle, certificat = cles.pour_signer()
    signeur = XMLSigner(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    return signeur.sign(element, key=cle, cert=[certificat], reference_uri=f"#{element.get('ID')}")


def metadonnees() -> bytes:
    """What an operator gives to the service."""
    _cle, certificat = cles.pour_signer()
    der = base64.b64encode(certificat.public_bytes(Encoding.DER)).decode()
    racine = M.EntityDescriptor(
        M.IDPSSODescriptor(
            M.KeyDescriptor(S.KeyInfo(S.X509Data(S.X509Certificate(der))), use="signing"),
            M.SingleLogoutService(Binding=REDIRECTION, Location=_adresse("tiers_saml_sortir")),
            M.SingleLogoutService(Binding=ENVOI, Location=_adresse("tiers_saml_sortir_envoi")),
            M.NameIDFormat(PERSISTANT),
            M.SingleSignOnService(Binding=REDIRECTION, Location=_adresse("tiers_saml_entrer")),
            M.SingleSignOnService(Binding=ENVOI, Location=_adresse("tiers_saml_entrer")),
            protocolSupportEnumeration=PROTOCOLE,
            WantAuthnRequestsSigned="false",
        ),
        entityID=notre_nom(),
    )
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8")


def _nom(numero: str, partenaire: Partenaire) -> Element:
    return A.NameID(numero, Format=PERSISTANT, NameQualifier=notre_nom(), SPNameQualifier=partenaire.entite)


def _attributs(dit: Dit, dialecte: str) -> list[Element]:
    valeurs: dict[str, list[str]] = {}
    for nom, valeur in attributs_de(dit, dialecte):
        valeurs.setdefault(nom, []).append(pour_xml(valeur))
    dits = []
    for nom, siennes in valeurs.items():
        oid, amical = OIDS.get(nom, ("", "")) if dialecte == Dialecte.COURANT else ("", "")
        dits.append(
            A.Attribute(
                *(A.AttributeValue(v) for v in siennes),
                Name=oid or nom,
                NameFormat=URI if oid else SIMPLE,
                FriendlyName=amical or nom,
            )
        )
    return dits


def _assertion(
    dit: Dit,
    dialecte: str,
    partenaire: Partenaire,
    *,
    acs: str,
    demande: Demande | None,
    index: str,
    entre_le: dt.datetime,
) -> Element:
    maintenant = timezone.now()
    fin = _instant(maintenant + DUREE)
    recu = A.SubjectConfirmationData(NotOnOrAfter=fin, Recipient=acs)
    if demande is not None:
        recu.set("InResponseTo", demande.numero)
    porteur = A.SubjectConfirmation(recu, Method="urn:oasis:names:tc:SAML:2.0:cm:bearer")
    element = A.Assertion(
        A.Issuer(notre_nom()),
        A.Subject(_nom(dit.numero, partenaire), porteur),
        A.Conditions(
            A.AudienceRestriction(A.Audience(partenaire.entite)),
            NotBefore=_instant(maintenant - ECART),
            NotOnOrAfter=fin,
        ),
        A.AuthnStatement(
            A.AuthnContext(A.AuthnContextClassRef("urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport")),
            AuthnInstant=_instant(entre_le),
            SessionIndex=index,
        ),
        ID=_numero(),
        Version="2.0",
        IssueInstant=_instant(maintenant),
    )
    if dits := _attributs(dit, dialecte):
        element.append(A.AttributeStatement(*dits))
    return _signer(element)


def _chiffrer(assertion: Element, certificat: x509.Certificate, *, gcm: bool) -> Element:
    """For the service alone: a key of one use, itself encrypted by its certificate (RSA-OAEP). The response that bears it is signed after.

    By itself, out of what will bear it: whoever reads what was encrypted reads it alone, with its own namespaces (lasso, so LemonLDAP).
    """
    methode = xmlsec.Transform.AES256_GCM if gcm else xmlsec.Transform.AES256
    gabarit = xmlsec.template.encrypted_data_create(assertion, methode, type=xmlsec.EncryptionType.ELEMENT, ns="xenc")
    xmlsec.template.encrypted_data_ensure_cipher_value(gabarit)
    informations = xmlsec.template.encrypted_data_ensure_key_info(gabarit, ns="ds")
    cle = xmlsec.template.add_encrypted_key(informations, xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(cle)
    porte_cles = xmlsec.KeysManager()
    porte_cles.add_key(xmlsec.Key.from_memory(certificat.public_bytes(Encoding.PEM), xmlsec.KeyFormat.CERT_PEM, None))
    contexte = xmlsec.EncryptionContext(porte_cles)
    contexte.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    return A.EncryptedAssertion(contexte.encrypt_xml(gabarit, assertion))


def _reponse(acs: str, demande: Demande | None, *contenu: Element) -> str:
    element = P.Response(
        A.Issuer(notre_nom()),
        *contenu,
        ID=_numero(),
        Version="2.0",
        IssueInstant=_instant(timezone.now()),
        Destination=acs,
    )
    if demande is not None:
        element.set("InResponseTo", demande.numero)
    return base64.b64encode(etree.tostring(_signer(element))).decode()


def reponse(
    dit: Dit,
    dialecte: str,
    partenaire: Partenaire,
    *,
    acs: str,
    demande: Demande | None,
    index: str,
    entre_le: dt.datetime,
) -> str:
    """Who came, for this service alone, at this address alone."""
    statut = P.Status(P.StatusCode(Value=f"{STATUT}Success"))
    assertion = _assertion(dit, dialecte, partenaire, acs=acs, demande=demande, index=index, entre_le=entre_le)
    if partenaire.chiffrement is not None:
        assertion = _chiffrer(assertion, partenaire.chiffrement, gcm=partenaire.gcm)
    return _reponse(acs, demande, statut, assertion)


def refus(acs: str, demande: Demande) -> str:
    """Asked not to show any page, we have nobody to name."""
    dessous = P.StatusCode(Value=f"{STATUT}NoPassive")
    return _reponse(acs, demande, P.Status(P.StatusCode(dessous, Value=f"{STATUT}Responder")))


# --- Going out ----------------------------------------------------------------------------------------------------------
def _fin(partenaire: Partenaire, nom: str, index: Sequence[str], *, ou: str, numero: str) -> Element:
    return P.LogoutRequest(
        A.Issuer(notre_nom()),
        _nom(nom, partenaire),
        *(P.SessionIndex(un) for un in index),
        ID=numero,
        Version="2.0",
        IssueInstant=_instant(timezone.now()),
        Destination=ou,
        NotOnOrAfter=_instant(timezone.now() + DUREE),
    )


def fin_de_session(partenaire: Partenaire, numero: str, index: str) -> bytes:
    """The request that tells a service by SOAP that a session is over."""
    demande = _fin(partenaire, numero, [index], ou=partenaire.sortie, numero=_numero())
    return etree.tostring(E.Envelope(E.Body(_signer(demande))), xml_declaration=True, encoding="UTF-8")


def fin_par_navigateur(
    partenaire: Partenaire, nom: str, index: Sequence[str], *, numero: str, relais: str
) -> tuple[str, dict[str, str]]:
    """The same, that a browser carries: where it goes, and the fields of its form (none: the address says all)."""
    liaison, ou = partenaire.navigateur
    demande = _fin(partenaire, nom, index, ou=ou, numero=numero)
    if liaison == REDIRECTION:
        return _par_redirection(ou, "SAMLRequest", demande, relais), {}
    return ou, {"SAMLRequest": base64.b64encode(etree.tostring(_signer(demande))).decode(), "RelayState": relais}


def _fin_dite(demande: Demande, ou: str) -> Element:
    return P.LogoutResponse(
        A.Issuer(notre_nom()),
        P.Status(P.StatusCode(Value=f"{STATUT}Success")),
        ID=_numero(),
        Version="2.0",
        IssueInstant=_instant(timezone.now()),
        Destination=ou,
        InResponseTo=demande.numero,
    )


def retour_de_sortie(partenaire: Partenaire, demande: Demande, relais: str) -> str:
    """Where the browser of who went out is led: the service's own address, with our signed answer."""
    return _par_redirection(partenaire.retour, "SAMLResponse", _fin_dite(demande, partenaire.retour), relais)


def retour_envoye(partenaire: Partenaire, demande: Demande) -> str:
    """The same answer, for a service that takes it in a form alone."""
    return base64.b64encode(etree.tostring(_signer(_fin_dite(demande, partenaire.retour_envoye)))).decode()


def _par_redirection(ou: str, nom: str, element: Element, relais: str) -> str:
    """An address that bears a message, and our signature of the query as it stands (SAML bindings, 3.4.4.1)."""
    presse = zlib.compressobj(9, zlib.DEFLATED, -15)
    octets = presse.compress(etree.tostring(element)) + presse.flush()
    dits = {nom: base64.b64encode(octets).decode()} | ({"RelayState": relais} if relais else {})
    signe = urlencode(dits | {"SigAlg": RSA_SHA256})
    cle, _certificat = cles.pour_signer()
    signature = base64.b64encode(cle.sign(signe.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
    jonction = "&" if "?" in ou else "?"
    return f"{ou}{jonction}{signe}&{urlencode({'Signature': signature})}"
