"""One thread as its page shows it: a window of messages, who has read how far, what may be done."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne
from ent.fichiers.droits import A_VOIR
from ent.fichiers.models import Fichier
from ent.portail.lectures import lire_avec_les_nouvelles
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from ..droits import fils as droits
from ..droits.regles import A_UN_FOYER, ADULTES_DE_L_ECOLE, ENTRE_COLLEGUES, Nature
from ..evenements.gens import lire
from ..models import Fil, Message, Participation, Reaction
from ..models.fils import fils_lus_par
from ..recherche import simple
from .bulles import Bulle, bulles_de, dits_de, jointes_a
from .fils import Place, depart, place
from .sans_responsable import SansResponsable, sans_responsable

PAR_PAGE = 40
SUITE_MAX = 200

FILS = Preparee(lambda: Fil.objects.order_by().select_related("classe", "groupe", "eleve", "etablissement"))
LA_SIENNE = Preparee(lambda: Participation.objects.order_by().values_list("lu_jusqu_a", "brouillon"))
# Of what one was given back: how many. Two numbers and a word, so that a home asks it with the rest.
A_REPRENDRE = Preparee(lambda: Message.objects.order_by().values_list("pk", "fil_id", "urgence"))
CURSEURS = Preparee(
    lambda: Participation.objects.order_by().values_list("pk", "personne_id", "lu_jusqu_a", "recu_jusqu_a")
)


@dataclass
class Conversation:
    """What the page of a thread holds."""

    place: Place
    bulles: list[Bulle]
    plus_ancien: int  # number before which older messages are asked; 0 when there is none
    lu_jusqu_a: int
    brouillon: str = ""
    attentes: list[Bulle] = field(default_factory=list)
    a_reprendre: int = 0  # messages written here that did not leave
    curseurs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def fil(self) -> Fil:
        return self.place.fil

    @property
    def premier_non_lu(self) -> int:
        """Number of the first message that this person has not read, 0 if none: a line is drawn above it."""
        return next((b.dit.numero for b in self.bulles if b.dit.numero > self.lu_jusqu_a and not b.est_moi), 0)

    @property
    def lecteurs(self) -> list[str]:
        """Names of those who read here, when they may be named to this reader: a household's thread, colleagues. Who has no account does not."""
        gens = self.place.gens
        return self._nommes(gens.participants - gens.sans_compte - {self.place.personne.pk})

    @property
    def nombre_de_lecteurs(self) -> int:
        gens = self.place.gens
        return len(gens.participants - gens.sans_compte)

    @property
    def sans_compte(self) -> int:
        """How many of them paper alone reaches, for the adults of the school, who hand it out."""
        du_travail = not self.place.qualites.isdisjoint(ADULTES_DE_L_ECOLE)
        return len(self.place.gens.sans_compte) if du_travail else 0

    @property
    def noms_sans_compte(self) -> list[str]:
        return self._nommes(self.place.gens.sans_compte) if self.sans_compte else []

    @cached_property
    def sans_responsable(self) -> SansResponsable | None:
        """Of what is written to the families of a class, a group or the school, for its adults. One query, there alone."""
        if self.fil.nature not in (Nature.ANNONCE, Nature.ECOLE) or self.place.qualites.isdisjoint(ADULTES_DE_L_ECOLE):
            return None
        return sans_responsable(self.fil.audience)

    def _nommes(self, personnes: Collection[int]) -> list[str]:
        """Their names, in their order; none where readers are not named to one another."""
        if not _se_nomment(self.fil):
            return []
        gens = self.place.gens

        def par_nom(personne: int) -> tuple[str, str, int]:
            _civilite, nom, _nom_usage, prenom = gens.identites[personne]
            return simple(nom), simple(prenom), personne

        return [gens.nom(personne) for personne in sorted(personnes, key=par_nom)]

    @property
    def ecoles_reunies(self) -> list[str]:
        """Names of the schools of a thread of several; none elsewhere."""
        if self.fil.nature != Nature.COLLECTIF:
            return []
        return sorted((nom for _pk, nom, _vigueur in self.place.lues["regles"]), key=cle)

    @cached_property
    def depart(self) -> dt.datetime | None:
        return depart(self.fil)

    @cached_property
    def autres_foyers(self) -> int:
        """Other households of the child, to whom the school may send the same words apart."""
        fil = self.fil
        if fil.nature != Nature.FOYER or not droits.peut_ecrire_aux_foyers(self.place.qualites):
            return 0
        return len(set(self.place.gens.foyers) - {fil.adultes_du_foyer})


