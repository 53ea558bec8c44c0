"""Threads, and where each person is in them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Affectation, Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.adressables import Adressable
from ent.socle.lu import PartLue
from ent.socle.preparees import JOUR, Preparee, lire_ensemble

from ..droits import fils as droits
from ..droits.regles import ENTRE_COLLEGUES, Nature


class FilQuerySet(models.QuerySet["Fil"]):
    def visibles_par(self, personne):
        """Threads that this person reads today. One query more, once per request: the threads that name them."""
        return self.filter(fils_lus_par(personne))

    def lisibles(self, personne, ids) -> set[int]:
        """Of these threads, those that this person reads today."""
        return set(self.visibles_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))


@dataclass
class MembreDe(PartLue):
    fils: frozenset[int] | None = None
    reunies: dict[int, frozenset[int]] = field(default_factory=dict)
    jamais_eus: frozenset[tuple[int, int]] = frozenset()


FILS_QUI_NOMMENT = Preparee(lambda: Participation.objects.filter(est_membre=True).order_by().values_list("fil_id"))
FILS_REUNIS = Preparee(
    lambda: EcoleDuFil.objects.order_by().values_list("fil_id", "etablissement_id", "fil__collectif")
)
# Of who teaches a class, the pupils who left it and whom they never had.
JAMAIS_EUS = Preparee(
    lambda: (
        Affectation.objects.annotate(parti=F("classe__inscriptions__eleve"), depart=F("classe__inscriptions__fin"))
        .filter(depart__lt=JOUR)
        .exclude(Affectation.a_eu(OuterRef("enseignant"), eleve="parti", classe="classe"))
        .order_by()
        .values_list("parti", "classe_id", "enseignant_id")
    )
)


def fils_lus_par(personne: Personne) -> Q:
    """The right, with the threads that concern this person: what is read of them once per request."""
    return droits.fils_visibles_par(personne, membre_de(personne), reunies(personne), jamais_eus(personne))


def membre_de(personne: Personne) -> frozenset[int]:
    """Threads that name this person: a household's, a project's, one of several schools. Read once per request, as `portee`."""
    lu = _lue(personne)
    return lu.fils or frozenset()


def reunies(personne: Personne) -> dict[int, frozenset[int]]:
    """Threads of several schools of which one where this person works today is, with these schools: whether it names them or not. Read along
    with `membre_de`.
    """
    return _lue(personne).reunies


def jamais_eus(personne: Personne) -> frozenset[tuple[int, int]]:
    """(pupil, class) of who left a class that this person teaches before they taught it: its households' threads are not theirs. Read along."""
    return _lue(personne).jamais_eus


def _lue(personne: Personne) -> MembreDe:
    lu = personne.lu.part(MembreDe)
    if lu.fils is None:
        travail = sorted(personne.portee.etablissements_de_travail)
        nommes, lignes, partis = lire_ensemble(
            (FILS_QUI_NOMMENT, Q(personne=personne)),
            (FILS_REUNIS, Q(droits.relisible("fil__"), etablissement__in=travail)),
            (JAMAIS_EUS, Q(enseignant=personne, classe__in=sorted(personne.portee.classes_tenues))),
        )
        lu.fils = frozenset(fil for (fil,) in nommes)
        lu.jamais_eus = frozenset((eleve, classe) for eleve, classe, _enseignant in partis)
        par_fil: dict[tuple[int, str], set[int]] = defaultdict(set)
        for fil, ecole, collectif in lignes:
            par_fil[fil, collectif].add(ecole)
        lu.reunies = {
            fil: frozenset(ici)
            for (fil, collectif), ecoles in par_fil.items()
            if (ici := droits.ecoles_reunies(personne, collectif, ecoles))
        }
    return lu


def oublier_les_membres(personne: Personne) -> None:
    """The person in hand is now named by one thread more."""
    personne.lu.part(MembreDe).fils = None


