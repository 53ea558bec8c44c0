"""« À reprendre »: what one wrote, that could not leave and was given back. Its author alone reads it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier
from ent.socle.preparees import Preparee

from ..droits import fils as droits
from ..droits.regles import A_UN_FOYER, Nature
from ..models import Message, Participation
from ..trames import trame
from .conversation import A_REPRENDRE
from .fils import Place, depart, place, titre


@dataclass
class Rendu:
    """One of them, and what its author may do with it now."""

    message: Message
    place: Place

    @cached_property
    def trame(self) -> dict[str, Any]:
        return trame(self.message)

    @cached_property
    def nom(self) -> str:
        return nom_connu(self.place)

    @cached_property
    def pourquoi_pas(self) -> str:
        return pourquoi_pas(self.place)

    @cached_property
    def depart(self):
        """When it would leave, sent now; None when it would at once."""
        return depart(self.message.fil)

    @property
    def images(self) -> list[Fichier]:
        """Those that several households would read."""
        return [] if self.message.fil.nature in A_UN_FOYER else list(self.message.pieces.all())

    @property
    def se_jette(self) -> bool:
        return not self.place.situation.incident


def rendus(personne: Personne) -> list[Rendu]:
    """The latest written first. Three queries, and those of each thread they were written in: of few, and few."""
    messages = Message.objects.a_reprendre_par(personne).select_related(
        "auteur",
        "fil__classe",
        "fil__groupe",
        "fil__eleve",
        "fil__etablissement",
        "en_reponse_a__auteur",
        "en_reponse_a__fil",
    )
    lus = list(messages.prefetch_related("pieces", "reactions").order_by("-ecrit_le", "-pk"))
    places = {m.fil_id: place(personne, m.fil) for m in lus}
    return [Rendu(m, places[m.fil_id]) for m in lus]


def combien(personne: Personne) -> int:
    """How many of one's messages did not leave. One query."""
    prepare, siens = ce_qui_est_rendu_a(personne)
    return len(prepare.lire(siens))


def ce_qui_est_rendu_a(personne: Personne) -> tuple[Preparee, Q]:
    """The same, to be asked with something else: a row each."""
    return A_REPRENDRE, droits.messages_a_reprendre(personne)


def nom_connu(ici: Place) -> str:
    """How the thread is named for this person; for who reads it no more, by what they knew: who is there today is not said."""
    fil = ici.fil
    if ici.qualites:
        return ici.nom
    if fil.nature != Nature.FOYER:
        return titre(fil)
    if ici.personne.pk in fil.adultes_du_foyer:
        return titre(fil, [str(fil.classe)] if fil.classe else [])
    membres = Participation.objects.filter(fil=fil, est_membre=True).select_related("personne").order_by("pk")
    return titre(fil, [membre.personne.nom_affiche for membre in membres])


def pourquoi_pas(ici: Place) -> str:
    """Why it does not leave now; empty when it may. Who reads the thread no more is told nothing of what became of it."""
    if ici.qualites:
        return ici.pourquoi_pas
    if ici.personne.portee.est_eleve:
        return _("Tu ne lis plus cette discussion : ce message ne peut plus y partir.")
    return _("Vous ne lisez plus cette discussion : ce message ne peut plus y partir.")