def autres_foyers(fil: Fil) -> list[frozenset[int]]:
    foyers = foyers_de([fil.eleve_id], fil.etablissement).get(fil.eleve_id, [])
    return [foyer for foyer in foyers if foyer != fil.adultes_du_foyer]


def fil_lu(personne: Personne, pk: int) -> Fil | None:
    """A thread that this person reads. Two queries beside those of rights."""
    lus = FILS.lire(fils_lus_par(personne) & Q(pk=pk))
    return lus[0] if lus else None


def conversation(personne: Personne, fil: Fil, *, avant: int = 0, autour: int = 0) -> Conversation:
    """A window of the thread: the latest, those before a number, or those around one (a deep link). Two queries, one with what is unread elsewhere."""
    ici = place(personne, fil)
    if autour:
        avant = min(autour + PAR_PAGE // 2, fil.dernier_numero) + 1
    # Numbers follow one another without a hole.
    fin = min(avant, fil.dernier_numero + 1) if avant else fil.dernier_numero + 1

    def voulus(par: str) -> Q:
        fenetre = Q(**{f"{par}numero__gte": max(1, fin - PAR_PAGE), f"{par}numero__lt": fin})
        return Q(**{f"{par}fil": fil}) & (fenetre if avant else fenetre | _qui_attendent(personne, par))

    dits = dits_de(voulus)
    a_lire = {
        **ici.questions(avec_les_gens=True),
        **jointes_a(voulus),
        "sienne": (LA_SIENNE, Q(fil=fil, personne=personne)),
        "curseurs": (CURSEURS, _curseurs_de(ici)),
        "a_reprendre": (A_REPRENDRE, Q(fil=fil) & droits.messages_a_reprendre(personne)),
    }
    ici.lues = dict(zip(a_lire, lire_avec_les_nouvelles(personne, *a_lire.values()), strict=True))
    fil.nom = ici.nom
    toutes = bulles_de(personne, dits, ici.lues, est_gele=ici.est_gele)
    fenetre = [bulle for bulle in toutes if bulle.dit.numero is not None]
    lu_jusqu_a, brouillon = next(iter(ici.lues["sienne"]), (0, ""))
    return Conversation(
        place=ici,
        bulles=fenetre,
        plus_ancien=fenetre[0].dit.numero if fenetre and fenetre[0].dit.numero > 1 else 0,
        lu_jusqu_a=lu_jusqu_a,
        brouillon=brouillon,
        attentes=[bulle for bulle in toutes if bulle.dit.numero is None],
        a_reprendre=len(ici.lues["a_reprendre"]),
        curseurs=curseurs(ici),
    )


def _qui_attendent(personne: Personne, par: str) -> Q:
    """What this person wrote that waits for its hour."""
    auteur, *nuls = (f"{par}{champ}" for champ in ("auteur", "numero", "rappele_le", "rendu_le"))
    return Q(**{auteur: personne}, **dict.fromkeys(nuls))


def suite(personne: Personne, fil: Fil, revision: int) -> dict[str, Any]:
    """What a browser that stopped at `revision` missed, in the order it happened; past a bound it asks again.

    What waits has no revision: all of it is given each time, so that what is not in it is known to be taken back.
    """
    ici = place(personne, fil)
    # Each change of a thread has one revision: between two of them, as many messages at most.
    jusqu_a = min(fil.revision, max(revision, 0) + SUITE_MAX)

    def voulus(par: str) -> Q:
        changes = Q(**{f"{par}numero__isnull": False, f"{par}revision__gt": revision, f"{par}revision__lte": jusqu_a})
        attendent = _qui_attendent(personne, par)
        return Q(**{f"{par}fil": fil}) & (changes | attendent if jusqu_a > revision else attendent)

    lus = dits_de(voulus)
    ici.lues = lire(
        {**ici.questions(avec_les_gens=True), **jointes_a(voulus), "curseurs": (CURSEURS, _curseurs_de(ici))}
    )
    dits = [bulle.trame for bulle in bulles_de(personne, lus, ici.lues, est_gele=ici.est_gele)]
    return {
        "messages": sorted((d for d in dits if d["numero"] is not None), key=lambda d: d["revision"]),
        "attentes": [d for d in dits if d["numero"] is None],
        "revision": jusqu_a,
        "dernier": fil.dernier_numero,
        "encore": jusqu_a < fil.revision,
        "curseurs": curseurs(ici),
        "peut_ecrire": ici.peut_ecrire,
    }


def _se_nomment(fil: Fil) -> bool:
    """Those who read there are named to one another: the two sides of a household's thread, colleagues."""
    return fil.nature in (Nature.FOYER, *ENTRE_COLLEGUES)


def _curseurs_de(ici: Place) -> Q:
    """Cursors that this person may be told of: none, for families of one another."""
    se_dit = droits.peut_voir_qui_a_lu(ici.qualites, ici.fil.nature)
    return Q(fil=ici.fil) if se_dit else Q(pk__in=[])


def curseurs(ici: Place) -> list[dict[str, Any]]:
    """How far the others have received and read: by name in a household's thread and between colleagues, by figure alone
    for the school elsewhere, and nothing for families of one another.
    """
    lecteurs = ici.gens.participants - ici.gens.sans_compte - {ici.personne.pk}
    nommes = _se_nomment(ici.fil)
    return [
        {"nom": ici.gens.nom(qui) if nommes else "", "lu": lu, "recu": recu}
        for _pk, qui, lu, recu in sorted(ici.lues["curseurs"])
        if qui in lecteurs
    ]


def images_en_commun(tout: Conversation) -> list[Fichier]:
    """Of the messages shown, the images that several households read, for the adults of the school: who is on them is theirs to say.
    One query, none in a thread without images.
    """
    dites = [*tout.bulles, *tout.attentes]
    if tout.fil.nature in A_UN_FOYER or tout.place.qualites.isdisjoint(ADULTES_DE_L_ECOLE):
        return []
    if not any(piece.nature in A_VOIR for b in dites if not b.dit.rappele_le for piece in b.dit.pieces):
        return []
    avec = Message.objects.filter(pk__in=[bulle.dit.pk for bulle in dites], rappele_le=None)
    return list(Fichier.objects.filter(messages__in=avec, nature__in=A_VOIR).distinct())


def deja_ecrit(personne: Personne, fil: Fil, uuid: UUID, envoi: UUID, texte: str) -> Message | None:
    """What this very sending became, whatever was done of it since. Of before sendings were kept, what the words say."""
    alors = Q(envoi=None, uuid=uuid) & (Q(texte=texte) | Q(versions__texte=texte))
    siens = Message.objects.filter(fil=fil, auteur=personne)
    return siens.filter(Q(envoi=envoi) | alors).order_by("pk").first()


def message_lu(personne: Personne, pk: int) -> Message | None:
    """A message that this person reads, with its thread."""
    messages = Message.objects.visibles_par(personne).select_related(
        "auteur",
        "fil__etablissement",
        "fil__classe",
        "fil__groupe",
        "fil__eleve",
        "en_reponse_a__auteur",
    )
    return messages.filter(pk=pk).first()


def bulle_de(personne: Personne, message: Message, ici: Place) -> Bulle:
    """One of them, in hand. Two queries."""

    def voulu(par: str) -> Q:
        return Q(**{f"{par}pk": message.pk})

    (bulle,) = bulles_de(personne, dits_de(voulu), lire(jointes_a(voulu)), est_gele=ici.est_gele)
    return bulle


def signes() -> list[tuple[str, str]]:
    return Reaction.Signe.choices
