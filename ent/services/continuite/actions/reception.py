"""A feed is received: each line that holds is kept, in the order of versions; each that does not says why, and the others pass."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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


CHAMPS_CONNUS = ("version", "eleve_id", "jour", "nature", "pk")  # of `Connu`, in its order


class Connu(NamedTuple):
    """What is kept of a thing, or will be: then without a number yet (0)."""

    version: int
    eleve_id: int | None
    jour: dt.date
    nature: str
    pk: int


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
    connus = _connus(emetteur, {ligne.identifiant for _rang, ligne in lignes})
    dits = {identifiant: (c.nature, c.pk) for identifiant, c in connus.items() if c.nature in evenements.RECU}
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


def _connus(emetteur: Emetteur, identifiants: set[str]) -> dict[str, Connu]:
    la = emetteur.elements.filter(identifiant__in=identifiants).order_by()
    return {identifiant: Connu(*dit) for identifiant, *dit in la.values_list("identifiant", *CHAMPS_CONNUS)}


def _prendre(
    emetteur: Emetteur,
    rang: int,
    ligne: Ligne,
    nommes: Nommes,
    connus: dict[str, Connu],
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
    concernes |= {pk for pk in (connu.eleve_id if connu else None, eleve) if pk}
    element = _element(emetteur, ligne, eleve, connu.jour if connu else None)
    touches[ligne.identifiant] = element
    connus[ligne.identifiant] = Connu(element.version, eleve, element.jour, element.nature, 0)
    recu.pris += 1


def _element(emetteur: Emetteur, ligne: Ligne, eleve: int | None, avant: dt.date | None) -> Element:
    """Withdrawn, nothing of what it said is kept."""
    maintenant = timezone.now()
    dit = {"emetteur_id": emetteur.pk, "etablissement_id": emetteur.etablissement_id, "identifiant": ligne.identifiant}
    dit |= {"version": ligne.version, "recu_le": maintenant}
    if ligne.retire:
        # A withdrawal is remembered past the day of which it was said: until then, an older version might still come.
        aujourd_hui = timezone.localdate()
        return Element(**dit, jour=max(avant or aujourd_hui, aujourd_hui), retire_le=maintenant)
    heure = f" {ligne.heure:%H:%M}" if ligne.heure else ""
    return Element(
        **dit,
        eleve_id=eleve,
        nature=ligne.nature.value,
        titre=ligne.titre,
        jour=ligne.jour,
        heure=ligne.heure,
        quand=f"{ligne.jour.isoformat()}{heure}",
        lien=ligne.lien,
    )


def _garder(touches: dict[str, Element]) -> None:
    """Written over those that were there, each of which keeps its number: ten times quicker than one statement of as many cases."""
    Element.objects.bulk_create(
        touches.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["identifiant", "emetteur"],
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
