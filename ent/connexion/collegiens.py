"""Pupils of a collège: they come in with ÉduConnect, or with an account of their own that the code of their paper opened. No wall of first names shows them."""

from dataclasses import dataclass

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne

from . import droits
from .models import CodeActivation

COLLEGE = Etablissement.Nature.COLLEGE


@dataclass(frozen=True)
class Collegien:
    """A pupil of a class of a collège: whether their own account is open, what their code became."""

    eleve: Personne
    code: CodeActivation | None

    @property
    def est_active(self) -> bool:
        return droits.est_activee(self.eleve)


def a_le_sien(etablissement: Etablissement) -> bool:
    """Whether each of its pupils comes in by themself, from the first day of 6e."""
    return etablissement.nature == COLLEGE


def places_au_college():
    """Places of today in a collège: whoever has one is on no wall of an école any more, whichever of the two said first that they changed school."""
    return Inscription.objects.filter(
        en_cours(), classe__etablissement__nature=COLLEGE, classe__fermee_le=None
    ).order_by()


def est_collegien(personne: Personne) -> bool:
    return places_au_college().filter(eleve=personne).exists()


def de_la_classe(classe: Classe) -> list[Collegien]:
    """Two queries; none for a class of an école."""
    if not a_le_sien(classe.etablissement):
        return []
    places = Inscription.objects.filter(droits.inscription_ouverte(classe)).select_related("eleve")
    eleves = list({place.eleve_id: place.eleve for place in places}.values())
    codes = CodeActivation.objects.filter(personne__in=eleves, etablissement=classe.etablissement)
    par_eleve = {code.personne_id: code for code in codes}
    return [Collegien(eleve, par_eleve.get(eleve.pk)) for eleve in eleves]
