"""The contract that a collège's ENT reads: OpenAPI 3.1, and one JSON Schema (2020-12) for each kind of line. Made of `lignes.py`, which judges."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from .lectures.acces import DUREE, PORTEE, PORTEE_FAMILLE
from .lignes import (
    A_UNE_HEURE,
    HEURE,
    IDENTIFIANT,
    LIEN,
    LIEN_MAX,
    PHRASES,
    TITRE,
    VALEUR,
    VERSION_MAX,
    Nature,
    Par,
)

VERSION = "1.1.0"
LIGNES_MAX, OCTETS_MAX, PAR_MINUTE = 1_000, 2_000_000, 120
LECTURES_PAR_HEURE = 120  # of one family's accord
RETRAIT = "retrait"
_COMMUNS: dict[str, Any] = {
    "id": {"type": "string", "pattern": IDENTIFIANT},
    "version": {"type": "integer", "minimum": 1, "maximum": VERSION_MAX},
}


def schema(nature: str) -> dict[str, Any]:
    """Of one kind of line; « retrait » takes back a line of any kind."""
    if nature == RETRAIT:
        return _objet(RETRAIT, _COMMUNS | {"retire": {"const": True}}, ["id", "version", "retire"])
    proprietes = _COMMUNS | {
        "nature": {"const": nature},
        "eleve": {
            "type": "object",
            "properties": {
                "par": {"enum": [par.value for par in Par]},
                "valeur": {"type": "string", "pattern": VALEUR},
            },
            "required": ["par", "valeur"],
            "additionalProperties": False,
        },
        "titre": {"type": "string", "pattern": TITRE},
        "jour": {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "lien": {"type": "string", "format": "uri", "pattern": LIEN, "maxLength": LIEN_MAX},
        "retire": {"const": False},
    }
    if Nature(nature) in A_UNE_HEURE:
        proprietes["heure"] = {"type": "string", "pattern": HEURE}
    return _objet(nature, proprietes, ["id", "version", "nature", "eleve", "titre", "jour", "lien"])


def _objet(titre: str, proprietes: dict[str, Any], exiges: list[str]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": titre,
        "type": "object",
        "properties": proprietes,
        "required": exiges,
        "additionalProperties": False,
    }


def openapi() -> dict[str, Any]:
    natures = [*(nature.value for nature in Nature), RETRAIT]
    refs = [{"$ref": f"#/components/schemas/{nature}"} for nature in natures]
    sans_entete = {nature: {c: v for c, v in schema(nature).items() if c != "$schema"} for nature in natures}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Flux d’un collège vers les familles", "version": VERSION, "description": _DESCRIPTION},
        "servers": [{"url": settings.ENT_ADRESSE.rstrip("/")}],
        "paths": {
            reverse("continuite_jeton"): _jeton(),
            reverse("continuite_elements"): _elements(),
            reverse("continuite_famille"): _famille(),
        },
        "components": {
            "securitySchemes": {
                "jeton": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": settings.ENT_ADRESSE.rstrip("/") + reverse("continuite_jeton"),
                            "scopes": {PORTEE: "Envoyer ce que le collège dit de ses élèves"},
                        },
                        "authorizationCode": {
                            "authorizationUrl": settings.ENT_ADRESSE.rstrip("/") + reverse("continuite_relier"),
                            "tokenUrl": settings.ENT_ADRESSE.rstrip("/") + reverse("continuite_jeton"),
                            "scopes": {PORTEE_FAMILLE: "Montrer à un parent ce que dit l’école de ses enfants"},
                        },
                    },
                }
            },
            "schemas": {"ligne": {"oneOf": refs}, **sans_entete, "recu": _RECU, "refus": _REFUS, "photo": _PHOTO},
        },
    }


_DESCRIPTION = (
    "Une ligne porte une nature, un titre, un jour, un lien et l’élève ; jamais un contenu. L’identifiant est celui du collège, la version "
    "croît : envoyée deux fois, une ligne ne change rien ; de deux versions, la plus haute reste, dans quelque ordre qu’elles viennent ; "
    "retirée, elle disparaît aussitôt. Chaque corps est signé : l’en-tête JWS-Signature est un JWS détaché (RFC 7515, RFC 7797, « b64 » faux), "
    f"« alg » EdDSA (Ed25519), « kid » d’une clé déclarée, « aud » votre client_id, « iat » à dix minutes près. Un jeton dure {DUREE} secondes. Au plus {LIGNES_MAX} lignes et "
    f"{OCTETS_MAX} octets par appel, {PAR_MINUTE} appels par minute. « ine » est le SHA-256, en hexadécimal, de « client_id:INE ». "
    "Dans l’autre sens : un parent qui a aussi un enfant dans ce collège autorise votre ENT (code d’autorisation, PKCE S256, « state », une adresse de retour déclarée), et vous lisez ce que "
    "l’école dit de ceux de ses enfants qu’il a choisis, par les mêmes lignes ; l’ENT d’écoles lit de même ce que dit un collège qui a son propre site fait comme celui-ci. Ce qui n’est plus dans la réponse est retiré : remplacez ce que vous "
    f"montriez. « ETag » et « If-None-Match » évitent de relire ; {LECTURES_PAR_HEURE} lectures par heure et par accord."
)
_RECU = {
    "type": "object",
    "properties": {
        "pris": {"type": "integer"},
        "inchanges": {"type": "integer"},
        "refuses": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "rang": {"type": "integer"},
                    "id": {"type": "string"},
                    "raison": {"enum": [raison.value for raison in PHRASES]},
                    "phrase": {"type": "string"},
                },
                "required": ["rang", "id", "raison", "phrase"],
            },
        },
    },
    "required": ["pris", "inchanges", "refuses"],
}
_PHOTO = {
    "type": "object",
    "properties": {
        "enfants": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string", "pattern": VALEUR},
                    **{nom: {"type": "string"} for nom in ("prenom", "ecole")},
                },
                "required": ["id", "prenom", "ecole"],
            },
        },
        "elements": {"type": "array", "items": {"$ref": "#/components/schemas/ligne"}},
    },
    "required": ["enfants", "elements"],
}
_REFUS = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
    "required": ["error", "error_description"],
}


def _reponse(phrase: str, nom: str) -> dict[str, Any]:
    return {
        "description": phrase,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{nom}"}}},
    }


def _jeton() -> dict[str, Any]:
    grants = {
        "client_credentials": [],
        "authorization_code": ["code", "redirect_uri", "code_verifier"],
        "refresh_token": ["refresh_token"],
    }
    corps = {
        "oneOf": [
            {
                "type": "object",
                "properties": {"grant_type": {"const": genre}, **{nom: {"type": "string"} for nom in noms}},
                "required": ["grant_type", *noms],
            }
            for genre, noms in grants.items()
        ]
    }
    return {
        "post": {
            "summary": "Un jeton, contre client_id et secret (HTTP Basic), et le code ou la clé d’une famille",
            "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": corps}}},
            "responses": {
                "200": {"description": "Le jeton", "content": {"application/json": {"schema": {"type": "object"}}}},
                "400": _reponse("Un autre grant_type ; un code ou une clé qui n’ouvre plus rien", "refus"),
                "401": _reponse("client_id ou secret inconnu", "refus"),
                "429": _reponse("Trop d’essais : Retry-After dit quand", "refus"),
            },
        }
    }


def _famille() -> dict[str, Any]:
    marque = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
    return {
        "get": {
            "summary": "Ce que l’école dit des enfants qu’un parent laisse montrer, tel que c’est maintenant",
            "security": [{"jeton": [PORTEE_FAMILLE]}],
            "parameters": [marque],
            "responses": {
                "200": _reponse("Tout ce qui se montre, et rien d’autre", "photo"),
                "304": {"description": "Rien n’a changé"},
                "401": _reponse("Le parent n’autorise plus, ou le jeton est fini", "refus"),
                "429": _reponse("Trop de lectures : Retry-After dit quand", "refus"),
            },
        }
    }


def _elements() -> dict[str, Any]:
    lot = {
        "type": "object",
        "properties": {
            "elements": {"type": "array", "maxItems": LIGNES_MAX, "items": {"$ref": "#/components/schemas/ligne"}}
        },
        "required": ["elements"],
        "additionalProperties": False,
    }
    signature = {"name": "JWS-Signature", "in": "header", "required": True, "schema": {"type": "string"}}
    return {
        "post": {
            "summary": "Une ligne, ou un lot : chaque ligne refusée dit pourquoi, les autres passent",
            "security": [{"jeton": [PORTEE]}],
            "parameters": [signature],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"oneOf": [lot, {"$ref": "#/components/schemas/ligne"}]}}},
            },
            "responses": {
                "200": _reponse("Lu", "recu"),
                "400": _reponse("Ce n’est pas du JSON, ou pas un lot", "refus"),
                "401": _reponse("Jeton ou signature refusés", "refus"),
                "413": _reponse("Trop gros : envoyez-le en plusieurs lots", "refus"),
                "429": _reponse("Trop d’appels : Retry-After dit quand", "refus"),
            },
        }
    }
