"""The portfolio of a pupil, by school year, newest first."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne

from ..droits import portfolio as droits
from ..models.billets import Billet
from ..models.portfolio import EntreePortfolio
from ..porteurs_journal import billets_gardes, pieces_lisibles_du_portfolio
from .pieces import Piece, piece_de


@dataclass
class Travail:
    entree: EntreePortfolio
    pieces: list[Piece] = field(default_factory=list)  # photos of its billet


@dataclass
class Annee:
    nom: str  # « 2026-2027 »
    travaux: list[Travail] = field(default_factory=list)


def eleve_au_portfolio(personne: Personne, uuid) -> Personne | None:
    """The pupil of that number, if this person reads their portfolio. One query."""
    return Personne.objects.filter(droits.eleves_a_portfolio(personne), uuid=uuid).distinct().first()


def est_enseigne_par(personne: Personne, eleve: Personne) -> bool:
    return Personne.objects.filter(droits.eleves_enseignes_par(personne), pk=eleve.pk).exists()


def annees_de(personne: Personne, eleve: Personne) -> list[Annee]:
    """Five queries, whatever the works and their files."""
    siennes = EntreePortfolio.objects.visibles_par(personne).filter(eleve=eleve)
    # A billet that was withdrawn, that waits for its hour or is for others now is not read from here either.
    entrees = list(
        siennes.filter(Q(billet=None) | Q(billet__in=billets_gardes(siennes).values("pk")))
        .select_related("billet", "auteur", "etablissement")
        .prefetch_related("fichiers")
    )
    lisibles = [e.billet_id for e in entrees if e.billet_id]
    pieces: dict[int, list[Piece]] = {}
    for piece in pieces_lisibles_du_portfolio(personne, lisibles):
        pieces.setdefault(piece.billet_id, []).append(piece_de(piece))
    annees: dict[str, Annee] = {}
    for entree in entrees:
        nom = _annee_de(timezone.localdate(entree.ajoutee_le))
        travail = Travail(entree, pieces.get(entree.billet_id, []))
        annees.setdefault(nom, Annee(nom)).travaux.append(travail)
    return list(annees.values())


def _annee_de(jour: dt.date) -> str:
    debut = jour.year if jour.month >= 9 else jour.year - 1
    return f"{debut}-{debut + 1}"


def classe_de(eleve: Personne, lecteur: Personne):
    """The class of a pupil today, of several one that who adds teaches: what is added counts on its room. One query."""
    inscriptions = Inscription.objects.filter(en_cours(), eleve=eleve, classe__fermee_le=None)
    if lecteur.pk != eleve.pk:
        inscriptions = inscriptions.filter(classe__in=lecteur.portee.classes_tenues)
    return inscriptions.select_related("classe__etablissement").order_by("debut").last().classe


def est_de_sa_classe(eleve: Personne, billet: Billet) -> bool:
    """The billet was told by a class or a group of this pupil."""
    if billet.groupe_id is not None:
        return billet.groupe.eleves.filter(pk=eleve.pk).exists()
    return Inscription.objects.filter(en_cours(), eleve=eleve, classe=billet.classe_id).exists()
