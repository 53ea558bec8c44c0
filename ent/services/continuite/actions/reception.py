"""A feed is received: each line that holds is kept, in the order of versions; each that does not says why, and the others pass."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.eleves import Nommes, eleves_nommes
from ..lignes import PHRASES, Ligne, Raison, Refusee, id_lisible, lire
from ..models import Appel, Element, Emetteur
from .accords import oublier_les_codes

TACHE_DIRE = "ent.services.continuite.taches.dire"
DITS_AU_PLUS = 200  # elements told by one task
CHAMPS = ("eleve", "version", "nature", "titre", "jour", "heure", "quand", "lien", "recu_le", "retire_le")


@dataclass
class Recu:
    """What became of a feed. `refuses`: (its place in the feed, its id if it has one, why)."""

    pris: int = 0
    inchanges: int = 0
    refuses: list[tuple[int, str, Raison]] = field(default_factory=list)

    def en_json(self) -> dict[str, Any]:
        return {
            "pris": self.pris,
            "inchanges": self.inchanges,
            "refuses": [
                {"rang": rang, "id": identifiant, "raison": raison.value, "phrase": str(PHRASES[raison])}
                for rang, identifiant, raison in self.refuses
            ],
        }


@transaction.atomic
def recevoir(*, emetteur: Emetteur, bruts: Sequence[Any]) -> Recu:
    """Sent again, it changes nothing; of two versions of one thing, the later holds, whatever the order in which they come.

    Feeds of one sender take their turn. What families are told follows by a worker; open pages read again after commit.
    """
    emetteur = Emetteur.objects.select_for_update(no_key=True).get(pk=emetteur.pk)
    recu = Recu()
    lignes = _lire(emetteur, bruts, recu)
    nommes = eleves_nommes(emetteur, [(ligne.par, ligne.valeur) for _rang, ligne in lignes if not ligne.retire])
    connus = {e.identifiant: e for e in emetteur.elements.filter(identifiant__in={li.identifiant for _r, li in lignes})}
    dits = {e.identifiant: (e.nature, e.pk) for e in connus.values() if e.nature in evenements.RECU}
    touches: dict[str, Element] = {}
    concernes: set[int] = set()
    for rang, ligne in sorted(lignes, key=lambda paire: paire[1].version):
        _prendre(emetteur, rang, ligne, nommes, connus, touches, concernes, recu)
    _garder(touches)
    _taire([dit for identifiant, dit in dits.items() if identifiant in touches])
    _dire(emetteur, touches, concernes)
    Appel.objects.create(
        emetteur=emetteur,
        pris=recu.pris,
        inchanges=recu.inchanges,
        refus=dict(Counter(raison.value for _rang, _id, raison in recu.refuses)),
    )
    return recu


def _lire(emetteur: Emetteur, bruts: Sequence[Any], recu: Recu) -> list[tuple[int, Ligne]]:
    lues = []
    origines, aujourd_hui = frozenset(emetteur.origines_dites), timezone.localdate()
    for rang, brut in enumerate(bruts):
        try:
            lues.append((rang, lire(brut, origines=origines, aujourd_hui=aujourd_hui)))
        except Refusee as refus:
            recu.refuses.append((rang, id_lisible(brut), refus.raison))
    return lues


def _prendre(
    emetteur: Emetteur,
    rang: int,
    ligne: Ligne,
    nommes: Nommes,
    connus: dict[str, Element],
    touches: dict[str, Element],
    concernes: set[int],
    recu: Recu,
) -> None:
    """One line, after those of the versions before."""
    connu = connus.get(ligne.identifiant)
    if connu is not None and connu.version >= ligne.version:
        recu.inchanges += 1
        return
    eleve = None if ligne.retire else nommes.get((ligne.par, ligne.valeur))
    if not ligne.retire and eleve is None:
        recu.refuses.append((rang, ligne.identifiant, Raison.INCONNU))
        return
    element = Element(emetteur=emetteur, etablissement_id=emetteur.etablissement_id, identifiant=ligne.identifiant)
    concernes |= {pk for pk in (connu.eleve_id if connu else None, eleve) if pk}
    _ecrire(element, ligne, eleve, connu.jour if connu else None)
    connus[ligne.identifiant] = touches[ligne.identifiant] = element
    recu.pris += 1


def _ecrire(element: Element, ligne: Ligne, eleve: int | None, avant: dt.date | None) -> None:
    """Withdrawn, nothing of what it said is kept."""
    maintenant = timezone.now()
    element.version, element.recu_le = ligne.version, maintenant
    element.eleve_id, element.nature, element.titre = eleve, "" if ligne.retire else ligne.nature.value, ligne.titre
    element.lien, element.heure = ligne.lien, ligne.heure
    # A withdrawal is remembered past the day of which it was said: until then, an older version might still come.
    element.jour = max(avant or timezone.localdate(), timezone.localdate()) if ligne.retire else ligne.jour
    heure = f" {ligne.heure:%H:%M}" if ligne.heure else ""
    element.quand = "" if ligne.retire else f"{ligne.jour.isoformat()}{heure}"
    element.retire_le = maintenant if ligne.retire else None


def _garder(touches: dict[str, Element]) -> None:
    """Written over those that were there, each of which keeps its number: ten times quicker than one statement of as many cases."""
    Element.objects.bulk_create(
        touches.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["emetteur", "identifiant"],
        update_fields=CHAMPS,
    )


def _taire(dits: Sequence[tuple[str, int]]) -> None:
    """What was told of what changed is taken back now: (kind, element). Of homework and dates nothing ever was."""
    for nature, evenement in evenements.RECU.items():
        if ids := [pk for dite, pk in dits if dite == nature]:
            diffusion.denotifier_tout(nature=evenement, objets=ids)


def _dire(emetteur: Emetteur, touches: dict[str, Element], concernes: set[int]) -> None:
    """What is new is told by a worker. One signal, whatever the number of lines."""
    a_dire = [e.pk for e in touches.values() if e.retire_le is None and e.nature in evenements.RECU]
    for debut in range(0, len(a_dire), DITS_AU_PLUS):
        diffusion.differer(TACHE_DIRE, elements=a_dire[debut : debut + DITS_AU_PLUS])
    familles = evenements.familles_de(emetteur.etablissement_id, concernes) if concernes else set()
    destinataires = {adulte for adulte, _enfant in familles} | concernes
    if destinataires:
        diffusion.signaler(nature=evenements.CHANGE, objet_id=emetteur.pk, destinataires=destinataires)


def noter_une_panne(*, emetteur: Emetteur, panne: str) -> None:
    """A call of which nothing was read: its sender is known, and the operator reads why."""
    Appel.objects.create(emetteur=emetteur, panne=panne)


def oublier_le_passe(maintenant: dt.datetime | None = None) -> None:
    """Calls of more than thirty days; accords of which nobody took the code."""
    oublier_les_codes(maintenant)
    Appel.objects.filter(recu_le__lt=(maintenant or timezone.now()) - dt.timedelta(days=30)).delete()
