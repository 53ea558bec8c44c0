"""What a merger of two schools does, in figures, before it is written; and where it stands."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from ent.socle.tri import cle

from ..codes import suivant
from ..droits import d_un_eleve_present, en_cours
from ..models import Classe, Etablissement, Inscription, Passage, Personne, Responsabilite, Role
from .ecoles import DE_L_ECOLE, directions_de, sans_direction
from .passages import PASSAGES, nature_apres


@dataclass(frozen=True)
class Apercu:
    """Counts, never a name of a pupil nor of a family: who directs is named to whoever follows their schools."""

    ecole: Etablissement
    rejoint: Etablissement
    nature: str
    classes: list[tuple[str, int]]
    montent: int
    partent: int
    communs: int  # pupils of both, who have one place
    memes_noms: list[str]
    equipe: int
    responsables: int
    directions: list[Personne] = field(default_factory=list)
    directions_la: list[Personne] = field(default_factory=list)

    @property
    def eleves(self) -> int:
        return self.montent + self.partent


def apercu_de(ecole: Etablissement, rejoint: Etablissement) -> Apercu:
    """Eight queries."""
    nature = nature_apres(rejoint, [ecole])
    ici = Inscription.objects.filter(en_cours(), classe__etablissement=ecole, classe__fermee_le=None).order_by()
    la = Inscription.objects.filter(en_cours(), classe__etablissement=rejoint, classe__fermee_le=None).order_by()
    niveaux = dict(ici.values_list("eleve", "niveau"))
    partent = sum(suivant(niveau, nature) is None for niveau in niveaux.values())
    classes = _classes(ecole)
    noms = Counter(nom for nom, _n in classes)
    liens = Responsabilite.objects.filter(d_un_eleve_present(), etablissement=ecole).order_by()
    equipe = Role.objects.filter(en_cours(), etablissement=ecole, nature__in=DE_L_ECOLE).order_by()
    return Apercu(
        ecole,
        rejoint,
        str(Etablissement.Nature(nature).label),
        classes,
        len(niveaux) - partent,
        partent,
        len(set(niveaux) & set(la.values_list("eleve", flat=True))),
        sorted({nom for nom, _n in _classes(rejoint) if noms[nom]}, key=cle),
        equipe.values("personne").distinct().count(),
        liens.values("adulte").distinct().count(),
        list(directions_de(ecole)),
        list(directions_de(rejoint)),
    )


def _classes(ecole: Etablissement) -> list[tuple[str, int]]:
    ouvertes = Classe.objects.filter(etablissement=ecole, fermee_le=None).order_by()
    comptees = ouvertes.annotate(n=Count("inscriptions", filter=en_cours("inscriptions__"), distinct=True))
    return sorted(comptees.values_list("nom", "n"), key=lambda classe: cle(classe[0]))


def fusion_de(ecole: Etablissement) -> Passage | None:
    """What it joins, said or done: the last."""
    return PASSAGES.filter(etablissement=ecole).exclude(rejoint=None).last()


def fusions_a_dire(ecole: Etablissement) -> list[Passage]:
    """Said and not done, that end this school or bring others to it: both directions read them."""
    dites = PASSAGES.filter(fait_le=None).exclude(rejoint=None)
    return list(dites.filter(etablissement=ecole) | dites.filter(rejoint=ecole))


def rendues_sans_direction(passage: Passage) -> list[Etablissement]:
    """Schools that the undoing of this turn gave back, and that nobody directs any more: the operator names who does."""
    siennes = Passage.objects.filter(rejoint=passage.etablissement, annee=passage.annee).order_by()
    rendues = Etablissement.objects.filter(pk__in=siennes.values("etablissement"), fermee_le=None)
    return list(rendues.filter(pk__in=sans_direction()).order_by("pk"))


def equipe_qui_peut_suivre(passage: Passage) -> list[Personne]:
    """The team of the school that ends, each with what was said of them (`suit`)."""
    roles = Role.objects.filter(en_cours(), etablissement=passage.etablissement, nature__in=DE_L_ECOLE).order_by()
    equipe = list(Personne.objects.filter(pk__in=roles.values("personne")).order_by("nom", "prenom", "pk"))
    suivent = set(passage.suivent.order_by().values_list("pk", flat=True))
    for membre in equipe:
        membre.suit = membre.pk in suivent
    return equipe
