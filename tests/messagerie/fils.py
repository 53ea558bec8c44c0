"""The cast's threads."""

from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Personne
from messagerie.actions import fils
from messagerie.models import Fil


class Fils:
    """The cast's threads, opened at first need: ``fils.annonce``, ``fils.foyer(d.eleve_cp, d.mere)``…"""

    def __init__(self, d) -> None:
        self.d = d

    def de_classe(self, nature: str, classe=None) -> Fil:
        classe = classe or self.d.cp_ce1
        return fils.fil_de_classe(nature=nature, classe=classe, auteur=self.d.enseignante)

    @property
    def annonce(self) -> Fil:
        return self.de_classe("annonce")

    @property
    def eleves(self) -> Fil:
        return self.de_classe("eleves")

    @property
    def parents(self) -> Fil:
        return self.de_classe("parents")

    @property
    def ecole(self) -> Fil:
        return fils.fil_d_ecole(nature="ecole", etablissement=self.d.elementaire, auteur=self.d.directrice)

    @property
    def equipe(self) -> Fil:
        return fils.fil_d_ecole(nature="equipe", etablissement=self.d.elementaire, auteur=self.d.directrice)

    @property
    def commune(self) -> Fil:
        return fils.fil_d_ecole(nature="commune", etablissement=self.d.elementaire, auteur=self.d.referente)

    @property
    def projet(self) -> Fil:
        deja = Fil.objects.filter(nature="projet").first()
        return deja or fils.ouvrir_projet(
            etablissement=self.d.elementaire,
            titre="Classe verte",
            membres=[self.d.directrice],
            auteur=self.d.enseignant,
        )

    def foyer(self, eleve: Personne | None = None, adulte: Personne | None = None, *, direction: bool = False) -> Fil:
        """The thread of the household of this adult about this child, with the class or with the direction."""
        eleve, adulte = eleve or self.d.eleve_cp, adulte or self.d.mere
        classe = eleve.inscriptions.select_related("classe__etablissement").get(fin=None).classe
        adultes = next(f for f in foyers_de([eleve.pk], classe.etablissement)[eleve.pk] if adulte.pk in f)
        ou = {"etablissement": classe.etablissement} if direction else {"classe": classe}
        return fils.fil_de_foyer(eleve=eleve, adultes=adultes, auteur=adulte, **ou)

    def tous(self) -> list[Fil]:
        """One of each kind, and those of neighbours: what a person must not read stands beside what they read."""
        d = self.d
        return [
            self.annonce, self.eleves, self.parents, self.ecole, self.equipe, self.projet,
            self.foyer(), self.foyer(d.eleve_cp, d.pere_separe), self.foyer(d.eleve_ce1, d.mere_arabophone),
            self.foyer(direction=True), self.foyer(d.eleve_ms, d.mere), self.foyer(d.eleve_ms, d.mere, direction=True),
            self.de_classe("annonce", d.ms), self.de_classe("eleves", d.cm2), self.de_classe("annonce", d.cm2),
            fils.fil_de_classe(nature="annonce", groupe=d.groupe_lecture, auteur=d.enseignant),
            fils.fil_d_ecole(nature="equipe", etablissement=d.maternelle, auteur=d.directrice_maternelle),
            fils.fil_d_ecole(nature="ecole", etablissement=d.maternelle, auteur=d.directrice_maternelle),
            self.commune, fils.fil_d_ecole(nature="commune", etablissement=d.maternelle, auteur=d.directrice_maternelle),
        ]  # fmt: skip
