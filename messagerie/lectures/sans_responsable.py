"""Pupils of whom the school knows no responsable: nobody reads what is written to their families. Said to who writes, before and after."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import ngettext

from ent.annuaire import destinataires
from ent.annuaire.audience.enonces import Audience

from .mots_suivi import Ligne


@dataclass(frozen=True)
class SansResponsable:
    """How many of the pupils to whom something is written. False while each has somebody."""

    nombre: int
    sur: int

    def __bool__(self) -> bool:
        return self.nombre > 0

    def __str__(self) -> str:
        if self.nombre == self.sur:
            phrase = ngettext(
                "%(n)s élève sur %(sur)s n’a pas de responsable connu : personne ne le lira.",
                "%(n)s élèves sur %(sur)s n’ont pas de responsable connu : personne ne le lira.",
                self.nombre,
            )
        else:
            phrase = ngettext(
                "%(n)s élève sur %(sur)s n’a pas de responsable connu : personne ne le lira pour cet élève.",
                "%(n)s élèves sur %(sur)s n’ont pas de responsable connu : personne ne le lira pour ces élèves.",
                self.nombre,
            )
        return phrase % {"n": self.nombre, "sur": self.sur}

    @property
    def sur_papier(self) -> str:
        return ngettext(
            "Donnez-le aussi à cet élève sur papier.", "Donnez-le aussi à ces élèves sur papier.", self.nombre
        )


def sans_responsable(audience: Audience) -> SansResponsable:
    """Of those whom it reaches today. One query."""
    connus = destinataires.ont_un_responsable(audience)
    return SansResponsable(sum(not connu for connu in connus.values()), len(connus))


def sans_responsable_parmi(lignes: Collection[Ligne]) -> SansResponsable:
    """Of a follow-up that was read."""
    return SansResponsable(sum(not ligne.adultes for ligne in lignes), len(lignes))
