"""Who is who: places, people, the ties between them."""

from .delegations import Confie, Delegation
from .envois import EnvoiRecu
from .interlocuteurs import Interlocuteur
from .journal import EntreeJournal, SceauJournal
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import AnneeScolaire, Classe, Commune, Etablissement, Groupe
from .personnes import Personne, nom_affiche, nom_dit

__all__ = [
    "Affectation", "AnneeScolaire", "Classe", "Commune", "Confie", "Delegation", "EntreeJournal", "EnvoiRecu", "Etablissement", "Groupe", "Inscription", "Interlocuteur",
    "Personne", "Responsabilite", "Role", "SceauJournal", "nom_affiche", "nom_dit",
]  # fmt: skip
