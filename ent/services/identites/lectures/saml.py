"""SAML 2 as a service provider: where to lead somebody, and whether the assertion that comes back is to be believed.

python3-saml reads, verifies (xmlsec) and decrypts; what it leaves open is shut here: an assertion that is not the signed one, a destination
that only begins like ours, an answer to nothing that we asked, an audience that says nobody, comments within a value, two elements of one ID.
"""

import base64
import binascii
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as C
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from ent.socle.rustines import saml_horloge

from ..attributs import Recu, nommer
from ..models import FournisseurIdentite
from . import sceaux
from .refus import Raison, Refus
from .reseau import Injoignable, demander

saml_horloge.accorder()

ECART = saml_horloge.ECART
DIX_ANS = 10 * 365 * 24 * 3600
ESPACES = {"samlp": C.NS_SAMLP, "saml": C.NS_SAML, "md": C.NS_MD, "ds": C.NS_DS}
PERMIS = {C.RSA_SHA256, C.RSA_SHA384, C.RSA_SHA512}  # signatures of an address
E = OneLogin_Saml2_ValidationError
RAISONS = {
    E.ASSERTION_TOO_EARLY: Raison.PERIME,
    E.ASSERTION_EXPIRED: Raison.PERIME,
    E.SESSION_EXPIRED: Raison.PERIME,
    E.RESPONSE_EXPIRED: Raison.PERIME,
    E.WRONG_AUDIENCE: Raison.AILLEURS,
    E.WRONG_DESTINATION: Raison.AILLEURS,
    E.EMPTY_DESTINATION: Raison.AILLEURS,
    E.WRONG_INRESPONSETO: Raison.DEPART,
    E.STATUS_CODE_IS_NOT_SUCCESS: Raison.ANNULE,
}


# --- What the provider says of itself -----------------------------------------------------------------------------------
def relire(fournisseur: FournisseurIdentite) -> str:
    """Its metadata, as they are now. Raises `Injoignable`, with why in words."""
    lu = demander(fournisseur.adresse).decode("utf-8", "replace")
    juger(lu, fournisseur.entite)
    return lu


def _arbre(xml: str | bytes) -> Any:
    """Neither a DTD nor an entity is read."""
    try:
        return OneLogin_Saml2_XML.to_etree(xml)
    except Exception as refus:
        raise Injoignable("ce n’est pas du XML sûr") from refus


def juger(xml: str, entite: str = "") -> None:
    """Raises `Injoignable` for metadata by which nobody can come in."""
    racine = _arbre(xml.encode())
    if (fin := _fin(racine)) is not None and fin < time.time():
        raise Injoignable("ses métadonnées ont expiré")
    try:
        idp = _idp(xml, entite)
    except Exception as refus:
        raise Injoignable("ses métadonnées sont illisibles") from refus
    if not idp.get("entityId") or not idp.get("singleSignOnService"):
        raise Injoignable("ses métadonnées ne disent pas où entrer (HTTP-Redirect)")
    if not idp.get("x509cert") and not idp.get("x509certMulti"):
        raise Injoignable("ses métadonnées n’ont pas de certificat")


def _fin(racine: Any) -> float | None:
    dite = racine.get("validUntil")
    try:
        return OneLogin_Saml2_Utils.parse_SAML_to_time(dite) if dite else None
    except Exception as refus:
        raise Injoignable("ses métadonnées ne disent pas jusqu’à quand elles valent") from refus


def fin_de_validite(fournisseur: FournisseurIdentite) -> float | None:
    """Until when the kept metadata say that they are true; None for ever."""
    try:
        return _fin(_arbre(fournisseur.metadonnees.encode())) if fournisseur.metadonnees else None
    except Injoignable:
        return None


def idp_de(fournisseur: FournisseurIdentite) -> dict[str, Any]:
    return _idp(fournisseur.metadonnees, fournisseur.entite)


def _idp(xml: str, entite: str) -> dict[str, Any]:
    lu = OneLogin_Saml2_IdPMetadataParser.parse(
        xml, required_sso_binding=C.BINDING_HTTP_REDIRECT, entity_id=entite or None
    )
    return lu.get("idp", {})


# --- What we say of ourselves -------------------------------------------------------------------------------------------
def adresse(nom: str, fournisseur: FournisseurIdentite) -> str:
    """Of ours, as providers know it: it starts with `ENT_ADRESSE`, whatever host a request was sent to."""
    return settings.ENT_ADRESSE.rstrip("/") + reverse(nom, args=[fournisseur.uuid])


