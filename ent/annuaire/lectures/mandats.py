"""What was confided: to each member of a team, as its direction reads it; to oneself, with where it is used."""

from dataclasses import dataclass

from django.utils import timezone

from ..models import Etablissement, Mandat, Personne
from ..pouvoir import Pouvoir, pouvoirs_nommes


@dataclass
class Confie:
    """A mandate in words."""

    mandat: Mandat
    pouvoirs: list[Pouvoir]
    commence: bool

    @classmethod
    def de(cls, mandat: Mandat) -> "Confie":
        return cls(mandat, pouvoirs_nommes(mandat.codes), mandat.debut <= timezone.localdate())

    @property
    def pages(self) -> list[tuple]:
        """Where it is used, once each: the page and its address. None of a module that the school closed."""
        ecole = self.mandat.etablissement
        ouverts = [p for p in self.pouvoirs if ecole.a_le_module(p.module) and ecole.nature not in p.sauf]
        vues = {page.adresse(ecole): page for p in ouverts for page in p.pages}
        return [(page, adresse) for adresse, page in vues.items()]


def confies_dans(etablissement: Etablissement) -> dict[int, Confie]:
    """By member (id), what they hold or will. One query."""
    mandats = Mandat.objects.a_venir_ou_en_cours().filter(etablissement=etablissement).select_related("confie_par")
    return {m.personne_id: Confie.de(m) for m in mandats}


def confies_a(personne: Personne) -> list[Confie]:
    """What one may do today in the place of a direction, school by school. One query; none for who was confided nothing."""
    if not (ecoles := personne.portee.mandats):
        return []
    mandats = Mandat.objects.recus_par(personne).en_vigueur().filter(etablissement__in=ecoles)
    return [
        Confie.de(m)
        for m in mandats.select_related("etablissement__commune", "confie_par").order_by("etablissement__nom", "pk")
    ]
