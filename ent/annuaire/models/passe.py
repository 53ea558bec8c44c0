"""The reach of a person over the school years that are over: what they read at their end is read still, and written no more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from ent.socle.dates import aujourd_hui

from .. import droits
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import Classe, Groupe
from .portee import Portee, PorteeDUnModule
from .suivis import Periode, Suivi

TOUJOURS = dt.date.max


def est_finie(classe: Classe) -> bool:
    """`droits.classe_finie` in hand, of a class read with its year."""
    return classe.fermee_le is not None or classe.annee.fin < aujourd_hui()


def dernier_jour(classe: Classe) -> dt.date:
    """Of its year, or the eve of the day on which it was closed before."""
    if classe.fermee_le is None:
        return classe.annee.fin
    return min(classe.annee.fin, timezone.localdate(classe.fermee_le) - dt.timedelta(days=1))


class PorteePassee(Portee):
    """What a person reached at the end of each year that is over and that is read still (`droits.GARDE_DES_ANNEES`), with the same names as
    `Portee`, so that one right is written once.

    Never more than then: of a child, the last class of each year in each school; of a teacher, the classes held to their end. Never
    against today: an adult whom a school refused authority over the child, a colleague who works there no more, read nothing of it.
    Of a school that joined another, who followed and who directed it to its end read it still (`roles_finis`).
    Three queries for a teacher, five for a family; none before a page of those years asks.
    """

    est_passee = True

    def __init__(self, presente: Portee) -> None:
        super().__init__(presente.personne)
        self.presente, self.fermees = presente, presente.fermees

    @property
    def modules_fermes(self) -> dict[str, frozenset[int]]:
        return self.presente.modules_fermes

    @property
    def siens(self) -> frozenset[int]:
        return self.presente.siens

    def _sans(self, fermees: frozenset[int]) -> "PorteePassee":
        return PorteePassee(PorteeDUnModule(self.presente, fermees))

    def _touche(self, ecoles: frozenset[int]) -> bool:
        return True  # one may have no tie of today with a school of then

    @cached_property
    def roles(self) -> list[Role]:
        """Those of today, in schools; and those that ended with a school."""
        return [*(role for role in self.presente.roles if role.etablissement_id), *self.roles_finis]

    @cached_property
    def roles_finis(self) -> list[Role]:
        """Held to the end of a school that joined another: by who directed it, and by who works in the other today. One query."""
        finis = Role.objects.filter(personne=self.personne, etablissement__fermee_le__isnull=False)
        la = self.presente.etablissements_de_travail
        return [
            Role(personne=self.personne, nature=role.nature, etablissement_id=role.etablissement_id)
            for role in finis.select_related("etablissement")
            if role.etablissement_id not in self.fermees
            and role.etablissement.dura_jusqu_a(role.fin)
            and (role.nature == Role.Nature.DIRECTEUR or role.etablissement.rejoint_id in la)
        ]

    @cached_property
    def mandats(self) -> dict[int, frozenset[str]]:
        """Those of today, too."""
        return self.presente.mandats

    @cached_property
    def aides(self) -> dict[int, frozenset[str]]:
        """Nothing of the years that are over."""
        return {}

    @cached_property
    def classes_tenues(self) -> frozenset[int]:
        tenues = Affectation.objects.filter(
            droits.classe_finie("classe__"),
            enseignant=self.personne,
            classe__etablissement__in=self.etablissements_de_travail,
        )
        return frozenset(
            a.classe_id
            for a in tenues.select_related("classe__annee")
            if a.debut <= dernier_jour(a.classe) <= (a.fin or TOUJOURS)
        )

    @cached_property
    def divisions_tenues(self) -> frozenset[int]:
        """Nothing of a year that is over is written any more, by anybody."""
        return frozenset()

    @cached_property
    def groupes_tenus(self) -> frozenset[int]:
        finis = Groupe.objects.filter(
            droits.annee_relue("annee__"),
            annee__fin__lt=aujourd_hui(),
            enseignants=self.personne,
            etablissement__in=self.etablissements_de_travail,
        )
        return frozenset(finis.order_by().values_list("pk", flat=True))

    @property
    def inscriptions_du_travail(self):
        """Enrolments of the classes that one taught, and of the pupils of one's groups in that year."""
        dans_mon_groupe = Q(
            eleve__groupes__in=self.groupes_tenus,
            classe__etablissement=F("eleve__groupes__etablissement"),
            classe__annee=F("eleve__groupes__annee"),
        )
        return Inscription.objects.filter(Q(classe__in=self.classes_tenues) | dans_mon_groupe).order_by()

    @cached_property
    def eleves_d_alors(self) -> dict[int, dt.datetime | None]:
        """Pupils (ids) of the classes that one taught to their end, and until when (excluded) they were there. One query."""
        if not self.classes_tenues:
            return {}
        places = Inscription.objects.filter(classe__in=self.classes_tenues).select_related("classe__annee")
        periodes = {i.eleve_id: _periode(i) for i in places.order_by("debut", "pk")}
        return {eleve: periode.fin for eleve, periode in periodes.items() if periode.jusqu_au_bout}

    @cached_property
    def suivis(self) -> list[Suivi]:
        """Children for whom this person answered and answers, and oneself if a pupil, in the class where each year ended for them."""
        liens = self._liens_d_alors()
        inscriptions = Inscription.objects.filter(
            droits.annee_relue("classe__annee__"), eleve__in={self.personne.pk, *(enfant for enfant, _ecole in liens)}
        ).select_related("eleve", "classe__etablissement", "classe__annee")
        finies = [i for i in _dernieres(inscriptions) if est_finie(i.classe) or (i.fin or TOUJOURS) < aujourd_hui()]
        siennes = [
            i
            for i in finies
            if i.classe.etablissement_id not in self.fermees
            and (
                i.eleve_id == self.personne.pk
                or liens.get((i.eleve_id, i.classe.etablissement_id), TOUJOURS) <= _fin(i)
            )
        ]
        groupes = _groupes_de(siennes)
        return [
            Suivi(
                eleve=i.eleve,
                classe_id=i.classe_id,
                etablissement_id=i.classe.etablissement_id,
                niveau=i.niveau,
                inscription=i,
                groupes=frozenset(groupes[i.eleve_id, i.classe.etablissement_id, i.classe.annee_id]),
                periode=_periode(i),
            )
            for i in siennes
        ]

    @cached_property
    def suivis_confies(self) -> list[Suivi]:
        """Nothing: what was confided ended on its day."""
        return []

    def _liens_d_alors(self) -> dict[tuple[int, int], dt.date]:
        """By child and school that declares the tie, or that declared it before the child left: since when. None of a child over whom a
        school says today that this adult has no authority.
        """
        lus = list(
            Responsabilite.objects.filter(droits.en_cours(), adulte=self.personne)
            .order_by()
            .values_list("enfant_id", "etablissement_id", "anciennes_ecoles", "debut", "autorite")
        )
        refuses = {enfant for enfant, *_reste, autorite in lus if autorite == Responsabilite.Autorite.SANS}
        liens: dict[tuple[int, int], dt.date] = {}
        for enfant, ecole, ancienne, debut, _autorite in lus:
            for une in (ecole, ancienne) if enfant not in refuses else ():
                liens[enfant, une] = min(debut, liens.get((enfant, une), TOUJOURS))
        return liens


