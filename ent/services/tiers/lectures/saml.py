"""SAML 2: what a service's metadata and its questions say. No DTD, no entity, nothing fetched; what is signed is proved before it is read."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.urls import reverse
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

PROTOCOLE = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
METADONNEES = "urn:oasis:names:tc:SAML:2.0:metadata"
DS = "http://www.w3.org/2000/09/xmldsig#"
NS = {"p": PROTOCOLE, "a": ASSERTION, "m": METADONNEES, "d": DS}
ENVOI = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECTION = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
SOAP = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
# SHA-1 is proved by nobody any more.
EMPREINTES: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}
# Of a question that is sent in a form: its one signature, right under the root, of the whole of it.
ENVELOPPEE = SignatureConfiguration(
    location="./",
    expect_references=1,
    signature_methods=frozenset((SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512)),
    digest_algorithms=frozenset((DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512)),
)
Element = Any  # of lxml, whose class has no public name
AES256_GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
TAILLE_MAX = 100_000  # of a question once inflated, and of metadata


class Illisible(ValueError):
    """Not what SAML says, or not proved."""


class Indechiffrable(Illisible):
    """It asks that assertions be encrypted, by a key that we cannot encrypt for: left in clear, they would be against its word."""


@dataclass(frozen=True)
class Partenaire:
    """A service, as its own metadata says: a response goes to one of `acs`, and nowhere else."""

    entite: str
    acs: tuple[str, ...]
    certificats: tuple[x509.Certificate, ...]
    signe: bool  # its questions are always signed
    sortie: str  # told by SOAP that a session is over
    retour: str  # where its browser is led back once it asked to go out
    navigateur: tuple[str, str] = (
        "",
        "",
    )  # a binding and an address: told of an end by a browser, when it offers no SOAP
    retour_envoye: str = ""  # the same as `retour`, in a form: when it offers nothing else
    chiffrement: x509.Certificate | None = None  # by which assertions are encrypted, when it gives one for that
    gcm: bool = False  # it reads AES-GCM


@dataclass(frozen=True)
class Demande:
    """A question that a browser brought."""

    genre: str  # AuthnRequest, LogoutRequest
    numero: str
    emetteur: str
    acs: str = ""
    passive: bool = False
    forcee: bool = False


def notre_nom() -> str:
    """Our entityID: where our metadata is."""
    return settings.ENT_ADRESSE.rstrip("/") + reverse("tiers_saml_metadonnees")


def _arbre(octets: bytes) -> Element:
    if len(octets) > TAILLE_MAX:
        raise Illisible("too long")
    lecteur = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        racine = etree.fromstring(octets, lecteur)
    except etree.XMLSyntaxError as faute:
        raise Illisible("not XML") from faute
    if racine is None or racine.getroottree().docinfo.doctype:
        raise Illisible("a DTD")
    return racine


@lru_cache(maxsize=128)
def partenaire_de(metadonnees: str) -> Partenaire:
    """Raises `Illisible`."""
    racine = _arbre(metadonnees.encode())
    service = racine.find("m:SPSSODescriptor", NS)
    if racine.tag != f"{{{METADONNEES}}}EntityDescriptor" or service is None or not racine.get("entityID"):
        raise Illisible("no service provider")
    recus = [e for e in service.iterfind("m:AssertionConsumerService", NS) if e.get("Binding") == ENVOI]
    recus.sort(key=lambda e: (e.get("isDefault") != "true", int(e.get("index", "0") or 0)))
    sorties = {e.get("Binding"): e for e in service.iterfind("m:SingleLogoutService", NS)}
    par_navigateur = next((nom for nom in (REDIRECTION, ENVOI) if nom in sorties and SOAP not in sorties), "")
    methodes = {e.get("Algorithm", "") for e in service.iterfind("m:KeyDescriptor/m:EncryptionMethod", NS)}
    return Partenaire(
        entite=racine.get("entityID", ""),
        acs=tuple(dict.fromkeys(e.get("Location", "") for e in recus)),
        certificats=tuple(_certificats(service, (None, "signing"))),
        signe=service.get("AuthnRequestsSigned") in ("true", "1"),
        sortie=sorties[SOAP].get("Location", "") if SOAP in sorties else "",
        retour=_retour(sorties.get(REDIRECTION)),
        navigateur=(par_navigateur, sorties[par_navigateur].get("Location", "")) if par_navigateur else ("", ""),
        retour_envoye=_retour(sorties.get(ENVOI)),
        chiffrement=_pour_chiffrer(service),
        gcm=AES256_GCM in methodes,
    )


def _retour(sortie: Element | None) -> str:
    return "" if sortie is None else sortie.get("ResponseLocation") or sortie.get("Location", "")


def _pour_chiffrer(service: Element) -> x509.Certificate | None:
    """Given for that, or for no use in particular, which is for both (SAML metadata, 2.4.1.1). RSA alone: keys leave by RSA-OAEP."""
    expres = _certificats(service, ("encryption",))
    rsas = [c for c in expres or _certificats(service, (None,)) if isinstance(c.public_key(), rsa.RSAPublicKey)]
    if expres and not rsas:
        raise Indechiffrable("not RSA")
    return rsas[0] if rsas else None


def _certificats(service: Element, usages: tuple[str | None, ...]) -> list[x509.Certificate]:
    lus = []
    for cle in service.iterfind("m:KeyDescriptor", NS):
        if cle.get("use") in usages:
            for ecrit in cle.iterfind(".//d:X509Certificate", NS):
                try:
                    lus.append(x509.load_der_x509_certificate(base64.b64decode("".join((ecrit.text or "").split()))))
                except (ValueError, binascii.Error) as faute:
                    raise Illisible("a certificate") from faute
    return lus


def demande_de(question: str) -> Demande:
    """A question by redirection (`SAMLRequest`): read, not yet proved. Raises `Illisible`."""
    return _demande(degonfle(question))


def degonfle(message: str) -> Element:
    try:
        octets = zlib.decompressobj(-15).decompress(base64.b64decode(message, validate=True), TAILLE_MAX + 1)
    except (ValueError, zlib.error) as faute:
        raise Illisible("not deflated") from faute
    return _arbre(octets)


def demande_envoyee(question: str) -> tuple[Demande, Element]:
    """A question that a form brought: read, not yet proved. Raises `Illisible`."""
    racine = envoye(question)
    return _demande(racine), racine


def envoye(message: str) -> Element:
    try:
        octets = base64.b64decode("".join(message.split()), validate=True)
    except ValueError as faute:
        raise Illisible("not base64") from faute
    return _arbre(octets)


def est_signee(racine: Element) -> bool:
    return racine.find(".//d:Signature", NS) is not None


def demande_prouvee(racine: Element, partenaire: Partenaire) -> Demande | None:
    """What a signature of this service covers, read again from what it covers and from nothing else; nothing if there is none."""
    couvert = couvert_par_lui(racine, partenaire)
    try:
        return None if couvert is None else _demande(couvert)
    except Illisible:
        return None


def couvert_par_lui(racine: Element, partenaire: Partenaire) -> Element | None:
    ids = [valeur for e in racine.iter(etree.Element) for nom, valeur in e.attrib.items() if nom.lower() == "id"]
    if len(ids) != len(set(ids)):
        return None
    for certificat in partenaire.certificats:
        try:
            vu = XMLVerifier().verify(racine, x509_cert=certificat, expect_config=ENVELOPPEE, id_attribute="ID")
            return vu.signed_xml
        except (SignXMLException, ValueError, InvalidSignature):
            continue
    return None


def est_pour_nous(racine: Element) -> bool:
    destination = racine.get("Destination")
    ici = [reverse(nom) for nom in ("tiers_saml_entrer", "tiers_saml_sortir", "tiers_saml_sortir_envoi")]
    return not destination or destination in {settings.ENT_ADRESSE.rstrip("/") + chemin for chemin in ici}


def _demande(racine: Element) -> Demande:
    genre = etree.QName(racine).localname
    emetteur = (racine.findtext("a:Issuer", namespaces=NS) or "").strip()
    if racine.tag not in (f"{{{PROTOCOLE}}}AuthnRequest", f"{{{PROTOCOLE}}}LogoutRequest"):
        raise Illisible("another question")
    if not est_pour_nous(racine):
        raise Illisible("for somebody else")
    if racine.get("Version") != "2.0" or not racine.get("ID") or not emetteur:
        raise Illisible("incomplete")
    return Demande(
        genre,
        racine.get("ID", ""),
        emetteur,
        racine.get("AssertionConsumerServiceURL", ""),
        racine.get("IsPassive") in ("true", "1"),
        racine.get("ForceAuthn") in ("true", "1"),
    )


def est_prouvee(brute: str, partenaire: Partenaire, nom: str = "SAMLRequest") -> bool:
    """That this service wrote the query (as it came, letter for letter): SAML bindings, 3.4.4.1. A name that is said twice, or otherwise than in plain
    letters, would have something else read than what is proved.
    """
    noms = [morceau.partition("=")[0] for morceau in brute.split("&")]
    if len(noms) != len(set(noms)) or any(unquote_plus(dit) != dit for dit in noms):
        return False
    parties = dict(morceau.split("=", 1) for morceau in brute.split("&") if "=" in morceau)
    signe = "&".join(f"{partie}={parties[partie]}" for partie in (nom, "RelayState", "SigAlg") if partie in parties)
    empreinte = EMPREINTES.get(unquote_plus(parties.get("SigAlg", "")))
    try:
        signature = base64.b64decode(unquote_plus(parties.get("Signature", "")), validate=True)
    except ValueError:
        return False
    return empreinte is not None and any(_prouve(c, signature, signe, empreinte) for c in partenaire.certificats)


def _prouve(certificat: x509.Certificate, signature: bytes, signe: str, empreinte: hashes.HashAlgorithm) -> bool:
    cle = certificat.public_key()
    if not isinstance(cle, rsa.RSAPublicKey):
        return False
    try:
        cle.verify(signature, signe.encode(), padding.PKCS1v15(), empreinte)
    except InvalidSignature:
        return False
    return True
