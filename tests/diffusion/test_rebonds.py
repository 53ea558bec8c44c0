"""Mail that comes back: what `manage.py rebond` believes, and what it does not."""

import io
import sys
from email import message_from_bytes, policy

import pytest
from django.core.management import call_command

from ent.diffusion import expedition
from ent.diffusion.lectures import atteignables
from ent.diffusion.models import AdresseRefusee, Envoi, Notification
from tests.diffusion.test_resumes import JOUR, SOIR

AVIS = """From: MAILER-DAEMON@mx.exemple.fr
To: {vers}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; {adresse}
Action: {action}
Status: {statut}
Diagnostic-Code: smtp; 550 5.1.1 <{adresse}>: user unknown

--b
Content-Type: {nature}

Message-ID: {message_id}
To: {adresse}
Subject: Mes ecoles

--b--
"""


@pytest.fixture
def parti(d, mardi, nouvelle, courrier, horloge):
    """A mail to Nadia that the server took; gives (envelope sender, its headers)."""
    nouvelle(d.mere, 1)
    horloge(SOIR)
    expedition.resumes()
    return courrier.recus[0][0], message_from_bytes(courrier.recus[0][2].encode(), policy=policy.default)


@pytest.fixture
def rebondir(monkeypatch, d):
    """Pipe a notification into the command, as a mail server does; gives what it says."""

    def faire(**valeurs) -> str:
        valeurs = {
            "vers": "ne-pas-repondre@ent.exemple.fr", "adresse": d.mere.courriel, "action": "failed", "statut": "5.1.1",
            "nature": "text/rfc822-headers", "message_id": "<autre@ailleurs.fr>",
        } | valeurs  # fmt: skip
        flux = io.TextIOWrapper(io.BytesIO(AVIS.format(**valeurs).encode()))
        monkeypatch.setattr(sys, "stdin", flux)
        sortie = io.StringIO()
        call_command("rebond", stdout=sortie)
        return sortie.getvalue().strip()

    return faire


@pytest.mark.parametrize("nature", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_comes_back_closes_its_address(d, parti, rebondir, nature):
    dit = rebondir(message_id=parti[1]["Message-ID"], nature=nature)
    assert dit == "Noté : l’adresse a refusé notre e-mail."
    assert Envoi.objects.get().etat == "refuse"
    assert AdresseRefusee.objects.get().adresse == d.mere.courriel
    assert atteignables([d.mere.pk])[d.mere.pk].raison == "adresse refusée le 24 novembre"


def test_the_mark_may_be_in_the_envelope_alone(d, mardi, settings, nouvelle, courrier, horloge, rebondir):
    settings.ENT_REBONDS = "rebonds@ent.exemple.fr"
    nouvelle(d.mere, 1)
    horloge(SOIR)
    expedition.resumes()
    enveloppe, texte = courrier.recus[0][0], courrier.recus[0][2]
    assert enveloppe.startswith("rebonds+") and len(enveloppe.partition("@")[0]) <= 64
    assert "rebonds+" not in texte  # what people see is the sender of the site
    assert rebondir(vers=enveloppe).startswith("Noté")


def test_an_address_alone_is_never_believed(d, parti, rebondir):
    """Anyone may write that Nadia's address is dead: without our mark, nothing happens."""
    assert rebondir().startswith("Rien à noter")
    assert AdresseRefusee.objects.count() == 0


def test_a_mark_that_was_not_signed_here_is_not_believed(d, parti, rebondir):
    numero = Envoi.objects.get().pk
    assert rebondir(message_id=f"<{numero:x}-{'0' * 24}@ent.exemple.fr>").startswith("Rien à noter")
    assert AdresseRefusee.objects.count() == 0


@pytest.mark.parametrize(("action", "statut"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("relayed", "2.0.0")])
def test_a_delay_is_not_a_refusal(d, parti, rebondir, action, statut):
    assert rebondir(message_id=parti[1]["Message-ID"], action=action, statut=statut).startswith("Rien à noter")
    assert AdresseRefusee.objects.count() == 0


def test_the_same_notification_twice_is_noted_once(d, parti, rebondir):
    rebondir(message_id=parti[1]["Message-ID"])
    assert rebondir(message_id=parti[1]["Message-ID"]).startswith("Rien à noter")


def test_a_late_bounce_does_not_blame_a_newer_address(d, parti, rebondir):
    d.mere.courriel = "nadia@ailleurs.fr"
    d.mere.save()
    rebondir(message_id=parti[1]["Message-ID"])
    assert atteignables([d.mere.pk])[d.mere.pk].est_atteint


def test_its_news_are_told_again_once_the_address_is_mended(d, parti, rebondir, courrier, horloge):
    rebondir(message_id=parti[1]["Message-ID"])
    assert Notification.objects.get().lot_resume == ""
    d.mere.courriel = "nadia@ailleurs.fr"
    d.mere.save()
    horloge(SOIR + JOUR)
    expedition.resumes()
    assert courrier.destinataires == ["nadia.belhadj@exemple.fr", "nadia@ailleurs.fr"]


@pytest.mark.parametrize("contenu", [b"", b"From: a@b.fr\n\nBonjour", b"\xff\xfe" * 50, AVIS.encode()[:400]])
def test_anything_else_is_left_alone_without_an_error(db, monkeypatch, contenu):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(contenu)))
    sortie = io.StringIO()
    call_command("rebond", stdout=sortie)
    assert sortie.getvalue().startswith("Rien à noter")
