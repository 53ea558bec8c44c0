"""People found by some letters of their names, among those whom one's work gives to know.

Names of one's reach are read and compared here, not by the database: a school holds some hundreds of them, both databases would fold
accents and case otherwise than `norme` does, and nothing is kept beside a name that an import would leave behind
(docs/decisions/0121-chercher-quelqu-un.md).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString

from ent.socle.tri import cle

from .. import droits
from ..models import Affectation, Etablissement, Inscription, Personne, Responsabilite, Role
from ..recherche import correspond, mots, souligner

MONTREES = 40
NOMS = ("nom", "nom_usage", "prenom")

Place = tuple[int, int]  # a person, in a school


@dataclass
class Trouvee:
    """Somebody found in one school: what they are there, as far as who searches may know it."""

    personne: Personne
    etablissement: Etablissement
    voulus: Sequence[str]
    inscriptions: list[Inscription] = field(default_factory=list)
    liens: list[Responsabilite] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    tenues: list[Affectation] = field(default_factory=list)

    @cached_property
    def nom(self) -> SafeString:
        return souligner(str(self.personne), self.voulus)

    @property
    def classes(self) -> list[int]:
        """Where they are, or where their children are, in this school, among the classes of who searches."""
        siennes = [*self.inscriptions, *(i for lien in self.liens for i in self._de_l_enfant(lien))]
        return list(dict.fromkeys(i.classe_id for i in siennes))

    @property
    def parentes(self) -> list[tuple[Responsabilite, list[Inscription]]]:
        return [(lien, self._de_l_enfant(lien)) for lien in self.liens]

    def nom_de_fiche(self, dirige: Collection[int]) -> str:
        """The page that opens: a pupil's, an adult's; none of a colleague's, but for who directs there (`dirige`: schools)."""
        if self.inscriptions:
            return "annuaire_eleve"
        return "annuaire_adulte" if self.liens or self.etablissement.pk in dirige else ""

    @property
    def en_bref(self) -> str:
        """« CP-CE1 »; « mère : Inès Belhadj »; « enseignante »."""
        dits = [i.classe.nom for i in self.inscriptions] + [str(role.nature_dite) for role in self.roles]
        return " · ".join([*dits, *(f"{lien.nom_du_lien}\u00a0: {lien.enfant}" for lien in self.liens)])

    def _de_l_enfant(self, lien: Responsabilite) -> list[Inscription]:
        return [i for i in lien.enfant.du_travail if i.classe.etablissement_id == self.etablissement.pk]


@dataclass
class Resultat:
    """Those found, pupils first, then adults of families, then the team; `total` counts those that are not shown too."""

    lettres: str
    trouvees: list[Trouvee] = field(default_factory=list)
    total: int = 0

    @property
    def reste(self) -> int:
        return self.total - len(self.trouvees)


def chercher(personne: Personne, lettres: str) -> Resultat:
    """Nine queries at most, whatever the number of people; none without a letter."""
    voulus = mots(lettres)
    if not voulus:
        return Resultat(lettres)
    portee = personne.portee
    liens = Responsabilite.objects.filter(droits.responsabilites_du_travail_de(personne))
    roles = Role.objects.filter(droits.roles_trouves_par(personne))
    rangs: dict[Place, tuple] = {}
    for rang, (lignes, qui, ou) in enumerate(
        (
            (portee.inscriptions_du_travail, "eleve", "classe__etablissement"),
            (liens, "adulte", "etablissement"),
            (roles, "personne", "etablissement"),
        )
    ):
        for place, noms in _nommes(lignes, qui, ou):
            if correspond(voulus, noms):
                rangs.setdefault(place, (rang, cle(noms[1] or noms[0]), cle(noms[2]), *place))
    places = sorted(rangs, key=rangs.__getitem__)
    return Resultat(
        lettres, _lire(places[:MONTREES], voulus, portee.inscriptions_du_travail, liens, roles), len(places)
    )


def _nommes(lignes: QuerySet, qui: str, ou: str) -> Iterable[tuple[Place, tuple[str, ...]]]:
    """Each open account or person to come, in each school, with their names."""
    vivants = lignes.filter(**{f"{qui}__fermee_le": None, f"{qui}__fusionnee_dans": None}).order_by()
    for pk, ecole, *noms in vivants.values_list(f"{qui}_id", f"{ou}_id", *(f"{qui}__{nom}" for nom in NOMS)):
        yield (pk, ecole), tuple(noms)


def _lire(
    places: list[Place], voulus: Sequence[str], inscriptions: QuerySet, liens: QuerySet, roles: QuerySet
) -> list[Trouvee]:
    gens = {pk for pk, _ecole in places}
    trouvees: dict[Place, Trouvee] = {}

    def ranger(place: Place, personne: Personne, etablissement: Etablissement) -> Trouvee:
        return trouvees.setdefault(place, Trouvee(personne, etablissement, voulus))

    for i in inscriptions.filter(eleve__in=gens).select_related("eleve", "classe__etablissement__commune").distinct():
        ranger((i.eleve_id, i.classe.etablissement_id), i.eleve, i.classe.etablissement).inscriptions.append(i)
    du_travail = Prefetch(
        "enfant__inscriptions", inscriptions.select_related("classe").distinct(), to_attr="du_travail"
    )
    parentes = liens.filter(adulte__in=gens).select_related("adulte", "enfant", "etablissement__commune")
    for lien in parentes.prefetch_related(du_travail):
        ranger((lien.adulte_id, lien.etablissement_id), lien.adulte, lien.etablissement).liens.append(lien)
    for role in roles.filter(personne__in=gens).select_related("personne", "etablissement__commune"):
        ranger((role.personne_id, role.etablissement_id), role.personne, role.etablissement).roles.append(role)
    equipe = [place for place in places if place in trouvees and trouvees[place].roles]
    if equipe:
        tenues = Affectation.objects.filter(
            droits.en_cours(), enseignant__in=[pk for pk, _ecole in equipe], classe__fermee_le=None
        )
        for tenue in tenues.select_related("classe"):
            if trouvee := trouvees.get((tenue.enseignant_id, tenue.classe.etablissement_id)):
                trouvee.tenues.append(tenue)
    return [trouvees[place] for place in places if place in trouvees]
