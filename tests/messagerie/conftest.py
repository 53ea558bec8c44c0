"""Threads of the cast, and messages in them."""

import uuid

import pytest

from ent.annuaire.models import Personne
from messagerie.actions import incidents, messages
from messagerie.models import Fil, Incident, Message
from tests.messagerie.fils import Fils


@pytest.fixture
def fils_de(d, mardi) -> Fils:
    return Fils(d)


@pytest.fixture
def ecrire(d, mardi):
    """``ecrire(fil, d.mere, "Bonjour")`` gives the message, as it then is in the database."""

    def ecrit(fil: Fil, auteur: Personne, texte: str = "Bonjour", **options) -> Message:
        auteur = Personne.objects.get(pk=auteur.pk)  # its reach of the moment
        message = messages.envoyer(
            fil=fil, auteur=auteur, uuid=options.pop("uuid", uuid.uuid4()), texte=texte, **options
        )
        return Message.objects.get(pk=message.pk)

    return ecrit


MOTIF = "Des comptes d’élèves ont été volés."


@pytest.fixture
def couper(d, django_capture_on_commit_callbacks):
    """``couper(d.elementaire)``: the incident, as the rest of the product then knows it."""

    def coupe(ecole, portee="eleves", auteur=None) -> Incident:
        with django_capture_on_commit_callbacks(execute=True):
            return incidents.declarer_incident(
                etablissement=ecole, portee=portee, motif=MOTIF, auteur=auteur or d.directrice
            )

    return coupe
