"""School sites, and what others of this room add in files of their own."""

from .journal import (
    ArchiveJournal,
    Billet,
    Commentaire,
    EntreePortfolio,
    OffreArchive,
    PieceBillet,
    RelectureEnseignant,
)
from .site_base import PageDEcole, SiteDEcole
from .site_images import DeclinaisonDEcole, DocumentDEcole, ImageDEcole, PieceDePage
from .site_pages import (
    AccueilDEcole,
    Actualite,
    DeclarationAccessibilite,
    MentionsLegales,
    PageContact,
    PageEquipe,
    PagePratique,
    PageSimple,
    Projet,
    RubriqueActualites,
    RubriqueProjets,
)

__all__ = [
    "AccueilDEcole", "Actualite", "ArchiveJournal", "Billet", "Commentaire", "DeclarationAccessibilite", "DeclinaisonDEcole", "DocumentDEcole",
    "EntreePortfolio", "ImageDEcole", "MentionsLegales", "OffreArchive", "PageContact", "PageDEcole", "PageEquipe", "PagePratique", "PageSimple",
    "PieceBillet", "PieceDePage", "Projet", "RelectureEnseignant", "RubriqueActualites", "RubriqueProjets", "SiteDEcole",
]  # fmt: skip
