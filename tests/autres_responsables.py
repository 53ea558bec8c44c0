"""Who teaches or directs, and answers for a child at home: whatever address of a room they ask, it tells them nothing that another holder said."""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from importlib import import_module

from django.db import transaction
from django.urls import get_resolver, reverse

from ent.annuaire.models import Affectation, Personne, Responsabilite, Role
from tests.papiers import pages


def devient_parent(adulte: Personne, enfant: Personne, ecole, autorite: str = "confirmee") -> None:
    """Of who works there."""
    debut = dt.date(2026, 9, 1)
    Responsabilite.objects.create(
        adulte=adulte, enfant=enfant, etablissement=ecole, lien="pere", autorite=autorite, debut=debut
    )


def devient_enseignant(parent: Personne, classe) -> None:
    """Of a class of the school of their child."""
    debut = dt.date(2026, 9, 1)
    Role.objects.create(personne=parent, nature="enseignant", etablissement=classe.etablissement, debut=debut)
    Affectation.objects.create(enseignant=parent, classe=classe, debut=debut)


def devient_directeur(parent: Personne, ecole, *, seul: bool = False) -> None:
    """`seul`: nobody else works there."""
    if seul:
        Role.objects.filter(etablissement=ecole).delete()
    Role.objects.create(personne=parent, nature="directeur", etablissement=ecole, debut=dt.date(2026, 9, 1))


def adresses(salle: str, choix: Mapping[str, Collection], *modules: str) -> list[str]:
    """Each address of a room that has a name, of every thing (by converter) that fits what it asks for. `modules`: where its addresses are."""
    assert get_resolver().url_patterns  # read first: converters are registered by another room
    trouvees = []
    motifs = [motif for module in modules or ("urls",) for motif in import_module(f"{salle}.{module}").urlpatterns]
    for motif in motifs:
        genres = re.findall(r"<(\w+):", str(motif.pattern))
        trouvees += [
            reverse(motif.name, args=siens) for siens in itertools.product(*(choix[genre] for genre in genres))
        ]
    return trouvees


def ou_se_lisent(client, chemins: Iterable[str], mots: Collection[str]) -> set[tuple[str, str]]:
    """(address, word) of those that tell one of these words, read or sent to. What is asked changes nothing for the next one."""
    lus = set()
    for chemin, methode in itertools.product(chemins, ("get", "post")):
        with transaction.atomic():
            reponse = getattr(client, methode)(chemin, follow=True)
            contenu = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
            transaction.set_rollback(True)
        texte = _texte(contenu)
        lus |= {(f"{methode} {chemin}", mot) for mot in mots if mot in texte}
    return lus


def _texte(contenu: bytes) -> str:
    if contenu.startswith(b"PK"):
        return lu_dans(contenu)
    lu = " ".join(pages(contenu)) if contenu.startswith(b"%PDF") else contenu.decode(errors="replace")
    return lu.replace("\u00a0", " ").replace("\u202f", " ")


def lu_dans(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        return "".join(z.read(nom).decode(errors="replace") for nom in z.namelist())
