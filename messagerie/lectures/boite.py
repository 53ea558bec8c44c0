"""The inbox: every thread a person reads, the latest first, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Affectation, Classe, Personne, Role

from ..droits.regles import Nature
from ..models import Fil, Message, Participation
from ..recherche import simple
from .fils import titre
from .pieces import en_mots, lire_les_pieces

PAR_PAGE = 40
TROUVES = 50


@dataclass
class Entree:
    """A line of the inbox."""

    fil: Fil
    titre: str
    non_lus: int
    attendent: int  # of mine, that wait for the morning
    partent_le: dt.datetime | None  # the first of them

    @property
    def dernier(self) -> Message | None:
        return self.fil.dernier_message

    @property
    def extrait(self) -> str:
        """What the last message says, or what is joined to it."""
        return en_mots(self.fil.dernier_message) if self.fil.dernier_message else ""


def _fils(personne: Personne):
    return Fil.objects.visibles_par(personne).select_related(
        "classe", "groupe", "eleve", "etablissement", "dernier_message__auteur"
    )


def boite(personne: Personne, debut: int = 0, *, ouvert: int = 0) -> list[Entree]:
    """Threads that hold something: a message, or mine that waits. Six queries beside those of rights, one more when a last message has no words.

    The one that is open beside the list is being read: nothing of it is said to be unread.
    """
    miens = Message.objects.en_attente().filter(fil=OuterRef("pk"), auteur=personne).order_by()
    fils = _fils(personne).annotate(
        attendent=Subquery(miens.values("fil").annotate(n=Count("pk")).values("n")),
        partent_le=Subquery(miens.order_by("part_le").values("part_le")[:1]),
    )
    fils = fils.filter(Q(dernier_numero__gt=0) | Q(partent_le__isnull=False))
    lus = list(fils[debut : debut + PAR_PAGE])
    nommer(lus, personne)
    lire_les_pieces(fil.dernier_message for fil in lus)
    places = dict(Participation.objects.de(personne).filter(fil__in=lus).order_by().values_list("fil_id", "lu_jusqu_a"))
    places |= {fil.pk: fil.dernier_numero for fil in lus if fil.pk == ouvert}
    return [
        Entree(fil, fil.nom, max(0, fil.dernier_numero - places.get(fil.pk, 0)), fil.attendent or 0, fil.partent_le)
        for fil in lus
    ]


def fils_d_alors(lecteur: Personne, classe: Classe, eleve: Personne | None = None) -> list[Fil]:
    """Of a class that is over, the threads that hold something, the latest first: of that class, of its households as their teacher reads
    them; of a child, theirs alone and those that they had with the direction. Two queries.
    """
    siens = Q(classe=classe)
    if eleve:
        siens &= Q(eleve=None) | Q(eleve=eleve)
        siens |= Q(classe=None, nature=Nature.FOYER, eleve=eleve, etablissement=classe.etablissement_id)
    return list(_fils(lecteur).filter(siens, dernier_numero__gt=0))


def nommer(fils: Collection[Any], personne: Personne) -> None:
    """Give each thread its name for this reader (`fil.nom`). A household's says who is on the other side. Three queries."""
    de_foyer = [f for f in fils if f.nature == Nature.FOYER]
    noms: dict[int, list[str]] = defaultdict(list)
    if de_foyer:
        membres = Participation.objects.filter(fil__in=de_foyer, est_membre=True).select_related("personne")
        adultes: dict[int, list[Personne]] = defaultdict(list)
        for membre in membres.order_by("pk"):
            adultes[membre.fil_id].append(membre.personne)
        ecole = _adultes_de_l_ecole(de_foyer)
        for fil in de_foyer:
            est_de_la_famille = personne.pk in fil.adultes_du_foyer
            if est_de_la_famille:
                noms[fil.pk] = ecole[fil.classe_id, fil.etablissement_id] if fil.classe_id else []
            else:
                noms[fil.pk] = [p.nom_affiche for p in adultes[fil.pk]]
            fil.est_de_la_famille = est_de_la_famille
    for fil in fils:
        fil.nom = titre(fil, noms.get(fil.pk, []))


def _adultes_de_l_ecole(fils: Collection[Fil]) -> dict[tuple[int | None, int], list[str]]:
    """Names of those who teach each class today, while they work in the school. One query."""
    tenues = Affectation.objects.filter(
        en_cours(), classe__in={f.classe_id for f in fils if f.classe_id}, classe__fermee_le=None
    ).filter(
        Exists(
            Role.objects.filter(
                en_cours(), personne=OuterRef("enseignant"), etablissement=OuterRef("classe__etablissement")
            )
        )
    )
    noms: dict[tuple[int | None, int], list[str]] = defaultdict(list)
    for affectation in tenues.select_related("enseignant", "classe"):
        cle = affectation.classe_id, affectation.classe.etablissement_id
        if affectation.nature not in Affectation.DU_COLLEGE:
            noms[cle].append(affectation.enseignant.nom_affiche)
        elif cle not in noms:  # ten of them would be no name
            noms[cle].append(_("les professeurs de la %(classe)s") % {"classe": affectation.classe.nom})
    return noms


def chercher(personne: Personne, mots: str) -> list[Message]:
    """Messages that hold all these words, the latest first; only what this person reads, nothing taken back."""
    voulus = [mot for mot in simple(mots).split() if mot]
    if not voulus:
        return []
    trouves = Message.objects.visibles_par(personne).partis().filter(rappele_le=None)
    for mot in voulus:
        trouves = trouves.filter(recherche__contains=mot)
    trouves = list(
        trouves.select_related("auteur", "fil__classe", "fil__groupe", "fil__eleve", "fil__etablissement").order_by(
            "-parti_le", "-pk"
        )[:TROUVES]
    )
    nommer([m.fil for m in trouves], personne)
    return trouves
