"""Messages as a reader has them, wherever they are shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast, Left
from django.utils.translation import get_language

from ent.annuaire.models import Personne
from ent.socle.preparees import Preparee

from ..droits import fils as droits
from ..evenements.gens import Lues, Questions
from ..models import Message, Reaction
from ..trames import DU_MESSAGE, EXTRAIT, NOMS, Dit, Piece, trame_de


def _mot(champ: str) -> Cast:
    """A number that no arithmetic is done with: its signs alone, which cost nothing to compare."""
    return Cast(champ, CharField(max_length=36))


def _de(qui: str, champs: Iterable[str]) -> list[str]:
    return [f"{qui}__{champ}" for champ in champs]


# What a bubble says, in the order of `trames.Dit`.
MESSAGES = Preparee(
    lambda: Message.objects.order_by("numero", "ecrit_le", "pk").values_list(
        *DU_MESSAGE,
        _mot("uuid"),
        _mot("auteur__uuid"),
        *_de("auteur", NOMS),
        "en_reponse_a__fil_id",
        "en_reponse_a__numero",
        Left("en_reponse_a__texte", EXTRAIT),
        "en_reponse_a__rappele_le",
        *_de("en_reponse_a__auteur", NOMS),
    )
)
REACTIONS = Preparee(lambda: Reaction.objects.order_by().values_list("pk", "message_id", "personne_id", "signe"))
PIECES = Preparee(
    lambda: Message.pieces.through.objects.order_by().values_list(
        "fichier_id",
        "message_id",
        "fichier__octets",
        "fichier__nature",
        "fichier__nom_donne",
        _mot("fichier__uuid"),
        _mot("fichier__duree"),
    )
)


# Messages, by the path that leads to them from the row in hand: « message__ », or none.
type Voulus = Callable[[str], Q]


class Bulle(NamedTuple):
    """A message as one reader has it: what everyone reads of it, whether they wrote it, their sign, whether they may still change it."""

    dit: Dit
    est_moi: bool
    mon_signe: str
    peut_modifier: bool

    @property
    def trame(self) -> dict[str, Any]:
        """What a browser is sent."""
        a_soi = {"est_moi": self.est_moi, "mon_signe": self.mon_signe, "peut_modifier": self.peut_modifier}
        return trame_de(self.dit, get_language()) | a_soi


def dits_de(voulus: Voulus) -> list[Dit]:
    """The messages asked for, in their order, without what is joined to them: who asks answers for the right. One query.

    To be read before what is joined to them: a sign put meanwhile is then shown early. Read after, a message would bear the revision of a sign that it does not
    show, and a browser that holds a revision asks for nothing more of it.
    """
    return [Dit(*ligne) for ligne in MESSAGES.lire(voulus(""))]


def jointes_a(voulus: Voulus) -> Questions:
    """What is joined to these messages, and their signs: to be asked with something else, after `dits_de`."""
    return {"reactions": (REACTIONS, voulus("message__")), "pieces": (PIECES, voulus("message__"))}


def bulles_de(personne: Personne, dits: Iterable[Dit], lues: Lues, *, est_gele: bool) -> list[Bulle]:
    """These messages as this person has them, with what was read of `jointes_a`."""
    signes: dict[int, dict[int, str]] = defaultdict(dict)
    for _pk, message, qui, signe in sorted(lues["reactions"]):
        signes[message][qui] = signe
    pieces: dict[int, list[Piece]] = defaultdict(list)
    for _pk, message, *piece, duree in sorted(lues["pieces"]):
        pieces[message].append(Piece(*piece, int(float(duree)) if duree else None))
    bulles = []
    for seul in dits:
        dit, les_signes = seul, signes.get(seul.pk)
        if les_signes or seul.pk in pieces:
            dit = seul._replace(pieces=tuple(pieces[seul.pk]), signes=tuple(signes[seul.pk].values()))
        est_moi, modifiable = dit.auteur_id == personne.pk, droits.peut_modifier(personne, dit, est_gele=est_gele)
        bulles.append(Bulle(dit, est_moi, les_signes.get(personne.pk, "") if les_signes else "", modifiable))
    return bulles