def _securite(*, chiffrees: bool) -> dict[str, Any]:
    return {
        "authnRequestsSigned": True,
        "logoutRequestSigned": True,
        "logoutResponseSigned": True,
        "signMetadata": False,
        "signatureAlgorithm": C.RSA_SHA256,
        "digestAlgorithm": C.SHA256,
        "requestedAuthnContext": False,
        "wantAssertionsSigned": True,
        "wantAssertionsEncrypted": chiffrees,
        "wantAttributeStatement": False,
        "wantNameId": True,
        "rejectDeprecatedAlgorithm": True,
        "allowRepeatAttributeName": True,
        "allowSingleLabelDomains": True,
        "metadataValidUntil": int(time.time()) + DIX_ANS,
    }


def _nous(fournisseur: FournisseurIdentite) -> dict[str, Any]:
    retour, sortie = (adresse(nom, fournisseur) for nom in ("identites_retour", "identites_saml_sortie"))
    return {
        "entityId": adresse("identites_metadonnees", fournisseur),
        "assertionConsumerService": {"url": retour, "binding": C.BINDING_HTTP_POST},
        "singleLogoutService": {"url": sortie, "binding": C.BINDING_HTTP_REDIRECT},
        "NameIDFormat": C.NAMEID_PERSISTENT,
        "x509cert": "".join(fournisseur.certificat.splitlines()[1:-1]),
        "privateKey": sceaux.ouvrir(fournisseur.cle_scellee),
    }


def _reglages(fournisseur: FournisseurIdentite, *, avec_idp: bool = True) -> dict[str, Any]:
    """What python3-saml goes by. Alone, we publish the key by which an assertion may be encrypted, whether that is asked for or not."""
    securite = _securite(chiffrees=fournisseur.chiffrees if avec_idp else True)
    reglages: dict[str, Any] = {"strict": True, "security": securite, "sp": _nous(fournisseur)}
    if avec_idp:
        if not fournisseur.metadonnees:
            raise Refus(Raison.ABSENT, "jamais lu")
        reglages["idp"] = idp_de(fournisseur)
    return reglages


def nos_metadonnees(fournisseur: FournisseurIdentite) -> bytes:
    dites = OneLogin_Saml2_Settings(_reglages(fournisseur, avec_idp=False), sp_validation_only=True).get_sp_metadata()
    return dites if isinstance(dites, bytes) else dites.encode()


def demande_a(
    nom: str, fournisseur: FournisseurIdentite, *, get: Mapping[str, str] | None = None, brut: str = ""
) -> dict[str, Any]:
    """A request as python3-saml knows them, at our own address."""
    parties = urlsplit(adresse(nom, fournisseur))
    return {
        "https": "on" if parties.scheme == "https" else "off",
        "http_host": parties.netloc,
        "script_name": "",
        "path_info": parties.path,
        "get_data": dict(get or {}),
        "post_data": {},
        "query_string": brut,
        "validate_signature_from_qs": True,
    }


def auth_de(fournisseur: FournisseurIdentite, demande: dict[str, Any]) -> OneLogin_Saml2_Auth:
    try:
        return OneLogin_Saml2_Auth(demande, _reglages(fournisseur))
    except OneLogin_Saml2_Error as refus:
        raise Refus(Raison.ABSENT, f"réglages : {refus}"[:200]) from refus


# --- Going there --------------------------------------------------------------------------------------------------------
def adresse_de_depart(fournisseur: FournisseurIdentite, *, etat: str) -> tuple[str, str]:
    """Where to lead somebody, with a signed request, and its number."""
    auth = auth_de(fournisseur, demande_a("identites_retour", fournisseur))
    return auth.login(return_to=etat), auth.get_last_request_id()


# --- Coming back --------------------------------------------------------------------------------------------------------
def propre(racine: Any) -> None:
    """What no provider needs, and tricks do: comments and instructions in the text, an ID borne twice, a signature that says two things."""
    if any(noeud.tag in (etree.Comment, etree.ProcessingInstruction) for noeud in racine.iter()):
        raise Refus(Raison.FAUX, "commentaire dans la réponse")
    ids = [
        v
        for noeud in racine.iter(etree.Element)
        for a, v in noeud.attrib.items()
        if a in ("ID", "Id", "id", "AssertionID")
    ]
    if len(ids) != len(set(ids)):
        raise Refus(Raison.FAUX, "deux éléments du même ID")
    for signature in racine.iterfind(".//ds:Signature", ESPACES):
        if (
            len(signature.findall(".//ds:Reference", ESPACES)) != 1
            or signature.find(".//ds:Object", ESPACES) is not None
        ):
            raise Refus(Raison.FAUX, "signature de plusieurs choses")


