"""One thread as its page shows it: a window of messages, who has read how far, what may be done."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne

from ..droits import fils as droits
from ..droits.regles import ENTRE_COLLEGUES, Nature
from ..evenements.fils import participants
from ..models import Fil, Message, Participation, Reaction
from ..trames import trame
from .boite import nommer
from .fils import Place, place

PAR_PAGE = 40
SUITE_MAX = 200


@dataclass
class Conversation:
    """What the page of a thread holds. `bulles` are `trames.trame`, with what depends on the reader besides."""

    place: Place
    bulles: list[dict[str, Any]]
    plus_ancien: int  # number before which older messages are asked; 0 when there is none
    lu_jusqu_a: int
    brouillon: str = ""
    attentes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def fil(self) -> Fil:
        return self.place.fil

    @property
    def premier_non_lu(self) -> int:
        """Number of the first message that this person has not read, 0 if none: a line is drawn above it."""
        return next((b["numero"] for b in self.bulles if b["numero"] > self.lu_jusqu_a and not b["est_moi"]), 0)

    @cached_property
    def participants(self) -> set[int]:
        return participants(self.fil)

    @cached_property
    def curseurs(self) -> list[dict[str, Any]]:
        return curseurs(self.place, self.participants)

    @cached_property
    def lecteurs(self) -> list[str]:
        """Names of those who read here, when they may be named to this reader: a household's thread, colleagues."""
        if self.fil.nature not in (Nature.FOYER, *ENTRE_COLLEGUES):
            return []
        gens = Personne.objects.filter(pk__in=self.participants).exclude(pk=self.place.personne.pk)
        return [p.nom_affiche for p in gens]

    @property
    def nombre_de_lecteurs(self) -> int:
        return len(self.participants)

    @cached_property
    def depart(self):
        """When what is written now would leave, if it waits; None when it leaves at once."""
        ecole = self.fil.etablissement
        if not self.fil.touche_les_familles or ecole.calme_retient != ecole.CalmeRetient.TOUT:
            return None
        maintenant = timezone.now()
        ouverture = calendrier.ouverture(ecole, maintenant)
        return timezone.localtime(ouverture) if ouverture > maintenant else None

    @cached_property
    def autres_foyers(self) -> int:
        """Other households of the child, to whom the school may send the same words apart."""
        fil = self.fil
        if fil.nature != Nature.FOYER or not droits.peut_ecrire_aux_foyers(self.place.qualites):
            return 0
        return len(self.place.foyers - {fil.adultes_du_foyer})


def autres_foyers(fil: Fil) -> list[frozenset[int]]:
    foyers = foyers_de([fil.eleve_id], fil.etablissement).get(fil.eleve_id, [])
    return [foyer for foyer in foyers if foyer != fil.adultes_du_foyer]


def fil_lu(personne: Personne, pk: int) -> Fil | None:
    """A thread that this person reads, named for them."""
    fils = Fil.objects.visibles_par(personne).select_related("classe", "groupe", "eleve", "etablissement")
    fil = fils.filter(pk=pk).first()
    if fil is not None:
        nommer([fil], personne)
    return fil


def _complets(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil").prefetch_related(
        "pieces", "reactions"
    )


def bulles(messages: Collection[Message], personne: Personne, *, est_gele: bool) -> list[dict[str, Any]]:
    """Frames with what depends on the reader: mine or not, my sign, whether I may still change it."""
    return [
        trame(m)
        | {
            "est_moi": m.auteur_id == personne.pk,
            "mon_signe": next((r.signe for r in m.reactions.all() if r.personne_id == personne.pk), ""),
            "peut_modifier": droits.peut_modifier(personne, m, est_gele=est_gele),
        }
        for m in messages
    ]


def conversation(personne: Personne, fil: Fil, *, avant: int = 0, autour: int = 0) -> Conversation:
    """A window of the thread: the latest, those before a number, or those around one (a deep link)."""
    ici = place(personne, fil)
    partis = _complets(Message.objects.partis().filter(fil=fil))
    if autour:
        avant = min(autour + PAR_PAGE // 2, fil.dernier_numero) + 1
    if avant:
        partis = partis.filter(numero__lt=avant)
    fenetre = list(partis.order_by("-numero")[:PAR_PAGE])[::-1]
    sienne = Participation.objects.de(personne).filter(fil=fil).first() or Participation()
    est_gele = bool(ici.situation.incident)
    return Conversation(
        place=ici,
        bulles=bulles(fenetre, personne, est_gele=est_gele),
        plus_ancien=fenetre[0].numero if fenetre and fenetre[0].numero > 1 else 0,
        lu_jusqu_a=sienne.lu_jusqu_a,
        brouillon=sienne.brouillon,
        attentes=_attentes(personne, fil, est_gele=est_gele) if not avant else [],
    )


def _attentes(personne: Personne, fil: Fil, *, est_gele: bool) -> list[dict[str, Any]]:
    """What this person wrote here that waits for its hour."""
    miens = _complets(Message.objects.en_attente().filter(fil=fil, auteur=personne).order_by("ecrit_le", "pk"))
    return bulles(miens, personne, est_gele=est_gele)


def suite(personne: Personne, fil: Fil, revision: int) -> dict[str, Any]:
    """What a browser that stopped at `revision` missed, in the order it happened; past a bound it asks again.

    What waits has no revision: all of it is given each time, so that what is not in it is known to be taken back.
    """
    ici = place(personne, fil)
    est_gele = bool(ici.situation.incident)
    manques = _complets(Message.objects.partis().filter(fil=fil, revision__gt=revision).order_by("revision"))
    lus = list(manques[: SUITE_MAX + 1])
    return {
        "messages": bulles(lus[:SUITE_MAX], personne, est_gele=est_gele),
        "attentes": _attentes(personne, fil, est_gele=est_gele),
        "revision": lus[SUITE_MAX - 1].revision if len(lus) > SUITE_MAX else fil.revision,
        "dernier": fil.dernier_numero,
        "encore": len(lus) > SUITE_MAX,
        "curseurs": curseurs(ici, participants(fil)),
        "peut_ecrire": ici.peut_ecrire,
    }


def curseurs(ici: Place, lecteurs: set[int]) -> list[dict[str, Any]]:
    """How far the others have received and read: by name in a household's thread and between colleagues, by figure alone
    for the school elsewhere, and nothing for families of one another. One query.
    """
    fil = ici.fil
    if not droits.peut_voir_qui_a_lu(ici.qualites, fil.nature):
        return []
    autres = Participation.objects.filter(fil=fil, personne__in=lecteurs).exclude(personne=ici.personne)
    nommes = fil.nature in (Nature.FOYER, *ENTRE_COLLEGUES)
    return [
        {"nom": p.personne.nom_affiche if nommes else "", "lu": p.lu_jusqu_a, "recu": p.recu_jusqu_a}
        for p in autres.select_related("personne").order_by("pk")
    ]


def message_lu(personne: Personne, pk: int) -> Message | None:
    """A message that this person reads, with its thread."""
    messages = Message.objects.visibles_par(personne).select_related(
        "auteur",
        "fil__etablissement",
        "fil__classe",
        "fil__groupe",
        "fil__eleve",
        "en_reponse_a__auteur",
        "en_reponse_a__fil",
    )
    return messages.prefetch_related("pieces", "reactions").filter(pk=pk).first()


def signes() -> list[tuple[str, str]]:
    return Reaction.Signe.choices
