"""A SAML identity provider of the tests' own: it signs, encrypts, lies and wraps as a test tells it to. What signs and encrypts is xmlsec, by which
nothing of ours is judged but the product itself.
"""

import base64
import copy
import datetime as dt
import time
import uuid
import zlib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree

ENTITE = "https://idp.exemple.fr/saml"
SAML, SAMLP, DS = (
    "urn:oasis:names:tc:SAML:2.0:assertion",
    "urn:oasis:names:tc:SAML:2.0:protocol",
    "http://www.w3.org/2000/09/xmldsig#",
)
OID = "urn:oid:1.3.6.1.4.1.20326.10.999.1."
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def _paire():
    cle = generate_private_key(public_exponent=65537, key_size=2048)
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2050, 1, 1, tzinfo=dt.UTC))
        .sign(cle, hashes.SHA256())
    )
    return cle, certificat


CLE, CERTIFICAT = _paire()
AUTRE_CLE, AUTRE_CERTIFICAT = _paire()


def metadonnees(*, fin: str = "", sortie: bool = True) -> str:
    pem = "".join(CERTIFICAT.public_bytes(Encoding.PEM).decode().splitlines()[1:-1])
    binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
    slo = f'<md:SingleLogoutService Binding="{binding}" Location="https://idp.exemple.fr/slo"/>' if sortie else ""
    jusqu_a = f' validUntil="{fin}"' if fin else ""
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="{DS}" entityID="{ENTITE}"{jusqu_a}>'
        '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">'
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{pem}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        f'{slo}<md:SingleSignOnService Binding="{binding}" Location="https://idp.exemple.fr/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>'
    )


def demande(adresse: str, nom: str = "SAMLRequest"):
    """What a redirect of ours asks: its XML, and its parameters."""
    champs = {c: v[0] for c, v in parse_qs(urlsplit(adresse).query).items()}
    return etree.fromstring(zlib.decompress(base64.b64decode(champs[nom]), -15)), champs


def est_bien_signee(adresse: str, certificat_pem: str, nom: str = "SAMLRequest") -> bool:
    """By the certificate of our metadata, on the very bytes of the address. Raises when it is not."""
    brut = urlsplit(adresse).query
    morceaux = dict(m.split("=", 1) for m in brut.split("&"))
    signe = "&".join(f"{c}={morceaux[c]}" for c in (nom, "RelayState", "SigAlg") if c in morceaux)
    certificat = x509.load_pem_x509_certificate(certificat_pem.encode())
    from urllib.parse import unquote

    certificat.public_key().verify(
        base64.b64decode(unquote(morceaux["Signature"])), signe.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    return True


@dataclass
class Reponse:
    """An answer, as it is told to be. `ici`: what the service provider is known by."""

    acs: str
    entite_sp: str
    en_reponse_a: str
    nom: str = "nameid-1"
    attributs: dict = field(default_factory=dict)  # {friendly name or OID: values}
    audience: str | None = None
    destination: str | None = None
    destinataire: str | None = None
    decale: int = 0
    duree: int = 300
    emetteur: str = ENTITE
    statut: str = "urn:oasis:names:tc:SAML:2.0:status:Success"
    format: str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    identifiant: str = ""
    signe: bool = True
    par_un_autre: bool = False
    chiffree_pour: str = ""  # PEM of a certificate

    def instant(self, secondes: int) -> str:
        quand = dt.datetime.fromtimestamp(time.time() + self.decale + secondes, dt.UTC)
        return quand.strftime("%Y-%m-%dT%H:%M:%SZ")

    def arbre(self):
        def valeurs(nom, vals):
            amical = f' FriendlyName="{nom}"' if not nom.startswith("urn:") else ""
            dites = "".join(f"<saml:AttributeValue>{v}</saml:AttributeValue>" for v in vals)
            return f'<saml:Attribute Name="{nom}"{amical}>{dites}</saml:Attribute>'

        numero = self.identifiant or f"_{uuid.uuid4().hex}"
        attributs = "".join(valeurs(n, v) for n, v in self.attributs.items())
        xml = (
            f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_r{uuid.uuid4().hex}" Version="2.0" IssueInstant="{self.instant(0)}" '
            f'Destination="{self.destination or self.acs}" InResponseTo="{self.en_reponse_a}"><saml:Issuer>{self.emetteur}</saml:Issuer>'
            f'<samlp:Status><samlp:StatusCode Value="{self.statut}"/></samlp:Status>'
            f'<saml:Assertion ID="{numero}" Version="2.0" IssueInstant="{self.instant(0)}"><saml:Issuer>{self.emetteur}</saml:Issuer>'
            f'<saml:Subject><saml:NameID Format="{self.format}">{self.nom}</saml:NameID><saml:SubjectConfirmation '
            f'Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{self.instant(self.duree)}" '
            f'Recipient="{self.destinataire or self.acs}" InResponseTo="{self.en_reponse_a}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{self.instant(-5)}" NotOnOrAfter="{self.instant(self.duree)}"><saml:AudienceRestriction>'
            f"<saml:Audience>{self.audience or self.entite_sp}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{self.instant(0)}" SessionIndex="idx-1"><saml:AuthnContext><saml:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
            f"<saml:AttributeStatement>{attributs}</saml:AttributeStatement></saml:Assertion></samlp:Response>"
        )
        racine = etree.fromstring(xml)
        assertion = racine.find(f"{{{SAML}}}Assertion")
        if self.signe:
            signer(
                assertion,
                AUTRE_CLE if self.par_un_autre else CLE,
                AUTRE_CERTIFICAT if self.par_un_autre else CERTIFICAT,
            )
        if self.chiffree_pour:
            chiffrer(racine, assertion, self.chiffree_pour)
        return racine

    def en_base64(self) -> str:
        return coder(self.arbre())


def coder(racine) -> str:
    return base64.b64encode(etree.tostring(racine)).decode()


def signer(element, cle=CLE, certificat=CERTIFICAT) -> None:
    noeud = xmlsec.template.create(
        element, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformRsaSha256, ns="ds"
    )
    element.insert(1, noeud)
    reference = xmlsec.template.add_reference(noeud, xmlsec.constants.TransformSha256, uri=f"#{element.get('ID')}")
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(noeud))
    contexte = xmlsec.SignatureContext()
    pem = cle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    contexte.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatPem)
    contexte.key.load_cert_from_memory(certificat.public_bytes(Encoding.PEM), xmlsec.constants.KeyDataFormatPem)
    contexte.register_id(element, "ID")
    contexte.sign(noeud)


