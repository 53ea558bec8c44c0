"""A browser in a thread's page, without the page: the socket, the address of the catch-up, the outbox, as conversation.js."""

import http.client
import json
import threading
import time
import uuid
from contextlib import ExitStack
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 15


class Navigateur:
    """What its screen holds is `ecran`: number → words. Only what its socket and the catch-up brought is there."""

    def __init__(self, site, fil: int, cookies: str, serveur: str) -> None:
        self.site, self.fil, self.cookies, self.serveur = site, fil, cookies, serveur
        self.ecran: dict[int, str] = {}
        self.revision = 0
        self.en_direct: list[int] = []  # numbers that the socket alone brought
        self.pile = ExitStack()
        self._verrou = threading.RLock()

    # --- HTTP ---------------------------------------------------------------------------------------------------------
    def demander(self, methode: str, chemin: str, champs: dict | None = None, serveur: str = "") -> tuple[int, str]:
        entetes = {"Cookie": self.cookies, "Accept": "application/json", "X-Boite": "1"}
        if champs:
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
            entetes["X-CSRFToken"] = SimpleCookie(self.cookies)["csrftoken"].value
        lien = http.client.HTTPConnection("127.0.0.1", self.site.ports[serveur or self.serveur], timeout=PATIENCE)
        try:
            lien.request(methode, chemin, urlencode(champs) if champs else None, entetes)
            reponse = lien.getresponse()
            return reponse.status, reponse.read().decode()
        finally:
            lien.close()

    def ecrire(self, texte: str, numero: uuid.UUID | None = None, serveur: str = "") -> tuple[int, str]:
        champs = {"uuid": str(numero or uuid.uuid4()), "texte": texte}
        return self.demander("POST", f"/messages/fil/{self.fil}/envoyer/", champs, serveur)

    def rattraper(self) -> None:
        encore = True
        while encore:
            with self._verrou:
                statut, corps = self.demander("GET", f"/messages/fil/{self.fil}/suite/?revision={self.revision}")
                assert statut == 200, corps[:500]
                suite = json.loads(corps)
                for message in suite["messages"]:
                    self._poser(message)
                self.revision, encore = suite["revision"], suite["encore"]

    def _poser(self, message: dict) -> None:
        self.ecran[message["numero"]] = message["texte"]
        self.revision = max(self.revision, message["revision"])

    # --- The socket ---------------------------------------------------------------------------------------------------
    def brancher(self) -> None:
        """Open the socket, then ask for what came meanwhile."""
        port = self.site.ports[self.serveur]
        prise = self.pile.enter_context(
            connect(
                f"ws://127.0.0.1:{port}/ws/", additional_headers={"Cookie": self.cookies}, origin="http://127.0.0.1"
            )
        )
        threading.Thread(target=self._lire, args=(prise,), daemon=True).start()
        self.rattraper()

    def _lire(self, prise) -> None:
        try:
            for trame in prise:
                signal = json.loads(trame)
                if signal["type"] == "reconnexion":
                    self.rattraper()
                elif signal["type"] == "messagerie.message" and signal["id"] == self.fil:
                    self._recevoir(signal["message"])
        except ConnectionClosed:
            """Cut: the test brings it back, as the page does."""

    def _recevoir(self, message: dict) -> None:
        with self._verrou:
            if message["revision"] > self.revision + 1:
                return self.rattraper()
            self.en_direct.append(message["numero"])
            return self._poser(message)

    def debrancher(self) -> None:
        self.pile.close()

    def attend(self, textes: list[str]) -> bool:
        """Whether its screen ends up with exactly these words, in this order."""
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite:
            with self._verrou:
                if [self.ecran[n] for n in sorted(self.ecran)] == textes:
                    return True
            time.sleep(0.05)
        return False

    def verite(self) -> list[str]:
        """What the database holds for this person, each message once, numbers without a hole."""
        neuf = Navigateur(self.site, self.fil, self.cookies, self.serveur)
        neuf.rattraper()
        assert sorted(neuf.ecran) == list(range(1, len(neuf.ecran) + 1))
        return [neuf.ecran[n] for n in sorted(neuf.ecran)]
