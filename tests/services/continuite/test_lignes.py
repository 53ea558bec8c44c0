"""The contract says what the reader judges: drawn lines are taken by both, or refused by both."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from ent.services.continuite import exports
from ent.services.continuite.lignes import DITS, Nature, Raison, Refusee, lire

JOUR = dt.date(2026, 11, 24)
ORIGINES = {"https://college.exemple.fr"}
BONNE = {
    "id": "d-12",
    "version": 1,
    "nature": "evenement",
    "eleve": {"par": "ine", "valeur": "ab12"},
    "titre": "Sortie au musée",
    "jour": "2026-11-26",
    "heure": "14:00",
    "lien": "https://college.exemple.fr/agenda/3",
}


def refus(brut) -> Raison | None:
    try:
        lire(brut, origines=ORIGINES, aujourd_hui=JOUR)
    except Refusee as refusee:
        return refusee.raison
    return None


@pytest.mark.parametrize(
    ("champs", "raison"),
    [
        ({}, None),
        ({"contenu": "Lire les pages 12 à 14"}, Raison.FORME),
        ({"id": ""}, Raison.IDENTIFIANT),
        ({"id": "a b"}, Raison.IDENTIFIANT),
        ({"id": "a\n"}, Raison.IDENTIFIANT),
        ({"id": 12}, Raison.IDENTIFIANT),
        ({"version": 0}, Raison.VERSION),
        ({"version": True}, Raison.VERSION),
        ({"version": "1"}, Raison.VERSION),
        ({"version": 2**53}, Raison.VERSION),
        ({"nature": "note"}, Raison.NATURE),
        ({"nature": ["devoir"]}, Raison.NATURE),
        ({"eleve": "Lina Belhadj"}, Raison.ELEVE),
        ({"eleve": {"par": "nom", "valeur": "Belhadj"}}, Raison.ELEVE),
        ({"eleve": {"par": "id", "valeur": ""}}, Raison.ELEVE),
        ({"eleve": {"par": "FrEduCtId", "valeur": "\ud800"}}, Raison.ELEVE),
        ({"eleve": {"par": "FrEduCtId", "valeur": "a\u0000"}}, Raison.ELEVE),
        ({"titre": "   "}, Raison.TITRE),
        ({"titre": "\u200b\u200b"}, Raison.TITRE),
        ({"titre": "a" * 141}, Raison.TITRE),
        ({"titre": "deux\nlignes"}, Raison.TITRE),
        ({"titre": "retour\u202enné"}, Raison.TITRE),
        ({"titre": "moitié \ud83d"}, Raison.TITRE),
        ({"jour": "26/11/2026"}, Raison.JOUR),
        ({"jour": "2026-02-30"}, Raison.JOUR),
        ({"jour": "2026-09-24"}, Raison.LOIN),
        ({"jour": "2028-01-01"}, Raison.LOIN),
        ({"heure": "24:00"}, Raison.HEURE),
        ({"nature": "devoir"}, Raison.HEURE),
        ({"lien": "http://college.exemple.fr/"}, Raison.LIEN),
        ({"lien": "https://college.exemple.fr@ailleurs.fr/"}, Raison.LIEN),
        ({"lien": "https://college.exemple.fr/\\ailleurs.fr"}, Raison.LIEN),
        ({"lien": "javascript:alert(1)"}, Raison.LIEN),
        ({"lien": "https://ailleurs.fr/"}, Raison.AILLEURS),
        ({"lien": "https://college.exemple.fr.ailleurs.fr/"}, Raison.AILLEURS),
        ({"lien": "https://college.exemple.fr:8443/"}, Raison.AILLEURS),
    ],
)
def test_each_field_is_judged_and_says_why(champs, raison):
    assert refus(BONNE | champs) == raison


def test_a_withdrawal_bears_its_number_and_nothing_of_a_pupil():
    assert refus({"id": "d-12", "version": 2, "retire": True}) is None
    assert refus(BONNE | {"retire": True}) == Raison.FORME
    assert refus({"id": "d-12", "version": 2, "retire": "oui"}) == Raison.FORME


@pytest.mark.parametrize("brut", [None, 3, "ligne", [BONNE], {1: 2}])
def test_what_is_no_object_is_refused(brut):
    assert refus(brut) == Raison.FORME


VALIDATEURS = {
    nature: Draft202012Validator(exports.schema(nature), format_checker=FormatChecker())
    for nature in [*Nature, exports.RETRAIT]
}
MOTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=160), st.sampled_from(["2026-11-26", "14:00", "devoir"])
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([*Nature]),
    st.dictionaries(st.sampled_from(sorted(DITS - {"nature"})), MOTS, max_size=2),
    st.sets(st.sampled_from(sorted(BONNE)), max_size=1),
)
def test_the_published_schemas_and_the_reader_agree(nature, champs, sans):
    """But of what a schema cannot say: a day that is too far, a server that was not declared, a host that is none."""
    brut = BONNE | {"nature": nature.value} | champs
    if "heure" not in champs and nature.value not in ("absence", "evenement"):
        brut.pop("heure")
    brut = {nom: valeur for nom, valeur in brut.items() if nom not in sans}
    try:
        brut = json.loads(json.dumps(brut))
    except ValueError:
        return
    lequel = exports.RETRAIT if brut.get("retire") is True else nature
    selon_le_schema = VALIDATEURS[lequel].is_valid(brut)
    selon_nous = refus(brut)
    if selon_nous in (Raison.LOIN, Raison.AILLEURS) or (selon_nous == Raison.LIEN and selon_le_schema):
        return
    assert selon_le_schema is (selon_nous is None), selon_nous


def test_the_contract_is_openapi_3_1(settings):
    settings.ENT_ADRESSE = "https://mes-ecoles.exemple.fr"
    contrat = exports.openapi()
    validate(contrat)
    assert contrat["openapi"] == "3.1.0"
    assert {*Nature, exports.RETRAIT} <= set(contrat["components"]["schemas"])
