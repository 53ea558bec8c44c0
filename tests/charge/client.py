"""The load client: a few scenarios at once, over plain sockets, in one thread that costs as little as it can.

A scenario is a generator: it yields a request (bytes) and receives the whole answer (bytes). Gunicorn's sync workers close
the connection after each answer; a server that keeps it open is served on the same one.
"""

import re
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count, cycle
from urllib.parse import urlencode

Scenario = Generator[bytes, bytes, None]
_adresses = count(1)


@dataclass
class Mesure:
    """Times in seconds of what was finished, and how long it took in all."""

    temps: list[float] = field(default_factory=list)
    duree: float = 0.0
    processeur: float = 0.0  # of the client itself

    @property
    def debit(self) -> float:
        return len(self.temps) / self.duree

    def centile(self, rang: float) -> float:
        """In milliseconds."""
        tries = sorted(self.temps)
        return 1000 * tries[min(len(tries) - 1, int(len(tries) * rang / 100))]

    @staticmethod
    def croissance(devant: list["Mesure"], derriere: list["Mesure"]) -> float:
        """How much longer `devant` takes at the 95th centile: the median over turns taken side by side."""
        return statistics.median(a.centile(95) / b.centile(95) for a, b in zip(devant, derriere, strict=True))

    @staticmethod
    def somme(tours: list["Mesure"]) -> "Mesure":
        total = Mesure()
        for tour in tours:
            total += tour
        return total

    def __iadd__(self, autre: "Mesure") -> "Mesure":
        self.temps += autre.temps
        self.duree += autre.duree
        self.processeur += autre.processeur
        return self


def requete(methode: str, chemin: str, cookies: str = "", corps: bytes = b"", compresse: bool = True) -> bytes:
    """A request as a browser sends it, compression included."""
    lignes = [f"{methode} {chemin} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Language: fr"]
    if compresse:
        lignes.append("Accept-Encoding: gzip")
    if cookies:
        lignes.append(f"Cookie: {cookies}")
    if corps:
        lignes += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(corps)}"]
    return "\r\n".join([*lignes, "", ""]).encode() + corps


def statut(reponse: bytes) -> int:
    return int(reponse[9:12])


def texte(reponse: bytes) -> str:
    return reponse.partition(b"\r\n\r\n")[2].decode()


def _cookies(reponse: bytes, precedents: str = "") -> str:
    pot = SimpleCookie(precedents)
    for ligne in reponse.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n"):
        nom, _deux_points, valeur = ligne.partition(":")
        if nom.lower() == "set-cookie":
            pot.load(valeur)
    return "; ".join(f"{cle}={morceau.value}" for cle, morceau in pot.items())


def pages(demandes: list[bytes], decalage: int) -> Scenario:
    """Ask for these pages one after the other, for ever, beginning at a place of one's own."""
    rang = decalage % len(demandes)
    for demande in cycle(demandes[rang:] + demandes[:rang]):
        reponse = yield demande
        if statut(reponse) != 200:
            raise AssertionError(f"{demande[:80]!r} → {reponse[:200]!r}")


def connexions(adresse: str, comptes: list[tuple[str, str]], decalage: int) -> Scenario:
    """Sign in, again and again, each time from a browser that has no cookie yet."""
    rang = decalage % len(comptes)
    for login, mot_de_passe in cycle(comptes[rang:] + comptes[:rang]):
        formulaire = yield requete("GET", adresse, compresse=False)
        jeton = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', texte(formulaire))
        if jeton is None:
            raise AssertionError(f"No sign-in form at {adresse}: {formulaire[:300]!r}")
        champs = {"csrfmiddlewaretoken": jeton[1], "login": login, "password": mot_de_passe}
        reponse = yield requete("POST", adresse, _cookies(formulaire), urlencode(champs).encode(), compresse=False)
        if statut(reponse) != 302 or "sessionid" not in _cookies(reponse):
            raise AssertionError(f"{login} could not sign in: {reponse[:400]!r}")


class _Acteur:
    """One client: a scenario, and the exchange it waits for."""

    def __init__(self, port: int, scenario: Scenario, etapes: int, adresses: bool) -> None:
        self.port, self.scenario, self.etapes, self.adresses = port, scenario, etapes, adresses
        self.source: str | None = None
        self.prise: socket.socket | None = None
        self.recu = bytearray()
        self.attendu = -1
        self.faites = 0
        self.debut = 0.0

    def envoyer(self, demande: bytes) -> None:
        if self.faites % self.etapes == 0:
            self.debut = time.perf_counter()
            if self.adresses:
                # Each sign-in from an address of its own, as at home: the brakes against guessing stay on.
                n = next(_adresses)
                self.source = f"127.{1 + n // 62_500 % 250}.{n // 250 % 250}.{1 + n % 250}"
        self.recu, self.attendu = bytearray(), -1
        if self.prise is None:
            self.prise = socket.socket()
            self.prise.settimeout(60)
            if self.source:
                self.prise.bind((self.source, 0))
            self.prise.connect(("127.0.0.1", self.port))
        self.prise.sendall(demande)

    def recevoir(self) -> bytes | None:
        """The whole answer, once it is there."""
        morceau = self.prise.recv(262_144)
        self.recu += morceau
        if self.attendu < 0 and (fin := self.recu.find(b"\r\n\r\n")) >= 0:
            longueur = re.search(rb"(?i)\r\ncontent-length: *(\d+)", self.recu[:fin])
            self.attendu = fin + 4 + int(longueur[1]) if longueur else 1 << 40
        if morceau and len(self.recu) < self.attendu:
            return None
        return bytes(self.recu)

    def fermer(self) -> None:
        if self.prise is not None:
            self.prise.close()
            self.prise = None


def charger(
    port: int,
    fabrique: Callable[[int], Scenario],
    clients: int,
    duree: float,
    *,
    etapes: int = 1,
    adresses: bool = False,
) -> Mesure:
    """Run `clients` scenarios at once for `duree` seconds. `etapes` exchanges make one thing done."""
    mesure = Mesure()
    guetteur = selectors.DefaultSelector()
    acteurs = [_Acteur(port, fabrique(n), etapes, adresses) for n in range(clients)]
    debut, processeur = time.perf_counter(), time.process_time()
    for acteur in acteurs:
        acteur.envoyer(next(acteur.scenario))
        guetteur.register(acteur.prise, selectors.EVENT_READ, acteur)
    while (maintenant := time.perf_counter()) - debut < duree:
        for cle, _evenement in guetteur.select(timeout=1):
            acteur = cle.data
            reponse = acteur.recevoir()
            if reponse is None:
                continue
            acteur.faites += 1
            if acteur.faites % etapes == 0:
                mesure.temps.append(time.perf_counter() - acteur.debut)
            suite = acteur.scenario.send(reponse)
            guetteur.unregister(acteur.prise)
            if b"\r\nConnection: close" in reponse[:2000] or acteur.adresses:
                acteur.fermer()
            acteur.envoyer(suite)
            guetteur.register(acteur.prise, selectors.EVENT_READ, acteur)
    mesure.duree = maintenant - debut
    mesure.processeur = time.process_time() - processeur
    for acteur in acteurs:
        acteur.fermer()
    guetteur.close()
    return mesure


def une_page(port: int, demande: bytes) -> bytes:
    """One exchange, out of any measure."""
    acteur = _Acteur(port, iter(()), 1, False)
    acteur.envoyer(demande)
    while (reponse := acteur.recevoir()) is None:
        pass
    acteur.fermer()
    return reponse