class Fil(Adressable, models.Model):
    """A conversation. Its messages are numbered 1, 2, 3…; each reader keeps one cursor (`Participation`).

    Who reads it follows from its kind and from the ties of the moment (`droits.fils`). No kind can hold an adult and a pupil
    alone: a pupil is only in the thread of their class, which all the households of the class and the direction read.
    `revision` counts every change (a message, a correction, a reaction): what a browser missed is what has a greater one.
    """

    Nature = Nature

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="fils")
    nature = models.CharField(max_length=12, choices=Nature)
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="fils")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="fils")
    # The child that a household's thread is about, and its adults: « 12-15 », sorted.
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="fils_de_l_eleve")
    foyer = models.CharField(max_length=120, blank=True)
    titre = models.CharField(_("sujet"), max_length=80, blank=True)
    # The teacher opens and closes the thread of the pupils; a project ends.
    est_ouvert = models.BooleanField(default=True)
    # Of several schools: what gathers them (« espaces-12 »), and the last day on which one writes.
    collectif = models.CharField(max_length=40, blank=True)
    fin = models.DateField(null=True, blank=True)
    dernier_numero = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    dernier_message = models.ForeignKey(
        "messagerie.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dernier_le = models.DateTimeField(null=True, blank=True)
    # In which capacities people have written here, « ,direction,responsable, »: « reply only » asks it at each page.
    ont_ecrit = models.CharField(max_length=60, default=",")
    cree_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)

    COLONNES = droits.FILS
    objects = FilQuerySet.as_manager()

    class Meta:
        ordering = [models.F("dernier_le").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(fields=["etablissement", "nature"])]
        constraints = [
            models.CheckConstraint(
                name="fil_a_sa_place",
                condition=(
                    models.Q(nature=Nature.ANNONCE, eleve=None, classe__isnull=False, groupe=None)
                    | models.Q(nature=Nature.ANNONCE, eleve=None, classe=None, groupe__isnull=False)
                    | models.Q(
                        nature__in=[Nature.ELEVES, Nature.PARENTS], classe__isnull=False, eleve=None, groupe=None
                    )
                    | models.Q(nature=Nature.FOYER, eleve__isnull=False, groupe=None) & ~models.Q(foyer="")
                    | models.Q(
                        nature__in=[Nature.ECOLE, Nature.EQUIPE, Nature.PROJET, Nature.COMMUNE],
                        classe=None,
                        groupe=None,
                        eleve=None,
                    )
                    | models.Q(nature=Nature.COLLECTIF, classe=None, groupe=None, eleve=None, fin__isnull=False)
                    & ~models.Q(collectif="")
                ),
            ),
            models.UniqueConstraint(
                fields=["collectif"], condition=~models.Q(collectif=""), name="fil_d_un_collectif_une_fois"
            ),
            models.UniqueConstraint(
                fields=["classe", "nature"], condition=models.Q(classe__isnull=False, eleve=None), name="fil_de_classe"
            ),
            models.UniqueConstraint(fields=["groupe"], condition=models.Q(groupe__isnull=False), name="fil_de_groupe"),
            models.UniqueConstraint(
                fields=["etablissement", "nature"],
                condition=models.Q(nature__in=[Nature.ECOLE, Nature.EQUIPE, Nature.COMMUNE]),
                name="fil_d_ecole",
            ),
            models.UniqueConstraint(
                fields=["classe", "eleve", "foyer"],
                condition=models.Q(nature=Nature.FOYER, classe__isnull=False),
                name="fil_de_foyer_et_classe",
            ),
            models.UniqueConstraint(
                fields=["etablissement", "eleve", "foyer"],
                condition=models.Q(nature=Nature.FOYER, classe=None),
                name="fil_de_foyer_et_direction",
            ),
        ]

    def __str__(self) -> str:
        return f"fil {self.pk}"

    @property
    def adultes_du_foyer(self) -> frozenset[int]:
        """Ids of the adults that a household's thread names."""
        return frozenset(int(pk) for pk in self.foyer.split("-") if pk)

    @property
    def touche_les_familles(self) -> bool:
        """Quiet hours hold what is written there (circulaire of 10 July 2025); staff to staff is exempt."""
        return self.nature not in ENTRE_COLLEGUES

    @property
    def qualites_qui_ont_ecrit(self) -> set[str]:
        return {q for q in self.ont_ecrit.split(",") if q}


class EcoleDuFil(models.Model):
    """A school of a thread of several. Its people are of it while this row stands; the thread's own school carries it."""

    fil = models.ForeignKey(Fil, on_delete=models.CASCADE, related_name="ecoles")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="fils_reunis")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["fil", "etablissement"], name="ecole_du_fil_une_fois")]

    def __str__(self) -> str:
        return f"école {self.etablissement_id} du fil {self.fil_id}"


class PresenceAuFil(models.Model):
    """From when to when a school was of a thread of several, or somebody was named in it: for evidence alone. What opens the thread is
    `EcoleDuFil` and `Participation.est_membre`, which say today.
    """

    fil = models.ForeignKey(Fil, on_delete=models.CASCADE, related_name="presences")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    debut = models.DateTimeField(default=timezone.now)
    fin = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="presence_de_l_un_ou_de_l_autre",
                condition=Q(etablissement__isnull=False, personne=None) | Q(etablissement=None, personne__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["fil", "etablissement"],
                condition=Q(fin=None, etablissement__isnull=False),
                name="presence_ouverte_unique_ecole",
            ),
            models.UniqueConstraint(
                fields=["fil", "personne"],
                condition=Q(fin=None, personne__isnull=False),
                name="presence_ouverte_unique_personne",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qui} au fil {self.fil_id}"

    @property
    def qui(self) -> str:
        return self.etablissement.nom if self.etablissement else str(self.personne)

    def dure(self, quand: dt.datetime) -> bool:
        return self.debut <= quand and (self.fin is None or self.fin > quand)


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def de(self, personne):
        return self.filter(personne=personne)


class Participation(models.Model):
    """One person in one thread: how far they received and read it, and what they were writing.

    One row per person, whatever the number of messages: « seen » by someone means `lu_jusqu_a` at least that number.
    """

    fil = models.ForeignKey(Fil, on_delete=models.CASCADE, related_name="participations")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="participations")
    # The thread names this person (household, project); elsewhere the row is only a cursor.
    est_membre = models.BooleanField(default=False)
    recu_jusqu_a = models.PositiveIntegerField(default=0)
    lu_jusqu_a = models.PositiveIntegerField(default=0)
    lu_le = models.DateTimeField(null=True, blank=True)
    brouillon = models.TextField(blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["fil", "personne"], name="participation_une_fois"),
            models.CheckConstraint(
                condition=models.Q(lu_jusqu_a__lte=models.F("recu_jusqu_a")), name="participation_lu_est_recu"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} dans {self.fil_id}"
