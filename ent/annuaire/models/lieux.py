"""Places and time: communes, établissements with their settings, school years, classes, groups."""

import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.dates import date_format
from ent.socle.tri import COLLATION

from .. import droits, etages
from ..codes import valider_uai


class CommuneQuerySet(models.QuerySet["Commune"]):
    def reglees_par(self, personne):
        """Communes whose settings this person keeps."""
        return self.filter(droits.communes_reglees_par(personne))

    def reglages_lus_par(self, personne):
        return self.filter(droits.communes_dont_les_reglages_se_lisent_par(personne))


class Commune(models.Model):
    """A commune; it finances and equips its schools. Territory-wide."""

    code_insee = models.CharField(max_length=5, unique=True)
    nom = models.CharField(max_length=80, db_collation=COLLATION)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class EtablissementQuerySet(models.QuerySet["Etablissement"]):
    def visibles_par(self, personne):
        return self.filter(droits.etablissements_visibles_par(personne))

    def suivis_par(self, personne):
        """Schools that this person reads in figures: a référent's, the operator's."""
        return self.filter(droits.etablissements_suivis_par(personne))

    def comptes_par(self, personne):
        """Those, and the schools that this person directs."""
        return self.filter(droits.etablissements_comptes_par(personne))

    def diriges_par(self, personne):
        """Schools whose directory and settings this person keeps."""
        return self.filter(droits.etablissements_diriges_par(personne))

    def servis_par(self, personne):
        """Schools whose direction confided some of its powers to this person."""
        return self.filter(droits.etablissements_servis_par(personne))

    def tenus_par(self, personne, pouvoir: str):
        """Those, and where this power was confided to them."""
        return self.filter(droits.etablissements_tenus_par(personne, pouvoir))


class Etablissement(models.Model):
    """A school and its settings. Every root object of the product reaches one."""

    class Nature(models.TextChoices):
        MATERNELLE = "maternelle", _("école maternelle")
        ELEMENTAIRE = "elementaire", _("école élémentaire")
        PRIMAIRE = "primaire", _("école primaire")
        COLLEGE = "college", _("collège")

    class Semaine(models.TextChoices):
        QUATRE = "4", _("quatre jours")
        QUATRE_ET_DEMI = "4.5", _("quatre jours et demi (mercredi matin)")

    uai = models.CharField(_("UAI"), max_length=8, unique=True, validators=[valider_uai])
    nom = models.CharField(_("nom"), max_length=120, db_collation=COLLATION)
    nature = models.CharField(max_length=12, choices=Nature)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="etablissements")
    circonscription = models.CharField(max_length=80, blank=True)
    college_de_secteur = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ecoles_du_secteur",
        limit_choices_to={"nature": "college"},
    )

    # The week (formats.md §7): half-days vary by school.
    semaine = models.CharField(_("semaine"), max_length=3, choices=Semaine, default=Semaine.QUATRE)
    matin_debut = models.TimeField(_("début du matin"), default=dt.time(8, 30))
    matin_fin = models.TimeField(_("fin du matin"), default=dt.time(11, 45))
    apres_midi_debut = models.TimeField(_("début de l’après-midi"), default=dt.time(13, 30))
    apres_midi_fin = models.TimeField(_("fin de l’après-midi"), default=dt.time(16, 15))

    # It joined another (`actions.fusions`): nobody works there any more, and its years are read as they were.
    rejoint = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fermee_le = models.DateTimeField(null=True, blank=True)

    # What is in force of each setting that a level said, computed when one says it (`actions.reglages`); the default of any other.
    reglages_en_vigueur = models.JSONField(default=dict, blank=True, editable=False)
    # Of those, what every portée reads, each between two spaces: the modules that are off here, « code:value » of the few others, and that it is
    # a collège (`etages.lus_par_la_portee`).
    modules_fermes = models.CharField(max_length=200, default="", blank=True, editable=False)

    objects = EtablissementQuerySet.as_manager()

    class Meta:
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom

    def save(self, **options: Any) -> None:
        """A school that opens is at once what its nature makes it: rooms declare what a collège does not have."""
        if self._state.adding:
            self.mettre_en_vigueur(self.reglages_en_vigueur)
        super().save(**options)

    def clean(self) -> None:
        if not self.matin_debut < self.matin_fin <= self.apres_midi_debut < self.apres_midi_fin:
            raise ValidationError(_("Les heures de classe doivent se suivre : matin, puis après-midi."))

    def dura_jusqu_a(self, fin: dt.date | None) -> bool:
        """Of a tie that ended that day, with a school that is closed: whether it lasted as long as the school."""
        if self.fermee_le is None or fin is None:
            return False
        return fin >= timezone.localdate(self.fermee_le) - dt.timedelta(days=1)

    @property
    def est_college(self) -> bool:
        """Teachers there teach subjects, to divisions."""
        return self.nature == self.Nature.COLLEGE

    @property
    def fin_dite(self) -> str:
        """Since when, and which school it joined; nothing of one that goes on. A query if the other was not read with it."""
        if self.fermee_le is None or self.rejoint is None:
            return ""
        phrase = _("Fermée depuis le %(jour)s : elle a rejoint « %(ecole)s » (%(uai)s).")
        jour = date_format(timezone.localdate(self.fermee_le), "j F Y")
        return str(phrase % {"jour": jour, "ecole": self.rejoint.nom, "uai": self.rejoint.uai})

    def reglage(self, code: str) -> Any:
        """The value in force of a setting, as its declaration types it. No query."""
        return etages.declaration(code).lire(self.reglages_en_vigueur.get(code), self.nature)

    def a_le_module(self, module: str) -> bool:
        """Whether it is on here; what is of no module is."""
        return f" {module} " not in self.modules_fermes

    def mettre_en_vigueur(self, vigueur: dict[str, Any]) -> None:
        """In hand: what levels said, and the modules that it closes."""
        self.reglages_en_vigueur = vigueur
        self.modules_fermes = etages.lus_par_la_portee(vigueur, self.nature)

    @property
    def semaine_tenue(self) -> str:
        """A collège has class on Wednesday mornings whatever is kept of it: only an école chooses its rhythm (code de l'éducation, D521-10)."""
        return self.Semaine.QUATRE_ET_DEMI if self.est_college else self.semaine

    @property
    def semaine_dite(self) -> str:
        return str(self.Semaine(self.semaine_tenue).label)

    def jours_de_classe(self) -> dict[int, list[tuple[dt.time, dt.time]]]:
        """Half-days by weekday (Monday = 0) as (start, end) in local time; a weekday without school is absent."""
        matin, apres_midi = (self.matin_debut, self.matin_fin), (self.apres_midi_debut, self.apres_midi_fin)
        semaine = {jour: [matin, apres_midi] for jour in (0, 1, 3, 4)}
        if self.semaine_tenue == self.Semaine.QUATRE_ET_DEMI:
            semaine[2] = [matin]
        return semaine


