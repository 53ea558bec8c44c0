"""A log-out that a provider sends in a form (HTTP-POST): a signed tree, and not a signed address. What is read is what one signature covers, whole.

xmlsec proves it, by the certificates of its metadata; its one reference is the root, with no weak digest, and no number is borne twice.
"""

import base64
import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as C
from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from ..models import FournisseurIdentite
from . import saml
from .refus import Raison, Refus

TAILLE_MAX = 100_000
EMPREINTES = {C.SHA256, C.SHA384, C.SHA512}


def nos_metadonnees(fournisseur: FournisseurIdentite) -> bytes:
    """python3-saml says one address of log-out; ours takes forms too."""
    racine = etree.fromstring(saml.nos_metadonnees(fournisseur), saml.analyseur())
    premiere = racine.find(".//md:SingleLogoutService", saml.ESPACES)
    par_envoi = copy.copy(premiere)
    par_envoi.set("Binding", C.BINDING_HTTP_POST)
    premiere.addnext(par_envoi)
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8")


def _prouver(fournisseur: FournisseurIdentite, brute: str, genre: str) -> Any:
    """The root of what was sent, if its provider signed it all. Raises `Refus`."""
    if len(brute) > TAILLE_MAX:
        raise Refus(Raison.FAUX, "sortie trop longue")
    try:
        octets = base64.b64decode("".join(brute.split()), validate=True)
        racine = etree.fromstring(octets, saml.analyseur())
    except (ValueError, etree.XMLSyntaxError) as refus:
        raise Refus(Raison.FAUX, "sortie illisible") from refus
    if racine is None or racine.tag != f"{{{C.NS_SAMLP}}}{genre}" or racine.getroottree().docinfo.doctype:
        raise Refus(Raison.FAUX, "ce n’est pas une sortie")
    saml.propre(racine)
    signatures = racine.findall(".//ds:Signature", saml.ESPACES)
    if len(signatures) != 1 or signatures[0].getparent() is not racine:
        raise Refus(Raison.FAUX, "sortie sans sa signature")
    _juger_la_signature(signatures[0], racine.get("ID"))
    idp = saml.idp_de(fournisseur)
    certificats = (idp.get("x509certMulti") or {}).get("signing") or [idp.get("x509cert")]
    lisibles = [OneLogin_Saml2_Utils.format_cert(c) for c in certificats if c]
    ou = f"/samlp:{genre}/ds:Signature"
    if not OneLogin_Saml2_Utils.validate_sign(etree.tostring(racine), xpath=ou, multicerts=lisibles):
        raise Refus(Raison.FAUX, "signature de la sortie")
    return racine


def _juger_la_signature(signature: Any, numero: str | None) -> None:
    reference = signature.find("ds:SignedInfo/ds:Reference", saml.ESPACES)
    methode = signature.find("ds:SignedInfo/ds:SignatureMethod", saml.ESPACES)
    empreinte = None if reference is None else reference.find("ds:DigestMethod", saml.ESPACES)
    if (
        not numero
        or reference.get("URI") != f"#{numero}"
        or methode is None
        or methode.get("Algorithm") not in saml.PERMIS
        or empreinte is None
        or empreinte.get("Algorithm") not in EMPREINTES
    ):
        raise Refus(Raison.FAUX, "signature d’autre chose")


def lire_une_sortie_envoyee(
    fournisseur: FournisseurIdentite, post: Mapping[str, str]
) -> tuple[str, list[str], str, str]:
    """As `saml.lire_une_sortie`. The address is empty for a provider that takes no answer by redirection. Raises `Refus`."""
    _prouver(fournisseur, post.get("SAMLRequest", ""), "LogoutRequest")
    ici = saml.demande_a("identites_saml_sortie", fournisseur)
    auth = saml.auth_de(fournisseur, ici)
    try:
        demande = OneLogin_Saml2_Logout_Request(auth.get_settings(), "".join(post["SAMLRequest"].split()))
        nom, indices, numero = saml.ce_qu_elle_dit(auth, demande, ici)
    except Refus:
        raise
    except Exception as refus:  # what a hostile document may raise, in lxml or xmlsec
        raise Refus(Raison.FAUX, f"demande de sortie : {refus}"[:200]) from refus
    ou = saml.repondre(auth, numero, post.get("RelayState", "")) if auth.get_slo_url() else ""
    return nom, indices, numero, ou


def sortie_confirmee_par_envoi(fournisseur: FournisseurIdentite, post: Mapping[str, str]) -> bool:
    """Whether its answer to ours, sent in a form, says yes and is signed."""
    try:
        racine = _prouver(fournisseur, post.get("SAMLResponse", ""), "LogoutResponse")
    except Refus:
        return False
    statut = racine.find("samlp:Status/samlp:StatusCode", saml.ESPACES)
    return statut is not None and statut.get("Value") == C.STATUS_SUCCESS
