"""Who is who: places, people, the ties between them."""

from .aides import Aide, PageAidee
from .conservation import Effacement
from .delegations import Confie, Delegation
from .envois import EnvoiRecu
from .interlocuteurs import Interlocuteur
from .journal import EntreeJournal, SceauJournal
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import AnneeScolaire, Classe, Commune, Etablissement, Groupe
from .mandats import Mandat
from .passages import ClassePrevue, Passage, PlacePrevue
from .personnes import Personne, nom_affiche, nom_dit
from .reglages import Place, Reglage

__all__ = [
    "Affectation", "Aide", "AnneeScolaire", "Classe", "ClassePrevue", "Commune", "Confie", "Delegation", "Effacement", "EntreeJournal", "EnvoiRecu", "Etablissement", "Groupe", "Inscription", "Interlocuteur", "Mandat",
    "PageAidee",
    "Passage", "Personne", "Place", "PlacePrevue", "Reglage", "Responsabilite", "Role", "SceauJournal", "nom_affiche", "nom_dit",
]  # fmt: skip