class AnneeScolaireManager(models.Manager["AnneeScolaire"]):
    def prevue(self, jour: dt.date) -> "AnneeScolaire":
        """The school year that holds ``jour`` (1 September to 31 August); not saved when nobody needed it yet."""
        debut = jour.year if jour.month >= 9 else jour.year - 1
        nom = f"{debut}-{debut + 1}"
        return self.filter(nom=nom).first() or self.model(
            nom=nom, debut=dt.date(debut, 9, 1), fin=dt.date(debut + 1, 8, 31)
        )

    def pour(self, jour: dt.date) -> "AnneeScolaire":
        """The same, created at first need."""
        prevue = self.prevue(jour)
        annee, _cree = self.get_or_create(nom=prevue.nom, defaults={"debut": prevue.debut, "fin": prevue.fin})
        return annee


class AnneeScolaire(models.Model):
    """A school year, the same for the whole territory."""

    nom = models.CharField(max_length=9, unique=True)
    debut = models.DateField()
    fin = models.DateField()

    objects = AnneeScolaireManager()

    class Meta:
        ordering = ["debut"]

    def __str__(self) -> str:
        return self.nom


def nouveau_jeton() -> str:
    return secrets.token_urlsafe(16)


class ClasseQuerySet(models.QuerySet["Classe"]):
    def visibles_par(self, personne):
        return self.filter(droits.classes_visibles_par(personne))

    def tenues_par(self, personne):
        """Classes that this person teaches today: theirs, shared, or replaced."""
        return self.filter(droits.classes_tenues_par(personne))

    def gerees_par(self, personne):
        """Classes that this person keeps: their teachers and the direction."""
        return self.filter(droits.classes_gerees_par(personne))

    def gardees_par(self, personne, pouvoir: str):
        """Those, and the classes of schools where this power was confided to them."""
        return self.filter(droits.classes_gardees_par(personne, pouvoir))

    def relues_par(self, personne):
        """Classes of the years that are over, that this person goes on reading."""
        return self.filter(droits.classes_relues_par(personne))


class Classe(models.Model):
    """A class of one year. A class is not a level: a double niveau holds several (formats.md §1)."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="classes")
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="classes")
    nom = models.CharField(_("nom"), max_length=80, db_collation=COLLATION)
    # Verbatim from ONDE: the LSU needs it back (« id-be »).
    identifiant_onde = models.CharField(max_length=40, blank=True)
    # The address that classroom tablets open; renewed when it has leaked.
    jeton_tablette = models.CharField(max_length=32, unique=True, default=nouveau_jeton)
    fermee_le = models.DateTimeField(null=True, blank=True)

    objects = ClasseQuerySet.as_manager()

    class Meta:
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "annee", "identifiant_onde"],
                condition=~models.Q(identifiant_onde=""),
                name="classe_unique_par_identifiant_onde",
            ),
            models.UniqueConstraint(
                fields=["etablissement", "annee", "nom"],
                condition=models.Q(identifiant_onde=""),
                name="classe_unique_par_nom_sans_identifiant",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class GroupeQuerySet(models.QuerySet["Groupe"]):
    def visibles_par(self, personne):
        return self.filter(droits.groupes_visibles_par(personne))

    def tenus_par(self, personne):
        return self.filter(droits.groupes_tenus_par(personne))

    def relus_par(self, personne):
        return self.filter(droits.groupes_relus_par(personne))


class Groupe(models.Model):
    """Pupils of one school taken together across classes: reading group, UPE2A, choir.

    `ponctuel_de`: named pupils of one class, taken together for one thing given to them. Such a group has no name, no teacher
    of its own (those of the class hold it), and is in no list of groups.
    """

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="groupes")
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="groupes")
    nom = models.CharField(_("nom"), max_length=80, db_collation=COLLATION)
    enseignants = models.ManyToManyField("annuaire.Personne", related_name="groupes_tenus", blank=True)
    eleves = models.ManyToManyField("annuaire.Personne", related_name="groupes", blank=True)
    ponctuel_de = models.ForeignKey(
        Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="groupes_ponctuels"
    )

    objects = GroupeQuerySet.as_manager()

    class Meta:
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "annee", "nom"],
                condition=models.Q(ponctuel_de=None),
                name="groupe_unique_par_nom",
            ),
        ]

    def __str__(self) -> str:
        return self.nom