def chiffrer(racine, assertion, certificat_pem: str) -> None:
    """AES-256 under the RSA key of the service provider."""
    gestion = xmlsec.KeysManager()
    gestion.add_key(xmlsec.Key.from_memory(certificat_pem, xmlsec.constants.KeyDataFormatCertPem))
    patron = xmlsec.template.encrypted_data_create(
        racine, xmlsec.constants.TransformAes256Cbc, type=xmlsec.constants.TypeEncElement, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(patron)
    info = xmlsec.template.encrypted_data_ensure_key_info(patron, ns="ds")
    cle = xmlsec.template.add_encrypted_key(info, xmlsec.constants.TransformRsaOaep)
    xmlsec.template.encrypted_data_ensure_cipher_value(cle)
    contexte = xmlsec.EncryptionContext(gestion)
    contexte.key = xmlsec.Key.generate(xmlsec.constants.KeyDataAes, 256, xmlsec.constants.KeyDataTypeSession)
    chiffree = contexte.encrypt_xml(patron, assertion)
    enveloppe = etree.Element(f"{{{SAML}}}EncryptedAssertion")
    parent = chiffree.getparent()
    parent.replace(chiffree, enveloppe)
    enveloppe.append(chiffree)


# --- Wrapped signatures (Somorovsky and others, « On Breaking SAML », 2012) ------------------------------------------------
def envelopper(racine, variante: int, faux_nom: str):
    """The signed assertion is kept, valid, somewhere; another, false, stands where it is read. Eight ways."""
    if variante in (1, 2):
        return _envelopper_la_reponse(racine, variante, faux_nom)
    vraie = racine.find(f"{{{SAML}}}Assertion")
    fausse = copy.deepcopy(vraie)
    fausse.find(f".//{{{SAML}}}NameID").text = faux_nom
    fausse.set("ID", "_mal")
    signature = fausse.find(f"{{{DS}}}Signature")
    if variante in (3, 4, 7):
        fausse.remove(signature)
    else:
        vraie.remove(vraie.find(f"{{{DS}}}Signature"))
    if variante == 3:  # the false one before the true one, unsigned
        racine.insert(list(racine).index(vraie), fausse)
        return racine
    racine.replace(vraie, fausse)
    ou = {
        4: lambda: fausse,  # the true one within the false one
        5: lambda: racine,  # the signature in the false one, the true one after
        6: lambda: signature,  # the true one within the signature of the false one
        7: lambda: _extensions(racine),  # the true one among extensions
        8: lambda: etree.SubElement(signature, f"{{{DS}}}Object"),  # in an object of the signature of the false one
    }[variante]()
    ou.append(vraie)
    return racine


def _extensions(racine):
    extensions = etree.Element(f"{{{SAMLP}}}Extensions")
    racine.insert(1, extensions)
    return extensions


def _envelopper_la_reponse(racine, variante: int, faux_nom: str):
    """A copy of the whole answer within the signature of the false assertion (1), or the true assertion before it (2)."""
    vraie = racine.find(f"{{{SAML}}}Assertion")
    faux = copy.deepcopy(racine)
    faux.set("ID", "_fausse")
    fausse = faux.find(f"{{{SAML}}}Assertion")
    fausse.find(f".//{{{SAML}}}NameID").text = faux_nom
    if variante == 1:
        fausse.find(f"{{{DS}}}Signature").append(copy.deepcopy(racine))
    else:
        faux.insert(1, copy.deepcopy(vraie))
        fausse.remove(fausse.find(f"{{{DS}}}Signature"))
        fausse.set("ID", "_mal")
    return faux


# --- Log-out --------------------------------------------------------------------------------------------------------------
def sortie_ecrite(sls: str, *, nom: str = "nameid-1", indice: str = "idx-1", decale: int = 0) -> str:
    instant = dt.datetime.fromtimestamp(time.time() + decale, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<samlp:LogoutRequest xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_lo{uuid.uuid4().hex}" Version="2.0" IssueInstant="{instant}" '
        f'Destination="{sls}"><saml:Issuer>{ENTITE}</saml:Issuer><saml:NameID>{nom}</saml:NameID><samlp:SessionIndex>{indice}</samlp:SessionIndex></samlp:LogoutRequest>'
    )


def demande_de_sortie(
    sls: str, *, nom: str = "nameid-1", indice: str = "idx-1", cle=CLE, signe: bool = True, decale: int = 0
) -> str:
    """An address by which a browser brings a request of log-out."""
    xml = sortie_ecrite(sls, nom=nom, indice=indice, decale=decale)
    compresse = zlib.compress(xml.encode())[2:-4]
    brut = f"SAMLRequest={quote(base64.b64encode(compresse), safe='')}&RelayState=la-bas"
    if not signe:
        return f"{sls}?{brut}"
    brut += f"&SigAlg={quote(RSA_SHA256, safe='')}"
    signature = cle.sign(brut.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{sls}?{brut}&Signature={quote(base64.b64encode(signature), safe='')}"
