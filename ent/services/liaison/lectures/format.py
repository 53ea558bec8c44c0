"""The format « ent-dossier-liaison »: what is in an archive, under which names, how much at most. Its contract is `docs/dossier-de-liaison.md`.

A version is « major.minor ». A minor one adds members and parts, which who does not know them leaves or shows as they are; a major one changes the sense of
what was there, and is refused by who does not know it.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

FORMAT, VERSION = "ent-dossier-liaison", "1.0"
MAJEURES = frozenset({1})  # that are read here
DOSSIER, SANTE, MANIFESTE, SIGNATURE = "dossier.json", "sante.json", "manifeste.json", "manifeste.sig"
ALGORITHME = "Ed25519"
MO = 1_000_000
OCTETS_MAX = 300 * MO  # of an archive
JSON_MAX, FICHIERS_MAX = 2 * MO, 200
PARTIE_INCONNUE_MAX = 20_000  # signs, of a part that is kept as it came
CHEMIN = re.compile(r"(?:fichiers/)?[a-z0-9][a-z0-9_-]{0,60}\.[a-z0-9]{1,5}", re.ASCII)
UAI, JOUR = r"^[0-9]{7}[A-Z]$", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
NUMERO = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def texte(longueur: int = 20_000, **autres: Any) -> dict[str, Any]:
    return {"type": "string", "maxLength": longueur, **autres}


def objet(exiges: str, **membres: Any) -> dict[str, Any]:
    return {"type": "object", "required": exiges.split(), "properties": membres}


def liste(de: dict[str, Any], maximum: int) -> dict[str, Any]:
    return {"type": "array", "items": de, "maxItems": maximum}


_etablissement = objet("uai nom", uai=texte(8, pattern=UAI), nom=texte(200))
_fichier = objet(
    "chemin", chemin=texte(80, pattern=r"^fichiers/[a-z0-9][a-z0-9_-]{0,60}\.[a-z0-9]{1,5}$"), legende=texte(500)
)
_piece = objet(
    "jour titre fichiers",
    jour=texte(10, pattern=JOUR),
    titre=texte(300),
    texte=texte(),
    fichiers=liste(_fichier, FICHIERS_MAX),
)
_contenu = objet(
    "",
    sait=texte(),
    aide=texte(),
    mot=texte(),
    texte=texte(),
    positions={"type": "object", "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 4}},
    amenagements=liste(objet("sorte texte", sorte=texte(40), texte=texte()), 30),
    pieces=liste(_piece, 100),
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": f"{FORMAT} {VERSION}",
    **objet(
        "format version identifiant dossier emis_le de vers annee_scolaire eleve parties mots",
        format={"const": FORMAT},
        version=texte(9, pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$"),
        identifiant=texte(36, pattern=NUMERO),
        dossier=texte(36, pattern=NUMERO),
        emis_le=texte(40),
        de=_etablissement,
        vers=objet("nom", uai=texte(8, pattern=UAI), nom=texte(200)),
        classe=texte(80),
        annee_scolaire=texte(9, pattern=r"^[0-9]{4}-[0-9]{4}$"),
        eleve=objet(
            "nom prenom", nom=texte(100), prenom=texte(100), date_naissance=texte(10, pattern=JOUR), ine=texte(11)
        ),
        parties=liste(
            objet("partie titre contenu", partie=texte(40, pattern=r"^[a-z_]+$"), titre=texte(200), contenu=_contenu),
            40,
        ),
        mots=liste(objet("de texte", de=texte(200), texte=texte()), 10),
        omis=liste(
            objet(
                "partie fichiers raison",
                partie=texte(40),
                fichiers={"type": "integer", "minimum": 1, "maximum": FICHIERS_MAX},
                raison=texte(300),
            ),
            40,
        ),
    ),
}
SCHEMA_SANTE = objet(
    "format version identifiant contenu",
    format={"const": FORMAT},
    version=texte(9),
    identifiant=texte(36, pattern=NUMERO),
    contenu=_contenu,
)
SCHEMA_MANIFESTE = objet(
    "format version identifiant emis_le de alg kid fichiers",
    format={"const": FORMAT},
    version=texte(9, pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$"),
    identifiant=texte(36, pattern=NUMERO),
    emis_le=texte(40),
    de=texte(8, pattern=UAI),
    vers=texte(8),
    alg=texte(20),
    kid=texte(64),
    fichiers=liste(
        objet(
            "chemin octets sha256",
            chemin=texte(80),
            octets={"type": "integer", "minimum": 0, "maximum": OCTETS_MAX},
            sha256=texte(64, pattern=r"^[0-9a-f]{64}$"),
        ),
        FICHIERS_MAX + 10,
    ),
)
SCHEMA["$defs"] = {"manifeste": SCHEMA_MANIFESTE, "sante": SCHEMA_SANTE}

_TYPES: Mapping[str, tuple[type, ...]] = {"object": (dict,), "array": (list,), "string": (str,), "integer": (int,)}


def suit(dit: Any, schema: Mapping[str, Any]) -> bool:
    """Whether what was read follows a schema of these: the few words of JSON Schema that they say, judged as `jsonschema` does (which the tests ask)."""
    if "const" in schema:
        return dit == schema["const"] and type(dit) is type(schema["const"])
    if type(dit) not in _TYPES[schema["type"]]:
        return False
    if isinstance(dit, str):
        return (
            len(dit) <= schema["maxLength"]
            and re.search(schema.get("pattern", ""), dit) is not None
            and "\0" not in dit
        )
    if isinstance(dit, int):
        return schema["minimum"] <= dit <= schema["maximum"]
    if isinstance(dit, list):
        return len(dit) <= schema["maxItems"] and all(suit(un, schema["items"]) for un in dit)
    membres, autres = schema.get("properties", {}), schema.get("additionalProperties")
    return all(nom in dit for nom in schema.get("required", ())) and all(
        suit(valeur, regle) for nom, valeur in dit.items() if (regle := membres.get(nom, autres)) is not None
    )


def charger(brut: bytes) -> Any:
    """JSON as every database keeps it. Raises `ValueError` for what none of our texts holds: NUL, half of a sign, a number that is none."""
    lu = json.loads(brut, parse_constant=_refuser, parse_float=str)
    if not est_sain(json.dumps(lu, ensure_ascii=False)):
        raise ValueError("text")
    return lu


def est_sain(texte: str) -> bool:
    try:
        texte.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in texte and "\\u0000" not in texte


def _refuser(constante: str) -> None:
    raise ValueError(constante)


def elaguer(dit: Any, schema: Mapping[str, Any]) -> Any:
    """Of what follows a schema, what it names: what a later minor version adds is left, and nobody lays here what nobody reads."""
    if isinstance(dit, list):
        return [elaguer(un, schema["items"]) for un in dit]
    if not isinstance(dit, dict) or "additionalProperties" in schema:
        return dit
    return {
        nom: elaguer(valeur, schema["properties"][nom]) for nom, valeur in dit.items() if nom in schema["properties"]
    }


def est_un_jour(dit: str) -> bool:
    try:
        return dt.date.fromisoformat(dit) < dt.date(2200, 1, 1)
    except ValueError:
        return False


def est_coherent(dossier: Mapping[str, Any]) -> bool:
    """What a pattern does not say: days that are, a school year of two years that follow, an instant; and the PAI nowhere but apart."""
    jours = [piece["jour"] for p in dossier["parties"] for piece in p["contenu"].get("pieces", ())]
    jours += [jour for jour in [dossier["eleve"].get("date_naissance")] if jour]
    debut, fin = map(int, dossier["annee_scolaire"].split("-"))
    if not (all(map(est_un_jour, jours)) and fin == debut + 1 and 2000 <= debut < 2200):
        return False
    try:
        emis = dt.datetime.fromisoformat(dossier["emis_le"])
    except ValueError:
        return False
    return emis.tzinfo is not None and all(partie["partie"] != "sante" for partie in dossier["parties"])


def majeure(version: str) -> int:
    return int(version.partition(".")[0])


def fin_de_garde(annee_scolaire: str, recu_le: dt.date) -> dt.date:
    """The last day of the school year that follows the sender's, never later than two years from now."""
    fin = dt.date(int(annee_scolaire[5:]) + 1, 8, 31) if int(annee_scolaire[5:]) < 9000 else dt.date.max
    return min(max(fin, recu_le), recu_le + dt.timedelta(days=730))
