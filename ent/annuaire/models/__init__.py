"""Who is who: places, people, the ties between them, and what an import leaves to decide."""

from .imports import FicheOnde, FichierDepose, ImportOnde, ImportTerritoire, LigneEnAttente
from .journal import EntreeJournal
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import AnneeScolaire, Classe, Commune, Etablissement, Groupe
from .personnes import Personne, nom_affiche

__all__ = [
    "Affectation", "AnneeScolaire", "Classe", "Commune", "EntreeJournal", "Etablissement", "FicheOnde", "FichierDepose",
    "Groupe", "ImportOnde", "ImportTerritoire", "Inscription", "LigneEnAttente", "Personne", "Responsabilite", "Role", "nom_affiche",
]  # fmt: skip