def _fin(inscription: Inscription) -> dt.date:
    return inscription.fin or dernier_jour(inscription.classe)


def _dernieres(inscriptions: Iterable[Inscription]) -> list[Inscription]:
    """Of each pupil, school and year, where they were last: of a class that they left for another, nothing is theirs any more."""
    places: dict[tuple[int, int, int], list[Inscription]] = defaultdict(list)
    for i in inscriptions:
        places[i.eleve_id, i.classe.etablissement_id, i.classe.annee_id].append(i)
    return [
        i
        for lieu in places.values()
        for i in lieu
        if (i.fin or TOUJOURS) == max(autre.fin or TOUJOURS for autre in lieu)
    ]


def _periode(inscription: Inscription) -> Periode:
    debut = min(inscription.debut, inscription.classe.annee.debut)
    dernier = _fin(inscription) if inscription.fin or inscription.classe.fermee_le else None
    fin = dernier and _minuit(dernier + dt.timedelta(days=1))
    return Periode(_minuit(debut), fin, _fin(inscription) >= dernier_jour(inscription.classe))


def _minuit(jour: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(jour, dt.time()))


def _groupes_de(inscriptions: list[Inscription]) -> dict[tuple[int, int, int], set[int]]:
    """Groups of these pupils by school and year. One query, none for nobody."""
    groupes: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    if inscriptions:
        lignes = Groupe.eleves.through.objects.filter(
            droits.annee_relue("groupe__annee__"), personne__in={i.eleve_id for i in inscriptions}
        )
        colonnes = ("groupe_id", "personne_id", "groupe__etablissement_id", "groupe__annee_id")
        for groupe, eleve, ecole, annee in lignes.order_by().values_list(*colonnes):
            groupes[eleve, ecole, annee].add(groupe)
    return groupes
