"""Arguments of the addresses of the collège: a sender, and one thing that it says. Nobody of the matrix has a child there: what is read is in test_familles.py."""

import datetime as dt

from ent.services.continuite.actions import accords, emetteurs
from ent.services.continuite.models import Element

CLES = '{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}'
SAISIE = {"nom": "eCollège", "origines": "https://college.exemple.fr", "cles": CLES}


def _emetteur(o):
    champs = SAISIE | {
        "etablissement": o.d.college,
        "cles": [{"kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}],
    }
    emetteur, _secret = emetteurs.ouvrir_un_emetteur(auteur=o.d.operateur, champs=champs)
    return emetteur


def _element(o):
    """Of a child of the school, as if the collège knew them."""
    return Element.objects.create(
        emetteur=_emetteur(o),
        etablissement=o.d.college,
        eleve=o.eleve,
        identifiant="d-12",
        version=1,
        nature="devoir",
        titre="Maths",
        jour=dt.date(2026, 11, 26),
        lien="https://college.exemple.fr/devoirs/12",
    ).pk


def _accord(o):
    accord, _code = accords.autoriser(
        emetteur=_emetteur(o),
        personne=o.d.mere,
        enfants=[o.d.eleve_cp],
        defi="a" * 43,
        retour="https://college.exemple.fr/",
    )
    return accord.uuid


ARGUMENTS = {
    "continuite_aller": lambda o: ([_element(o)], {}),
    "continuite_nouveau": lambda o: ([], SAISIE | {"etablissement": o.d.college.pk}),
    "continuite_emetteur": lambda o: ([_emetteur(o).uuid], SAISIE),
    "continuite_secret": lambda o: ([_emetteur(o).uuid], {}),
    "continuite_fermer": lambda o: ([_emetteur(o).uuid], {}),
    "continuite_schema": lambda o: (["devoir"], {}),
    "continuite_accord_finir": lambda o: ([_accord(o)], {}),
}
SANS_ECOLE = {
    "continuite_emetteur",
    "continuite_secret",
    "continuite_fermer",
    "continuite_schema",
    "continuite_accord_finir",
}
