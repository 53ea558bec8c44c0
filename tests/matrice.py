"""How a row of the rights matrix is played.

Each room brings its own rows, beside its tests: `matrice.txt`, and `matrice.py` with the arguments of its addresses (`ARGUMENTS`) and those that
name nothing of a school (`SANS_ECOLE`).
"""

import io
from collections.abc import Collection, Mapping
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import Client, ClientHandler
from django.urls import reverse
from PIL import Image

from ent.annuaire.models import Aide, Groupe, Mandat
from ent.socle.dates import aujourd_hui
from tests import aide
from tests.gestes import en_faute

DOSSIER = Path(__file__).parent
TABLES = sorted(DOSSIER.rglob("matrice.txt"))


def _des_salles(nom: str) -> list:
    dossiers = [table.parent.relative_to(DOSSIER.parent) for table in TABLES]
    modules = [import_module(".".join([*dossier.parts, "matrice"])) for dossier in dossiers]
    return [getattr(module, nom) for module in modules if hasattr(module, nom)]


ARGUMENTS = {nom: faire for arguments in _des_salles("ARGUMENTS") for nom, faire in arguments.items()}
# Addresses that take an argument but name nothing of a school.
SANS_ECOLE = set().union(*_des_salles("SANS_ECOLE"))

COLONNES = [
    "anonyme", "mere", "pere_separe", "mere_arabophone", "eleve_cp", "enseignante", "enseignant", "remplacant",
    "directrice", "directrice_maternelle", "referente", "operateur",
    # Whom Nadia confided Inès (the elementary school's pupil), for all rooms; and whose access ended yesterday.
    "assistante", "assistante_finie",
]  # fmt: skip

# What a persona is in a school: their pages are not drawn by the same code, whatever the status.
PLACES = {
    **dict.fromkeys(["mere", "pere_separe", "mere_arabophone", "assistante", "assistante_finie"], "famille"),
    **dict.fromkeys(["enseignante", "enseignant"], "enseignant"),
    **dict.fromkeys(["directrice", "directrice_maternelle"], "direction"),
}  # the others are alone in theirs
REFUS = {"403", "404", "405"}


def un_par_reponse(attendus: dict[str, str]) -> list[str]:
    """Of a row (persona → status), the first of each place to be answered as they are, and the first of all to be refused so."""
    vus: dict[tuple[str, str], str] = {}
    for qui, statut in attendus.items():
        place = "" if statut in REFUS else PLACES.get(qui, qui)
        vus.setdefault((place, statut), qui)
    return list(vus.values())


class Objets:
    """What addresses are built with, in one school: its class, a pupil, who teaches and who directs"""

    def __init__(self, d, ecole: str) -> None:
        """`ecole` is « elementaire » (the cast's first school), « maternelle » (the other), or « - » (no object)."""
        self.d = d
        self.ecole = d.maternelle if ecole == "maternelle" else d.elementaire
        self.classe = d.ms if ecole == "maternelle" else d.cp_ce1
        self.eleve = d.eleve_ms if ecole == "maternelle" else d.eleve_cp
        self.enseignante = d.directrice_maternelle if ecole == "maternelle" else d.enseignante

    def arguments(self, nom: str) -> tuple[list, dict]:
        """Arguments of the address, and what a POST sends to it."""
        return ARGUMENTS[nom](self) if nom in ARGUMENTS else ([], {})

    @property
    def direction(self):
        return self.d.directrice_maternelle if self.ecole == self.d.maternelle else self.d.directrice

    def groupe(self):
        """The cast's group, or one of the other school."""
        if self.ecole == self.d.elementaire:
            return self.d.groupe_lecture
        groupe = Groupe.objects.create(etablissement=self.ecole, annee=self.classe.annee, nom="Chorale")
        groupe.enseignants.add(self.enseignante)
        groupe.eleves.add(self.eleve)
        return groupe

    def mandat(self):
        """The remplaçant, who works in both, was confided imports by the direction."""
        return Mandat.objects.create(
            etablissement=self.ecole,
            confie_par=self.direction,
            personne=self.d.remplacant,
            pouvoirs="import",
            debut=aujourd_hui(),
            fin=aujourd_hui(),
        )

    def aide(self):
        """The school opened itself to the operator a moment ago."""
        return Aide.objects.create(etablissement=self.ecole, ouverte_par=self.direction, a_qui=self.d.operateur)

    def televerse(self):
        """A small photo, as a browser sends it."""
        tampon = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(tampon, "JPEG")
        return SimpleUploadedFile("photo.jpg", tampon.getvalue())


# What a sign-in leaves on a device, by person and by what their sessions hold to: a signed cookie (the matrix's sessions are in cookies), so
# that eleven thousand requests of twelve personas are not as many sign-ins.
_SIGNES: dict[tuple[int, str], str] = {}
_PILE = ClientHandler(enforce_csrf_checks=False)  # the same middleware for all


def client_de(personne) -> Client:
    """Signed in, once for all requests of this persona."""
    client = Client(raise_request_exception=True)
    client.handler = _PILE
    if personne:
        cle = personne.pk, personne.get_session_auth_hash()
        if cle not in _SIGNES:
            client.force_login(personne)
            _SIGNES[cle] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = _SIGNES[cle]
    return client


def statuts(
    d, objets: Objets, nom: str, demandes: Mapping[str, Collection[str]], fautes: list[str] | None = None
) -> dict[str, list[str]]:
    """By method, the status that each of its personas gets (`demandes`: method → personas). Objects are laid once for all; each persona finds them
    untouched by the others.

    `fautes` gets those of the pages that are opened: no help, no way back (tests/aide.py).
    """
    obtenus: dict[str, list[str]] = {methode: [] for methode in demandes}
    with transaction.atomic():
        arguments, envoi = objets.arguments(nom)
        chemin = reverse(nom, args=arguments)
        for methode, cle in [(methode, cle) for methode, qui in demandes.items() for cle in qui]:
            cache.clear()  # one persona's tries do not brake the next
            for champ in envoi.values() if isinstance(envoi, dict) else ():
                if isinstance(champ, SimpleUploadedFile):
                    champ.seek(0)  # the one before has read it
            with transaction.atomic():
                personne = None if cle == "anonyme" else getattr(d, cle)
                client = client_de(personne)
                reponse = client.get(chemin) if methode == "GET" else client.post(chemin, envoi)
                assert en_faute(chemin, reponse) == []
                obtenus[methode].append(str(reponse.status_code))
                if fautes is not None and methode == "GET":
                    fautes += aide.fautes(nom, chemin, cle, personne, client, reponse)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return obtenus


def lignes(d, noms: list[str]) -> list[str]:
    """Rows of these addresses as they are today, to be read before they are kept."""
    rendues = []
    for nom in sorted(noms):
        ecoles = ["-"] if nom not in ARGUMENTS or nom in SANS_ECOLE else ["elementaire", "maternelle"]
        for ecole in ecoles:
            obtenus = statuts(d, Objets(d, ecole), nom, {"GET": COLONNES, "POST": COLONNES})
            rendues += [f"{methode:<5}{nom:<40}{ecole:<12}" + " ".join(lus) for methode, lus in obtenus.items()]
    return rendues
