"""Real parts: a mail server that takes, refuses, falls and comes back; a push service that reads what it is given."""

import base64
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid

from ent.diffusion import actions
from ent.diffusion.actions import reglages
from ent.diffusion.vapid import en_base64
from tests.ports import port_libre

# Names and words that must never leave by mail or push: those of the cast, whose news are told in these tests.
SECRETS = [
    "Inès",
    "Sofiane",
    "Lina",
    "Maëlys",
    "Kenza",
    "Belhadj",
    "Haddad",
    "Samira",
    "Nadia",
    "Mehdi",
    "Cerf-Volant",
    "Coquelicots",
    "Lefort",
    "page 14",
    "poésie",
]


class ServeurDeCourrier:
    """A mail server on this machine. `refus` answers by address, `refus_du_contenu` answers every message."""

    def __init__(self) -> None:
        self.port = port_libre()
        self.recus: list[tuple[str, str, str]] = []  # (envelope sender, recipient, text)
        self.refus: dict[str, str] = {}
        self.refus_du_contenu = ""
        self.controleur: Controller | None = None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refus:
            return self.refus[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refus_du_contenu:
            return self.refus_du_contenu
        self.recus += [(envelope.mail_from, a, envelope.content.decode()) for a in envelope.rcpt_tos]
        return "250 OK"

    def allumer(self) -> None:
        self.controleur = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controleur.start()

    def eteindre(self) -> None:
        if self.controleur:
            self.controleur.stop()
            self.controleur = None

    @property
    def destinataires(self) -> list[str]:
        return [a for _de, a, _texte in self.recus]


@pytest.fixture
def courrier(settings):
    serveur = ServeurDeCourrier()
    serveur.allumer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", serveur.port, 5
    settings.DEFAULT_FROM_EMAIL = "Mes écoles <ne-pas-repondre@ent.exemple.fr>"
    settings.ENT_ADRESSE = "https://ent.exemple.fr"
    yield serveur
    serveur.eteindre()


class Telephone:
    """A browser that subscribed: it alone can read what is pushed to it."""

    def __init__(self, service: "ServiceDePoussee", nom: str) -> None:
        self.nom = nom
        self.privee = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        self.adresse = f"http://127.0.0.1:{service.port}/{nom}"

    @property
    def abonnement(self) -> dict[str, str]:
        publique = self.privee.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"adresse": self.adresse, "cle": en_base64(publique), "secret": en_base64(self.secret)}

    def dechiffrer(self, corps: bytes) -> dict:
        return json.loads(http_ece.decrypt(corps, private_key=self.privee, auth_secret=self.secret))


class ServiceDePoussee:
    """A push service on this machine. `reponses` gives the status by device; 201 otherwise."""

    def __init__(self) -> None:
        self.recues: list[tuple[str, dict, dict]] = []  # (device, what it reads, headers)
        self.reponses: dict[str, int] = {}
        self.entetes: dict[str, str] = {}
        self.telephones: dict[str, Telephone] = {}
        service = self

        class Guichet(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                corps = self.rfile.read(int(self.headers["Content-Length"]))
                nom = self.path.strip("/")
                statut = service.reponses.get(nom, 201)
                if statut == 201:
                    lu = service.telephones[nom].dechiffrer(corps)
                    service.recues.append((nom, lu, {k.lower(): v for k, v in self.headers.items()}))
                self.send_response(statut)
                for cle, valeur in service.entetes.items():
                    self.send_header(cle, valeur)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments) -> None:
                """Silent."""

        self.serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
        self.port = self.serveur.server_address[1]
        threading.Thread(target=self.serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def telephone(self, nom: str) -> Telephone:
        self.telephones[nom] = Telephone(self, nom)
        return self.telephones[nom]

    @property
    def textes(self) -> list[tuple[str, str]]:
        return [(nom, lu["texte"]) for nom, lu, _entetes in self.recues]


@pytest.fixture
def poussees(settings):
    """Pushes are open, and the only push service is on this machine."""
    cle = Vapid()
    cle.generate_keys()
    settings.ENT_VAPID_PRIVEE = en_base64(cle.private_key.private_numbers().private_value.to_bytes(32, "big"))
    settings.ENT_VAPID_CONTACT = "ent@exemple.fr"
    service = ServiceDePoussee()
    settings.ENT_SERVICES_POUSSE = [f"http://127.0.0.1:{service.port}"]
    yield service
    service.serveur.shutdown()
    service.serveur.server_close()


@pytest.fixture
def abonner(poussees):
    """``abonner(d.mere, "telephone")``: this device tells this person."""

    def faire(personne, nom: str):
        telephone = poussees.telephone(nom)
        return reglages.abonner_appareil(personne=personne, jeton="", nom=nom, **telephone.abonnement)

    return faire


@pytest.fixture
def nouvelle(d):
    """``nouvelle(d.mere, 1)``: a piece of news about a child, with names and words in it. `de` is its child."""

    def ecrire(personne, objet_id: int, *, de=None, nature="cahier_de_textes.travail_publie", ecole=None, **options):
        enfant = de or d.eleve_cp
        actions.notifier(
            nature=nature,
            objet_id=objet_id,
            etablissement=ecole or d.elementaire,
            textes={(personne.pk, enfant.pk): f"{enfant.prenom} {enfant.nom} · À apprendre : la poésie, page 14"},
            adresse="/",
            **options,
        )

    return ecrire


def vapid_de(entetes: dict) -> tuple[bool, dict]:
    """Whether the signature of a push is that of its key, and what it claims."""
    autorisation = entetes["authorization"]
    jeton = autorisation.partition("t=")[2].partition(",")[0]
    milieu = jeton.split(".")[1]
    return Vapid.verify(autorisation), json.loads(base64.urlsafe_b64decode(milieu + "=" * (-len(milieu) % 4)))


@pytest.fixture(autouse=True)
def dites_a_quiconque(monkeypatch):
    """Who is told of a child whom they do not follow must read nothing of it: some tests tell them, to see that."""
    from ent.diffusion.actions import notifications

    monkeypatch.setattr(notifications, "inserer", notifications.inserer.vraie)