def analyseur() -> etree.XMLParser:
    """As it came: python3-saml drops comments before anybody may see them."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _lire(fournisseur: FournisseurIdentite, brute: str) -> OneLogin_Saml2_Response:
    try:
        propre(etree.fromstring(base64.b64decode("".join(brute.split()), validate=True), analyseur()))
        reponse = OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_reglages(fournisseur)), brute)
    except Refus:
        raise
    except (OneLogin_Saml2_Error, binascii.Error, ValueError) as refus:
        raise Refus(Raison.FAUX, f"illisible : {refus}"[:200]) from refus
    except Exception as refus:  # lxml and xmlsec have their own, by the dozen
        raise Refus(Raison.FAUX, f"illisible : {type(refus).__name__}") from refus
    propre(reponse.document)
    if reponse.encrypted:
        propre(reponse.decrypted_document)
    return reponse


def recevoir(fournisseur: FournisseurIdentite, *, brute: str, demande: str) -> tuple[Recu, str, float]:
    """What an assertion says, its number, and until when it may be said. Raises `Refus`."""
    reponse = _lire(fournisseur, brute)
    if reponse.get_in_response_to() != demande:
        raise Refus(Raison.DEPART, "réponse à une autre demande")
    try:
        reponse.is_valid(demande_a("identites_retour", fournisseur), demande, raise_exceptions=True)
        sujet = reponse.get_nameid_data()
        bruts, familiers = reponse.get_attributes(), reponse.get_friendlyname_attributes()
        indice = reponse.get_session_index() or ""
    except E as refus:
        raison = RAISONS.get(refus.code, Raison.FAUX)
        if refus.code == E.WRONG_SUBJECTCONFIRMATION:
            raison = _raison_du_sujet(fournisseur, reponse)
        raise Refus(raison, str(refus)[:200]) from refus
    except Exception as refus:  # what a hostile document may raise, in lxml or xmlsec: it is not believed
        raise Refus(Raison.FAUX, f"{type(refus).__name__} : {refus}"[:200]) from refus
    numero, jusqu_a = _rejuger(fournisseur, reponse, demande)
    # A number of one visit recognises nobody the next time.
    stable = sujet.get("Format") != C.NAMEID_TRANSIENT
    sortie = {
        cle: str(sujet.get(nom) or "")
        for cle, nom in (("nom", "Value"), ("format", "Format"), ("nq", "NameQualifier"), ("spnq", "SPNameQualifier"))
    }
    recu = Recu(
        sujet=sujet["Value"] if stable else "",
        attributs=nommer(familiers, bruts),
        sortie=sortie | {"indice": indice},
        indice=indice,
    )
    return recu, numero, jusqu_a


def _raison_du_sujet(fournisseur: FournisseurIdentite, reponse: OneLogin_Saml2_Response) -> Raison:
    """For the sentence alone: it is refused already."""
    ici = adresse("identites_retour", fournisseur)
    ou = {d.get("Recipient") for d in reponse.get_xml_document().iterfind(".//saml:SubjectConfirmationData", ESPACES)}
    return Raison.AILLEURS if ou - {ici} else Raison.PERIME


def _rejuger(fournisseur: FournisseurIdentite, reponse: OneLogin_Saml2_Response, demande: str) -> tuple[str, float]:
    """Of the signed assertion alone: bounds, audience, recipient, each exactly."""
    assertions = reponse.get_xml_document().findall("saml:Assertion", ESPACES)
    assertion = assertions[0] if len(assertions) == 1 else None
    signe = None if assertion is None else assertion.find("ds:Signature/ds:SignedInfo/ds:Reference", ESPACES)
    if assertion is None or signe is None or signe.get("URI") != f"#{assertion.get('ID')}":
        raise Refus(Raison.FAUX, "l’assertion lue n’est pas celle qui est signée")
    maintenant, ici = time.time(), adresse("identites_retour", fournisseur)
    if reponse.document.get("Destination") not in (None, ici):
        raise Refus(Raison.AILLEURS, "Destination")
    conditions = assertion.find("saml:Conditions", ESPACES)
    _dans_le_temps(conditions, maintenant)
    publics = [
        OneLogin_Saml2_XML.element_text(n)
        for n in conditions.iterfind("saml:AudienceRestriction/saml:Audience", ESPACES)
    ]
    if adresse("identites_metadonnees", fournisseur) not in publics:
        raise Refus(Raison.AILLEURS, "Audience")
    for confirmation in assertion.iterfind("saml:Subject/saml:SubjectConfirmation", ESPACES):
        donnees = confirmation.find("saml:SubjectConfirmationData", ESPACES)
        if confirmation.get("Method") != C.CM_BEARER or donnees is None:
            continue
        if donnees.get("Recipient") != ici:
            raise Refus(Raison.AILLEURS, "Recipient")
        if donnees.get("InResponseTo") != demande:
            raise Refus(Raison.DEPART, "InResponseTo de l’assertion")
        _dans_le_temps(donnees, maintenant)
        return assertion.get("ID"), _instant(donnees.get("NotOnOrAfter")) + ECART
    raise Refus(Raison.FAUX, "aucune confirmation du porteur")


def _instant(dit: str | None) -> float:
    if not dit:
        raise Refus(Raison.FAUX, "sans NotOnOrAfter")
    return OneLogin_Saml2_Utils.parse_SAML_to_time(dit)


def _dans_le_temps(element: Any, maintenant: float) -> None:
    debut, fin = element.get("NotBefore"), element.get("NotOnOrAfter")
    if debut and _instant(debut) > maintenant + ECART:
        raise Refus(Raison.PERIME, "pas encore valable")
    if fin and _instant(fin) + ECART <= maintenant:
        raise Refus(Raison.PERIME, "expirée")


# --- Going out ----------------------------------------------------------------------------------------------------------
def adresse_de_sortie(fournisseur: FournisseurIdentite, *, sortie: Mapping[str, str]) -> str:
    """A signed request of log-out; empty for a provider that has none."""
    auth = auth_de(fournisseur, demande_a("identites_saml_sortie", fournisseur))
    if not auth.get_slo_url():
        return ""
    return auth.logout(
        name_id=sortie.get("nom"),
        session_index=sortie.get("indice") or None,
        nq=sortie.get("nq") or None,
        name_id_format=sortie.get("format") or None,
        spnq=sortie.get("spnq") or None,
        return_to=str(fournisseur.uuid),
    )


def lire_une_sortie(
    fournisseur: FournisseurIdentite, get: Mapping[str, str], brut: str
) -> tuple[str, list[str], str, str]:
    """A signed request of log-out: the NameID, the sessions over there, its number, and where the answer goes. Raises `Refus`."""
    ici = demande_a("identites_saml_sortie", fournisseur, get=get, brut=brut)
    auth = auth_de(fournisseur, ici)
    if get.get("SigAlg") not in PERMIS or not get.get("Signature"):
        raise Refus(Raison.FAUX, "demande de sortie sans signature")
    try:
        nom, indices, numero = _sortie_demandee(auth, ici, get)
    except (Refus, Injoignable) as refus:
        raise Refus(Raison.FAUX, str(refus)) from refus
    except Exception as refus:  # what a hostile document may raise, in lxml or xmlsec
        raise Refus(Raison.FAUX, f"demande de sortie : {refus}"[:200]) from refus
    return nom, indices, numero, repondre(auth, numero, get.get("RelayState", ""))


def _sortie_demandee(
    auth: OneLogin_Saml2_Auth, ici: dict[str, Any], get: Mapping[str, str]
) -> tuple[str, list[str], str]:
    if not auth.validate_request_signature(dict(get)):
        raise Refus(Raison.FAUX, "signature de la demande de sortie")
    return ce_qu_elle_dit(auth, OneLogin_Saml2_Logout_Request(auth.get_settings(), get["SAMLRequest"]), ici)


def ce_qu_elle_dit(
    auth: OneLogin_Saml2_Auth, demande: OneLogin_Saml2_Logout_Request, ici: dict[str, Any]
) -> tuple[str, list[str], str]:
    """Of a request that was proved."""
    xml = demande.get_xml()
    propre(_arbre(xml))
    demande.is_valid(ici, raise_exceptions=True)
    if _instant(_arbre(xml).get("IssueInstant")) < time.time() - 2 * ECART:
        raise Refus(Raison.PERIME, "demande de sortie ancienne")
    nom = demande.get_nameid(xml, auth.get_settings().get_sp_key())
    return nom, [i for i in demande.get_session_indexes(xml) if i], demande.id


def sortie_confirmee(fournisseur: FournisseurIdentite, get: Mapping[str, str], brut: str) -> bool:
    """Whether the provider says, and signed, that one is out over there too."""
    if get.get("SigAlg") not in PERMIS or not get.get("Signature") or not get.get("SAMLResponse"):
        return False
    try:
        auth = auth_de(fournisseur, demande_a("identites_saml_sortie", fournisseur, get=get, brut=brut))
        auth.process_slo(keep_local_session=True)
    except Exception:  # whatever it is, it is no yes
        return False
    return not auth.get_errors()


def repondre(auth: OneLogin_Saml2_Auth, demande: str, etat: str) -> str:
    """To the provider's own address, of its metadata; `RelayState` is given back to it, and leads nowhere."""
    reponse = auth.logout_response_class(auth.get_settings())
    reponse.build(demande)
    champs = {"SAMLResponse": reponse.get_response()} | ({"RelayState": etat} if etat else {})
    auth.add_response_signature(champs, C.RSA_SHA256)
    return auth.redirect_to(auth.get_slo_response_url() or auth.get_slo_url(), champs)
