"""Arguments of the addresses of the collège: a sender, and one thing that it says. Nobody of the matrix has a child there: what is read is in test_familles.py."""

import datetime as dt

from django.utils import timezone

from ent.services.continuite.actions import accords, emetteurs, plateformes
from ent.services.continuite.models import AgendaExterne, CompteRelie, Element

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


def _agenda(o):
    """Of the mother, of a child of hers who is in no collège: hers to read when the child is."""
    return AgendaExterne.objects.create(
        titulaire=o.d.mere, eleve=o.eleve, etablissement=o.ecole, nom="PRONOTE", adresse_scellee="scellée", garde=True
    ).uuid


PLATEFORME = {"nom": "eCollège 78", "adresse": "https://college.exemple.fr", "client_id": "mes-ecoles"}


def _plateforme(o):
    return plateformes.declarer_une_plateforme(
        auteur=o.d.operateur, champs=PLATEFORME, colleges=[o.d.college], secret="secret"
    )


def _compte(o):
    """Of the mother, as her calendar."""
    return CompteRelie.objects.create(
        plateforme=_plateforme(o), titulaire=o.d.mere, eleve=o.eleve, etablissement=o.ecole, expire_le=timezone.now()
    ).uuid


ADRESSE = "https://agenda.exemple.fr/a.ics"
ARGUMENTS = {
    "continuite_agenda": lambda o: ([_agenda(o)], {"nom": "PRONOTE"}),
    "continuite_agenda_ajouter": lambda o: ([o.eleve.uuid], {"nom": "PRONOTE", "adresse": ADRESSE}),
    "continuite_agenda_garder": lambda o: ([_agenda(o)], {}),
    "continuite_agenda_relire": lambda o: ([_agenda(o)], {}),
    "continuite_agenda_remplacer": lambda o: ([_agenda(o)], {"adresse": ADRESSE}),
    "continuite_agenda_retirer": lambda o: ([_agenda(o)], {}),
    "continuite_aller": lambda o: ([_element(o)], {}),
    "continuite_compte": lambda o: ([_compte(o)], {}),
    "continuite_compte_delier": lambda o: ([_compte(o)], {}),
    "continuite_compte_relier": lambda o: ([_plateforme(o).uuid], {"de_qui": "plusieurs"}),
    "continuite_plateforme": lambda o: ([_plateforme(o).uuid], PLATEFORME | {"colleges": [o.d.college.pk]}),
    "continuite_plateforme_essayer": lambda o: ([_plateforme(o).uuid], {}),
    "continuite_plateforme_fermer": lambda o: ([_plateforme(o).uuid], {}),
    "continuite_plateforme_nouvelle": lambda o: (
        [],
        PLATEFORME | {"colleges": [o.d.college.pk], "secret": "secret"},
    ),
    "continuite_nouveau": lambda o: ([], SAISIE | {"etablissement": o.d.college.pk}),
    "continuite_emetteur": lambda o: ([_emetteur(o).uuid], SAISIE),
    "continuite_secret": lambda o: ([_emetteur(o).uuid], {}),
    "continuite_fermer": lambda o: ([_emetteur(o).uuid], {}),
    "continuite_schema": lambda o: (["devoir"], {}),
    "continuite_accord_finir": lambda o: ([_accord(o)], {}),
    "continuite_vers": lambda o: (["0" * 40], {}),
}
SANS_ECOLE = {
    "continuite_compte_relier",
    "continuite_plateforme",
    "continuite_plateforme_essayer",
    "continuite_plateforme_fermer",
    "continuite_emetteur",
    "continuite_secret",
    "continuite_fermer",
    "continuite_schema",
    "continuite_accord_finir",
    "continuite_vers",
}
